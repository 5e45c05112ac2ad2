"""Things against each other and against figures: comparisons, the largest and smallest, more and fewer than."""

from __future__ import annotations

from dataclasses import replace

from knowledge.facts import Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.grouping import Group, Grouper
from knowledge.models import Number
from knowledge.query import Item, Query, Sort
from knowledge.ranking import Ranker
from knowledge.scoring import Scored, Scorer

COMPARISONS = frozenset({"most", "least", "more_than", "less_than"})
"""Concepts by which figures are compared."""

FEWEST, MOST_COMPARED = 2, 3
"""Entries of a kind that are compared where none is named."""


FIGURES = frozenset({"count", "number"})
"""Concepts of words that only say that figures are compared: "the biggest, going by the numbers"."""


class Comparer:
    """Compares the entries of one knowledge base."""

    def __init__(self, ranker: Ranker, grouper: Grouper) -> None:
        """Keep what ranks, and what finds the entries of a kind."""
        self.ranker, self.grouper = ranker, grouper
        self._units = frozenset(field.unit for field in ranker.knowledge.fields.values() if field.unit)
        self._either = {code: language.forms("either") for code, language in ranker.knowledge.languages.items()}

    def compared(self, query: Query) -> Finding | None:
        """Compare things named: "Nanovalley vs Energy Forum", "which is bigger, A or B?"."""
        query = self._by_field(self._of_kind(query))
        named = [i for i in query.items if i.sort is Sort.ENTITY]
        kinds = {self.ranker.knowledge.entries[e].kind for i in named for e in i.ids}
        sizes = query.has("more_than", "less_than", "most", "least", "size")
        asked = (
            query.has("compare")
            or (len(kinds) == 1 and (sizes or query.has("both")))
            or (sizes and "alternatives" in query.leaning)
        )
        if len(named) < 2 or not (asked or (len(kinds) == 1 and "alternatives" in query.leaning)):
            return None
        rows: list[Scored] = []
        for item in named:
            row = self._row(query, item, sizes=sizes)
            plain = not sizes and not query.strange and not query.unrecorded_asked and not query.has("count", "when")
            if row is None and query.has("compare") and plain:
                row = next((Scored(0.6, s, 1, 1, 1) for e in sorted(item.ids) for s in self._summary(e)), None)
            if row is None:
                return (
                    Finding(
                        Shape.NOTHING,
                        Rule.INCOMPARABLE,
                        ranked=tuple(self.ranker.rank(query)[:3]),
                    )
                    if sizes
                    else None
                )
            rows.append(row)
        if sizes and len({row.statement.id for row in rows}) == 1:
            return Finding(Shape.NOTHING, Rule.INCOMPARABLE, ranked=tuple(rows))  # one fact about both is no measure
        verdict = ""
        values = [r.statement.value for r in rows]
        if query.yes_no and sizes and len(values) == 2 and all(isinstance(v, Number) for v in values):
            first, second = (v.value for v in values if isinstance(v, Number))
            if first != second:
                verdict = "yes" if (first > second) == query.has("more_than", "most") else "no"
        return Finding(
            Shape.COMPARE,
            Rule.COMPARED,
            min(r.score for r in rows),
            tuple(r.statement for r in rows),
            verdict=verdict,
            ranked=tuple(rows),
        )

    def _of_kind(self, query: Query) -> Query:
        """Name the entries of a kind that are to be compared: "compare the two car clusters"."""
        if not query.has("compare") or query.kind != self.grouper.main or query.has(*COMPARISONS):
            return query
        named = [i for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT}]
        if any(self.grouper.kinds[e] == query.kind for i in named for e in i.ids):
            return query
        rest = tuple(i for i in query.items if not i.ids & {"compare", "two", "both"})
        group = Group.of(self.grouper.of_kind(replace(query, items=rest)))
        if group is None or not named or not FEWEST <= len(group.chosen) <= MOST_COMPARED:
            return query
        entries = [scored.statement.entry for scored in group.chosen]
        meant = tuple(Item(Sort.ENTITY, frozenset({entry}), 1.0, entry) for entry in entries)
        items = (*meant, *(i for i in query.items if i not in named))
        return replace(query, items=items, entities=tuple(entries))

    def _by_field(self, query: Query) -> Query:
        """Name the entry that is told by what it deals with, beside one that is named: "Nanovalley or the car one?".

        Of several those of the same place are meant.
        """
        either = self._either.get(query.language, frozenset())
        if not query.has(*COMPARISONS) or not any(span.text in either for span in query.spans):
            return query
        kinds, index, main = self.grouper.kinds, self.ranker.index, self.grouper.main
        items = [i for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT} and not i.ids <= index.places]
        named = [i for i in items if any(kinds[e] == main for e in i.ids)]
        if len(items) != FEWEST or len(named) != 1 or len(named[0].ids) != 1:
            return query
        (entry,) = named[0].ids
        (other,) = (i for i in items if i is not named[0])
        fitting = [e for e in index.of_kind.get(main, ()) if other.ids & index.related[e] and e != entry]
        beside = [e for e in fitting if index.within[e] & index.within[entry] & index.places] or fitting
        if len(beside) != 1:
            return query
        meant = Item(Sort.ENTITY, frozenset(beside), 1.0, other.text)
        return replace(query, items=tuple(meant if i is other else i for i in query.items), entities=(entry, beside[0]))

    def _by_word(self, query: Query) -> set[str]:
        """Return what figures count that a word compares by itself: “longest”, “older than”."""
        return {c for item in query.items if item.ids & COMPARISONS for c in item.ids & self._units}

    def _kind_compared(self, units: set[str]) -> str:
        """Return the kind that is compared where none is named: the one that has such figures, or of which all is."""
        knowledge = self.ranker.knowledge
        having = [
            kind.id
            for kind in knowledge.kinds.values()
            if any(knowledge.fields[name].unit in units for name in kind.fields if name in knowledge.fields)
        ]
        return having[0] if len(having) == 1 else knowledge.main

    def _summary(self, entry: str) -> list[Statement]:
        """Return what an entry is: where nothing else tells two things apart, that does."""
        return [s for s in self.ranker.index.about[entry] if s.is_summary]

    def _row(self, query: Query, item: Item, *, sizes: bool) -> Scored | None:
        """Return the statement about one of the things compared that fits the question best."""
        others = [
            i
            for i in query.items
            if i.sort is not Sort.ENTITY
            and not i.ids
            & {"compare", "more_than", "less_than", "most", "least", "size", "big", "two", "both", "who", "list"}
        ]
        single = replace(query, items=(item, *others), entities=tuple(sorted(item.ids)))
        if sizes:
            asked = {c for i in single.topics for c in i.ids} | self._by_word(query)
            figures = [s for e in sorted(item.ids) for s in self.ranker.index.about[e] if s.field and s.field.unit]
            wanted = [s for s in figures if s.field and (s.field.unit in asked or (s.field.size and not asked))]
            if wanted:
                return Scored(0.8, wanted[0], 1, 1, 1)
        ranked = [
            s for s in self.ranker.rank(single) if not s.refused and s.explained >= self.ranker.thresholds.explained
        ]
        if not ranked or ranked[0].score < self.ranker.thresholds.answer * 0.8:
            return None
        if sizes and ranked[0].statement.is_summary and self._has_sizes(ranked[0].statement.entry):
            return None  # of others it is known how large they are: what this one is does not say it
        return ranked[0]

    def _has_sizes(self, entry: str) -> bool:
        """Tell whether there is a field for how large things of an entry's kind are."""
        knowledge = self.ranker.knowledge
        fields = knowledge.kinds[knowledge.entries[entry].kind].fields
        return any(knowledge.fields[name].size for name in fields if name in knowledge.fields)

    def _meant(self, query: Query, kind: str) -> list[str]:
        """Return the entries of a kind that a question may mean: "which of those is the cheapest?"."""
        of_kind = self.ranker.index.of_kind.get(kind, ())
        within = self.ranker.index.within
        return [e for e in of_kind if not query.excludes(e, within[e]) and (not query.among or e in query.among)]

    def extreme(self, query: Query) -> Finding | None:
        """Find the entry with the largest or smallest figure, or the one of that place: "the second biggest"."""
        if not query.has("most", "least") or query.numbers:
            return None
        by_word = self._by_word(query)
        kind = query.kind or self._kind_compared(by_word)
        rest = tuple(
            replace(i, counted=False)
            for i in query.items
            if not (i.ids & COMPARISONS or i.ids <= FIGURES) or i.sort not in {Sort.CONCEPT, Sort.OPTIONAL}
        )
        asked = {c for i in rest if i.sort is Sort.CONCEPT for c in i.ids} | by_word
        sized = query.has("size", "big") or any(i.ids & {"most", "least"} and i.ids & {"size"} for i in query.items)
        fields = self.ranker.knowledge.fields.values()
        sizes = {f.unit for f in fields if f.size} | {k.word for k in self.ranker.knowledge.kinds.values()}
        rows: list[Scored] = []
        scorer = Scorer(replace(query, items=rest))
        for entry in self._meant(query, kind):
            for statement in self.ranker.index.about[entry]:
                item = statement.field
                if not isinstance(statement.value, Number) or item is None or statement.value.value <= 0:
                    continue
                if not ((item.unit in asked) or (sized and item.size and not asked - {"size", "big"} - sizes)):
                    continue
                scored = scorer.score(statement)
                if not scored.refused and scored.explained >= 0.8 and scored.about < 1.0:
                    rows.append(scored)
        if not rows:
            return None
        wanted = {r.statement.field.unit for r in rows if r.statement.field} & asked
        if wanted:
            rows = [r for r in rows if r.statement.field and r.statement.field.unit in wanted]
        largest = query.has("most")
        figures = [r.statement.value.value for r in rows if isinstance(r.statement.value, Number)]
        order = sorted(set(figures), reverse=largest)
        place = max(query.ordinal - 1, 0)
        if place >= len(order):
            return None  # none of that place has a figure on record
        goal = order[place]
        winners = [r for r, figure in zip(rows, figures, strict=True) if figure == goal]
        return Finding(
            Shape.MOST,
            Rule.LARGEST if largest else Rule.SMALLEST,
            0.85,
            tuple(w.statement for w in winners),
            kind=kind,
            filters=query.entities,
            ranked=tuple(rows[:12]),
        )
