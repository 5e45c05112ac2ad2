"""What files of vocabulary may hold, checked when they are read.

The documentation of the format in ``docs/knowledge.md`` follows these models field by field.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from knowledge.schema import EntryId, LanguageCode, Name, Strict, Text, Words


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
    exists: Words = []
    """There is, are there: that there is something, wherever."""
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
    either: Words = []
    """Or: one of the things beside it is the right one, “in Styria or in Veneto”."""
    correction: Words = []
    """No, I meant."""
    refusal: Words = []
    """No, sorry: at the beginning, before nothing but the name of what was meant."""
    none_of_these: Words = []
    """Refuses all options."""
    last: Words = []
    """The last one."""
    ordinals: list[Words] = []
    """Lists of words for first, second, third …"""
    numbers: Words = []
    """Zero, one, two, three … in order, up to ninety-nine."""
    figure_joins: Words = []
    """Words between a round figure and what is added to it: “two hundred and five”."""
    new_subject: Words = []
    """Moving on."""
    yes_no: Words = []
    """First words of a yes/no question."""
    place_preposition: Words = []
    """In, near: what follows is a place."""
    inside: Words = []
    """In, within: those of them after which something lies in what follows."""
    kind_preposition: Words = []
    """For, of: between a kind and what it is for, “a cluster for toys”."""
    over: Words = []
    """Over: before a figure, more than it."""
    under: Words = []
    """Under: before a figure, less than it."""
    between: Words = []
    """Between, from: before two figures, and what lies between them is meant."""
    up_to: Words = []
    """To: between two figures, and what lies between them is meant, “10 to 20”."""
    after: Words = []
    """After: before a year, later than it."""
    since: Words = []
    """Since: before a year, then or later."""
    before: Words = []
    """Before: before a year, earlier than it."""
    denial: Words = []
    """No, without: what a short text of a field says after it is not there."""
    permission: Words = []
    """May, can, allowed: the question asks whether something may be done, or can be."""
    of_preposition: Words = []
    """Of: between what is asked for and the name it is asked of, “the vision of X”."""
    besides: Words = []
    """Besides, other than: the name after it is not what is asked for."""
    set_aside: Words = []
    """Aside, excluded: the name before it is not what is asked for."""
    relative: Words = []
    """Words that ask for somebody, but go on about a name that they follow: French “qui”."""
    tag: Words = []
    """Right?, isn't it?: at the end of a statement, makes it a question that yes or no answers."""


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
    """Short forms and what they stand for: ``hw: how``; signs too: ``🇪🇪: Estonia``."""
    letters: dict[str, Words] = {}
    """What letters are called, by letter, as dictation writes them down: ``f: [ef, eff]``."""
    figures: dict[Annotated[str, Field(pattern=r"^[1-9]\d{0,3}$")], Words] = {}
    """More figures in words; smaller ones are added to round ones: ``200: [two hundred]``, ``1900: [nineteen]``."""
    concepts: dict[Name, Words] = {}
    """Words and expressions by concept; a star stands for any ending."""
    entries: dict[EntryId, Words | EntryWords] = {}
    """Names in this language by entry: a list of names, or ``names`` and ``words``."""
    smalltalk: dict[Name, Words] = {}
    """Whole messages by kind of small talk; what is said to them stands in the locale."""
    follow_up: FollowUpModel = FollowUpModel()
    """Words that lean on what was said before."""
