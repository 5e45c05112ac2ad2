"""A list told for a question that names one of its values, or where they lie → what the question is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.facts import Index, Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.models import FieldType, KnowledgeBase
from knowledge.query import Query
from knowledge.repeating import repeats, seeks_other
from knowledge.scoring import Scorer

FEWEST = 3
"""Values from which only some are told."""


@dataclass(frozen=True, slots=True)
class Narrower:
    """Narrows down what is told of one knowledge base."""

    knowledge: KnowledgeBase
    """The entries and their kinds."""
    index: Index
    """Their statements, and what they lie in."""

    def narrowed(self, query: Query, finding: Finding) -> Finding:
        """Return what a question is about of a long list of values; the finding itself where that is all of it."""
        statement = finding.statements[0] if finding.shape is Shape.FACT and finding.statements else None
        values = statement.value if statement is not None and isinstance(statement.value, tuple) else ()
        if statement is None or len(values) < FEWEST:
            return finding
        named = set(query.entities)
        one = self._of_value(query, statement, tuple(v for v in values if v in named))
        if one is not None:
            return replace(finding, rule=Rule.VALUE, statements=(one,))
        around = {e for value in values for e in self.index.within[value]} & named
        around -= {statement.entry, *self.index.within[statement.entry]}
        kinds = {self.knowledge.entries[value].kind for value in values}
        inside = tuple(v for v in values if around <= self.index.within[v]) if around else ()
        if not around and not query.pointed and query.exclude:
            inside = tuple(v for v in values if not query.excludes(v, self.index.within[v]))
            inside = inside if len(inside) >= FEWEST else ()
        if inside and query.exclude.issuperset(inside):
            return replace(finding, shape=Shape.NOTHING, rule=Rule.NOTHING, statements=())
        if not inside or len(inside) == len(values) or len(kinds) != 1:
            return finding
        told = tuple(self.index.by_id[f"{entry}.summary"] for entry in inside)
        if len(inside) == 1:
            return replace(finding, rule=Rule.INSIDE, statements=told, verdict="yes" if query.yes_no else "")
        return replace(finding, shape=Shape.LIST, rule=Rule.INSIDE, statements=told, entries=inside, kind=kinds.pop())

    def _of_value(self, query: Query, told: Statement, named: tuple[str, ...]) -> Statement | None:
        """Return what is asked about the one value that is named: "Värmland is in CLOE; which country is that?"."""
        if len(named) != 1:
            return None
        rest = tuple(i for i in query.items if told.entry not in i.ids)
        asked = replace(query, items=rest, entities=tuple(e for i in rest for e in sorted(i.ids)))
        fields = [s for s in self.index.about[named[0]] if s.field and s.field.type is FieldType.ENTRY]
        if seeks_other(query):
            fields = [s for s in fields if not repeats(s, query, self.index.within)]
        scorer = Scorer(asked)
        scored = [s for s in map(scorer.score, fields) if not s.refused and s.asked >= ASKED_OUTRIGHT]
        return max(scored, key=lambda s: s.score).statement if scored else None


ASKED_OUTRIGHT = 0.6
"""Share of a way to ask for a value's own field from which that is asked for."""
