"""Which group a gap belongs to: the one whose wishes are most like its own, if any is like enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.wishes import Wish, keys, likeness, sought

ALIKE = 0.5
"""Least likeness, 0 to 1, of a wish to those of its group; chosen on half of ``tests/wishes/wishes.yaml``."""

REPRESENTATIVES = 5
"""Different wishes that represent a group."""

CLOSEST = 2
"""Representatives that a wish is compared with: one alone may be a stray, all of them never agree."""


class Grouper:
    """Places wishes into groups, one after the other.

    Args:
        alike: Least likeness of a wish to a group.
    """

    def __init__(self, alike: float = ALIKE) -> None:
        self._alike = alike

    def place(self, wish: Wish, candidates: Iterable[tuple[int, Sequence[Wish]]]) -> int | None:
        """Return the number of the group that a wish belongs to; None where it is the first of its kind.

        Args:
            wish: what is wanted.
            candidates: groups by number, each with the wishes that represent it.
        """
        best, found = self._alike, None
        for number, wishes in candidates:
            closest = sorted((likeness(wish, other) for other in wishes), reverse=True)[:CLOSEST]
            score = sum(closest) / len(closest) if closest else 0.0
            if score >= best:
                best, found = score, number
        return found

    def grouped(self, wishes: Sequence[Wish]) -> list[int]:
        """Return for each wish, in the order in which they come, the number of its group, from 0."""
        groups: list[tuple[Wish, ...]] = []
        by_key: dict[str, set[int]] = {}
        found: list[int] = []
        for wish in wishes:
            near = sorted({number for key in sought(wish) for number in by_key.get(key, ())})
            place = self.place(wish, ((number, groups[number]) for number in near))
            if place is None:
                groups.append(())
                place = len(groups) - 1
            groups[place] = represented((*groups[place], wish))
            for key in keys(wish):
                by_key.setdefault(key, set()).add(place)
            found.append(place)
        return found


def represented(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """Return the wishes that represent a group: the first ones that differ from each other.

    The first, since they decided what the group is about: a group must not drift with what joins it.
    """
    kept: list[Wish] = []
    for wish in wishes:
        if all(wish.text != other.text for other in kept):
            kept.append(wish)
    return tuple(kept[:REPRESENTATIVES])
