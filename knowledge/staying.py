"""A place that an everyday word leads to: it says in which region somebody is who looks for something there.

Of a town nothing is on record: nothing that is said of its region need be true of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from knowledge.query import Item, Query, Sort


def staying(query: Query, places: Collection[str]) -> Query:
    """Return a query in which a word that leads to a place is a place of which nothing is known.

    It stays what it is where somebody tells what they do, and where: "a sawmill near Graz".

    Args:
        query: the question.
        places: entries that others lie in.
    """
    leading = [i for i in query.items if i.sort is Sort.HINT and i.ids.issubset(places)]
    if not leading or (_tells_what(query, leading) and not query.has("define") and not query.yes_no):
        return query
    items = tuple(replace(i, sort=Sort.PLACE, ids=frozenset()) if i in leading else i for i in query.items)
    led = {e for i in leading for e in i.ids}
    named = {e for i in items for e in i.ids}
    return replace(query, items=items, entities=tuple(e for e in query.entities if e not in led or e in named))


def _tells_what(query: Query, leading: Collection[Item]) -> bool:
    """Tell whether a question leads to anything but the place, as by what somebody makes."""
    return any(i.sort is Sort.HINT and i not in leading for i in query.items)
