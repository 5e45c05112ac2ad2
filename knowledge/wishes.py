"""What a question wants, comparable between questions: two that want the same belong together, however they are put.

A wish is about something (its subjects) and asks for something (its themes, concepts and words). Different subjects
make different wishes, however alike the words are; the same subjects need alike things asked of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from rapidfuzz import fuzz

MOST_TEXT = 200
"""Characters of a question that are compared."""

MOST_LISTED = 12
"""Concepts and words of a question that are compared."""

THEME, CONCEPT, WORD, TEXT = 0.45, 0.3, 0.15, 0.1
"""What themes, concepts, words in no list and the letters of the whole text count; where one of the first three is on
neither side, the others count for it. Chosen on half of ``tests/wishes/wishes.yaml``."""

ONE_SIDED = 0.35
"""What a wish about nothing in particular has in common with one about something, apart from what is asked."""

OTHER_FIGURES = 0.7
"""What is left of the likeness of wishes that name different figures."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a question wants."""

    subjects: tuple[str, ...] = ()
    """Ids of the entries that it is about, sorted; unknown places and names as folded words."""
    themes: tuple[tuple[str, float], ...] = ()
    """What is asked, by theme, with how likely each is, 0 to 1; likeliest first."""
    concepts: tuple[str, ...] = ()
    """Concepts that it names, sorted."""
    words: tuple[str, ...] = ()
    """Beginnings of its words that are in no list, sorted."""
    numbers: tuple[str, ...] = ()
    """Figures that it names, sorted."""
    text: str = ""
    """The folded text."""

    def to_json(self) -> list[Any]:
        """Return it as plain values."""
        themes = [[theme, round(share, 3)] for theme, share in self.themes]
        return [list(self.subjects), themes, list(self.concepts), list(self.words), list(self.numbers), self.text]

    @classmethod
    def from_json(cls, found: Sequence[Any]) -> Wish:
        """Return the wish that plain values stand for."""
        subjects, themes, concepts, words, numbers, text = found
        shares = tuple((str(theme), float(share)) for theme, share in themes)
        return cls(tuple(subjects), shares, tuple(concepts), tuple(words), tuple(numbers), text)


def likeness(one: Wish, other: Wish) -> float:
    """Return how alike two wishes are, 0 to 1; 1 for one and the same."""
    if one == other:
        return 1.0
    subjects = _subjects(one.subjects, other.subjects)
    if not subjects:
        return 0.0
    parts = [
        (THEME, _cosine(dict(one.themes), dict(other.themes)) if one.themes and other.themes else None),
        (CONCEPT, _overlap(one.concepts, other.concepts)),
        (WORD, _overlap(one.words, other.words)),
        (TEXT, fuzz.token_sort_ratio(one.text, other.text) / 100),
    ]
    known = [(weight, part) for weight, part in parts if part is not None]
    asked = sum(weight * part for weight, part in known) / sum(weight for weight, _ in known)
    return subjects * asked * (OTHER_FIGURES if one.numbers != other.numbers else 1.0)


def keys(wish: Wish) -> frozenset[str]:
    """Return what a wish can be found by: its subjects; without any, its themes, concepts and words."""
    if wish.subjects:
        return frozenset(f"e:{subject}" for subject in wish.subjects)
    found = {f"t:{theme}" for theme, _ in wish.themes[:1]}
    found |= {f"c:{concept}" for concept in wish.concepts} | {f"w:{word}" for word in wish.words}
    found |= {f"n:{number}" for number in wish.numbers}
    return frozenset(found or {f"x:{wish.text}"})


def _subjects(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how much of what they are about two wishes share."""
    if not one and not other:
        return 1.0
    if not one or not other:
        return ONE_SIDED
    both = len(set(one) & set(other))
    return both / min(len(one), len(other)) * (both / max(len(one), len(other))) ** 0.25 if both else 0.0


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    length = sqrt(sum(share**2 for share in one.values()) * sum(share**2 for share in other.values()))
    return min(sum(share * other.get(theme, 0.0) for theme, share in one.items()) / length, 1.0) if length else 0.0


def _overlap(one: Iterable[str], other: Iterable[str]) -> float | None:
    """Return how much two sets share (Dice); None where both are empty."""
    mine, theirs = set(one), set(other)
    size = len(mine) + len(theirs)
    return 2 * len(mine & theirs) / size if size else None
