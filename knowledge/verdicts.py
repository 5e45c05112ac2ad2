"""A statement told for a question that yes or no answers → which of them it says."""

from __future__ import annotations

from knowledge.facts import Statement
from knowledge.models import FieldType, KnowledgeBase, Number
from knowledge.query import Query, Sort


def verdict(statement: Statement, query: Query, knowledge: KnowledgeBase) -> str:
    """Return what a statement says to a question.

    Returns:
        ``yes``, ``no``, or nothing where it settles neither.
    """
    no, yes = (
        max((len(words) for words in said if words <= query.concepts), default=0)
        for said in (statement.no_if, statement.yes_if)
    )
    if no or yes:
        # "Are there 72 of them?" is not settled by there being any.
        others = statement.fact is not None and not statement.numbers.issuperset(query.numbers)
        # Of "run by the state" and "independent of the state" more is said.
        return "no" if no >= yes else "" if others else "yes"
    if isinstance(statement.value, Number) and query.numbers:
        return "yes" if query.numbers[0] in statement.numbers else "no"
    return _points_to(statement, query, knowledge)


def _points_to(statement: Statement, query: Query, knowledge: KnowledgeBase) -> str:
    """Return yes or no where a field points to what the question names, or to something else of its kind."""
    item, named = statement.field, set(query.entities)
    if item is None or not isinstance(statement.value, tuple):
        return ""
    if named & set(statement.value):
        if any(i.sort is Sort.CONCEPT and i.ids.isdisjoint(statement.concepts) for i in query.items):
            return ""  # "it stops at the French border, right?" says more than that it has to do with France
        return "no" if query.has("only", "entirely", "list") and set(statement.value) - named else "yes"
    known = knowledge.entries
    others = [e for e in named if e in known and e != statement.entry and known[e].kind in item.of]
    return "no" if item.type is FieldType.ENTRY and others else ""
