"""Replies as they stand in chats, so that a button means something after a fall, and at another instance too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.steady_tables import shown_replies
from bot.storage.units import carry_out, write
from bot.storage.upserting import put

KEPT = timedelta(days=2)
"""How long a button means something."""

_PUT = put(shown_replies)


class SqlShown:
    """Keeps replies by chat and code, as plain values.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(self, values: Mapping[str, Any], now: datetime) -> None:
        """Keep a reply, in place of the one with the same code."""
        row = {**values, "shown_at": now}
        await write(
            self._engine,
            lambda connection: connection.execute(_PUT[connection.dialect.name], row),
            "buttons are remembered by this process alone",
        )

    async def by_code(self, chat: int, code: str) -> Mapping[str, Any] | None:
        """Return the reply that a button stands under."""
        return await self._first((shown_replies.c.chat == chat) & (shown_replies.c.code == code))

    async def anywhere(self, code: str) -> Mapping[str, Any] | None:
        """Return the reply of a code, in whatever chat it stands."""
        return await self._first(shown_replies.c.code == code)

    async def by_question(self, chat: int, question: int) -> Mapping[str, Any] | None:
        """Return the latest reply to a message."""
        return await self._first((shown_replies.c.chat == chat) & (shown_replies.c.question == question))

    async def moved(self, old: int, new: int) -> None:
        """Take what was shown in a group along to its new id."""
        moved = shown_replies.update().where(shown_replies.c.chat == old).values(chat=new)
        await carry_out(self._engine, lambda connection: connection.execute(moved))

    async def forget(self, person: int) -> None:
        """Forget the replies to somebody's questions."""
        await self._delete(shown_replies.c.person == person)

    async def purge(self, now: datetime) -> None:
        """Forget replies shown long ago."""
        await self._delete(shown_replies.c.shown_at < now - KEPT)

    async def _delete(self, condition: sa.ColumnElement[bool]) -> None:
        gone = shown_replies.delete().where(condition)
        await carry_out(self._engine, lambda connection: connection.execute(gone))

    async def _first(self, condition: sa.ColumnElement[bool]) -> Mapping[str, Any] | None:
        wanted = sa.select(shown_replies).where(condition).order_by(shown_replies.c.shown_at.desc()).limit(1)
        first = await carry_out(
            self._engine, lambda connection: connection.execute(wanted).mappings().first(), reads=True
        )
        return dict(first) if first else None
