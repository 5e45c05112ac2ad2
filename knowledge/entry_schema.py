"""The shape of the files of entries, as pydantic models; see ``schema.py`` for all other files.

The documentation of the format in ``docs/knowledge.md`` follows these models field by field.
"""

from __future__ import annotations

from pydantic import ConfigDict

from knowledge.schema import Day, EntryId, LanguageCode, Localised, Name, Strict, Text, Words


class OriginModel(Strict):
    """Where the value of a field comes from, where that is not the file's source."""

    source: EntryId
    """The entry of the source."""
    heading: Text
    """Heading in that source, or what it is called there."""
    dated: Text
    """Date of the value, in words."""


class FactModel(Strict):
    """A statement about an entry that no field holds."""

    id: Name
    """Name within the entry."""
    say: Localised
    """The statement, in your own words, localised."""
    question: Localised
    """A question it answers, for the button, localised."""
    ask: Words | dict[LanguageCode, Words]
    """Ways to ask for it; ``_`` stands for the entry. A list is English; as for a field, it may be by language code."""
    also: Words = []
    """Concepts or words that may stand in such a question without changing it."""
    never: Words = []
    """Concepts or words that this fact cannot answer, however well the rest fits."""
    yes_if: list[Words] = []
    """Lists of words; a yes/no question with all words of one list is answered with yes."""
    no_if: list[Words] = []
    """Lists of words; a yes/no question with all words of one list is answered with no."""
    items: list[Localised] = []
    """List lines below the statement, localised."""
    entries: list[EntryId] = []
    """Other entries that the statement is about."""
    numbers: Words = []
    """Figures in the statement that a question may name, where they are not plain whole numbers: ``["10.3"]``."""
    explains: list[Name] = []
    """Concepts of the role ``outside`` that it tells about although they are recorded nowhere else."""
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
    """Unique in the whole folder."""
    row: Text | None = None
    """Its id in the table that it came from, where that is none that is allowed here; tools are told this one."""
    kind: Name
    """A kind from ``kinds.yaml``."""
    title: Localised
    """The name to be shown, localised."""
    names: dict[str, Words] = {}
    """Names to be asked by, by language code; ``any`` holds in every language. Two entries may not claim one name."""
    words: dict[str, Words] = {}
    """Everyday words that lead here, by language: a ``sawmill*`` leads to timber. Entries may share them."""
    summary: Localised
    """What it is, in a sentence or two, localised."""
    also: Words = []
    """Concepts or words that describe it, which a question about it may therefore say."""
    short: Localised | None = None
    """Short name of a source, localised, for the line below each answer."""
    ask: Words | dict[LanguageCode, Words] = []
    """Ways to ask for the summary, for entries without a name of their own; as for a fact."""
    yes_if: list[Words] = []
    """As in a fact, for the summary."""
    no_if: list[Words] = []
    """As in a fact, for the summary."""
    entries: list[EntryId] = []
    """Other entries that the summary is about."""
    partial: list[Name] = []
    """Kinds of which there is more in it than is on record: those are listed, and not counted."""
    facts: list[FactModel] = []
    """Statements that no field holds."""
    sourced: dict[Name, OriginModel] = {}
    """Where values come from that the file's source does not give, by field."""
    heading: Text | None = None
    """Heading in the source, where it differs from the file's."""
    dated: Text | None = None
    """Date, where it differs from the file's."""
    review: Day | None = None
    """Day by which it is to be compared with its source again, where it differs from the file's."""


class EntriesFile(Strict):
    """``entries/<topic>.yaml``."""

    source: EntryId
    """Id of the entry, of kind ``source``, that every statement of the file comes from."""
    heading: Text
    """Heading of the section in that source; shown below each answer."""
    dated: Text
    """Date of the statements in words; ``about 2011`` and ``as of 2011`` are translated."""
    review: Day | None = None
    """Day by which the file is to be compared with its source again, in quotes: ``"2027-05-01"``."""
    entries: list[EntryModel]
    """The list of entries."""
