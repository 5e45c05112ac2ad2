"""What somebody was asked to type, so that another instance, or this one after a fall, knows it as that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import storage_errors
from bot.storage.steady_tables import typed_texts
from bot.storage.upserting import put

KEPT = timedelta(hours=1)
"""How long it is kept at most; after half of it it is stale."""


class SqlTyped:
    """Keeps what people were asked to type, as plain values.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(self, key: str, values: Mapping[str, Any], asked_at: datetime) -> None:
        """Keep what somebody is in the middle of, in place of whatever it was before."""
        row = {"person": key, "typing": dict(values), "asked_at": asked_at}
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(put(self._engine, typed_texts, row))

    async def of(self, key: str) -> tuple[Mapping[str, Any], datetime] | None:
        """Return what somebody is in the middle of, and when it was asked for."""
        wanted = sa.select(typed_texts.c.typing, typed_texts.c.asked_at).where(typed_texts.c.person == key)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                row = (await connection.execute(wanted)).first()
        return (row.typing, row.asked_at) if row else None

    async def end(self, key: str) -> bool:
        """Forget it; returns whether there was anything."""
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                gone = await connection.execute(typed_texts.delete().where(typed_texts.c.person == key))
        return gone.rowcount > 0
