"""Whether a running bot or its pages work with a database: then nothing else is to be put in its place."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import NAME, storage_errors

_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name "
    "AND pid <> pg_backend_pid()"
)


async def in_use(engine: AsyncEngine) -> bool:
    """Tell whether somebody else has a database open.

    Args:
        engine: The database; nothing of this process may be connected to it.

    Raises:
        StorageError: It cannot be asked.
    """
    if engine.dialect.name == "postgresql":
        with storage_errors("open", engine):
            async with engine.connect() as connection:
                return bool(await connection.scalar(_OTHERS, {"name": NAME}))
    path = engine.url.database
    return bool(path and path != ":memory:") and await asyncio.to_thread(_has_company, Path(path or ""))


def _has_company(path: Path) -> bool:
    # The way of journalling can be changed only by whoever has the file alone: https://sqlite.org/wal.html
    # Whoever connects next changes it back.
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
        except sqlite3.DatabaseError:
            return False  # no database: whoever opens it for good says so
    return False
