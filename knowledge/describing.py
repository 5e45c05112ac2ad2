"""Entries described rather than named: "the food cluster in Styria" is Techfortaste."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge.models import KnowledgeBase


class Describer:
    """Finds the one entry that a place and a sector, or whatever else entries lie in, describe together."""

    def __init__(self, knowledge: KnowledgeBase, within: Mapping[str, frozenset[str]], places: frozenset[str]) -> None:
        """Keep what entries lie in.

        Args:
            knowledge: the entries and their kinds; those of kinds with a facet are described.
            within: what each entry lies in.
            places: entries that are places.
        """
        described = [e.id for e in knowledge.entries.values() if knowledge.kinds[e.kind].facet]
        self._described = frozenset(described)
        self._places = places
        self._inside: dict[str, frozenset[str]] = {
            around: frozenset(e for e in described if around in within[e])
            for around in {a for e in described for a in within[e]}
        }

    @property
    def around(self) -> frozenset[str]:
        """Return what described entries lie in: their places and sectors."""
        return frozenset(self._inside)

    def entry(self, named: Iterable[frozenset[str]]) -> str:
        """Return the entry that lies in all that is named, or an empty string where none or several do.

        Args:
            named: for each name its entries, of which any may be meant.
        """
        groups = [ids for ids in named if ids]
        if not any(ids <= self._places for ids in groups) or all(ids <= self._places for ids in groups):
            return ""
        found = self._described
        for ids in groups:
            inside = frozenset[str]().union(*(self._inside.get(e, frozenset()) for e in ids))
            if not inside:
                return ""
            found &= inside
        return next(iter(found)) if len(found) == 1 else ""
