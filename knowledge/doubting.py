"""What speaks against a fact that was found: the question asks for more than the fact says, or for something else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise

from knowledge.facts import Statement
from knowledge.findings import Finding, Shape
from knowledge.intents import MORE_THAN, MOST
from knowledge.query import SURE_NAME, UNKNOWN_COMMON, Item, Query, Sort, is_year
from knowledge.tallying import OPERATORS

HALF_ASKED = 0.5
"""Share of a way to ask that is little."""

ALL_THE_SAME = frozenset({"should", "other", "only"})
"""Concepts that beside "who" say nothing of what somebody does: "who else", "who should"."""

EXPLAINS_LITTLE, SEVERAL = 0.7, 2
"""Share of a question below which little of it is explained, and how many words nobody has heard are several."""

AMOUNTS = frozenset({"amount", "how_much", "size"})
"""Concepts of words that ask for an amount."""

SURELY = 0.9
"""Least share of the guesses by which the largest is surely asked for."""


def half_asked(finding: Finding, query: Query) -> bool:
    """Tell whether the question has no more than half of any way to ask for what would be told."""
    told = {statement.id for statement in finding.statements}
    if finding.statements and finding.statements[0].is_summary and not query.has("define"):
        return True
    return any(scored.asked <= HALF_ASKED for scored in finding.ranked if scored.statement.id in told)


def only_what(query: Query, finding: Finding) -> bool:
    """Tell whether it would only be told what something is, where a question asks for more that nobody can tell."""
    told = finding.statements[0] if finding.shape is Shape.FACT and finding.statements else None
    if told is None or not told.is_summary or told.cues or told.entry not in query.entities:
        return False
    if query.has("define"):  # "what is X trying to invent?" asks for more than "what is X, in short?"
        return sum(item.ids.isdisjoint(told.concepts) for item in query.topics) >= SEVERAL
    return not (query.yes_no or query.ordinal) and (query.strange or asks_more(query, told))


def asks_for_most(guesses: Mapping[str, float], finding: Finding) -> bool:
    """Tell whether the largest is surely asked for, and a fact would be told that says nothing of sizes."""
    surely = guesses.get(MOST, 0.0) + guesses.get(MORE_THAN, 0.0) >= SURELY
    return surely and finding.shape is Shape.FACT


def asks_how(query: Query, finding: Finding) -> bool:
    """Tell whether it is asked how something goes, and what it is would be told: "how did it get its name?"."""
    named = any(i.sort is Sort.ENTITY and not i.aside for i in query.items)
    return named and query.has("how") and not query.has("define") and any(s.is_summary for s in finding.statements)


def leads(query: Query, finding: Finding) -> bool:
    """Tell whether an everyday word stands beside the name of what would be told: it asks for more than a name does."""
    told = {statement.entry for statement in finding.statements}
    named = any(i.sort is Sort.ENTITY and i.ids & told for i in query.items)
    return named and any(i.sort is Sort.HINT and not i.aside for i in query.items)


def asks_who_else(query: Query, finding: Finding) -> bool:
    """Tell whether it is asked who does what nothing that would be told speaks of: "who decides on new members?"."""
    if finding.shape is not Shape.FACT or not query.has("who"):
        return False
    told = finding.statements[0]
    others = told.value if isinstance(told.value, tuple) and len(told.value) > 1 else ()
    if query.entities and set(query.entities) <= set(others) and all(i.ids == {"who"} for i in query.topics):
        return True  # "who represents X?" is not answered by those that X is one of
    said = [i for i in query.items if not i.aside]
    return any(
        "who" in who.ids and _is_known(act, query, opens=who is query.items[0]) and not _meant(act.ids, told.concepts)
        for who, act in pairwise(said)
    )


def _is_known(act: Item, query: Query, *, opens: bool) -> bool:
    """Tell whether a word surely says what somebody does, be it that no phrasing has it: "who cleans there?"."""
    if act.sort is Sort.UNKNOWN:
        return opens and act.text not in query.heard and act.weight >= UNKNOWN_COMMON
    return act.sort is Sort.CONCEPT and act.similarity >= SURE_NAME


def asks_for_one(query: Query, finding: Finding) -> bool:
    """Tell whether the first or the last is asked for, of some that stand in no order: "which of them came last?"."""
    told = finding.statements[0] if finding.statements else None
    several = told is not None and isinstance(told.value, tuple) and len(told.value) > 1
    return query.ordinal != 0 and query.has("which") and (finding.shape is Shape.LIST or several)


def asks_how_much(query: Query, finding: Finding) -> bool:
    """Tell whether an amount is asked for, and a fact without any figure would be told."""
    told = finding.statements[0] if finding.shape is Shape.FACT else None
    if told is None or all(i.aside or i.ids.isdisjoint(AMOUNTS) for i in query.items):
        return False
    return all(map(is_year, told.numbers)) and AMOUNTS.isdisjoint(told.concepts)


def mostly_unheard(query: Query, finding: Finding) -> bool:
    """Tell whether a question is about what several words say that nobody has heard: "the house rules of X"."""
    strange = [i for i in query.unheard if not i.aside and i.weight >= UNKNOWN_COMMON]
    told = {s.id for s in finding.statements}
    little = any(s.explained < EXPLAINS_LITTLE for s in finding.ranked if s.statement.id in told)
    return finding.shape is Shape.FACT and len(strange) >= SEVERAL and little


def _meant(ids: Collection[str], told: Collection[str]) -> bool:
    """Tell whether a word asks for a kind of answer, as "else" does, or for something that is spoken of."""
    return any(i in told or i in OPERATORS or i in ALL_THE_SAME for i in ids)


def asks_more(query: Query, statement: Statement) -> bool:
    """Tell whether a question names something that a statement says nothing about; "where" may mean "in what"."""
    return any(i.ids.isdisjoint(statement.concepts) and not i.ids <= {"where"} for i in query.topics)
