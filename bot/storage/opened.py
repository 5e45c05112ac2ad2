"""One database, opened when it is first used and shared by all that is kept in it.

The database library takes half a second to import, which nobody who only wants one answer should wait for.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.counting import Counts


class Database:
    """Opens its database with the first use. Where that fails, the next use tries again.

    Args:
        url: Address of the database, with driver: ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``.
        counts: Where it is counted what the database is asked to do; None where nobody looks.
    """

    def __init__(self, url: str, counts: Counts | None = None) -> None:
        self.url = url
        self._counts = counts
        self._engine: AsyncEngine | None = None
        self._opening = asyncio.Lock()

    async def engine(self) -> AsyncEngine:
        """Return the open database, its tables up to date.

        Raises:
            StorageError: It cannot be reached or opened.
        """
        if self._engine is None:
            async with self._opening:
                if self._engine is None:
                    from bot.storage.database import open_database  # noqa: PLC0415 - the point of this module

                    engine = await open_database(self.url)
                    if self._counts is not None:
                        from bot.storage.watching import watch  # noqa: PLC0415

                        watch(engine, self._counts)
                    self._engine = engine
        return self._engine

    async def answers(self) -> None:
        """Ask the database something that it has to look for, opening it first where need be.

        Raises:
            StorageError: It does not answer.
        """
        engine = await self.engine()
        from bot.storage.database import ping  # noqa: PLC0415

        await ping(engine)

    async def close(self) -> None:
        """Close all connections, if there are any."""
        if self._engine is not None:
            engine, self._engine = self._engine, None
            await engine.dispose()


def may_hold_revisions(path: Path | None) -> bool:
    """Tell whether a database may hold revisions, without the library that opens it for good.

    Args:
        path: File of a SQLite database; None for PostgreSQL, which always may.
    """
    if path is None:
        return True
    if not path.is_file():
        return False
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return connection.execute("SELECT max(id) FROM revisions").fetchone()[0] is not None
        finally:
            connection.close()
    except sqlite3.Error:
        return False  # of a version without revisions, or not to be read: whoever opens it for good says what is wrong
