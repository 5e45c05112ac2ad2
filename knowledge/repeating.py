"""What a question has said itself, which answers nothing: "X takes part in Y, for which country?"."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.facts import Index, Statement
from knowledge.query import Query, Sort

TOLD = 0.99
"""How well a statement explains a word that it tells."""


def seeks_other(query: Query) -> bool:
    """Tell whether which or where is asked of several things named: what links them is no answer."""
    asks = query.has("where") or (bool(query.kind) and query.direct)
    return asks and not query.yes_no and len(query.entities) > 1


def repeats(statement: Statement, query: Query, within: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a statement says of a thing named nothing but what is named as well.

    Nor does it say anything new where it tells what lies around that: "where in Styria is X?" is not answered by the
    country.

    Args:
        statement: what could be told.
        query: a question that :func:`seeks_other`.
        within: what each entry lies in.
    """
    values = statement.value
    if not isinstance(values, tuple) or statement.entry not in query.entities:
        return False
    others = [entry for entry in query.entities if entry != statement.entry]
    around = frozenset[str]().union(*(within.get(entry, frozenset()) for entry in others)) if not query.kind else ()
    return bool(values) and all(value in query.entities or value in around for value in values)


def says_it_all(query: Query, index: Index) -> bool:
    """Tell whether a question asks where in a place something is, of which nothing but that place is on record."""
    if not query.has("where") or query.kind or not seeks_other(query) or query.strange:
        return False
    if any(item.sort is Sort.HINT for item in query.items):
        return False
    for entry in query.entities:
        lying = [s for s in index.about.get(entry, ()) if s.field and s.field.within and _tells(s, query)]
        if lying and all(repeats(s, query, index.within) for s in lying):
            return True
    return False


def _tells(statement: Statement, query: Query) -> bool:
    """Tell whether a statement explains all that is asked, names apart."""
    told = statement.concepts
    return all(any(told.get(concept, 0.0) >= TOLD for concept in item.ids) for item in query.topics)
