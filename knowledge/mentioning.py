"""What was told or mentioned a moment ago: where a question that goes on from it leads beside the point."""

from __future__ import annotations

from knowledge.context import Carried, Carry, Context
from knowledge.findings import Finding, Rule, Shape
from knowledge.query import Query
from knowledge.tallying import OPERATORS
from knowledge.understood import Understood

SAID_AS_WELL = frozenset({"when", "why", "how", "who"})
"""Concepts of what a sentence may say beside what was asked for."""


def passed_over(asked: Query, part: Understood) -> bool:
    """Tell whether a fact explains only what was taken over from the conversation: "and who pays them?".

    Args:
        asked: the question by itself.
        part: it with what was taken over, and what was found for that; what points into a list says no more.
    """
    finding = part.finding
    own = [item for item in asked.topics if item.ids - OPERATORS]
    if not own or part.query.pointed or finding.shape is not Shape.FACT or finding.rule is not Rule.BEST:
        return False
    told = finding.statements[0]
    return all(item.ids.isdisjoint(told.concepts) for item in own)


def beside(carried: Carried | None, query: Query, finding: Finding, context: Context) -> bool:
    """Tell whether a question that goes on from an answer leads beside the point.

    It does where it is told the same again: "how many members?", "and websites?". It does too where it is read as one
    about what was only mentioned, and leads to something else: "what industry is it in?", "and how many companies?".
    """
    if carried and carried.how in {Carry.ADDED, Carry.TALKED} and [s.id for s in finding.statements] == [context.told]:
        told = finding.statements[0]
        names = query.has("names", "list") and isinstance(told.value, tuple)
        # "For how long?", "and why?" may be answered by the same sentence.
        further = any(i.ids <= SAID_AS_WELL and not i.ids.isdisjoint(told.concepts) for i in query.topics)
        return finding.shape is Shape.FACT and not names and not further
    about = carried.entries if carried else ()
    if len(about) != 1 or about[0] not in context.mentioned or about[0] in context.subjects:
        return False
    if finding.shape in {Shape.COUNT, Shape.LIST}:
        return not query.direct
    if finding.shape is Shape.OPTIONS:
        return True
    return finding.shape is Shape.FACT and all(s.entry != about[0] for s in finding.statements)
