"""The shape of the YAML files, as pydantic models: what may stand where, and of which type.

The documentation of the format in ``docs/knowledge.md`` follows these models field by field.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""Id of an entry: at most 64 of a-z, 0-9 and hyphens, so that it can stand in a link as it is."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
"""Id of a kind, field, fact or concept."""
Text = Annotated[str, StringConstraints(min_length=1)]
"""A text that is not empty."""
Localised = Text | dict[str, Text]
"""A text, or texts by language code with at least ``en``."""
Hundredths = Annotated[int, Field(ge=0, le=100)]
"""A share or a score."""
Words = list[Text]
"""Words or phrases."""


class Strict(BaseModel):
    """Refuses unknown fields and values of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class KindModel(Strict):
    """A kind of entry."""

    word: Name
    """Concept that names the kind in a question."""
    fields: list[Name]
    """Fields its entries may have; ``facts`` allows statements."""
    facet: Name | None = None
    """Field by which a long list is narrowed down."""
    also: Words = []
    """Words that describe every entry of the kind."""
    singular: Words = []
    """Forms of its word that mean one entry, in any language."""


class FieldModel(Strict):
    """A field of entries."""

    type: Literal["number", "entry", "entries", "url"]
    """What the field holds."""
    of: list[Name] = []
    """Kinds of entry it may point to."""
    within: bool = False
    """The target also locates or describes the entry."""
    ask: Words
    """Ways to ask for it, in any words of the vocabulary; ``_`` stands for the entry. Empty: never told by itself."""
    also: Words = []
    """Words that may stand in such a question."""
    unit: Name | None = None
    """Concept of what is counted."""
    parts: list[Name] = []
    """Fields that are said where this one is empty."""
    size: bool = False
    """A figure by which entries are larger or smaller than each other."""
    say: dict[str, Text]
    """The sentence by language, with ``{name}`` and ``{value}``."""
    question: dict[str, Text]
    """The question by language, as a button."""


class KindsFile(Strict):
    """``kinds.yaml``."""

    kinds: dict[Name, KindModel]
    """Kinds by id."""
    fields: dict[Name, FieldModel]
    """Fields by id."""
    title: str = ""
    """What this knowledge is about."""


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
    heading: Text | None = None
    """Heading in the source, where it differs from the file's."""
    dated: Text | None = None
    """Date, where it differs from the file's."""


class EntriesFile(Strict):
    """``entries/<topic>.yaml``."""

    source: EntryId
    """Entry of the source that all statements of the file come from."""
    heading: Text
    """Heading of the section in the source."""
    dated: Text
    """Date of the statements, in words."""
    entries: list[EntryModel]
    """The entries."""


class ConceptModel(Strict):
    """What a word can mean."""

    role: Literal["operator", "soft", "light", "outside", "topic"] = "topic"
    """How it counts in a question."""
    near: list[Name] = []
    """Concepts that people use for the same thing."""
    yields: list[Name] = []
    """Concepts beside which it means nothing: the address of a website is no address."""


class ConceptsFile(Strict):
    """``vocabulary/concepts.yaml``."""

    concepts: dict[Name, ConceptModel]
    """Concepts by id."""


class EntryWords(Strict):
    """What an entry is called in a language."""

    names: Words = []
    """Names."""
    words: Words = []
    """Everyday words that lead to it."""


class FollowUpModel(Strict):
    """Words that lean on what was said before."""

    pronoun: Words = []
    """It, they, that one."""
    pronoun_plural: Words = []
    """They: what was counted, rather than what has it."""
    place_pronoun: Words = []
    """There."""
    # `and` is a Python keyword.
    and_: Words = Field(default=[], alias="and")
    """And, what about."""
    joins: Words = []
    """And: joins two questions in one sentence."""
    alternatives: Words = []
    """Or, versus: the things beside it are compared."""
    correction: Words = []
    """No, I meant."""
    none_of_these: Words = []
    """Refuses all options."""
    last: Words = []
    """The last one."""
    ordinals: list[Words] = []
    """First, second, third …"""
    numbers: Words = []
    """Zero, one, two, three …"""
    new_subject: Words = []
    """Change of subject."""
    yes_no: Words = []
    """First words of a yes/no question."""
    place_preposition: Words = []
    """In, near, from: what follows is a place."""


class LanguageFile(Strict):
    """``vocabulary/<language>.yaml``."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    """ISO 639-1 code."""
    name: Text
    """Its name in itself."""
    capital_nouns: bool = False
    """Writes every noun with a capital letter."""
    skip: str | Words
    """Function words, as one text or a list."""
    shorthand: dict[str, str] = {}
    """Short forms and what they stand for."""
    concepts: dict[Name, Words]
    """Words by concept."""
    entries: dict[EntryId, Words | EntryWords] = {}
    """Names and everyday words by entry."""
    smalltalk: dict[Name, Words] = {}
    """Whole messages by kind of small talk."""
    follow_up: FollowUpModel = FollowUpModel()
    """Words that lean on what was said before."""


class PhrasingsFile(Strict):
    """``phrasings/<anything>.yaml``."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    """ISO 639-1 code of all its phrasings."""
    phrasings: dict[Text, Words]
    """Ways to ask, by what they ask for."""


class DecisionFile(Strict):
    """``decision.yaml``: when to answer, offer, or hold back; hundredths, from 0 to 100."""

    answer: Hundredths = 55
    """Least score of an answer."""
    margin: Hundredths = 4
    """Two readings closer than this are ambiguous."""
    explained: Hundredths = 60
    """Least share of the question's words that the answer explains."""
    learned: Hundredths = 40
    """Least share of a guess that tells what structure does not explain."""
    overrule: Hundredths = 75
    """Least share of a guess that overrules a fact found by structure."""
    agreed: Hundredths = 30
    """Least share of the guess for a fact found by structure that is told whatever other guesses say."""
    withdraw: Hundredths = 35
    """Least share of the guess that nobody can answer by which a doubted fact is withdrawn."""
    doubted: Hundredths = 10
    """Share of the guess for a fact below which the fact is doubted."""
    chat: Hundredths = 55
    """Least share of a guess that takes a message for small talk."""
    certain: Hundredths = 80
    """Least score of a doubted fact that is told although no guess is likely."""
