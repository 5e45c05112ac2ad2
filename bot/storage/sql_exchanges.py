"""What was said to visitors of the pages, so that whichever instance they come to can show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.page_tables import exchanges
from bot.storage.units import carry_out
from bot.storage.upserting import put

KEPT = timedelta(days=1)
"""How long it is shown."""

_PUT = put(exchanges, "said_at")


class SqlExchanges:
    """Keeps exchanges by visitor and delivery, as plain values.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(self, person: str, update: str, said: Mapping[str, Any], now: datetime) -> None:
        """Keep an exchange, in place of the one of the same delivery, whose place among the others it takes."""
        row = {"person": person, "update_id": update, "said": dict(said), "said_at": now}
        await carry_out(self._engine, lambda connection: connection.execute(_PUT[connection.dialect.name], row))

    async def of(self, person: str, most: int) -> Sequence[Mapping[str, Any]]:
        """Return the latest exchanges of a visitor, oldest first."""
        wanted = sa.select(exchanges.c.said).where(exchanges.c.person == person)
        latest = wanted.order_by(exchanges.c.said_at.desc(), exchanges.c.update_id).limit(most)
        found = await carry_out(self._engine, lambda connection: connection.scalars(latest).all(), reads=True)
        return found[::-1]

    async def forget(self, person: str) -> None:
        """Forget what was said to a visitor."""
        await self._delete(exchanges.c.person == person)

    async def purge(self, now: datetime) -> None:
        """Forget what was said long ago."""
        await self._delete(exchanges.c.said_at < now - KEPT)

    async def _delete(self, condition: sa.ColumnElement[bool]) -> None:
        gone = exchanges.delete().where(condition)
        await carry_out(self._engine, lambda connection: connection.execute(gone))
