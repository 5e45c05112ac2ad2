"""Where people say they are before they ask: "I write for a paper in Lille. How many poles are there?"."""

from __future__ import annotations

from dataclasses import replace

from knowledge.facts import Index
from knowledge.models import KnowledgeBase
from knowledge.query import Item, Query, Sort

ELSEWHERE = "elsewhere"
"""Concept of names of places that nothing is known of."""


class Scenes:
    """Tells which places of a scene a question is about, in one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, index: Index) -> None:
        """Keep by what kinds of entries those of the main kind are told apart: where they lie, what they work in."""
        self.knowledge, self.index = knowledge, index
        self.around = around_main(knowledge)

    def set_apart(self, query: Query) -> Query:
        """Return a query without the unknown places of the scene, where it asks of something named or of another place.

        "There" means the place named last, so that what is unknown of it stays so.
        """
        strange = [item for item in query.items if self._is_strange(item)]
        if not strange:
            return query
        if "place_pronoun" in query.leaning:
            known = self.index.places
            named = [i for i in query.items if i in strange or (i.sort is Sort.ENTITY and i.ids <= known and i.aside)]
            if named[-1] in strange:
                items = (replace(i, aside=False) if i is named[-1] else i for i in query.items)
                return replace(query, items=tuple(items))
        elif not any(self._is_thing(item) for item in query.items):
            return query
        return replace(query, items=tuple(i for i in query.items if i not in strange))

    @staticmethod
    def _is_strange(item: Item) -> bool:
        """Tell whether a word of the scene is a place that nothing is known of."""
        return item.aside and (item.sort is Sort.PLACE or ELSEWHERE in item.ids)

    def _is_thing(self, item: Item) -> bool:
        """Tell whether something is named that is no place, and not what many work in."""
        kinds = {self.knowledge.entries[e].kind for e in item.ids} if item.sort is Sort.ENTITY else set()
        return bool(kinds) and kinds.isdisjoint(self.around) and item.ids.isdisjoint(self.index.places)


def around_main(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the kinds of entries that those of the main kind lie in: regions, sectors; none where there is none."""
    main = knowledge.kinds.get(knowledge.main)
    fields = (knowledge.fields[f] for f in main.fields if f in knowledge.fields) if main else ()
    return frozenset(kind for field in fields if field.within for kind in field.of)
