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

THEME, CONCEPT, WORD, TEXT = 0.6, 0.25, 0.15, 0.1
"""What themes, concepts, words in no list and the letters of the whole text count; where one of the first three is on
neither side, the others count for it.

These and the figures below were searched at random for the best recall at a precision of 0.985 on the even half of
``tests/wishes/wishes.yaml``, and on the same questions as if all were about one entry; then rounded, and held back
where the search gave up what tells strange names apart."""

UNNAMED_WORD = 0.5
"""What words in no list count where neither wish is about anything known: they are its name."""

OPERATOR_WEIGHT = 0.5
"""What a concept counts against others that only asks for a number, a date, a person."""

ONE_SIDED = 0.4
"""What a wish about nothing in particular has in common with one about something, apart from what is asked."""

ONE_SIDED_FIGURE = 0.8
"""The same, where both name the same figure: "the 49 mentors" are those of one cluster."""

OTHER_FIGURES = 0.7
"""What is left of the likeness of wishes that name different figures."""

OTHER_FIGURES_UNNAMED = 0.45
"""The same where neither is about anything known: then the figure is its name, as in "chapter 3.1"."""

OTHER_WORDS = 0.6
"""What is left of the likeness of wishes that both hint at something or have strange words, and share none of it."""

ALIKE_NAMES = 0.6
"""Least likeness of the letters of two strange names that begin alike for them to be one name, 0 to 1."""

NAME, HINTED, OPERATOR = "~", "^", "?"
"""What a strange name among the subjects, an entry hinted at and an operator among the concepts begin with."""

KEPT = 4
"""Letters of a strange word that it is found by."""

HEARD = 5
"""Letters of a strange word that are kept: the rest is its ending."""

_SOUND = str.maketrans({"c": "k", "q": "k", "y": "i", "j": "i", "w": "v", "z": "s"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a question wants."""

    subjects: tuple[str, ...] = ()
    """Ids of the entries that it is about, sorted; unknown places as their beginnings, after :data:`NAME`."""
    themes: tuple[tuple[str, float], ...] = ()
    """What is asked, by theme, with how likely each is, 0 to 1; likeliest first."""
    concepts: tuple[str, ...] = ()
    """Concepts that it names, sorted; operators after :data:`OPERATOR`, entries hinted at after :data:`HINTED`."""
    words: tuple[str, ...] = ()
    """Beginnings of its words that are in no list, as :func:`heard`, sorted."""
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


def heard(word: str) -> str:
    """Return the beginning of a strange word, as nearly the same in all languages as its letters allow."""
    plain = word.translate(_SOUND).replace("ph", "f").replace("kh", "k")
    return "".join(letter for n, letter in enumerate(plain) if not n or letter != plain[n - 1])[:HEARD]


def likeness(one: Wish, other: Wish) -> float:
    """Return how alike two wishes are, 0 to 1; 1 for one and the same."""
    if one == other:
        return 1.0
    subjects = _subjects(one, other)
    if not subjects:
        return 0.0
    named = one.subjects or other.subjects
    parts = [
        (THEME, _cosine(dict(one.themes), dict(other.themes)) if one.themes and other.themes else None),
        (CONCEPT, _concepts(one.concepts, other.concepts)),
        (WORD if named else UNNAMED_WORD, _names_shared(one.words, other.words)),
        (TEXT, fuzz.token_sort_ratio(one.text, other.text) / 100),
    ]
    known = [(weight, part) for weight, part in parts if part is not None]
    asked = sum(weight * part for weight, part in known) / sum(weight for weight, _ in known)
    if one.numbers and other.numbers and one.numbers != other.numbers:
        asked *= OTHER_FIGURES if named else OTHER_FIGURES_UNNAMED
    if _apart(one, other):
        asked *= OTHER_WORDS
    return subjects * asked


def keys(wish: Wish) -> frozenset[str]:
    """Return what a wish can be found by: :func:`sought`, and each entry that it is about."""
    return sought(wish) | {f"e:{subject}" for subject in wish.subjects if not subject.startswith(NAME)}


def sought(wish: Wish) -> frozenset[str]:
    """Return the keys by which wishes like one are found: few others have any of them, those alike nearly always one.

    They are what is asked of each subject; without a subject, what is asked and the strange words. Figures lead from
    "the 49 mentors" to what they are the mentors of.
    """
    telling = [concept for concept in wish.concepts if not concept.startswith(OPERATOR)]
    found = {f"n:{number}&{concept}" for number in wish.numbers for concept in telling}
    strange = _only_names(wish.subjects)
    if not wish.subjects or strange:
        names = [subject.removeprefix(NAME) for subject in wish.subjects] or wish.words
        # "Bavaria" and "Bayern" have a letter in common, and that they are asked for the same.
        found |= {f"t:{theme}&{name[:1]}" for theme, _ in wish.themes[:1] for name in names}
        found |= {f"w:{name[:KEPT]}" for name in names}
    else:
        asked = [f"t:{theme}" for theme, _ in wish.themes] + [f"c:{concept}" for concept in telling]
        found |= {f"e:{subject}&{what}" for subject in wish.subjects for what in asked}
        found |= set() if asked else {f"e:{subject}" for subject in wish.subjects}
    if not wish.subjects:
        found |= {f"t:{theme}" for theme, _ in wish.themes[:1] if not wish.words}
        found |= {f"c:{concept}" for concept in telling} | {f"n:{number}" for number in wish.numbers}
    return frozenset(found or {f"x:{wish.text}"})


def _subjects(one: Wish, other: Wish) -> float:
    """Return how much of what they are about two wishes share."""
    mine, theirs = one.subjects, other.subjects
    # A strange name counts as one only after "in" and the like; elsewhere it is a word.
    if not mine and one.words and _only_names(theirs):
        mine = tuple(NAME + word for word in one.words)
    if not theirs and other.words and _only_names(mine):
        theirs = tuple(NAME + word for word in other.words)
    if not mine and not theirs:
        return 1.0
    if not mine or not theirs:
        return ONE_SIDED_FIGURE if one.numbers and one.numbers == other.numbers else ONE_SIDED
    both = _matches(mine, theirs)
    return both / min(len(mine), len(theirs)) * (both / max(len(mine), len(theirs))) ** 0.25 if both else 0.0


def _apart(one: Wish, other: Wish) -> bool:
    """Tell whether both say something particular, and nothing of it is the same."""
    mine, theirs = _hints(one), _hints(other)
    if not (mine or one.words) or not (theirs or other.words):
        return False
    return mine.isdisjoint(theirs) and not _names_shared(one.words, other.words)


def _hints(wish: Wish) -> set[str]:
    return {concept for concept in wish.concepts if concept.startswith(HINTED)}


def _only_names(subjects: Sequence[str]) -> bool:
    return bool(subjects) and all(subject.startswith(NAME) for subject in subjects)


def _matches(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many of what one wish names the other names too, strange names by their letters."""
    both = len(set(one) & set(other))
    left = [name for name in one if name not in other and name.startswith(NAME)]
    rest = [name for name in other if name not in one and name.startswith(NAME)]
    for name in left:
        found = next((r for r in rest if name[:2] == r[:2] and fuzz.ratio(name[1:], r[1:]) >= 100 * ALIKE_NAMES), None)
        if found is not None:
            rest.remove(found)
            both += 1
    return both


def _names_shared(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Return how many of their strange words two wishes share (Dice); None where both have none."""
    size = len(one) + len(other)
    return 2 * _matches([NAME + w for w in one], [NAME + w for w in other]) / size if size else None


def _concepts(one: Iterable[str], other: Iterable[str]) -> float | None:
    """Return how much two sets of concepts share (Dice), weighted; None where both are empty."""
    mine, theirs = set(one), set(other)
    size = _weight(mine) + _weight(theirs)
    return 2 * _weight(mine & theirs) / size if size else None


def _weight(concepts: Iterable[str]) -> float:
    return sum(OPERATOR_WEIGHT if concept.startswith(OPERATOR) else 1.0 for concept in concepts)


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    length = sqrt(sum(share**2 for share in one.values()) * sum(share**2 for share in other.values()))
    return min(sum(share * other.get(theme, 0.0) for theme, share in one.items()) / length, 1.0) if length else 0.0
