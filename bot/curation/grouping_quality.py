"""How well wishes are grouped, counted over all pairs of questions: together rightly, together wrongly, torn apart.

Groups are found online, so the order in which questions come matters: they are shuffled several times, always in the
same ways, and both the mean and the worst are told. What is small talk has no wish and stands alone.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.curation.grouping import Grouper
from knowledge.wishes import Wish

SEEDS = range(8)
"""Seeds of the orders that are tried."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of which it is known what it wants."""

    text: str
    """The question."""
    wanted: str
    """What it wants, in words; the same words for the same wish."""
    wish: Wish | None
    """The wish read in it; None for small talk."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """Two questions that were grouped together wrongly."""

    one: Asked
    """The first of them in the file."""
    other: Asked
    """The second."""
    orders: int
    """In how many orders, from 1."""


@dataclass(frozen=True, slots=True)
class Split:
    """A wish whose questions do not all land in one group."""

    wanted: str
    """The wish, in words."""
    questions: int
    """How many questions want it."""
    lost: float
    """Share of its pairs of questions that are torn apart, 0 to 1, over all orders."""
    stray: str
    """The question that most often stands apart from the most of them."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well questions were grouped; shares are 0 to 1, and 1 where there is nothing to share."""

    precision: float
    """Share of the pairs grouped together that want the same, mean over the orders."""
    recall: float
    """Share of the pairs that want the same that are grouped together, mean over the orders."""
    worst_precision: float
    """Precision in the worst order."""
    worst_recall: float
    """Recall in the worst order."""
    mixed: tuple[Mixed, ...]
    """What was grouped together wrongly, most often first."""
    split: tuple[Split, ...]
    """What was torn apart, worst first."""


def measured(asked: Sequence[Asked], grouper: Grouper, seeds: Sequence[int] = SEEDS) -> Quality:
    """Group questions in several orders, and compare the groups with what is wanted.

    Args:
        asked: The questions, in the order of their file.
        grouper: Places them.
        seeds: One for each order.
    """
    precisions, recalls = [], []
    mixed: Counter[tuple[int, int]] = Counter()
    torn: Counter[tuple[int, int]] = Counter()
    same = {(a, b) for a, b in combinations(range(len(asked)), 2) if asked[a].wanted == asked[b].wanted}
    for seed in seeds:
        groups = _groups(asked, grouper, seed)
        together = {(a, b) for a, b in combinations(range(len(asked)), 2) if groups[a] == groups[b]}
        precisions.append(_share(len(together & same), len(together)))
        recalls.append(_share(len(together & same), len(same)))
        mixed.update(together - same)
        torn.update(same - together)
    pairs = sorted(mixed.items(), key=lambda found: (-found[1], found[0]))
    return Quality(
        precision=sum(precisions) / len(precisions),
        recall=sum(recalls) / len(recalls),
        worst_precision=min(precisions),
        worst_recall=min(recalls),
        mixed=tuple(Mixed(asked[a], asked[b], orders) for (a, b), orders in pairs),
        split=_split(asked, torn, len(seeds)),
    )


def _groups(asked: Sequence[Asked], grouper: Grouper, seed: int) -> list[int]:
    """Return the group of each question, in the order of the file, when they come in another order."""
    order = [number for number, question in enumerate(asked) if question.wish is not None]
    random.Random(seed).shuffle(order)  # noqa: S311 - the same order every time is what is wanted
    found = grouper.grouped([wish for number in order if (wish := asked[number].wish) is not None])
    placed = dict(zip(order, found, strict=True))
    return [placed.get(number, -1 - number) for number in range(len(asked))]


def _split(asked: Sequence[Asked], torn: Counter[tuple[int, int]], orders: int) -> tuple[Split, ...]:
    """Return the wishes that were torn apart, those first that lost the most pairs."""
    pairs: Counter[str] = Counter()
    strays: dict[str, Counter[int]] = {}
    for (one, other), times in torn.items():
        pairs[asked[one].wanted] += times
        strays.setdefault(asked[one].wanted, Counter()).update({one: times, other: times})
    sizes = Counter(question.wanted for question in asked)
    return tuple(
        Split(
            wanted=wanted,
            questions=sizes[wanted],
            lost=_share(lost, orders * sizes[wanted] * (sizes[wanted] - 1) // 2),
            stray=asked[min(strays[wanted], key=lambda n: (-strays[wanted][n], n))].text,
        )
        for wanted, lost in sorted(pairs.items(), key=lambda found: (-found[1], found[0]))
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
