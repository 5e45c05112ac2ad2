"""Query → statements, best first."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.facts import Index, Statement
from knowledge.findings import Thresholds
from knowledge.leaving_out import is_left_out
from knowledge.models import FieldType, KnowledgeBase
from knowledge.query import Query, Sort
from knowledge.repeating import repeats, seeks_other
from knowledge.scoring import Scored, Scorer

FEW = 12
"""Below so many statements that the names speak for, those that the words speak for are looked at too."""


class Ranker:
    """Ranks the statements of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, index: Index) -> None:
        """Keep the index and the thresholds."""
        self.knowledge = knowledge
        self.index = index
        self.thresholds = Thresholds(**knowledge.decision)
        self._place = {s.id: n for n, s in enumerate(sorted(index.statements, key=self._order))}

    def rank(self, query: Query) -> list[Scored]:
        """Score the statements that a name or a concept of the query speaks for, best first."""
        found: dict[str, Statement] = {}
        for statement in self._related(query):
            found[statement.id] = statement
        if not query.entities or len(found) < FEW:
            for item in query.items:
                if item.sort in {Sort.CONCEPT, Sort.OPTIONAL}:
                    for concept in sorted(item.ids):
                        for statement in self.index.by_concept.get(concept, ()):
                            found.setdefault(statement.id, statement)
        if query.kind:
            for entry in self.index.of_kind.get(query.kind, ()):
                for statement in self.index.about[entry]:
                    if statement.is_summary:
                        found.setdefault(statement.id, statement)
        scorer = Scorer(query)
        scored = [scorer.score(s) for s in self._left(found.values(), query)]
        return sorted(scored, key=lambda s: (-round(s.score, 6), -round(s.asked, 6), self._place[s.statement.id]))

    def _left(self, found: Iterable[Statement], query: Query) -> Iterable[Statement]:
        """Leave out what a question leaves out, or says itself."""
        if query.exclude:
            found = [s for s in found if not is_left_out(s, query)]
        if seeks_other(query):
            found = [s for s in found if not repeats(s, query, self.index.within)]
        return found

    def _order(self, statement: Statement) -> tuple[str, str, int]:
        """Return by what statements go that explain a question equally well: their ids, but the nearer place first."""
        fields = self.knowledge.kinds[self.knowledge.entries[statement.entry].kind].fields
        name = statement.id.partition(".")[2]
        around = [
            f
            for f in fields
            if (known := self.knowledge.fields.get(f)) and known.within and known.type is FieldType.ENTRY
        ]
        return (statement.entry, min(around), fields.index(name)) if name in around else (statement.entry, name, 0)

    def _related(self, query: Query) -> Iterable[Statement]:
        """Return the statements that all names in the question itself speak for; else of any."""
        named = [i for i in query.items if i.sort is Sort.ENTITY and not i.aside]
        sets = [{s.id: s for e in sorted(i.ids) for s in self.index.by_entry.get(e, ())} for i in named]
        if sets:
            common = [s for key, s in sets[0].items() if all(key in other for other in sets[1:])]
            if common:
                return common
        return (s for e in query.entities for s in self.index.by_entry.get(e, ()))

    def good(self, scored: Scored) -> bool:
        """Tell whether a statement explains a question well enough to be its answer."""
        return (
            not scored.refused
            and scored.score >= self.thresholds.answer
            and scored.explained >= self.thresholds.explained
        )

    def facets(self, entries: Iterable[str]) -> tuple[str, ...]:
        """Return the different values of the entries' facet, in order."""
        found: dict[str, None] = {}
        for entry in entries:
            item = self.knowledge.entries[entry]
            value = item.values.get(self.knowledge.kinds[item.kind].facet)
            for target in value if isinstance(value, tuple) else ():
                found.setdefault(target)
        return tuple(found)
