"""What counts as a gap: unanswered, "none of these", an offer ignored and rephrased, a thumb down, "out of date"."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.curation.gaps import Cause, Gap
from bot.messages import Outcome, Question, Reply
from bot.storage.question_log import LoggedQuestion, logged_question
from knowledge.text import words
from knowledge.wishes import MOST_TEXT, Wish, likeness

logger = logging.getLogger(__name__)

REPHRASED = 0.5
"""Least likeness, 0 to 1, of two wishes of which the second is the first in other words: the same thing is talked
about, if not in words that count as the same wish."""


class GapLog(Protocol):
    """Keeps gaps."""

    async def add(self, gap: Gap, /) -> int:
        """Store a gap in the group with the same wish; returns the group. The same delivery twice is one gap.

        Raises:
            StorageError: it cannot be stored.
        """


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked, and what was said."""

    question: Question
    """The question."""
    reply: Reply
    """The reply."""

    @property
    def wish(self) -> Wish | None:
        """What was wanted."""
        return self.reply.wish


def missed(before: Asked | None, now: Asked, *, refused: bool) -> tuple[tuple[Asked, Cause], ...]:
    """Return the questions that count as gaps once a reply has been given.

    Args:
        before: the question before, in the same conversation.
        now: the question just asked.
        refused: whether it refuses what was offered before.
    """
    if refused:
        return ((before, Cause.NONE_OF_THESE),) if before and before.wish else ()
    found: list[tuple[Asked, Cause]] = []
    if now.reply.outcome is Outcome.UNANSWERED and now.wish:
        found.append((now, Cause.UNANSWERED))
    if (
        before is not None
        and before.reply.outcome is Outcome.SUGGESTED
        and before.wish
        and now.wish
        and likeness(before.wish, now.wish) >= REPHRASED
    ):
        found.append((before, Cause.REPHRASED))
    return tuple(found)


def gap_of(asked: Asked, cause: Cause, *, hasher: Callable[[str], str], now: datetime) -> Gap | None:
    """Return a question as a gap: scrubbed, hashed; None where it is not known what was wanted."""
    logged = logged_question(asked.question, asked.reply, hasher=hasher, now=now)
    return gap_from(logged, cause, asked.wish) if asked.wish else None


def gap_from(logged: LoggedQuestion, cause: Cause, wish: Wish) -> Gap:
    """Return a question of the log as a gap; what was scrubbed from its text is not in the wish either."""
    return Gap(
        channel=logged.channel,
        update=logged.update,
        cause=cause,
        asked_at=logged.asked_at,
        text=logged.text,
        language=logged.language,
        wish=_scrubbed(wish, logged.text),
        person=logged.person,
        event=logged.event,
        offered=logged.offered,
        why=logged.why,
        candidates=logged.candidates,
    )


def _scrubbed(wish: Wish, text: str) -> Wish:
    """Return a wish without what is not in the text any more."""
    kept = words(text)
    said = " ".join(kept)
    return replace(
        wish,
        words=tuple(beginning for beginning in wish.words if any(word.startswith(beginning) for word in kept)),
        numbers=tuple(number for number in wish.numbers if number in said),
        text=said[:MOST_TEXT],
    )
