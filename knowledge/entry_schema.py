"""The shape of the files of entries, as pydantic models; see ``schema.py`` for all other files.

The documentation of the format in ``docs/knowledge.md`` follows these models field by field.
"""

from __future__ import annotations

from pydantic import ConfigDict

from knowledge.schema import Day, EntryId, Localised, Name, Strict, Text, Words


class OriginModel(Strict):
    """Where the value of a field comes from, where that is not the file's source."""

    source: EntryId
    """Entry of the source."""
    heading: Text
    """Heading in the source, or what it is called there."""
    dated: Text
    """Date of the value, in words."""


class FactModel(Strict):
    """A statement about an entry that no field holds."""

    id: Name
    """Name within the entry."""
    say: Localised
    """The statement, in own words."""
    question: Localised
    """A question that it answers, as a button."""
    ask: Words
    """Ways to ask for it; ``_`` stands for the entry."""
    also: Words = []
    """Words that may stand in such a question."""
    never: Words = []
    """Words that it cannot answer."""
    yes_if: list[Words] = []
    """Asked with all the words of one of these lists, a yes/no question is answered with yes."""
    no_if: list[Words] = []
    """Asked with all the words of one of these lists, a yes/no question is answered with no."""
    items: Words = []
    """List lines below the statement."""
    entries: list[EntryId] = []
    """Other entries that the statement is about."""
    numbers: Words = []
    """Figures in the statement that a question may name."""
    explains: list[Name] = []
    """Concepts recorded nowhere else that it tells about."""
    source: EntryId | None = None
    """Entry of the source, where it differs from the file's."""
    heading: Text | None = None
    """Heading in the source, where it differs from the file's."""
    dated: Text | None = None
    """Date of the statement, where it differs from the file's."""


class EntryModel(Strict):
    """The part of an entry that every kind has; the fields of its kind stand beside it."""

    model_config = ConfigDict(extra="allow", strict=True)

    id: EntryId
    """Unique id."""
    kind: Name
    """Kind of entry."""
    title: Localised
    """Name to be shown."""
    names: dict[str, Words] = {}
    """Names to be asked by, by language; ``any`` for all languages."""
    words: dict[str, Words] = {}
    """Everyday words that lead here, by language."""
    summary: Localised
    """What it is, in one or two sentences."""
    also: Words = []
    """Words that describe it."""
    short: Localised | None = None
    """A source's short name, said below each answer."""
    ask: Words = []
    """Ways to ask for its summary, where it has no name of its own."""
    yes_if: list[Words] = []
    """As in a fact, for the summary."""
    no_if: list[Words] = []
    """As in a fact, for the summary."""
    entries: list[EntryId] = []
    """Other entries that the summary is about."""
    facts: list[FactModel] = []
    """Statements that no field holds."""
    sourced: dict[Name, OriginModel] = {}
    """Where values come from, by field, where that is not the file's source."""
    heading: Text | None = None
    """Heading in the source, where it differs from the file's."""
    dated: Text | None = None
    """Date, where it differs from the file's."""
    review: Day | None = None
    """Day by which it is to be compared with its source again, where it differs from the file's."""


class EntriesFile(Strict):
    """``entries/<topic>.yaml``."""

    source: EntryId
    """Entry of the source that all statements of the file come from."""
    heading: Text
    """Heading of the section in the source."""
    dated: Text
    """Date of the statements, in words."""
    review: Day | None = None
    """Day by which the file is to be compared with its source again."""
    entries: list[EntryModel]
    """The entries."""
