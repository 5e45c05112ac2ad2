"""Every form a word or name can take → what it can mean. Built once from the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from knowledge.number_words import NumberWords

ANY = "any"
"""Language of names that are the same everywhere."""

BEGINNING = 4
"""Letters by which it is looked up whether any word begins so: those of the shortest stem within a run of words."""

SHORTEST_SPELT = 3
"""Letters a word must have to be the right spelling of another."""


class Meaning(NamedTuple):
    """One thing a form can mean. A tuple, since there are tens of thousands, read from the cache at every start."""

    id: str
    """``e:`` and an entry id, ``c:`` and a concept id, or ``skip``."""
    language: str
    """Language of the form, or ``any``."""
    name: bool = False
    """The form names an entry, rather than hinting at it."""


SKIP = "skip"
"""Meaning of function words."""

Forms = dict[str, tuple[Meaning, ...]]
"""Meanings by form; the words of a form are separated by one space."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The forms of all languages, indexed for the ways in which people spell them."""

    exact: Forms
    """Whole forms."""
    stems: Forms
    """Forms that may go on: ``financ*``; one word, or several of which the last may go on."""
    patterns: dict[str, tuple[tuple[tuple[str, ...], Meaning], ...]]
    """Several words of which an inner one may go on, by the first three letters."""
    solid: Forms
    """Names without their spaces."""
    sounds: dict[tuple[str, int], tuple[tuple[str, str], ...]]
    """How names sound and the names, as keys of ``exact``, by first sound and number of sounds."""
    shorthand: dict[str, tuple[tuple[str, str], ...]]
    """Short forms: language and what they stand for."""
    skeletons: dict[str, tuple[str, ...]]
    """Single-word forms by first letter and consonants, for words written without vowels."""
    common: dict[str, frozenset[str]]
    """Common words by language."""
    longest: int
    """Words of the longest form."""
    heads: dict[str, int]
    """Words of the longest form of several words that begins with a word."""
    inner: frozenset[str]
    """Words that stand in forms of several words."""
    spellings: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    """Words that the speller may take a typing error for, by language and length."""
    own: frozenset[str] = frozenset()
    """Words that the subject itself has given a meaning: a typing error is rather one of these."""

    beginnings: frozenset[str] = frozenset()
    """First letters, up to :data:`BEGINNING`, of all words and forms, for runs of words without spaces."""

    number_words: dict[str, NumberWords] = field(default_factory=dict)
    """Figures in words, by language."""

    letters: dict[str, dict[str, str]] = field(default_factory=dict)
    """Letters by what they are called, by language."""

    capital_nouns: frozenset[str] = frozenset()
    """Languages, by code, that write every noun with a capital letter."""

    def is_own(self, word: str, language: str) -> bool:
        """Tell whether a word is a common one of a language, or of English."""
        return word in self.common.get(language, ()) or word in self.common.get("en", ())

    def is_common(self, word: str) -> bool:
        """Tell whether a word is a common one of any language."""
        return any(word in common for common in self.common.values())


def skeleton(word: str) -> str:
    """Return the first letter and the consonants after it: ``many`` and ``mny`` share one."""
    return word[0] + "".join(letter for letter in word[1:] if letter not in "aeiou") if word else ""
