"""Whether a field of one thing named holds another thing named: "is Cyberforum in Styria?", "is it published by …?"."""

from __future__ import annotations

from knowledge.facts import Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.models import FieldType
from knowledge.query import Query, Sort
from knowledge.ranking import Ranker

ALL = 0.99
"""How well a statement must explain each word that needs it."""

SCORE = 0.9
"""Score of such an answer."""


class Checker:
    """Checks what fields hold in one knowledge base."""

    def __init__(self, ranker: Ranker) -> None:
        """Keep what ranks."""
        self.ranker = ranker

    def checked(self, query: Query) -> Finding | None:
        """Answer a yes/no question about two things, where one field of the first is asked for and points to such.

        A field that points to one thing settles both ways; one that points to several says nothing of what it leaves
        out.
        """
        named = [item for item in query.items if item.sort is Sort.ENTITY]
        if not query.yes_no or len(named) != 2 or query.kind or query.numbers or query.strange:
            return None
        if any(item.aside or len(item.ids) != 1 for item in named) or any(
            item.sort in {Sort.UNKNOWN, Sort.PLACE, Sort.HINT} for item in query.items
        ):
            return None
        (subject,), (other,) = (item.ids for item in named)
        found = [statement for statement in self.ranker.index.about[subject] if self._asked(statement, other, query)]
        if len(found) != 1:
            return None
        (statement,) = found
        holds = isinstance(statement.value, tuple) and (
            other in statement.value or any(other in self.ranker.index.within[v] for v in statement.value)
        )
        if not holds and statement.field and statement.field.type is not FieldType.ENTRY:
            return None
        return Finding(Shape.FACT, Rule.CHECKED, SCORE, (statement,), verdict="yes" if holds else "no")

    def _asked(self, statement: Statement, other: str, query: Query) -> bool:
        """Tell whether a statement is that of a field which may point to a thing, and explains all that is asked."""
        item = statement.field
        if item is None or self.ranker.knowledge.entries[other].kind not in item.of:
            return False
        return all(
            max((statement.concepts.get(concept, 0.0) for concept in topic.ids), default=0.0) >= ALL
            for topic in query.topics
        )
