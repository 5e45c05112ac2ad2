"""What an event comes to, counted by the database: people, questions, topics, the latest, what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.gaps import Cause, GroupState
from bot.messages import Outcome
from bot.storage.curation_tables import gaps, groups
from bot.storage.database import storage_errors
from bot.storage.event_tables import attendances
from bot.storage.json_lists import listed
from bot.storage.tables import questions

_NO_ANSWER = [cause.value for cause in (Cause.UNANSWERED, Cause.NONE_OF_THESE, Cause.REPHRASED)]
"""Causes of gaps that mean that nothing was told; the others are about what was told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of an event, as the log has it."""

    channel: str
    """Where it was asked."""
    update: str
    """Its delivery."""
    asked_at: datetime
    """When, UTC."""
    text: str
    """The question, scrubbed."""
    outcome: Outcome
    """What became of it."""
    language: str
    """Language of its reply."""
    person: str | None
    """Keyed hash of the asker."""
    entries: tuple[str, ...]
    """Entries told about."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A wish that the room could not get answered, whoever said it how."""

    title: str
    """The oldest question of the group."""
    people: int
    """People at the event who have it."""
    times: int
    """How often it was asked at the event."""
    closed: bool
    """Whether there is an answer by now."""
    texts: tuple[str, ...]
    """How it was asked at the event, the latest first."""
    deliveries: tuple[tuple[str, str], ...]
    """Channels and deliveries of these, in the same order."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of an event."""

    people: int
    """People who came or asked, each counted once."""
    questions: int
    """Questions that were asked, small talk left out."""
    answered: int
    """Of those, the answered ones."""
    helpful: int
    """Replies that helped, as people said."""
    unhelpful: int
    """Replies that did not."""

    @property
    def share(self) -> float:
        """Share of the questions that was answered, 0 to 1; 0 where there was none."""
        return self.answered / self.questions if self.questions else 0.0


@dataclass(frozen=True, slots=True)
class Topic:
    """An entry that questions were about."""

    entry: str
    """Id of the entry."""
    times: int
    """Questions that were answered by it."""
    people: int
    """People who asked them."""


class SqlEventFigures:
    """Counts what happened at events.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def totals(self, event: int, code: str) -> Totals:
        """Return the figures of an event."""
        came = sa.select(attendances.c.person).where(attendances.c.event_id == event)
        asked = sa.select(questions.c.person).where(questions.c.event == code, questions.c.person.is_not(None))
        people = sa.select(sa.func.count()).select_from(sa.union(came, asked).subquery())
        answered = sa.func.sum(sa.case((questions.c.outcome == Outcome.ANSWERED.value, 1), else_=0))
        liked = sa.func.sum(sa.case((questions.c.helpful.is_(True), 1), else_=0))
        disliked = sa.func.sum(sa.case((questions.c.helpful.is_(False), 1), else_=0))
        counted = sa.select(sa.func.count(), answered, liked, disliked).where(*_asked_at(code))
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                there = int(await connection.scalar(people) or 0)
                row = (await connection.execute(counted)).one()
        return Totals(there, *(int(value or 0) for value in row))

    async def topics(self, code: str, most: int = 50) -> Sequence[Topic]:
        """Return what questions were about, most people first."""
        told = listed(self._engine, questions.c.entries)
        times, people = sa.func.count(), sa.func.count(sa.distinct(questions.c.person))
        wanted = (
            sa.select(told, times.label("times"), people.label("people"))
            .select_from(questions.join(told.table, sa.true()))
            .where(*_asked_at(code), questions.c.outcome == Outcome.ANSWERED.value)
            .group_by(told)
            .order_by(sa.desc("people"), sa.desc("times"), told)
            .limit(most)
        )
        return [Topic(str(entry), int(count), int(who)) for entry, count, who in await self._rows(wanted)]

    async def latest(self, code: str, most: int = 50) -> Sequence[Asked]:
        """Return the latest questions, newest first."""
        wanted = sa.select(questions).where(*_asked_at(code))
        rows = await self._mappings(wanted.order_by(questions.c.asked_at.desc(), questions.c.id.desc()).limit(most))
        return [_asked(row) for row in rows]

    async def all(self, code: str) -> Sequence[Asked]:
        """Return all questions, oldest first."""
        wanted = sa.select(questions).where(*_asked_at(code)).order_by(questions.c.asked_at, questions.c.id)
        return [_asked(row) for row in await self._mappings(wanted)]

    async def moments(self, code: str) -> Sequence[tuple[datetime, bool]]:
        """Return when questions were asked, oldest first, each with whether it was answered."""
        wanted = sa.select(questions.c.asked_at, questions.c.outcome).where(*_asked_at(code))
        rows = await self._rows(wanted.order_by(questions.c.asked_at, questions.c.id))
        return [(at, outcome == Outcome.ANSWERED.value) for at, outcome in rows]

    async def missed(self, code: str) -> Sequence[Missed]:
        """Return what the room could not get answered, most people first."""
        wanted = (
            sa.select(gaps.c.group_id, gaps.c.text, gaps.c.person, gaps.c.channel, gaps.c.update_id)
            .add_columns(groups.c.title, groups.c.state, groups.c.closed_by)
            .join(groups, groups.c.id == gaps.c.group_id)
            .where(gaps.c.event == code, groups.c.state != GroupState.DISMISSED.value, gaps.c.cause.in_(_NO_ANSWER))
            .order_by(gaps.c.asked_at.desc(), gaps.c.id.desc())
        )
        found: dict[int, list[Any]] = {}
        for row in await self._mappings(wanted):
            found.setdefault(row["group_id"], []).append(row)
        missed = [_missed(rows) for rows in found.values()]
        return sorted(missed, key=lambda one: (-one.people, -one.times, one.title))

    async def mark(self, event: int, code: str) -> tuple[object, ...]:
        """Return something that changes whenever anything of the event does, cheap to ask for again and again."""
        latest = sa.select(sa.func.count(), sa.func.max(questions.c.id)).where(questions.c.event == code)
        there = sa.select(sa.func.count()).where(attendances.c.event_id == event)
        lost = (
            sa.select(sa.func.count(), sa.func.sum(groups.c.version))
            .select_from(gaps.join(groups, groups.c.id == gaps.c.group_id))
            .where(gaps.c.event == code)
        )
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = [(await connection.execute(wanted)).one() for wanted in (latest, there, lost)]
        return tuple(value for row in rows for value in row)

    async def _rows(self, wanted: sa.Executable) -> Sequence[Any]:
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                found: Sequence[Any] = (await connection.execute(wanted)).all()
        return found

    async def _mappings(self, wanted: sa.Executable) -> Sequence[Any]:
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                found: Sequence[Any] = (await connection.execute(wanted)).mappings().all()
        return found


def _asked_at(code: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Return what makes a row of the log a question of an event."""
    return questions.c.event == code, questions.c.outcome != Outcome.SMALLTALK.value


def _asked(row: Any) -> Asked:
    return Asked(
        channel=row["channel"],
        update=row["update_id"],
        asked_at=row["asked_at"],
        text=row["text"],
        outcome=Outcome(row["outcome"]),
        language=row["language"],
        person=row["person"],
        entries=tuple(row["entries"]),
    )


def _missed(rows: Sequence[Any]) -> Missed:
    people = {row["person"] for row in rows if row["person"] is not None}
    unknown = sum(row["person"] is None for row in rows)
    first = rows[0]
    return Missed(
        title=first["title"],
        people=len(people) + unknown,
        times=len(rows),
        closed=first["state"] == GroupState.CLOSED.value and first["closed_by"] is not None,
        texts=tuple(row["text"] for row in rows),
        deliveries=tuple((row["channel"], row["update_id"]) for row in rows),
    )
