"""What curators publish, as values: drafts, revisions, and the questions that have to be answered from then on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.curation.changes import Action, Change
from knowledge.edits import Edit


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question that must be answered, since a curator has seen to it."""

    ask: str
    """The question."""
    language: str
    """Its language, ISO 639-1."""
    entry: str
    """Entry that the reply must tell about."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A group that a change closes."""

    group: int
    """Its number."""
    version: int
    """Version of the group that the curator has seen."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that is worked out and not published."""

    id: str
    """Random, 16 characters."""
    author: str
    """Curator who drafted it; nobody else publishes it."""
    drafted_at: datetime
    """When, UTC."""
    change: Change
    """What it does."""
    edits: tuple[Edit, ...]
    """The edits that it comes to."""
    entry: str
    """Entry that it is about; empty for none."""
    after: int
    """Revision that it was worked out against; 0 for none."""
    group: Closing | None = None
    """Group that it was drafted for."""
    closes: tuple[Closing, ...] = ()
    """Groups that it closes, that one included."""
    golden: tuple[GoldenQuestion, ...] = ()
    """Questions that must be answered from then on."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of the knowledge that was published."""

    id: int
    """Number, counted up."""
    published_at: datetime
    """When, UTC."""
    author: str
    """Who published it."""
    reason: str
    """Why: the question that it answers, or what the author wrote."""
    action: Action
    """What it does."""
    entry: str
    """Entry that it is about; empty for none."""
    edits: tuple[Edit, ...]
    """What it changes."""
    closed: tuple[int, ...] = ()
    """Groups that it closed."""
    undoes: int | None = None
    """Revision that it takes back."""
    undone_by: int | None = None
    """Revision that took it back."""
    exported_at: datetime | None = None
    """When it was written into the YAML files."""
