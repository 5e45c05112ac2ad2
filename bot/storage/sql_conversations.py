"""The last turns of each conversation, so that another instance, or this one after a fall, can go on with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation import Kept
from bot.storage.database import storage_errors
from bot.storage.steady_tables import conversations
from bot.storage.upserting import put


class SqlConversations:
    """Keeps the last turns of conversations.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def get(self, key: str, since: datetime) -> Kept:
        """Return what is kept of a conversation; nothing of one that was silent since a moment."""
        wanted = sa.select(conversations.c.turns, conversations.c.version)
        wanted = wanted.where(conversations.c.key == key, conversations.c.touched_at >= since)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                row = (await connection.execute(wanted)).first()
        return Kept(tuple(row.turns), row.version) if row else Kept()

    async def put(self, key: str, kept: Kept, person: str | None, now: datetime) -> None:
        """Keep a conversation, in place of what was kept of it."""
        values = {"turns": list(kept.turns), "version": kept.version, "person": person, "touched_at": now}
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(put(self._engine, conversations, {"key": key, **values}))

    async def forget(self, keys: Sequence[str] = (), person: str | None = None) -> None:
        """Forget conversations, by key or by who had them."""
        theirs = sa.false() if person is None else conversations.c.person == person
        gone = conversations.c.key.in_(keys) | theirs
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(conversations.delete().where(gone))

    async def purge(self, before: datetime) -> int:
        """Forget conversations that were silent since a moment; returns how many there were."""
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                gone = await connection.execute(conversations.delete().where(conversations.c.touched_at < before))
        return int(gone.rowcount)
