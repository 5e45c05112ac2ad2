"""An event as a value: what an organiser has said about it, and whether it still goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_QUESTIONS = 5
"""Questions to begin with."""

LONGEST_TITLE = 200
"""Characters of a title: as many as fit on a table card."""
LONGEST_PLACE = 200
"""Characters of a place."""
LONGEST_QUESTION = 120
"""Characters of a question to begin with: as many as a button shows."""
LONGEST_AGENDA = 2000
"""Characters of an agenda."""

OPEN_AFTERWARDS = timedelta(days=7)
"""How long an event stays open after it began where nobody says otherwise: questions come on the way home as well."""


class State(StrEnum):
    """Whether an event goes on."""

    OPEN = "open"
    """Its code works."""
    CLOSED = "closed"
    """It is over: the code says so, and the report is ready."""
    REVOKED = "revoked"
    """Its code was taken back."""


class Release(StrEnum):
    """Which questions the board shows."""

    AUTOMATIC = "automatic"
    """Those that pass the filters, unless the organiser holds them back."""
    BY_HAND = "by_hand"
    """Those that the organiser has released."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an organiser says about an event."""

    title: str
    """What it is called."""
    place: str
    """Where it is; empty for nothing said."""
    starts_at: datetime
    """When it begins, with a time zone."""
    zone: str
    """Name of its time zone: ``Europe/Vienna``."""
    language: str
    """Language of its poster, welcome and board, ISO 639-1."""
    focus: str = ""
    """Entry that questions are about which name none; empty for none."""
    questions: tuple[str, ...] = ()
    """Questions to begin with, at most five."""
    agenda: str = ""
    """What happens when; empty for nothing said."""
    closes_at: datetime | None = None
    """When it ends by itself; None for a week after it began."""
    release: Release = Release.BY_HAND
    """Which questions the board shows."""

    @property
    def ends_at(self) -> datetime:
        """When it ends by itself."""
        return self.closes_at or self.starts_at + OPEN_AFTERWARDS


@dataclass(frozen=True, slots=True)
class Event:
    """An event."""

    id: int
    """Number."""
    code: str
    """Its code, letters alone; see ``codes.py``."""
    board: str
    """Secret part of the address of its board."""
    organiser: str
    """Whose it is: ``telegram:23`` or ``console``."""
    plan: Plan
    """What the organiser has said about it."""
    created_at: datetime
    """When it was set up, UTC."""
    closed_at: datetime | None = None
    """When it was closed by hand, UTC."""
    revoked_at: datetime | None = None
    """When its code was taken back, UTC."""

    def state(self, now: datetime) -> State:
        """Tell whether it goes on."""
        if self.revoked_at is not None:
            return State.REVOKED
        if self.closed_at is not None or self.plan.ends_at <= now:
            return State.CLOSED
        return State.OPEN

    def over_since(self, now: datetime) -> datetime | None:
        """Return when it ended; None while it goes on."""
        ends = [self.revoked_at, self.closed_at, self.plan.ends_at if self.plan.ends_at <= now else None]
        return min((moment for moment in ends if moment is not None), default=None)
