"""The log of questions in a database: all of its SQL, written once for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.messages import Candidate, Outcome
from bot.storage.database import open_database, storage_errors
from bot.storage.question_log import LoggedQuestion
from bot.storage.tables import questions
from bot.storage.units import write
from bot.storage.upserting import put_new

_RECORD = put_new(questions, "channel", "update_id")


class SqlQuestionLog:
    """Keeps questions in the table ``questions``.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    async def open_at(cls, url: str) -> SqlQuestionLog:
        """Open the database at ``url`` and return its log.

        Raises:
            StorageError: It cannot be opened.
        """
        return cls(await open_database(url))

    async def open(self) -> None:
        """Do nothing: it is open."""

    async def record(self, question: LoggedQuestion) -> None:
        """Store a question; one with the same channel and update is already there and stays as it is."""
        row = _row(question)
        await write(
            self._engine,
            lambda connection: connection.execute(_RECORD[connection.dialect.name], row),
            "a question could not be logged",
        )

    async def rate(self, channel: str, update: str, *, helpful: bool) -> bool:
        """Store what the person said about a reply."""
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                done = await connection.execute(
                    questions.update()
                    .where(questions.c.channel == channel, questions.c.update_id == update)
                    .values(helpful=helpful)
                )
        return done.rowcount == 1

    async def find(self, channel: str, update: str) -> LoggedQuestion | None:
        """Return the question of a delivery; None where there is none."""
        wanted = sa.select(questions).where(questions.c.channel == channel, questions.c.update_id == update)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                row = (await connection.execute(wanted)).mappings().first()
        return _question(row) if row else None

    async def recent(
        self, limit: int = 100, *, outcome: Outcome | None = None, since: datetime | None = None
    ) -> Sequence[LoggedQuestion]:
        """Return the latest questions, newest first."""
        wanted = sa.select(questions).order_by(questions.c.asked_at.desc(), questions.c.id.desc()).limit(limit)
        if outcome is not None:
            wanted = wanted.where(questions.c.outcome == outcome.value)
        if since is not None:
            wanted = wanted.where(questions.c.asked_at >= since)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted)).mappings().all()
        return [_question(row) for row in rows]

    async def totals(self, *, since: datetime | None = None) -> Mapping[Outcome, int]:
        """Return how many questions had each outcome."""
        wanted = sa.select(questions.c.outcome, sa.func.count()).group_by(questions.c.outcome)
        if since is not None:
            wanted = wanted.where(questions.c.asked_at >= since)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted)).all()
        return {Outcome(outcome): count for outcome, count in rows}

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


def _row(question: LoggedQuestion) -> dict[str, object]:
    return {
        "channel": question.channel,
        "update_id": question.update,
        "asked_at": question.asked_at,
        "text": question.text,
        "outcome": question.outcome.value,
        "score": question.score,
        "language": question.language,
        "conversation": question.conversation,
        "person": question.person,
        "event": question.event,
        "entries": list(question.entries),
        "candidates": [[candidate.entry, candidate.score] for candidate in question.candidates],
        "offered": list(question.offered),
        "why": list(question.why),
        "helpful": question.helpful,
    }


def _question(row: Mapping[Any, Any]) -> LoggedQuestion:
    return LoggedQuestion(
        channel=row["channel"],
        update=row["update_id"],
        asked_at=row["asked_at"],
        text=row["text"],
        outcome=Outcome(row["outcome"]),
        score=row["score"],
        language=row["language"],
        conversation=row["conversation"],
        person=row["person"],
        event=row["event"],
        entries=tuple(row["entries"]),
        candidates=tuple(Candidate(entry, score) for entry, score in row["candidates"]),
        offered=tuple(row["offered"]),
        why=tuple(row["why"]),
        helpful=row["helpful"],
    )
