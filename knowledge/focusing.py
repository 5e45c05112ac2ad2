"""What a question that names nothing is about, where the asker is somewhere: at an event about Styria, about Styria.

"Which clusters are there?" is asked once as it stands and once of the focus. Where both can be told, that of the focus
is told only if the question as it stands lists things of everywhere, or tells about something elsewhere that it did
not name: what a cluster is, is the same everywhere.
"""

from __future__ import annotations

from knowledge.facts import Index
from knowledge.findings import Finding, Shape, told_entries
from knowledge.models import KnowledgeBase
from knowledge.query import Query, Sort

SURE = 0.7
"""Least score of what is told about the focus."""

LESS_SURE = 0.12
"""How much less sure it may be than what would be told otherwise."""

_LISTED = {Shape.LIST, Shape.COUNT, Shape.SEVERAL, Shape.MOST}


def names_nothing(query: Query) -> bool:
    """Tell whether a question leaves open what it is about, and asks for something at all."""
    named = any(item.sort in {Sort.ENTITY, Sort.PLACE} for item in query.items)
    # "Quels clusters y a-t-il ?" has a pronoun in it that points at nothing.
    asked_for = bool(query.kind) and query.direct
    points = query.pointed or (bool(query.leaning & {"pronoun", "pronoun_plural"}) and not asked_for)
    return not named and not points and not query.strange and bool(query.topics or query.kind)


def preferred(plain: Finding, focused: Finding, focus: str, knowledge: KnowledgeBase, index: Index) -> bool:
    """Tell whether to tell what was found of the focus.

    Args:
        plain: what was found for the question as it stands.
        focused: what was found for the same question asked of the focus.
        focus: the entry.
        knowledge: entries and their kinds.
        index: what lies in what.
    """
    told = told_entries(focused)
    lying_in = all(focus in index.within.get(entry, ()) for entry in told)
    inside = lying_in or any(entry == focus or focus in index.within.get(entry, ()) for entry in told)
    if not told or not focused.answered or focused.score < SURE or not inside or focused.verdict == "no":
        return False
    if plain.shape is Shape.MOST:
        return focused.shape is Shape.MOST
    if plain.shape in _LISTED or (plain.shape is Shape.OPTIONS and plain.facet):
        alike = all(knowledge.entries[entry].kind == plain.kind for entry in told[:1])
        as_many = focused.shape in _LISTED or plain.shape is not Shape.COUNT
        return lying_in and alike and as_many and set(told) != set(told_entries(plain))
    if not plain.answered:
        # A refusal has its reasons: only what is found nowhere for want of a name may be about the focus.
        return plain.shape is Shape.OPTIONS or focused.score > plain.score
    elsewhere = [s.entry for s in plain.statements if s.entry != focus and focus not in index.within.get(s.entry, ())]
    particular = any(index.within.get(entry) or entry in index.places for entry in elsewhere)
    return bool(elsewhere) and particular and focused.score >= plain.score - LESS_SURE
