"""Which questions may be shown in front of everybody without anybody having looked at them first.

Better one question too few on the wall than a name too many: what the bot did not understand word for word is held
back, for an unknown word may be anybody's name.
"""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.lexicon import ANY
from knowledge.query import UNKNOWN_COMMON, Item, Sort
from knowledge.text import fold, words
from knowledge.understanding import Understander

LONGEST_SHOWN = 160
"""Characters of a question on the board; a longer one is a story."""

_NUMBERS = re.compile(r"\d{5,}|\d[\d /-]{6,}\d")
_ADDRESSES = re.compile(r"@|https?:|www\.|\[(?:email|phone|card|iban)\]", re.IGNORECASE)


class Held(StrEnum):
    """Why a question is held back."""

    LONG = "long"
    """It is too long."""
    WORD = "word"
    """It has a word that nobody wants on a wall."""
    PERSONAL = "personal"
    """It has a number, an address, or what scrubbing has put in place of one."""
    NAME = "name"
    """It has what may be somebody's name."""
    UNKNOWN = "unknown"
    """It has a word that the bot does not know."""


def held_back(text: str, understander: Understander, language: str | None = None) -> Held | None:
    """Return why a question is not shown by itself; None where nothing is wrong with it.

    Args:
        text: The question, as the log has it.
        understander: Knows the words.
        language: Language that it was understood in.
    """
    if len(text) > LONGEST_SHOWN:
        return Held.LONG
    if _ADDRESSES.search(text) or _NUMBERS.search(text):
        return Held.PERSONAL
    withheld = understander.knowledge.withheld
    understanding = understander.understand(text, language=language)
    spoken = (*dict.fromkeys((ANY, understanding.language, "en")),)
    folded = f" {' '.join(words(text))} "
    if any(_has(folded, word) for code in spoken for word in withheld.words.get(code, ())):
        return Held.WORD
    known = {word for span in understanding.spans if span.named for word in span.text.split()}
    named = any(word in withheld.names and word not in known for word in folded.split())
    if named or any(_capital_after(text, word) for code in spoken for word in withheld.before_names.get(code, ())):
        return Held.NAME
    capitals = set() if _capital_nouns(understander, understanding.language) else _with_capitals(text)
    items = [item for part in understanding.parts for item in part.query.items]
    return Held.UNKNOWN if any(_may_be_name(item, capitals) for item in items) else None


def _has(folded: str, word: str) -> bool:
    beginning = " ".join(words(word.rstrip("*")))
    return bool(beginning) and (f" {beginning}" if word.endswith("*") else f" {beginning} ") in folded


def _capital_after(text: str, before: str) -> bool:
    """Tell whether a word with a capital follows one that names follow: "Dr. Huber", but not "m" alone."""
    pieces = text.split()
    size = len(before.split())
    return any(
        fold(" ".join(pieces[place : place + size])).strip(".:,") == before and pieces[place + size][:1].isupper()
        for place in range(len(pieces) - size)
    )


def _capital_nouns(understander: Understander, code: str) -> bool:
    """Tell whether a language writes every noun with a capital, so that one says nothing about names."""
    language = understander.knowledge.languages.get(code)
    return language is not None and language.capital_nouns


def _with_capitals(text: str) -> set[str]:
    """Return the words with a capital, folded, the first one left out."""
    return {fold(word).strip(".,;:!?¿¡\"'()") for word in text.split()[1:] if word[:1].isupper()}


def _may_be_name(item: Item, capitals: set[str]) -> bool:
    """Tell whether a word may be a name: it is in no list, or it is common, but written with a capital."""
    unknown = item.sort in {Sort.UNKNOWN, Sort.PLACE}
    return unknown and (item.weight > UNKNOWN_COMMON or item.text in capitals)
