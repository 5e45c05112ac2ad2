"""A piece of a question, with what it can mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from knowledge.lexicon import ANY, SKIP, Meaning

SHORT_NAME = 4
"""Letters up to which a name counts only in its own language."""


class Match(StrEnum):
    """How a piece of a question was recognised; the words of those worth telling are the section ``match``."""

    EXACT = "exact"
    """Spelt as in the lists."""
    ENDING = "ending"
    """With another ending."""
    TYPO = "typo"
    """A letter or two are wrong."""
    APART = "apart"
    """Run together with another word."""
    VOWELS = "vowels"
    """Written without vowels."""
    SOUND = "sound"
    """Written as it sounds."""
    LAYOUT = "layout"
    """Typed on another keyboard layout."""
    NUMBER = "number"
    """A figure."""
    END = "end"
    """The end of a sentence."""
    UNKNOWN = "unknown"
    """Not at all."""


MISSPELT = (Match.TYPO, Match.APART, Match.VOWELS, Match.SOUND, Match.LAYOUT)
"""Recognised although it was not spelt so, which ``/why`` tells."""


@dataclass(frozen=True)
class Span:
    """A piece of the question, with what it can mean."""

    text: str
    """The words as folded."""
    start: int
    """Where it begins in the folded text."""
    end: int
    """Where it ends in the folded text."""
    meanings: tuple[Meaning, ...]
    """What it can mean; empty for an unknown word."""
    how: Match = Match.EXACT
    """How it was recognised."""
    similarity: float = 1.0
    """How alike what was typed and what was recognised are, 0 to 1."""
    capital: bool = False
    """Begins with a capital in a text that has small letters too."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """What it can mean, without the languages."""
        return frozenset(m.id for m in self.meanings)

    @cached_property
    def meant(self) -> str:
        """The entries and concepts that it can mean, for people; empty for a function word or an unknown one."""
        return "/".join(sorted(i[2:] for i in self.ids if i != SKIP))

    @cached_property
    def named(self) -> bool:
        """Tell whether it can be the name of an entry."""
        return any(m.name for m in self.meanings)


def prefer(span: Span, language: str) -> Span:
    """Keep the meanings of the language spoken, where a form means something in it; else all.

    A name in another language gives way to a function word of the language spoken: "it" is no IT in English.
    """
    spoken = tuple(m for m in span.meanings if m.language in {language, ANY})
    if not spoken:
        # A short name of another language is most often a word of a third one: "it", "este".
        others = tuple(m for m in span.meanings if not m.name or len(span.text) > SHORT_NAME)
        return replace(span, meanings=others or span.meanings)
    if not any(m.id == SKIP for m in spoken):
        spoken = (*spoken, *(m for m in span.meanings if m.name and m not in spoken))
    return replace(span, meanings=spoken) if len(spoken) < len(span.meanings) else span
