"""Replies as they stand in chats, so that a button means something after a fall, and at another instance too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import storage_errors
from bot.storage.steady_tables import shown_replies
from bot.storage.upserting import put

KEPT = timedelta(days=2)
"""How long a button means something."""


class SqlShown:
    """Keeps replies by chat and code, as plain values.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(self, values: Mapping[str, Any], now: datetime) -> None:
        """Keep a reply, in place of the one with the same code."""
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(put(self._engine, shown_replies, {**values, "shown_at": now}))

    async def by_code(self, chat: int, code: str) -> Mapping[str, Any] | None:
        """Return the reply that a button stands under."""
        return await self._first((shown_replies.c.chat == chat) & (shown_replies.c.code == code))

    async def by_question(self, chat: int, question: int) -> Mapping[str, Any] | None:
        """Return the latest reply to a message."""
        return await self._first((shown_replies.c.chat == chat) & (shown_replies.c.question == question))

    async def moved(self, old: int, new: int) -> None:
        """Take what was shown in a group along to its new id."""
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                moved = shown_replies.update().where(shown_replies.c.chat == old).values(chat=new)
                await connection.execute(moved)

    async def forget(self, person: int) -> None:
        """Forget the replies to somebody's questions."""
        await self._delete(shown_replies.c.person == person)

    async def purge(self, now: datetime) -> None:
        """Forget replies shown long ago."""
        await self._delete(shown_replies.c.shown_at < now - KEPT)

    async def _delete(self, condition: sa.ColumnElement[bool]) -> None:
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(shown_replies.delete().where(condition))

    async def _first(self, condition: sa.ColumnElement[bool]) -> Mapping[str, Any] | None:
        wanted = sa.select(shown_replies).where(condition).order_by(shown_replies.c.shown_at.desc()).limit(1)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                row = (await connection.execute(wanted)).mappings().first()
        return dict(row) if row else None
