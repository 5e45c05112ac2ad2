"""Entries that bear a number, as the links of a guide do: "link 6" names one of them."""

from __future__ import annotations

from dataclasses import replace

from knowledge.models import FieldType, KnowledgeBase, Number
from knowledge.query import Item, Query, Sort

SAYS_NUMBER = frozenset({"number", "list"})
"""Concepts that beside a number say no more than that one is meant by it: "number 6 of the list"."""

FEWEST = 3
"""Entries that a numbering has at least."""


class Numbering:
    """Knows the entries of one knowledge base whose numbers run from 1 on."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Note the numbered entries of each kind, in the order of their numbers."""
        self.knowledge = knowledge
        self.in_order: dict[str, tuple[str, ...]] = {}
        self._says_nothing: dict[str, frozenset[str]] = {}
        for kind, known in knowledge.kinds.items():
            for name in known.fields:
                found = self._numbered(kind, name)
                if sorted(found) == list(range(1, len(found) + 1)) and len(found) >= FEWEST:
                    field = knowledge.fields[name]
                    self.in_order[kind] = tuple(found[number] for number in sorted(found))
                    asked = {text for text, _ in field.ask if text in knowledge.concepts}
                    self._says_nothing[kind] = frozenset({*SAYS_NUMBER, known.word, *field.also, *asked})

    def _numbered(self, kind: str, name: str) -> dict[float, str]:
        """Return the entries of a kind by a figure by which none is larger than another."""
        field = self.knowledge.fields.get(name)
        if field is None or field.type is not FieldType.NUMBER or field.size:
            return {}
        entries = (entry for entry in self.knowledge.entries.values() if entry.kind == kind)
        values = ((entry.values.get(name), entry.id) for entry in entries)
        return {value.value: entry for value, entry in values if isinstance(value, Number)}

    def named(self, query: Query) -> Query:
        """Return a query that names the entry whose number it says; else itself."""
        figure = self._figure(query)
        if figure is None or any(i.sort in {Sort.ENTITY, Sort.HINT, Sort.PLACE} for i in query.items):
            return query
        kind = self._kind(query, figure)
        listed = self.in_order.get(kind, ())
        (number,) = figure.ids
        if not number.isdecimal() or not 0 < int(number) <= len(listed):
            return query
        nothing = self._says_nothing[kind]
        name = Item(Sort.ENTITY, frozenset({listed[int(number) - 1]}), 1.0, kind)
        rest = [i for i in query.items if i is not figure and not i.ids & nothing]
        concepts = query.concepts - nothing - ({"count"} if query.has("number") else set())
        asked = replace(query, items=(name, *rest), entities=tuple(name.ids), concepts=concepts, numbers=(), ordinal=0)
        return replace(asked, kind="", many=False, direct=False, pointed=True)

    @staticmethod
    def _figure(query: Query) -> Item | None:
        """Return the one figure of a question."""
        found = [i for i in query.items if i.sort is Sort.NUMBER and not i.aside]
        return found[0] if len(found) == 1 and len(found[0].ids) == 1 else None

    def _kind(self, query: Query, figure: Item) -> str:
        """Return the numbered kind whose word, or "number", stands right before a figure; else nothing."""
        before = query.items[max(query.items.index(figure) - 2, 0) : query.items.index(figure)]
        said = before[-1:] if not before or "number" not in before[-1].ids else before
        if "number" in frozenset().union(*(i.ids for i in said)) and query.kind in self.in_order:
            return query.kind
        words = {self.knowledge.kinds[kind].word: kind for kind in self.in_order}
        return next((words[word] for item in said for word in sorted(item.ids & words.keys())), "")
