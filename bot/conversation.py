"""What a conversation remembers, and for how long."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.curation.gaps import Cause
from bot.curation.missed import Asked
from bot.messages import Option
from knowledge.context import EMPTY, Context

FORGOTTEN_AFTER = timedelta(minutes=15)
"""A conversation that pauses longer begins anew."""

MOST_CONVERSATIONS = 10_000
"""Conversations remembered at a time; the one silent for longest gives way. About 3 kB each."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a conversation beyond this process; see ``recalling.py``."""

    turns: tuple[Mapping[str, Any], ...] = ()
    """Its last questions, oldest first."""
    version: int = 0
    """Another number with every turn; 0 for a conversation that is not kept."""


@dataclass(slots=True)
class Conversation:
    """One conversation, as it stands."""

    context: Context = EMPTY
    """What understanding the next question needs."""
    offered: tuple[Option, ...] = ()
    """Options of the last reply, in order; the ``options`` of the context lie beneath them."""
    last: Asked | None = None
    """The last question that was no small talk, and its reply."""
    missed: tuple[tuple[Asked, Cause], ...] = ()
    """Questions that went wrong, and wait to be logged."""
    kept: Kept = Kept()
    """What is kept of it."""
    touched: datetime = field(default_factory=lambda: datetime.min.replace(tzinfo=UTC))
    """When something was last said."""


class Conversations:
    """Remembers conversations in memory, each for a quarter of an hour after its last word."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Remember nothing yet; ``clock`` tells the time, with a time zone."""
        self._clock = clock
        self._kept: OrderedDict[str, Conversation] = OrderedDict()

    def get(self, key: str) -> Conversation:
        """Return a conversation, fresh where it paused for too long."""
        now = self._clock()
        found = self._kept.get(key)
        if found is None or now - found.touched > FORGOTTEN_AFTER:
            found = Conversation()
            self._kept[key] = found
        found.touched = now
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_CONVERSATIONS:
            self._kept.popitem(last=False)
        return found

    def copy(self, key: str, other: str) -> bool:
        """Put another conversation at the point at which this one is; returns False where this one is forgotten."""
        found = self._kept.get(key)
        if found is None or self._clock() - found.touched > FORGOTTEN_AFTER:
            return False
        self._kept.pop(other, None)
        self._kept[other] = replace(found)
        return True

    def forget(self, key: str) -> None:
        """Begin a conversation anew."""
        self._kept.pop(key, None)

    def forget_person(self, channel: str, person: str) -> None:
        """Begin every conversation anew in which somebody has asked.

        Args:
            channel: Where they asked.
            person: Their plain id there.
        """
        whose = (channel, person)
        for key, kept in list(self._kept.items()):
            asked = [*((kept.last,) if kept.last else ()), *(missed for missed, _ in kept.missed)]
            if any((one.question.channel, one.question.person) == whose for one in asked):
                self.forget(key)
