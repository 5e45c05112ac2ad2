"""What a question has said itself, which answers nothing: "X takes part in Y, for which country?"."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.facts import Statement
from knowledge.query import Query


def seeks_other(query: Query) -> bool:
    """Tell whether a question asks which or where, and names several things: what they have to do with each other is
    no answer."""
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
