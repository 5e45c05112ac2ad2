"""What was in a year: "what happened in 1995?" is answered by the facts that speak of it."""

from __future__ import annotations

from knowledge.facts import Index
from knowledge.findings import UNNAMED, Finding, Rule, Shape
from knowledge.query import Query, Sort, is_year
from knowledge.scoring import Scored
from knowledge.text import words

SCORE = 0.8
"""Score of such an answer."""

ASKS_NOTHING_ELSE = ("which", "define", "list", "do", "any", "exist")
"""Concepts that may stand beside the year."""


def of_year(query: Query, index: Index) -> Finding | None:
    """Tell the facts that speak of the one year in a question which says nothing else; None for any other question.

    The year that the source is of says nothing: everything is dated by it.
    """
    years = {figure for item in query.items if item.sort is Sort.NUMBER for figure in item.ids}
    if len(years) != 1 or not is_year(*years) or not query.asks_only(*years, *ASKS_NOTHING_ELSE):
        return None
    (year,) = years
    told = (s for s in index.statements if s.fact is not None and not s.is_summary)
    found = tuple(s for s in told if s.fact is not None and year in words(s.fact.say.get("en", "")))
    if not found:
        return None
    ranked = tuple(Scored(SCORE, s, 1, 1, UNNAMED) for s in found)
    if len(found) == 1:
        return Finding(Shape.FACT, Rule.BEST, SCORE, found, ranked=ranked)
    return Finding(Shape.SEVERAL, Rule.ALL_ASKED, SCORE, found, ranked=ranked)
