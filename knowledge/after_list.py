"""A question that points into the last list → one that stands by itself: "the second one", "how many are those?"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.context import Carried, Carry, Context, Reading
from knowledge.editing import Editor
from knowledge.models import KnowledgeBase
from knowledge.numbering import Numbering
from knowledge.query import Item, Query, Sort

PAIR = 2
"""So many things can be compared by a pronoun: "which of the two is bigger?"."""

POINTS = frozenset({"number", "first", "later", "one", "two", "start", "other", "list"})
"""Concepts by which a place in a list is named."""

ADDS_NOTHING = frozenset({"count", "any", "exist", "other", "together", "entirely", "two", "which", "define"})
"""Concepts that may stand beside the word that counts: "how many is that altogether?"."""

HOW_MANY = frozenset({"two", "both", "one"})
"""Concepts that say no more of a list than how many stand in it: "which of the two"."""

NAMES_THEM = frozenset({"which", "who", "list", "names", "define", "one", "exist", "any"})
"""Concepts by which nothing is asked but what was counted: "which ones are they?"."""


@dataclass(frozen=True, slots=True)
class AfterList:
    """Reads what is asked after a list was told."""

    knowledge: KnowledgeBase
    """Entries and their kinds."""
    edit: Editor
    """Edits queries."""
    ordinals: frozenset[str]
    """Words of the expressions for a place in a list, in all languages."""
    numbering: Numbering
    """Knows entries that bear numbers."""

    def reading(self, query: Query, context: Context, last: Query) -> Reading | None:
        """Read a question that picks from the list, looks among it or counts it; None where it does none of that."""
        picked = self._picked(query, context)
        if picked is not None:
            return replace(picked, query=replace(picked.query, pointed=True))
        return self._among(query, context) or self._counted(query, context, last) or self._named(query, context, last)

    @staticmethod
    def _is_list(context: Context) -> bool:
        """Tell whether a list was told last."""
        told = bool(context.listed) and context.subjects == context.listed
        values = bool(context.told) and len(context.listed) >= PAIR
        return told or values or bool(context.items)

    def _named(self, query: Query, context: Context, last: Query) -> Reading | None:
        """List what was just counted: "which are they?"; of a figure alone nobody can tell what it counts."""
        if not last.has("count") or not query.has("which", "list", "names") or not self.edit.short(query):
            return None
        if not query.items or not query.asks_only(*NAMES_THEM):
            return None
        asked = self.edit.bare(replace(last, language=query.language, spans=query.spans, many=True))
        asked = replace(asked, concepts=asked.concepts | {"list"}, pointed=True)
        if not self._is_list(context):
            subjects = tuple(self.edit.entity(s) for s in context.subjects[:1] if s not in last.entities)
            names = Item(Sort.CONCEPT, frozenset({"names"}), 1.0, "names")
            asked = self.edit.having(asked, (*subjects, *(replace(i, counted=False) for i in asked.items), names))
        return Reading(asked, Carried(Carry.ASKED), sure=True)

    def _counted(self, query: Query, context: Context, last: Query) -> Reading | None:
        """Count what was just listed: "how many are those?"."""
        if not self._is_list(context) or not query.has("count") or not self.edit.short(query):
            return None
        if not all(i.sort in {Sort.CONCEPT, Sort.OPTIONAL} and i.ids & ADDS_NOTHING for i in query.items):
            return None
        again = replace(last, language=query.language, spans=query.spans)
        # The lines of one statement are no entries that could be counted: it is told again.
        counted = again if context.told and context.items else self.edit.counting(again, query)
        return Reading(replace(counted, pointed=True), Carried(Carry.AMONG), sure=True)

    @staticmethod
    def _other(query: Query, context: Context) -> int:
        """Return the place of the one of a pair that was not talked about last: "and the other one?"; 0 for none."""
        talked = [n for n, entry in enumerate(context.listed, 1) if entry in context.subjects]
        meant = "correction" in query.leaning or query.has("other")
        if len(context.listed) != PAIR or len(talked) != 1 or not meant or not query.asks_only("other", "one"):
            return 0
        return PAIR + 1 - talked[0]

    def _among(self, query: Query, context: Context) -> Reading | None:
        """Look among the entries last listed: "which of those are Austrian?"."""
        kinds = {self.knowledge.entries[e].kind for e in context.listed}
        asks = "pronoun" in query.leaning and query.has("which", "any", "who", "count", "most", "least")
        told_apart = any(i.sort in {Sort.ENTITY, Sort.HINT} for i in query.items) or query.has("most", "least")
        if "pronoun_plural" in query.leaning and query.topics and not query.topics_but("link", "online"):
            asks = told_apart = True  # "and their websites?"
        # "What did it do for Austria?" means the one of them that is talked about by now.
        one = len(context.subjects) == 1 and "pronoun_plural" not in query.leaning and not query.has("one")
        if len(context.listed) < PAIR or len(kinds) != 1 or not asks or not told_apart or one:
            return None
        query = self.edit.having(query, tuple(i for i in query.items if not i.ids or not i.ids <= HOW_MANY))
        query = replace(query, among=frozenset(context.listed), kind=kinds.pop(), many=True, direct=True, pointed=True)
        return Reading(query, Carried(Carry.AMONG), sure=True)

    def _points(self, item: Item) -> bool:
        """Tell whether a word says no more than which of the list is meant."""
        place = item.sort is Sort.UNKNOWN and item.text in self.ordinals
        return place or item.sort is Sort.NUMBER or bool(item.ids & POINTS)

    def _alike(self, context: Context) -> tuple[str, ...]:
        """Return all of the kind that was told of last, where those bear numbers or have no names.

        "The first aim" → "and the second?", "link 6" → "and 5?".
        """
        told = self.edit.index.by_id.get(context.told)
        if told is None or context.items:
            return ()
        entry = self.knowledge.entries[told.entry]
        if entry.kind in self.numbering.in_order:
            return self.numbering.in_order[entry.kind]
        return () if entry.names else tuple(self.edit.index.of_kind.get(entry.kind, ()))

    def _picked(self, query: Query, context: Context) -> Reading | None:
        """Resolve "the second one" and "number 8" against the last list."""
        listed = context.listed if len(context.listed) > 1 else self._alike(context) or context.listed
        # "The second biggest" is no place in the list.
        ranks = query.has("most", "least") and query.ordinal > 0
        position = 0 if ranks else query.ordinal or self._other(query, context)
        if (
            not position
            and query.numbers
            and (query.has("number") or (len(query.spans) <= 3 and len(query.items) == 1))
        ):
            position = int(query.numbers[0]) if query.numbers[0].isdecimal() else 0
        if not position or any(i.sort is Sort.ENTITY for i in query.items):
            return None
        items = tuple(i for i in query.items if not self._points(i))
        if context.items and not listed:
            if abs(position) > len(context.items):
                return None
            line = context.items[position - 1 if position > 0 else -1]
            return Reading(
                self.edit.having(query, (*items, Item(Sort.PLACE, frozenset(), 2.0, line))),
                Carried(Carry.LINE, line=line),
                sure=True,
            )
        if not listed or abs(position) > len(listed):
            return None
        entry = listed[position - 1 if position > 0 else -1]
        edited = self.edit.having(query, (self.edit.entity(entry), *items))
        edited = replace(edited, concepts=edited.concepts - POINTS, numbers=(), kind="")
        if "and" in query.leaning and edited.asks_nothing:
            edited = replace(edited, like=self.edit.same_asked((entry,), context.told))
        place = position if position > 0 else len(listed)
        return Reading(edited, Carried(Carry.PLACE, (entry,), place=place), sure=True)
