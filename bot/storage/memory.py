"""A log that keeps questions for as long as the process lives; for trials and tests, by the same contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.messages import Outcome
from bot.storage.question_log import LoggedQuestion


class MemoryQuestionLog:
    """Keeps the latest questions in a dictionary.

    Args:
        capacity: How many are kept; the oldest make room.
    """

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._questions: dict[tuple[str, str], LoggedQuestion] = {}

    async def open(self) -> None:
        """Do nothing."""

    async def record(self, question: LoggedQuestion) -> None:
        """Keep a question that is not there yet."""
        self._questions.setdefault((question.channel, question.update), question)
        if len(self._questions) > self._capacity:
            del self._questions[next(iter(self._questions))]

    async def rate(self, channel: str, update: str, *, helpful: bool) -> bool:
        """Keep what the person said about a reply."""
        question = self._questions.get((channel, update))
        if question is None:
            return False
        self._questions[channel, update] = replace(question, helpful=helpful)
        return True

    async def find(self, channel: str, update: str) -> LoggedQuestion | None:
        """Return the question of a delivery."""
        return self._questions.get((channel, update))

    async def recent(
        self, limit: int = 100, *, outcome: Outcome | None = None, since: datetime | None = None
    ) -> Sequence[LoggedQuestion]:
        """Return the latest questions, newest first."""
        found = [question for question in self._since(since) if outcome in {None, question.outcome}]
        # Of two asked at the same moment the one recorded later is the newer: sort is stable, so reverse first.
        found.reverse()
        found.sort(key=lambda question: question.asked_at, reverse=True)
        return found[:limit]

    async def totals(self, *, since: datetime | None = None) -> Mapping[Outcome, int]:
        """Return how many questions had each outcome."""
        return Counter(question.outcome for question in self._since(since))

    async def close(self) -> None:
        """Do nothing; what is kept stays readable."""

    def _since(self, since: datetime | None) -> Iterator[LoggedQuestion]:
        return (question for question in self._questions.values() if since is None or question.asked_at >= since)
