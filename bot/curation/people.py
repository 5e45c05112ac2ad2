"""What is kept of one person, as values: for ``/mine``, ``/mydata`` and ``/forget``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.curation.notices import Notice


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question of somebody's that has no answer yet."""

    text: str
    """The question, scrubbed."""
    asked_at: datetime
    """When it was asked."""
    told: bool
    """Whether they will be told."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of somebody."""

    questions: int
    """Questions in the log."""
    latest: tuple[str, ...]
    """The latest of them, scrubbed, newest first."""
    first_asked: datetime | None
    """When the oldest was asked."""
    gaps: int
    """Questions that curators see."""
    notices: tuple[Notice, ...]
    """What they are to be told, with the address for it."""
    digest: bool
    """Whether they get a digest, as a curator."""
    events: tuple[str, ...] = ()
    """Titles of events that they came to."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten of somebody."""

    questions: int
    """Questions in the log that nobody can tell any more whose they are."""
    gaps: int
    """The same of what curators see."""
    notices: int
    """Notices that were deleted, with their address."""
