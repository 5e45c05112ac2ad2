"""What a conversation keeps of what was said, and how a question can be read in its light."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.query import Query


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation keeps."""

    query: Query | None = None
    """The last query, as it was understood."""
    subjects: tuple[str, ...] = ()
    """Entries last told about."""
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
    language: str = "en"
    """Language last spoken."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question in its context."""

    query: Query
    """A query that stands by itself."""
    how: str
    """What was carried over, for ``/why``; empty for nothing."""
    sure: bool = False
    """Meant so even if nothing explains it."""


EMPTY = Context()
"""The context of a conversation that has not begun."""
