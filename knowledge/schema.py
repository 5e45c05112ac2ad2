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


EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
"""Id of an entry: at most 64 of a-z, 0-9, hyphens and underscores, so that it can stand in a link as it is."""
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
    """One of its entries: ``technology park``."""
    other: Text
    """Several of them: ``technology parks``."""
    also: Words = []
    """Other words for one or several of them: ``park``, ``parks``."""


class KindModel(Strict):
    """A kind of entry."""

    called: dict[LanguageCode, CalledModel] = {}
    """What its entries are called, by language code; also how people ask for them."""
    word: Name | None = None
    """Concept that names the kind in a question: “which *cluster*”; made of the kind's id and of what it is ``called``
    where nothing is said."""
    fields: list[Name]
    """Fields its entries may have, in the order worth saying; ``facts`` allows facts."""
    facet: Name | None = None
    """Field by which a long list is narrowed down: clusters by ``region``."""
    also: Words = []
    """Concepts or words that describe every entry of the kind."""
    singular: Words = []
    """Forms of its word that mean one entry, in any language; other forms ask for a list."""
    phrased: bool = False
    """``true`` where its entries are found by their phrasings alone, as those of a table of questions and answers are:
    no word of theirs is a name, and a question is answered by the entry whose phrasings it is like."""


class FieldModel(Strict):
    """A field of entries."""

    type: Literal["number", "year", "entry", "entries", "url", "text"]
    """``number`` (``49``, ``more than 640``), ``year`` (``1998``), ``entry`` (one id), ``entries`` (a list of ids),
    ``url`` (begins with ``http://`` or ``https://``) or ``text`` (one line in quotes)."""
    of: list[Name] = []
    """Kinds that an ``entry`` or ``entries`` may point to; needed for these two types."""
    within: bool = False
    """``true`` where the target also locates or describes the entry, so that “the Austrian food cluster” finds it."""
    ask: Words | dict[LanguageCode, Words]
    """Ways to ask for it; ``_`` stands for the entry. By language code, words in them that no vocabulary has become
    words for this field; a list is English, in words of the vocabulary. An empty list: never told by itself."""
    also: Words = []
    """Concepts or words that may stand in such a question."""
    unit: Name | None = None
    """Concept of what a number counts; with ways to ask by language code, that of their words where nothing is said."""
    parts: list[Name] = []
    """Number fields that are said together where this one is empty: companies and universities for members."""
    size: bool = False
    """``true`` for a figure by which entries are larger or smaller than each other, and for so many of which each is
    enough: “a room for 12 people” is one that seats as many or more."""
    listed: bool = False
    """``true`` for an address that stands beside the name in lists."""
    largest: dict[LanguageCode, Words] = {}
    """Words for the entry with the largest figure of this field, by language code: ``{en: [longest, newest]}``."""
    smallest: dict[LanguageCode, Words] = {}
    """Words for the entry with the smallest figure, by language code: ``{en: [shortest, oldest]}``."""
    above: dict[LanguageCode, Words] = {}
    """Words for a larger figure than another, by language code: ``{en: [longer than, after]}``."""
    below: dict[LanguageCode, Words] = {}
    """Words for a smaller figure than another, by language code: ``{en: [shorter than, before]}``."""
    say: dict[str, Text]
    """The sentence by language, with ``{name}``, ``{value}`` or ``{count}``; without ``{value}`` the targets become a
    list."""
    question: dict[str, Text]
    """The question by language, with ``{name}``, for the button."""


class KindsFile(Strict):
    """``kinds.yaml``."""

    kinds: dict[Name, KindModel]
    """The kinds by id."""
    fields: dict[Name, FieldModel]
    """The fields by id; several kinds may share one."""
    title: Text | dict[LanguageCode, Text] = ""
    """What this knowledge is about, localised, in words that can stand in a sentence: ``technology parks``; what the
    first kind is called where nothing is said."""
    languages: list[LanguageCode] = []
    """Language codes that it is asked and answered in, ``en`` always among them; all that there are where nothing is
    said. Each text of the folder's ``locale/`` must then stand in each of them that the bot speaks."""
    examples: dict[LanguageCode, Words] = {}
    """Questions by language code that greetings and help show; where there are none, some are made of fields and
    entries."""


class ConceptModel(Strict):
    """What a word can mean."""

    role: Literal["operator", "soft", "light", "outside", "topic"] = "topic"
    """How it counts in a question."""
    near: list[Name] = []
    """Concepts that people use for the same thing; mutual, whichever side says so."""
    yields: list[Name] = []
    """Concepts beside which it means nothing: the address of a website is no address."""


class ConceptsFile(Strict):
    """``vocabulary/concepts.yaml``."""

    concepts: dict[Name, ConceptModel]
    """The concepts by id."""


class EntryWords(Strict):
    """What an entry is called in a language."""

    names: Words = []
    """Names."""
    words: Words = []
    """Everyday words that lead to it."""


class FollowUpModel(Strict):
    """Words that lean on what was said before."""

    pronoun: Words = []
    """It, that one."""
    pronoun_plural: Words = []
    """They, them: what was counted, rather than what has it."""
    place_pronoun: Words = []
    """There."""
    # `and` is a Python keyword.
    and_: Words = Field(default=[], alias="and")
    """And, what about: at the beginning."""
    that_of: Words = []
    """That of, those of: the same, asked of the name after it."""
    and_last: Words = []
    """Too, as well: the same at the end."""
    joins: Words = []
    """Words that join two questions in one sentence."""
    alternatives: Words = []
    """Or, versus: the things beside it are compared."""
    correction: Words = []
    """No, I meant."""
    none_of_these: Words = []
    """Refuses all options."""
    last: Words = []
    """The last one."""
    ordinals: list[Words] = []
    """Lists of words for first, second, third …"""
    numbers: Words = []
    """Zero, one, two, three … in order."""
    new_subject: Words = []
    """Moving on."""
    yes_no: Words = []
    """First words of a yes/no question."""
    place_preposition: Words = []
    """In, near: what follows is a place."""
    kind_preposition: Words = []
    """For, of: between a kind and what it is for, “a cluster for toys”."""
    over: Words = []
    """Over: before a figure, more than it."""
    under: Words = []
    """Under: before a figure, less than it."""
    denial: Words = []
    """No, without: what a short text of a field says after it is not there."""
    of_preposition: Words = []
    """Of: between what is asked for and the name it is asked of, “the vision of X”."""
    besides: Words = []
    """Besides, other than: the name after it is not what is asked for."""


class LanguageFile(Strict):
    """``vocabulary/<language>.yaml``."""

    language: LanguageCode
    """ISO 639-1 code, the same as the file's name."""
    name: Text = ""
    """Its name in itself; needed for a language that the common files lack."""
    capital_nouns: bool | None = None
    """``true`` where every noun has a capital letter, so that a capital says nothing about names."""
    skip: str | Words = ""
    """Function words, as one text or a list; an underscore joins words: ``each_other``."""
    shorthand: dict[str, str] = {}
    """Short forms and what they stand for: ``hw: how``."""
    concepts: dict[Name, Words] = {}
    """Words and expressions by concept; a star stands for any ending."""
    entries: dict[EntryId, Words | EntryWords] = {}
    """Names in this language by entry: a list of names, or ``names`` and ``words``."""
    smalltalk: dict[Name, Words] = {}
    """Whole messages by kind of small talk; what is said to them stands in the locale."""
    follow_up: FollowUpModel = FollowUpModel()
    """Words that lean on what was said before."""


class PhrasingsFile(Strict):
    """``phrasings/<anything>.yaml``."""

    language: LanguageCode
    """ISO 639-1 code of all its phrasings."""
    exact: bool = False
    """``true``: each is answered as it stands, whatever else it is like; curators wrote them for questions that went
    wrong."""
    phrasings: dict[Text, Words]
    """Ways to ask, by what they ask for."""


class WishesFile(Strict):
    """``wishes.yaml``: what people want to know that is often not recorded, so that gaps can be told apart."""

    themes: dict[Name, dict[LanguageCode, Words]]
    """Ways to ask by theme and language code; ``_`` stands for what it is asked of."""


class BoardFile(Strict):
    """``board.yaml``: what a board in front of everybody holds back; each text holds words with commas between."""

    words: dict[LanguageOrAny, Words] = {}
    """Words that nobody wants on a wall, by language code or ``any``; ``*`` at the end stands for all endings."""
    before_names: dict[LanguageOrAny, Words] = {}
    """Words after which the name of somebody is to be expected, such as “Mr”, by language code or ``any``."""
    names: Words = []
    """First and family names."""


class ExportedFile(Strict):
    """``exported.yaml``: written by ``knowledge export``, so that what stands in the files is not laid over them."""

    until: Text
    """When the last revision was published that stands in these files, in ISO 8601 with a time zone."""


class DecisionFile(Strict):
    """``decision.yaml``: when to answer, offer, or hold back; hundredths, from 0 to 100."""

    phrased: Hundredths | None = None
    """Least score of an answer to a question that is like phrasings of a table; chosen by trying them where nothing is
    said."""
    answer: Hundredths = 55
    """Least score of an answer."""
    margin: Hundredths = 4
    """Two readings closer than this are ambiguous."""
    explained: Hundredths = 60
    """Least share of the question's words that an answer explains."""
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
    """Least share of the guesses that take a message for small talk."""
    certain: Hundredths = 80
    """Least score of a doubted fact that is told although no guess is likely."""
