"""Entries larger or smaller than one that is named: "which clusters are larger than Nanovalley?"."""

from __future__ import annotations

from knowledge.comparing import COMPARISONS
from knowledge.facts import Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.models import Number
from knowledge.query import Item, Query, Sort
from knowledge.ranking import Ranker
from knowledge.scoring import Scored

SCORE = 0.8
"""Score of such a list."""

SIZES = frozenset({"size", "big", "which", "have", "list"})
"""Concepts that such a question may name beside what is counted."""


class Outdoer:
    """Finds the entries of one knowledge base whose figure is above or below that of another."""

    def __init__(self, ranker: Ranker) -> None:
        """Keep what ranks, and what is counted."""
        self.ranker = ranker
        self._units = frozenset(field.unit for field in ranker.knowledge.fields.values() if field.unit)

    def outdone(self, query: Query) -> Finding | None:
        """Find entries of a kind with a larger or smaller figure than the one that is named; None where not asked so.

        A figure that is the same is neither, however roughly it is given.
        """
        above, below = query.has("more_than"), query.has("less_than")
        if not query.kind or query.numbers or query.yes_no or above is below or not (query.many or query.has("which")):
            return None
        kinds = self.ranker.knowledge.entries
        named = [i for i in query.items if i.sort is Sort.ENTITY]
        than = [i for i in named if {kinds[e].kind for e in i.ids} == {query.kind}]
        places = [i for i in named if i.ids <= self.ranker.index.places and i not in than]
        if len(than) != 1 or len(than[0].ids) != 1 or len(places) + 1 != len(named) or self._asks_more(query):
            return None
        asked = frozenset(c for i in query.topics for c in i.ids) & self._units
        asked -= {self.ranker.knowledge.kinds[query.kind].word}
        (other,) = than[0].ids
        limit = self._figure(other, asked)
        found = self._beyond(query, limit, asked, places, above=above) if limit else ()
        if not found:
            return Finding(Shape.NOTHING, Rule.OUTDONE)
        return Finding(
            Shape.SEVERAL, Rule.OUTDONE, SCORE, found, ranked=tuple(Scored(SCORE, s, 1, 1, 1) for s in found)
        )

    def _beyond(
        self, query: Query, limit: Statement, asked: frozenset[str], places: list[Item], *, above: bool
    ) -> tuple[Statement, ...]:
        """Return the figures of entries of the kind, in the places named, that are beyond one."""
        index, found = self.ranker.index, []
        for entry in index.of_kind.get(query.kind, ()):
            lies_in = index.within[entry]
            if query.excludes(entry, lies_in) or not all(i.ids & lies_in for i in places):
                continue
            own = self._figure(entry, asked)
            if own is not None and own is not limit and _value(own) != _value(limit):
                found += [own] if (_value(own) > _value(limit)) is above else []
        return tuple(found)

    def _figure(self, entry: str, asked: frozenset[str]) -> Statement | None:
        """Return the figure of an entry that counts what is asked, or says how large it is; None for none."""
        figures = [s for s in self.ranker.index.about[entry] if s.field and isinstance(s.value, Number)]
        return next((s for s in figures if s.field and (s.field.unit in asked if asked else s.field.size)), None)

    def _asks_more(self, query: Query) -> bool:
        """Tell whether a question says more than whose figures are compared."""
        says = SIZES | COMPARISONS | self._units | {self.ranker.knowledge.kinds[query.kind].word}
        topics = any(not i.ids & says for i in query.topics)
        return topics or any(i.sort in {Sort.UNKNOWN, Sort.HINT, Sort.PLACE} for i in query.items)


def _value(statement: Statement) -> float:
    """Return the figure that a statement gives."""
    return statement.value.value if isinstance(statement.value, Number) else 0.0
