"""The shape of the YAML files, as pydantic models: what may stand where, and of which type.

The documentation of the format in ``docs/knowledge.md`` follows these models field by field.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _day(text: str) -> str:
    """Refuse what is no day."""
    if not re.fullmatch(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", text):
        raise ValueError(f"{text} is no day such as 2026-05-01")
    return text


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
Day = Annotated[str, AfterValidator(_day), Field(json_schema_extra={"format": "date"})]
"""A day, as in ``2026-05-01``; in quotes, for YAML reads it otherwise."""
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
"""ISO 639-1 code."""
LanguageOrAny = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
"""ISO 639-1 code, or ``any`` for all languages."""


class Strict(BaseModel):
    """Refuses unknown fields and values of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CalledModel(Strict):
    """What a thing is called."""

    one: Text
    """One of them."""
    other: Text
    """Several of them."""


class KindModel(Strict):
    """A kind of entry."""

    called: dict[LanguageCode, CalledModel] = {}
    """What its entries are called, by language code; also how people ask for them."""
    word: Name | None = None
    """Concept that names the kind in a question; its id where nothing is said."""
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
    listed: bool = False
    """An address that stands beside the name in lists."""
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
    title: Text | dict[LanguageCode, Text] = ""
    """What this knowledge is about, in a few words that can stand in a sentence: ``technology parks``."""
    languages: list[LanguageCode] = []
    """Languages that it is asked and answered in; empty for all that there are."""
    examples: dict[LanguageCode, Words] = {}
    """Questions that a greeting shows, by language; those of its fields where nothing is said."""


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
    kind_preposition: Words = []
    """For, of: what follows says which of a kind is meant."""


class LanguageFile(Strict):
    """``vocabulary/<language>.yaml``."""

    language: LanguageCode
    """ISO 639-1 code."""
    name: Text = ""
    """Its name in itself; needed for a language that is not among the common ones."""
    capital_nouns: bool | None = None
    """Writes every noun with a capital letter."""
    skip: str | Words = ""
    """Function words, as one text or a list."""
    shorthand: dict[str, str] = {}
    """Short forms and what they stand for."""
    concepts: dict[Name, Words] = {}
    """Words by concept."""
    entries: dict[EntryId, Words | EntryWords] = {}
    """Names and everyday words by entry."""
    smalltalk: dict[Name, Words] = {}
    """Whole messages by kind of small talk."""
    follow_up: FollowUpModel = FollowUpModel()
    """Words that lean on what was said before."""


class PhrasingsFile(Strict):
    """``phrasings/<anything>.yaml``."""

    language: LanguageCode
    """ISO 639-1 code of all its phrasings."""
    exact: bool = False
    """Each is answered as it stands, whatever else it is like: curators wrote them for questions that went wrong."""
    phrasings: dict[Text, Words]
    """Ways to ask, by what they ask for."""


class WishesFile(Strict):
    """``wishes.yaml``: what people want to know that is often not recorded, so that gaps can be told apart."""

    themes: dict[Name, dict[LanguageCode, Words]]
    """Ways to ask by theme and language code; ``_`` stands for what it is asked of."""


class BoardFile(Strict):
    """``board.yaml``: what a board in front of everybody holds back; each text holds words with commas between."""

    words: dict[LanguageOrAny, Words] = {}
    """Words that nobody wants on a wall, by language code; ``*`` stands for all endings."""
    before_names: dict[LanguageOrAny, Words] = {}
    """Words after which the name of somebody is to be expected, by language code."""
    names: Words = []
    """First names."""


class ExportedFile(Strict):
    """``exported.yaml``: written by ``knowledge export``, so that what stands in the files is not laid over them."""

    until: Text
    """When the last revision was published that stands in these files, in ISO 8601 with a time zone."""


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
