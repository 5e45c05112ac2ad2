"""What one instance announces to all others at once, on PostgreSQL; who listens still looks now and then by itself.

A connection of its own listens. Where it is lost it is made anew; what was announced meanwhile is not heard, so
whoever listens is woken when it is back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StorageError
from bot.storage.database import storage_errors

logger = logging.getLogger(__name__)

REVISIONS = "revisions"
"""Name under which it is announced that a revision was published."""

AGAIN_AFTER = 1.0
"""Seconds before a connection that was lost is made anew."""

HEARTBEAT = 10.0
"""Seconds of silence after which it is seen whether the connection is still there."""

PATIENCE = 5.0
"""Seconds that the database has to answer then."""


async def announce(connection: AsyncConnection, name: str) -> None:
    """Announce something with the end of a transaction; where nobody can listen, nothing happens."""
    if connection.dialect.name == "postgresql":
        await connection.execute(sa.select(sa.func.pg_notify(name, "")))


class Announced:
    """Hears what is announced under a name.

    Args:
        engine: An open database.
        name: The name.
    """

    def __init__(self, engine: AsyncEngine, name: str) -> None:
        self._engine = engine
        self._name = name
        self.listening = False
        """Whether what is announced is heard; never with SQLite."""

    async def listen(self, stopping: asyncio.Event, heard: Callable[[], None]) -> None:
        """Listen until told to stop.

        Args:
            stopping: Tells to stop.
            heard: Called with every announcement, and when something may have been missed.
        """
        if self._engine.dialect.name != "postgresql":
            return
        while not stopping.is_set():
            try:
                with storage_errors("listen to"):
                    await self._listen(stopping, heard)
            except Exception as error:  # noqa: BLE001 - whatever the driver raises, the connection is lost
                what = error if isinstance(error, StorageError) else type(error).__name__
                logger.warning("what other instances announce is looked for instead of heard: %s", what)
            await _either(stopping, AGAIN_AFTER)

    async def _listen(self, stopping: asyncio.Event, heard: Callable[[], None]) -> None:
        """Listen until told to stop, or until the connection is lost."""
        async with self._connection() as driver:
            lost = asyncio.Event()
            driver.add_termination_listener(lambda _: lost.set())
            await driver.add_listener(self._name, lambda *_: heard())
            self.listening = True
            try:
                heard()
                while not lost.is_set() and not await _either(stopping, HEARTBEAT, lost):
                    await driver.fetchval("SELECT 1", timeout=PATIENCE)
            finally:
                self.listening = False
                heard()

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        """Connect outside of the pool, whose connections others wait for."""
        async with self._engine.connect() as connection:
            pooled = await connection.get_raw_connection()
            driver = pooled.driver_connection
            pooled.detach()
            try:
                yield driver
            finally:
                with contextlib.suppress(Exception):
                    await asyncio.wait_for(driver.close(), PATIENCE)  # type: ignore[union-attr]


async def _either(stopping: asyncio.Event, seconds: float, lost: asyncio.Event | None = None) -> bool:
    """Wait for either of two events, but no longer than so many seconds; returns whether one has come."""
    waiting = {asyncio.ensure_future(event.wait()) for event in (stopping, lost) if event is not None}
    done, pending = await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return bool(done)
