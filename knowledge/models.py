"""The knowledge as frozen values: kinds, fields, facts, entries, vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from knowledge.language import Language

Texts = Mapping[str, str]
"""A text by language code; ``en`` is always there."""


class FieldType(StrEnum):
    """What a field holds."""

    NUMBER = "number"
    """A count, with an optional qualifier: ``more than 640``."""
    YEAR = "year"
    """A year."""
    ENTRY = "entry"
    """One other entry."""
    ENTRIES = "entries"
    """Several other entries."""
    URL = "url"
    """A web address."""
    TEXT = "text"
    """A few words: opening hours, an address."""


Ways = tuple[tuple[str, str], ...]
"""Ways to ask, each with its language."""


class Role(StrEnum):
    """How a concept counts when a question is explained; see ``common/vocabulary/concepts.yaml``."""

    OPERATOR = "operator"
    """Asks for something only some facts can give: a number, a date, a person, a reason."""
    SOFT = "soft"
    """Tells how to answer; any fact will do."""
    LIGHT = "light"
    """Too common to explain anything or to need an explanation."""
    OUTSIDE = "outside"
    """Asked about, and recorded nowhere: no statement explains it, whatever words it is told in."""
    TOPIC = "topic"
    """Needs a fact about it."""


def own_concept(*what: str) -> str:
    """Return the concept of the words that only the ways to ask for a field, or for a fact of an entry, have."""
    return f"of_{'_'.join(what)}"


HELD = "held_"
"""How the concepts of words begin that stand in short texts."""


def held_concept(word: str) -> str:
    """Return the concept of a word that stands in the short text of a field."""
    return f"{HELD}{word}"


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a word can mean, whatever its language."""

    id: str
    """Name of the concept, ``snake_case``."""
    role: Role
    """How it counts."""
    near: frozenset[str]
    """Concepts that people use for the same thing."""
    yields: frozenset[str] = frozenset()
    """Concepts beside which it means nothing."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as the source gives it."""

    value: float
    """The figure itself."""
    about: str = ""
    """Qualifier: ``more than``, ``some`` or empty."""


Value = Number | str | tuple[str, ...]
"""A field's value: a figure or year, an address or a few words, or ids of entries."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that entries of some kinds have."""

    id: str
    """Name of the field."""
    type: FieldType
    """What it holds."""
    of: tuple[str, ...]
    """Kinds of entry it may point to; empty for figures and addresses."""
    within: bool
    """Its target also locates or describes the entry."""
    ask: Ways
    """Ways to ask for it, ``_`` for the entry."""
    also: tuple[str, ...]
    """Words that may stand in such a question."""
    unit: str
    """Concept of what is counted, for figures."""
    parts: tuple[str, ...]
    """Fields that are said where this one is empty."""
    size: bool
    """A figure by which entries are larger or smaller than each other."""
    say: Texts
    """The sentence, with ``{name}`` and ``{value}``."""
    question: Texts
    """The question, as a button."""
    listed: bool = False
    """An address that stands beside the name in lists."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry."""

    id: str
    """Name of the kind."""
    word: str
    """Concept that names it in a question."""
    fields: tuple[str, ...]
    """Fields its entries may have, in the order in which they are worth saying."""
    facet: str
    """Field by which a long list is narrowed down; empty for none."""
    also: tuple[str, ...] = ()
    """Words that describe every entry of the kind."""
    singular: tuple[str, ...] = ()
    """Forms of its word that mean one entry, in any language."""
    phrased: bool = False
    """Its entries are found by their phrasings alone."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement comes from and how old it is."""

    source: str
    """Id of the source entry."""
    heading: str
    """Heading of the section in the source."""
    dated: str
    """Date of the statement, in words: ``about 2011``."""
    file: str
    """Data file, relative to the knowledge folder."""
    line: int
    """Line in that file, from 1."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about an entry that no field holds."""

    id: str
    """Name within the entry."""
    say: Texts
    """The statement."""
    question: Texts
    """A question it answers, as a button."""
    ask: Ways
    """Ways to ask for it, ``_`` for the entry."""
    also: tuple[str, ...]
    """Words that may stand in such a question."""
    never: tuple[str, ...]
    """Words that this fact cannot answer, however well the rest fits."""
    yes_if: tuple[tuple[str, ...], ...]
    """The answer to a yes/no question is yes where all words of one of these are asked."""
    no_if: tuple[tuple[str, ...], ...]
    """The answer to a yes/no question is no where all words of one of these are asked."""
    items: tuple[Texts, ...]
    """List lines below the statement, by language."""
    entries: tuple[str, ...]
    """Other entries that the statement is about."""
    numbers: frozenset[str]
    """Figures in the statement that a question may name."""
    explains: frozenset[str]
    """Concepts recorded nowhere else that it tells about."""
    origin: Origin
    """Where it comes from."""
    worded: bool = False
    """Words in its ways to ask that no vocabulary has are words for it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the bot knows about."""

    id: str
    """Unique id: a-z, 0-9, hyphens and underscores."""
    kind: str
    """Kind of entry."""
    title: Texts
    """Name to be shown, by language."""
    names: Mapping[str, tuple[str, ...]]
    """Names to be asked by, by language; ``any`` for all."""
    words: Mapping[str, tuple[str, ...]]
    """Everyday words that lead here, by language: what people make, sell or do."""
    summary: Texts
    """What it is, in one or two sentences."""
    also: tuple[str, ...]
    """Words that describe it."""
    values: Mapping[str, Value]
    """Fields, by name."""
    facts: tuple[Fact, ...]
    """Statements that no field holds."""
    origin: Origin
    """Where it comes from."""
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """Where values of fields come from, where that is somewhere else."""
    short: Texts = field(default_factory=dict)
    """Short name of a source, said below each answer; empty for none."""
    row: str = ""
    """Its id in the table that it came from, where that is none that is allowed here; empty for the same."""
    partial: frozenset[str] = frozenset()
    """Kinds of which there is more in it than is on record."""

    @property
    def outward(self) -> str:
        """Return the id by which tools outside know it."""
        return self.row or self.id


class Phrasing(NamedTuple):
    """One way in which people ask for something; see ``intents.py``. There are tens of thousands to read at a start."""

    intent: str
    """What it asks for."""
    text: str
    """The question; ``_`` stands for the name of an entry."""
    language: str
    """ISO 639-1."""
    exact: bool = False
    """It is answered as it stands, whatever else it is like."""
    common: bool = False
    """It belongs to the bot, not to the subject."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a board in front of everybody holds back; all folded."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that nobody wants on a wall, by language, ``any`` for all; ``*`` at the end stands for all endings."""
    before_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words after which the name of somebody is to be expected, by language."""
    names: frozenset[str] = frozenset()
    """First names."""


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All that is known, checked and cross-referenced."""

    title: Texts
    """What this knowledge is about, in a few words."""
    kinds: Mapping[str, Kind]
    """Kinds by id."""
    fields: Mapping[str, Field]
    """Fields by id."""
    concepts: Mapping[str, Concept]
    """Concepts by id."""
    entries: Mapping[str, Entry]
    """Entries by id, in the order of the files."""
    languages: Mapping[str, Language]
    """Vocabulary by language code."""
    phrases: Mapping[str, Mapping[str, str]]
    """Fixed words of the bot: language, then key such as ``reply.unanswered``."""
    phrasings: tuple[Phrasing, ...] = ()
    """Ways to ask, from which intents are learned."""
    themes: tuple[Phrasing, ...] = ()
    """Ways to ask for what is often not recorded; the intent is the theme."""
    exported: str = ""
    """When the last revision was published that stands in the files, in ISO 8601; empty for none."""
    withheld: Withheld = Withheld()
    """What a board in front of everybody holds back."""
    decision: Mapping[str, float] = field(default_factory=dict)
    """Thresholds of the decision, from ``decision.yaml``."""

    @property
    def main(self) -> str:
        """Return the kind, by id, that all of this is about: the one narrowed down by a facet; empty for none."""
        return next((kind.id for kind in self.kinds.values() if kind.facet), "")

    def is_phrased(self, entry: str) -> bool:
        """Tell whether an entry is found by its phrasings alone."""
        known = self.entries.get(entry)
        return known is not None and self.kinds[known.kind].phrased
