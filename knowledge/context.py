"""What a conversation keeps of what was said, and how a question can be read in its light."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.query import Query


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation keeps."""

    query: Query | None = None
    """The last query, as it was understood."""
    subjects: tuple[str, ...] = ()
    """Entries last told about, or the one that a question named which went unanswered."""
    before: str = ""
    """Entry talked about by itself before the last one, which was talked about by itself, too; empty for none."""
    listed: tuple[str, ...] = ()
    """Entries of the last list, in order."""
    mentioned: tuple[str, ...] = ()
    """Entries that the last answer mentioned, besides its subject, where they are few."""
    told: str = ""
    """Statement last told, by id, where it was a single one."""
    items: tuple[str, ...] = ()
    """Lines of the last list that are no entries."""
    options: tuple[str, ...] = ()
    """Statements or entries last offered, in order, by id."""
    language: str = ""
    """Language of the last message, ISO 639-1; empty before the first."""
    focus: str = ""
    """Entry that a question is about which names none; empty for none."""


class Carry(StrEnum):
    """How a question leans on what was said before; its words are the section ``carried`` of the locale files."""

    ADDED = "added"
    """Added to the last question: "and universities?"."""
    ASKED = "asked"
    """Asks what was asked last: "and of CLOE?"."""
    KIND = "kind"
    """Asks for the kind of thing asked for last."""
    RENAMED = "renamed"
    """The last question, with another name."""
    TALKED = "talked"
    """Asks about what was talked about last, and how it was asked."""
    ABOUT = "about"
    """About the entries last told about, or mentioned."""
    AMONG = "among"
    """Looks among the entries last listed."""
    LINE = "line"
    """A line of the last list that is no entry."""
    PLACE = "place"
    """An entry of the last list, by its place there."""
    CORRECTED = "corrected"
    """Corrects the last question."""
    CORRECTED_NAME = "corrected_name"
    """Corrects the last question, by part of a name."""
    FOCUS = "focus"
    """About what the asker's event is about."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried over from before."""

    how: Carry
    """How the question leans on it."""
    entries: tuple[str, ...] = ()
    """Entries carried over, by id, where one cannot tell without."""
    line: str = ""
    """The line of the last list that was meant."""
    place: int = 0
    """The place in the last list that was meant, from 1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question in its context."""

    query: Query
    """A query that stands by itself."""
    carried: Carried | None = None
    """What was carried over; None for nothing."""
    sure: bool = False
    """Meant so even if nothing explains it."""


EMPTY = Context()
"""The context of a conversation that has not begun."""
