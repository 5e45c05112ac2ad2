"""What is kept of a question, and what a log of questions can do; no database here.

A question is known by its channel and the id of its delivery. Recording the same one twice changes nothing, so an
update that arrives again after a crash is harmless.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from bot.messages import Candidate, Outcome, Question, Reply
from bot.privacy import storable
from knowledge.text import words

LONGEST_TEXT = 4096
"""Characters kept of a question: as many as a Telegram message has."""
LONGEST_LINE = 500
"""Characters kept of a label, or of a line that explains the answer."""


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """One question as it is stored; nothing in it tells who asked."""

    channel: str
    """``terminal``, ``batch``, ``telegram``, ``web``."""
    update: str
    """Id of the delivery, unique within the channel."""
    asked_at: datetime
    """When it was asked, UTC."""
    text: str
    """What was typed, scrubbed of personal data."""
    outcome: Outcome
    """What became of it."""
    score: float
    """0 to 1, how well it was explained by what was told."""
    language: str
    """Language of the reply, ISO 639-1."""
    conversation: str
    """Keyed hash of the conversation, so that what belongs together can be read together."""
    person: str | None = None
    """Keyed hash of the asker; None where nobody knows who it was."""
    event: str | None = None
    """Code of the event at which it was asked."""
    entries: tuple[str, ...] = ()
    """Ids of the entries whose facts were told."""
    candidates: tuple[Candidate, ...] = ()
    """Entries that might have answered, best first."""
    offered: tuple[str, ...] = ()
    """Labels of the options offered."""
    why: tuple[str, ...] = ()
    """How it was understood, line by line, scrubbed."""
    helpful: bool | None = field(default=None)
    """What the person said about the reply; None for nothing."""


def logged_question(question: Question, reply: Reply, *, hasher: Callable[[str], str], now: datetime) -> LoggedQuestion:
    """Return what is to be stored of a question and its reply: scrubbed, hashed, cut to a sensible length.

    Args:
        question: The question as it came in.
        reply: What was said.
        hasher: Keyed hash for people and conversations, see ``bot.privacy.person_hasher``.
        now: Time that stands in where the question brings none, with a time zone.
    """
    text = storable(question.text, LONGEST_TEXT)
    kept = set(words(text))
    scrubbed = {word for word in words(question.text) if len(word) > 2 and word not in kept}
    lines = [storable(line, LONGEST_LINE) for line in reply.why]
    return LoggedQuestion(
        channel=question.channel,
        # Where a screen has no deliveries that could come twice, each question is one of its own.
        update=question.update or uuid.uuid4().hex,
        asked_at=(question.asked_at or now).astimezone(UTC),
        text=text,
        outcome=reply.outcome,
        score=reply.score,
        language=reply.language,
        conversation=hasher(f"conversation:{question.conversation}"),
        person=hasher(f"{question.channel}:{question.person}") if question.person else None,
        event=question.at.event if question.at else None,
        entries=reply.entries,
        candidates=reply.candidates,
        offered=tuple(storable(option.label, LONGEST_LINE) for option in reply.options),
        # A line that still quotes what was scrubbed from the text would keep it after all.
        why=tuple(line for line in lines if scrubbed.isdisjoint(words(line))) if scrubbed else tuple(lines),
    )


class QuestionLog(Protocol):
    """Keeps questions. Every method may raise ``StorageError``; whoever answers people goes on without the log then."""

    async def open(self) -> None:
        """Make ready; the other methods do so themselves where it has not been done."""

    async def record(self, question: LoggedQuestion) -> None:
        """Store a question; one with the same channel and update is already there and stays as it is."""

    async def rate(self, channel: str, update: str, *, helpful: bool) -> bool:
        """Store what the person said about a reply, the last word counts.

        Returns:
            Whether there is such a question.
        """

    async def find(self, channel: str, update: str) -> LoggedQuestion | None:
        """Return the question of a delivery; None where there is none."""

    async def recent(
        self, limit: int = 100, *, outcome: Outcome | None = None, since: datetime | None = None
    ) -> Sequence[LoggedQuestion]:
        """Return the latest questions, newest first.

        Args:
            limit: At most so many.
            outcome: Only those with this outcome.
            since: Only those asked then or later, with a time zone.
        """

    async def totals(self, *, since: datetime | None = None) -> Mapping[Outcome, int]:
        """Return how many questions had each outcome; outcomes that never happened are missing."""

    async def close(self) -> None:
        """Give back what is held; a log that was never opened has nothing to do."""


class NoQuestionLog:
    """Keeps nothing (``--no-log``)."""

    async def open(self) -> None:
        """Do nothing."""

    async def record(self, question: LoggedQuestion) -> None:
        """Forget the question."""

    async def rate(self, channel: str, update: str, *, helpful: bool) -> bool:  # noqa: ARG002 - the protocol's names
        """Forget what was said; there is no such question."""
        return False

    async def find(self, channel: str, update: str) -> LoggedQuestion | None:  # noqa: ARG002
        """Return nothing."""
        return None

    async def recent(
        self,
        limit: int = 100,  # noqa: ARG002
        *,
        outcome: Outcome | None = None,  # noqa: ARG002
        since: datetime | None = None,  # noqa: ARG002
    ) -> Sequence[LoggedQuestion]:
        """Return nothing."""
        return ()

    async def totals(self, *, since: datetime | None = None) -> Mapping[Outcome, int]:  # noqa: ARG002
        """Return nothing."""
        return {}

    async def close(self) -> None:
        """Do nothing."""
