"""What the log and the gaps come to, counted by the database: a day, an entry, a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.messages import Outcome
from bot.storage.curation_tables import gaps
from bot.storage.database import storage_errors
from bot.storage.json_lists import listed
from bot.storage.tables import questions


@dataclass(frozen=True, slots=True)
class Day:
    """What one day brought."""

    day: str
    """The day, UTC, as ``2026-05-01``."""
    questions: int
    """Questions that were asked, small talk left out."""
    answered: int
    """Of those, the answered ones."""
    gaps: int
    """Questions that went wrong."""

    @property
    def share(self) -> float:
        """Share of the questions that was answered, 0 to 1; 0 where there was none."""
        return self.answered / self.questions if self.questions else 0.0


class SqlFigures:
    """Counts questions and gaps.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def days(self, now: datetime, count: int = 30) -> Sequence[Day]:
        """Return the last days, oldest first, those without any question too."""
        names = [(now - timedelta(days=back)).date().isoformat() for back in reversed(range(count))]
        since = (now - timedelta(days=count - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
        day, gap_day = self._day(questions.c.asked_at), self._day(gaps.c.asked_at)
        answered = sa.func.sum(sa.case((questions.c.outcome == Outcome.ANSWERED.value, 1), else_=0))
        asked = sa.select(day, sa.func.count(), answered).where(
            questions.c.asked_at >= since, questions.c.outcome != Outcome.SMALLTALK.value
        )
        missed = sa.select(gap_day, sa.func.count()).where(gaps.c.asked_at >= since)
        by_day = {str(name): (int(total), int(good)) for name, total, good in await self._rows(asked.group_by(day))}
        lost = {str(name): int(total) for name, total in await self._rows(missed.group_by(gap_day))}
        return [Day(name, *by_day.get(name, (0, 0)), lost.get(name, 0)) for name in names]

    async def served(self, since: datetime | None = None) -> Mapping[str, int]:
        """Return how many questions each entry answered, most first; entries that answered none are missing."""
        told = listed(self._engine, questions.c.entries)
        wanted = sa.select(told, sa.func.count().label("times")).select_from(questions.join(told.table, sa.true()))
        wanted = wanted.where(questions.c.outcome == Outcome.ANSWERED.value)
        if since is not None:
            wanted = wanted.where(questions.c.asked_at >= since)
        rows = await self._rows(wanted.group_by(told).order_by(sa.desc("times"), told))
        return {str(entry): int(times) for entry, times in rows}

    async def languages(self, since: datetime) -> Mapping[str, int]:
        """Return how many questions were asked in each language, most first."""
        wanted = sa.select(questions.c.language, sa.func.count().label("times")).where(
            questions.c.asked_at >= since, questions.c.outcome != Outcome.SMALLTALK.value
        )
        rows = await self._rows(wanted.group_by(questions.c.language).order_by(sa.desc("times")))
        return {str(language): int(times) for language, times in rows}

    def _day(self, moment: sa.Column[Any]) -> sa.ColumnElement[str]:
        """Return the day of a moment, in UTC, as text."""
        if self._engine.dialect.name == "postgresql":
            return sa.func.to_char(sa.func.timezone("UTC", moment), "YYYY-MM-DD")
        return sa.func.date(moment)

    async def _rows(self, wanted: sa.Executable) -> Sequence[Any]:
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                found: Sequence[Any] = (await connection.execute(wanted)).all()
        return found
