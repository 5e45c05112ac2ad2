"""Statements that explain a question about equally well: whether they are readings of it, or all of them are meant."""

from __future__ import annotations

from knowledge.findings import UNNAMED
from knowledge.models import HELD, FieldType
from knowledge.query import Query
from knowledge.scoring import Scored

BARELY_ASKED, AS_GOOD = 0.75, 0.02
"""Share of a way to ask for a fact below which another fact of the same entry is offered, too, and the most by which it
may score less."""


def hold_word(rivals: list[Scored], query: Query) -> bool:
    """Tell whether all readings are short texts that hold a word asked for: "who speaks French?" means all of them."""
    held = {c for i in query.topics for c in i.ids if c.startswith(HELD)}
    texts = {s.statement.field.id for s in rivals if s.statement.field and s.statement.field.type is FieldType.TEXT}
    return len(texts) == 1 and all(not held.isdisjoint(s.statement.concepts) for s in rivals)


def hardly_told_apart(best: Scored, other: Scored) -> bool:
    """Tell whether a question that names nothing holds some words of two facts of one entry, and all of neither."""
    facts = all(s.statement.fact is not None and not s.statement.is_summary for s in (best, other))
    same = best.statement.entry == other.statement.entry
    unnamed = best.about < UNNAMED
    return facts and same and unnamed and best.asked < BARELY_ASKED and best.score - other.score < AS_GOOD


def asks_addresses(rivals: list[Scored], query: Query) -> bool:
    """Tell whether web addresses themselves are asked for, of several: "which websites do those in X have?"."""
    fields = {s.statement.field.id for s in rivals if s.statement.field and s.statement.field.type is FieldType.URL}
    # What stands in for the field is a fact of the same name.
    told = {s.statement.id.partition(".")[2] for s in rivals}
    which = query.direct and query.has("which") and not query.has("define")
    return which and bool(query.entities) and fields == told and len(told) == 1


def hold_named(rivals: list[Scored], query: Query) -> bool:
    """Tell whether all readings hold what was named: "what is KIT part of?" has several answers, not readings."""
    named = set(query.entities)
    return all(isinstance(r.statement.value, tuple) and named & set(r.statement.value) for r in rivals)


def hold_alike(rivals: list[Scored], query: Query) -> bool:
    """Tell whether all readings say that the things named are part of the same: "what connects X and Y?"."""
    values = {r.statement.value for r in rivals if r.statement.field and isinstance(r.statement.value, tuple)}
    return len(values) == 1 and {r.statement.entry for r in rivals} == set(query.entities) and _of_one_field(rivals)


def _of_one_field(rivals: list[Scored]) -> bool:
    return len({r.statement.field.id if r.statement.field else "" for r in rivals}) == 1


def same_address(rivals: list[Scored]) -> bool:
    """Tell whether all readings give the same web address: then there is nothing to choose."""
    values = {r.statement.value for r in rivals if r.statement.field}
    return len(values) == 1 and all(r.statement.field and r.statement.field.type is FieldType.URL for r in rivals)
