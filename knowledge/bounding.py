"""Entries above or below a figure: "rooms with at least 12 seats", "rooms under 50 euros", "a room for 12 people"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from knowledge.bounds import Bound, BoundReader, by_field
from knowledge.comparing import COMPARISONS
from knowledge.facts import Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.models import HELD, FieldType, Number, Value
from knowledge.query import INCLUSIVE, Item, Query, Sort, is_year
from knowledge.ranking import Ranker
from knowledge.scoring import Scored, Scorer

SCORE = 0.8
"""Score of such a list."""

EXPLAINED = 0.8
"""Least share of a question, figures aside, that a statement explains."""

ANY_OF_THEM = ("any", "exist", "recommend_me", "count", "which")
"""Concepts by which all that fit are wanted, whether or not the question says so."""


class Bounder:
    """Finds the entries of one knowledge base whose figure is above or below another."""

    def __init__(self, ranker: Ranker) -> None:
        """Keep what ranks, and what reads bounds."""
        self.ranker = ranker
        self.reader = BoundReader(ranker.knowledge, ranker.index.statements)

    def bounded(self, query: Query) -> Finding | None:
        """Find entries whose figures are above or below those that a question names; None where it asks for none.

        What else it names that a short text holds, "with a projector", another statement of the same entry must say.
        """
        asks = not query.yes_no or (query.has("any", "exist") and not query.has("define"))
        if not query.numbers or not query.kind or not asks:
            return None
        held = tuple(i.ids for i in query.items if i.sort is Sort.CONCEPT and any(c.startswith(HELD) for c in i.ids))
        rest = tuple(replace(i, counted=False) for i in query.items if not self._compares(i) and i.ids not in held)
        figures = self._asked(query, rest)
        sized = bool(figures) and all(s.field and s.field.size for s in figures)
        bounds = self.reader.read(query, sized=sized)
        if len(bounds) < len(query.numbers):
            # One or the other: held back rather than half understood.
            mixed = len(query.numbers) > 1 and (figures or bounds) and query.many and not query.entities
            return Finding(Shape.NOTHING, Rule.UNCLEAR) if mixed else None
        by_fields = dict(by_field(bounds))
        if len(by_fields) > 1 and frozenset() in by_fields:
            return Finding(Shape.NOTHING, Rule.UNCLEAR)  # two figures, and of one it is not said what it counts
        rows: list[list[Scored]] = []
        for fields, limits in by_fields.items():
            alone = len(by_fields) == 1  # what it counts may stand anywhere: "12 or more, of seats"
            asked = rest if alone else self._leaving_others(rest, fields)
            fitting = self._fitting(query, asked, self.reader.compared(query) if alone else fields)
            fitting = fitting or self._fitting(query, asked, fields)
            if not fitting:
                unclear = query.has(*COMPARISONS) and figures and not query.entities
                return Finding(Shape.NOTHING, Rule.UNCLEAR) if unclear else None
            rows.append([s for s in fitting if _holds(s.statement.value, limits)])
        return self._found(query, *self._in_all(rows, held))

    def _leaving_others(self, items: Iterable[Item], fields: frozenset[str]) -> tuple[Item, ...]:
        """Return the items of a question without those that ask for the figures of other fields only."""
        asked = ((item, self.reader.asked(f"c:{concept}" for concept in item.ids)) for item in items)
        return tuple(item for item, named in asked if not named or named & fields)

    def _in_all(
        self, rows: Sequence[Sequence[Scored]], held: Collection[frozenset[str]]
    ) -> tuple[list[Scored], dict[str, tuple[Statement, ...]]]:
        """Return the rows of the entries that have one within each bound, and what they hold of some words."""
        entries = set.intersection(*({s.statement.entry for s in within} for within in rows))
        beside = {entry: self._holding(entry, held) for entry in entries}
        whole = [e for e in dict.fromkeys(s.statement.entry for s in rows[0]) if len(beside.get(e, ())) == len(held)]
        whole = [e for e in whole if e in entries]
        return [s for e in whole for within in rows for s in within if s.statement.entry == e], beside

    def checked(self, query: Query) -> Finding | None:
        """Tell whether the figure of one thing named is above or below another: "does it have more than 20 beds?"."""
        named = [i for i in query.items if i.sort is Sort.ENTITY]
        if not query.yes_no or not query.numbers or len(named) != 1 or len(named[0].ids) != 1 or named[0].aside:
            return None
        (entry,) = named[0].ids
        asked = replace(query, kind=self.ranker.knowledge.entries[entry].kind, among=frozenset({entry}))
        bounds = self.reader.read(asked, sized=False)
        fields = frozenset(c for b in bounds for c in b.fields)
        rest = tuple(replace(i, counted=False) for i in query.items if not self._compares(i))
        found = self._fitting(asked, rest, fields) if len(bounds) == len(query.numbers) else []
        if len(found) != 1 or not isinstance(value := found[0].statement.value, Number):
            return None
        holds = _holds(value, bounds)
        sure = not value.about or (holds and all(b.above for b in bounds))
        verdict = ("yes" if holds else "no") if sure and not query.strange else ""
        told = (found[0].statement,)
        return Finding(Shape.FACT, Rule.CHECKED, SCORE, told, verdict=verdict, ranked=tuple(found))

    def _fitting(self, query: Query, items: tuple[Item, ...], fields: frozenset[str]) -> list[Scored]:
        """Return the figures that are asked for, of what is counted, and that explain the question, best first."""
        scorer = Scorer(replace(query, items=items))
        rows = map(scorer.score, self._asked(query, items, fields))
        return [s for s in rows if not s.refused and s.explained >= EXPLAINED]

    def _holding(self, entry: str, held: Iterable[frozenset[str]]) -> tuple[Statement, ...]:
        """Return for each of some words the statement about an entry that holds it; fewer where one is lacking."""
        about = self.ranker.index.about[entry]
        found = (next((s for s in about if not ids.isdisjoint(s.concepts)), None) for ids in held)
        return tuple(s for s in found if s is not None)

    @staticmethod
    def _compares(item: Item) -> bool:
        """Tell whether an item says which figures are meant, or only counts those that have them."""
        counts = item.sort is Sort.CONCEPT and item.ids <= {"count", "part"}
        return item.sort is Sort.NUMBER or bool(item.ids & COMPARISONS) or counts

    def _found(self, query: Query, rows: list[Scored], beside: Mapping[str, tuple[Statement, ...]]) -> Finding:
        """Tell, count or offer what is within the bounds, with what else was asked of it."""
        if not rows:
            return Finding(Shape.NOTHING, Rule.NOTHING)
        if query.has("count"):
            entries = tuple(dict.fromkeys(r.statement.entry for r in rows))
            return Finding(Shape.COUNT, Rule.BOUNDED, SCORE, (), entries, query.kind, ranked=tuple(rows[:12]))
        if len({r.statement.entry for r in rows}) > 1 and not query.many and not query.has(*ANY_OF_THEM):
            offered = tuple(r.statement for r in rows)
            return Finding(Shape.OPTIONS, Rule.ONE_OF_SEVERAL, SCORE, offered, ranked=tuple(rows))
        told = {s.id: s for r in rows for s in (r.statement, *beside[r.statement.entry])}
        return Finding(Shape.SEVERAL, Rule.BOUNDED, SCORE, tuple(told.values()), ranked=tuple(rows))

    def _asked(self, query: Query, items: Iterable[Item], fields: frozenset[str] = frozenset()) -> list[Statement]:
        """Return the statements of the kind asked for with the figure that the words mean.

        That is the figure that counts what stands beside the bound; else what any of them name; else one that is asked
        for by all of them; where there are none that say so, the one by which entries are large or small.
        """
        word = self.ranker.knowledge.kinds[query.kind].word
        topics = [
            i.ids
            for i in items
            if i.sort is Sort.CONCEPT
            and not i.aside
            and not i.ids <= {word, "count", "part"}
            and not self._only_compares(i)
        ]
        compared = frozenset(c for i in query.items if i.ids & COMPARISONS for c in i.ids)
        named = frozenset().union(*topics) | compared
        index = self.ranker.index
        entries = [e for e in index.of_kind.get(query.kind, ()) if not query.excludes(e, index.within[e])]
        figures = [
            s
            for e in entries
            if not query.among or e in query.among
            for s in index.about[e]
            if s.field is not None and isinstance(s.value, Number)
        ]
        if beside := [s for s in figures if s.field and s.field.id in fields]:
            return beside
        if counting := [s for s in figures if s.field and s.field.unit in named]:
            return counting
        if not topics and query.numbers and all(map(is_year, query.numbers)):
            return [s for s in figures if s.field and s.field.type is FieldType.YEAR]
        if topics:
            return [s for s in figures if all(any(not ids.isdisjoint(c.all) for c in s.cues) for ids in topics)]
        return [s for s in figures if s.field and s.field.size] if self.reader.is_for(query) else []

    @staticmethod
    def _only_compares(item: Item) -> bool:
        return item.ids <= COMPARISONS | INCLUSIVE


def _holds(value: Value | None, bounds: Sequence[Bound]) -> bool:
    """Tell whether a figure is within all bounds."""
    return isinstance(value, Number) and all(bound.holds(value) for bound in bounds)
