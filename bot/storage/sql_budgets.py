"""How much somebody has asked for lately, counted by all instances together: a bucket that refills evenly."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.page_tables import budgets
from bot.storage.units import carry_out

MINUTE = 60.0
"""Seconds in which an empty bucket is full again."""

KEPT = timedelta(minutes=10)
"""How long it is remembered what somebody has asked for: long after the bucket is full."""


def _counting(insert: Any) -> sa.Executable:
    """Return what takes one out of a bucket, in one statement, so that no two instances take the same."""
    most, now = sa.bindparam("most", type_=sa.Float), sa.bindparam("now", type_=sa.Float)
    row = insert(budgets).values(budget=sa.bindparam("name"), who=sa.bindparam("whose"))
    row = row.values(left=most - 1, counted_at=now, allowed=True)
    # A clock that was set back refills nothing.
    passed = sa.case((now > budgets.c.counted_at, now - budgets.c.counted_at), else_=0.0)
    refilled = budgets.c.left + passed * most / MINUTE
    filled = sa.case((refilled > most, most), else_=refilled)
    taken = {"left": sa.case((filled >= 1, filled - 1), else_=filled), "counted_at": now, "allowed": filled >= 1}
    made = row.on_conflict_do_update(index_elements=["budget", "who"], set_=taken)
    counted: sa.Executable = made.returning(budgets.c.allowed)
    return counted


_COUNT = {"postgresql": _counting(postgresql.insert), "sqlite": _counting(sqlite.insert)}


class SqlBudgets:
    """Counts what is asked for.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def allow(self, name: str, who: str, most: int, now: datetime) -> bool:
        """Count one thing asked for, and tell whether it is within the budget.

        Args:
            name: The budget.
            who: Who asks for it.
            most: How many of it there are a minute.
            now: The time.
        """
        asked = {"name": name, "whose": who, "most": float(most), "now": now.timestamp()}
        return await carry_out(
            self._engine, lambda connection: bool(connection.scalar(_COUNT[connection.dialect.name], asked))
        )

    async def purge(self, now: datetime) -> None:
        """Forget who has not asked for anything lately."""
        gone = budgets.delete().where(budgets.c.counted_at < (now - KEPT).timestamp())
        await carry_out(self._engine, lambda connection: connection.execute(gone))
