"""One instance after the other, for what each is to do only where the one before it has not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import storage_errors


@asynccontextmanager
async def in_turn(engine: AsyncEngine, lock: int) -> AsyncIterator[None]:
    """Wait until no other instance does the same, and do it; whoever dies in between keeps nobody waiting.

    Args:
        engine: A database that instances share; only one instance works with SQLite.
        lock: Number of the advisory lock that stands for what is done.

    Raises:
        StorageError: The database fails before it is one's turn.
    """
    if engine.dialect.name != "postgresql":
        yield
        return
    connection = engine.connect()
    with storage_errors("open", engine):
        await connection.start()
    try:
        with storage_errors("read", engine):
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
        yield
    finally:
        await connection.close()
