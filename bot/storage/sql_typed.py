"""What somebody was asked to type, so that another instance, or this one after a fall, knows it as that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.steady_tables import typed_texts
from bot.storage.units import carry_out
from bot.storage.upserting import put

KEPT = timedelta(hours=1)
"""How long it is kept at most; after half of it it is stale."""

_PUT = put(typed_texts)


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
        await carry_out(self._engine, lambda connection: connection.execute(_PUT[connection.dialect.name], row))

    async def of(self, key: str) -> tuple[Mapping[str, Any], datetime] | None:
        """Return what somebody is in the middle of, and when it was asked for."""
        wanted = sa.select(typed_texts.c.typing, typed_texts.c.asked_at).where(typed_texts.c.person == key)
        row = await carry_out(self._engine, lambda connection: connection.execute(wanted).first(), reads=True)
        return (row.typing, row.asked_at) if row else None

    async def end(self, key: str) -> bool:
        """Forget it; returns whether there was anything."""
        gone = typed_texts.delete().where(typed_texts.c.person == key)
        return await carry_out(self._engine, lambda connection: connection.execute(gone).rowcount > 0)
