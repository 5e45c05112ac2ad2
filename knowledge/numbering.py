"""Entries that bear a number, as the links of a guide do: "link 6" names one of them."""

from __future__ import annotations

from dataclasses import replace

from knowledge.models import FieldType, KnowledgeBase, Number
from knowledge.query import Item, Query, Sort

SAYS_NUMBER = frozenset({"number", "list"})
"""Concepts that beside a number say no more than that one is meant by it: "number 6 of the list"."""

FEWEST = 2
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
        """Return the entries of a kind by a figure that counts and measures nothing."""
        field = self.knowledge.fields.get(name)
        if field is None or field.type is not FieldType.NUMBER or field.unit or field.size:
            return {}
        entries = (entry for entry in self.knowledge.entries.values() if entry.kind == kind)
        values = ((entry.values.get(name), entry.id) for entry in entries)
        return {value.value: entry for value, entry in values if isinstance(value, Number)}

    def named(self, query: Query) -> Query:
        """Return a query that names the entry whose number it says; else itself."""
        listed = self.in_order.get(query.kind, ())
        figures = [i for i in query.items if i.sort is Sort.NUMBER and not i.aside]
        number = query.ordinal or (int(query.numbers[0]) if len(figures) == 1 and query.numbers[0].isdigit() else 0)
        if not 0 < number <= len(listed) or len(figures) > 1:
            return query
        if any(i.sort in {Sort.ENTITY, Sort.HINT, Sort.PLACE} for i in query.items):
            return query
        nothing = self._says_nothing[query.kind]
        rest = [i for i in query.items if i not in figures and not i.ids & nothing]
        entry = listed[number - 1]
        name = Item(Sort.ENTITY, frozenset({entry}), 1.0, query.kind)
        concepts = query.concepts - nothing - {"count"}
        asked = replace(query, items=(name, *rest), entities=(entry,), concepts=concepts, numbers=(), ordinal=0)
        return replace(asked, kind="", many=False, direct=False, pointed=True)
