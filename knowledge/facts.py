"""Every statement that can be told, with what a question about it may say.

A statement is a field of an entry, a fact of an entry or an entry's summary. Its *cues* are ways to ask for it: sets of
concepts, got by linking the phrasings in the data. Its *context* is everything else that such a question may
mention: who and what the statement is about, where that is, and the words of the statement itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from knowledge.models import Fact, Field, Origin, Value

DIRECT, VALUE, WITHIN, BEYOND = 1.0, 0.9, 0.7, 0.5
"""How strongly an entry named in a question speaks for a statement: it is the subject; the value; a place, sector or
whole that the subject lies in; related to the value."""


class Cue(NamedTuple):
    """One way to ask for a statement."""

    keys: tuple[tuple[frozenset[str], float], ...]
    """Concepts of which any one will do, with what they count."""
    total: float
    """What all keys count together."""
    all: frozenset[str]
    """All its concepts."""
    near: frozenset[str]
    """Concepts near to those."""
    light: frozenset[str]
    """Those of its concepts that are light, such as the word for what all of this is about."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that can be told."""

    id: str
    """``entry.field``, unique."""
    entry: str
    """Id of the entry that it is about."""
    field: Field | None
    """The field, for a field's value."""
    fact: Fact | None
    """The fact, for a fact or a summary."""
    value: Value | None
    """The field's value."""
    cues: tuple[Cue, ...]
    """Ways to ask."""
    concepts: dict[str, float]
    """How well each concept is explained, 0 to 1."""
    relations: dict[str, float]
    """How strongly each entry named speaks for it, 0 to 1."""
    never: frozenset[str]
    """Concepts that rule it out."""
    numbers: frozenset[str]
    """Figures in it."""
    origin: Origin
    """Where it comes from."""
    parts: tuple[str, ...] = ()
    """Fields that stand in for this one, where the entry has no value of its own."""
    yes_if: tuple[frozenset[str], ...] = ()
    """Asked with one of these, the answer is yes."""
    no_if: tuple[frozenset[str], ...] = ()
    """Asked with one of these, the answer is no."""

    @property
    def is_summary(self) -> bool:
        """Tell whether it says what the entry is."""
        return self.fact is not None and self.fact.id == "summary"


@dataclass(frozen=True, slots=True)
class Index:
    """All statements, found by entry and by concept."""

    statements: tuple[Statement, ...]
    """All of them, in the order of the data."""
    by_entry: Mapping[str, tuple[Statement, ...]]
    """Statements that an entry speaks for."""
    by_concept: Mapping[str, tuple[Statement, ...]]
    """Statements with a concept among their cues."""
    about: Mapping[str, tuple[Statement, ...]]
    """Statements about an entry."""
    within: Mapping[str, frozenset[str]]
    """What each entry lies in: its region, the region's country, its sector."""
    linked: Mapping[str, frozenset[str]]
    """Entries that each entry points to or is pointed to by."""
    related: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Entries that speak for any statement about an entry."""
    of_kind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Entries by kind."""
    unrecorded: frozenset[str] = frozenset()
    """Concepts that no statement explains."""
    by_id: Mapping[str, Statement] = field(default_factory=dict)
    """Statements by their id."""
    places: frozenset[str] = frozenset()
    """Entries that other entries lie in by place: what a kind's facet points to, and what those lie in."""
