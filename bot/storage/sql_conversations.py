"""The last turns of each conversation, so that another instance, or this one after a fall, can go on with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation import Kept
from bot.storage.steady_tables import conversations
from bot.storage.tables import UtcDateTime
from bot.storage.units import carry_out, write
from bot.storage.upserting import put

_PUT = put(conversations)
_GET = sa.select(conversations.c.turns, conversations.c.version).where(
    conversations.c.key == sa.bindparam("wanted"),
    conversations.c.touched_at >= sa.bindparam("since", type_=UtcDateTime),
)


class SqlConversations:
    """Keeps the last turns of conversations.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def get(self, key: str, since: datetime) -> Kept:
        """Return what is kept of a conversation; nothing of one that was silent since a moment."""
        asked = {"wanted": key, "since": since}
        row = await carry_out(self._engine, lambda connection: connection.execute(_GET, asked).first(), reads=True)
        return Kept(tuple(row.turns), row.version) if row else Kept()

    async def keys(self, since: datetime) -> Sequence[str]:
        """Return the keys of conversations that were not silent since a moment."""
        wanted = sa.select(conversations.c.key).where(conversations.c.touched_at >= since)
        return await carry_out(self._engine, lambda connection: connection.scalars(wanted).all(), reads=True)

    async def put(self, key: str, kept: Kept, person: str | None, now: datetime) -> None:
        """Keep a conversation, in place of what was kept of it."""
        row = {"key": key, "turns": list(kept.turns), "version": kept.version, "person": person, "touched_at": now}
        await write(
            self._engine,
            lambda connection: connection.execute(_PUT[connection.dialect.name], row),
            "a conversation is remembered by this process alone",
        )

    async def forget(self, keys: Sequence[str] = (), person: str | None = None) -> None:
        """Forget conversations, by key or by who had them."""
        theirs = sa.false() if person is None else conversations.c.person == person
        gone = conversations.delete().where(conversations.c.key.in_(keys) | theirs)
        await carry_out(self._engine, lambda connection: connection.execute(gone))

    async def purge(self, before: datetime) -> int:
        """Forget conversations that were silent since a moment; returns how many there were."""
        silent = conversations.delete().where(conversations.c.touched_at < before)
        return await carry_out(self._engine, lambda connection: int(connection.execute(silent).rowcount))
