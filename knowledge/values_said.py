"""Lists of entries for what a field says of each: that all wards are on some floor tells nothing of the third floor."""

from __future__ import annotations

from collections.abc import Collection

from knowledge.models import HELD, FieldType
from knowledge.query import Query, Sort
from knowledge.scoring import Scored

_VALUED = frozenset({FieldType.TEXT, FieldType.NUMBER, FieldType.YEAR})


def say_values(chosen: Collection[Scored]) -> bool:
    """Tell whether statements say a text, a figure or a year each."""
    return all(s.statement.field is not None and s.statement.field.type in _VALUED for s in chosen)


def half_understood(query: Query, chosen: Collection[Scored]) -> bool:
    """Tell whether a list would hold whatever has a field, while a word that is not known tells which of it is meant.

    Args:
        query: the question.
        chosen: what would be listed, each entry with what fits best.
    """
    unknown = any(i.sort is Sort.UNKNOWN and not i.aside for i in query.unheard)
    held = any(c.startswith(HELD) for i in query.topics for c in i.ids)
    return unknown and not held and not query.entities and not query.numbers and say_values(chosen)
