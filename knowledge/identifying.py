"""Several names that together mean one entry: "the car cluster of Germany and France" is that with members in both.

All places that a field of an entry holds must be named. "How many of its members are French?" asks for part of them.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.facts import Index
from knowledge.models import FieldType
from knowledge.query import Item, Query, Sort

FEWEST_PLACES = 2
"""Places that may together say which entry is meant."""

ASKS_OF_PLACES = frozenset({"where", "country", "nationality", "compare", "more_than", "less_than"})
"""Concepts by which the places themselves are asked about."""


class Identifying:
    """Knows by which places the entries of one knowledge base are told apart."""

    def __init__(self, main: str, index: Index) -> None:
        """Keep the places that a field of each entry holds, besides those that it lies in.

        Args:
            main: the kind of entry that is identified so, by id.
            index: what is said of the entries.
        """
        self.index, self.kind = index, main
        self.held: dict[str, list[frozenset[str]]] = {}
        for statement in index.statements:
            if statement.field is None or statement.field.type is not FieldType.ENTRIES or statement.field.within:
                continue
            value = frozenset(statement.value if isinstance(statement.value, tuple) else ())
            if len(value) >= FEWEST_PLACES and value <= index.places:
                self.held.setdefault(statement.entry, []).append(value)

    def identified(self, query: Query) -> Query:
        """Return a query that names the one entry which all its names together mean; else itself."""
        if query.yes_no or query.has(*ASKS_OF_PLACES):
            return query
        named = [i for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT} and not (i.aside or i.wanted)]
        places = [i for i in named if i.sort is Sort.ENTITY and i.ids <= self.index.places]
        others = [i for i in named if i not in places]
        if len(places) < FEWEST_PLACES or not others:
            return query
        said = frozenset(e for i in places for e in i.ids)
        meant = [e for e in self.index.of_kind.get(self.kind, ()) if self._is_meant(e, said, others)]
        if len(meant) != 1:
            return query
        (entry,) = meant
        name = Item(Sort.ENTITY, frozenset({entry}), 1.0, others[0].text)
        rest = [i for i in query.items if i not in named]
        return replace(query, items=(name, *rest), entities=(entry,))

    def _is_meant(self, entry: str, places: frozenset[str], others: list[Item]) -> bool:
        """Tell whether the places are those that a field of an entry holds, and all else that is named fits it."""
        around = self.index.within[entry]
        spanned = any(held <= places <= held | around for held in self.held.get(entry, ()))
        return spanned and all(entry in i.ids or not i.ids.isdisjoint(around) for i in others)
