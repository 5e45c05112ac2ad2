"""A superlative that follows another question → one that stands by itself: "and the fewest?", "and the cheapest?"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.context import Carried, Carry, Context, Reading
from knowledge.editing import Editor
from knowledge.models import KnowledgeBase
from knowledge.query import Item, Query, Sort

SUPERLATIVES = frozenset({"most", "least"})
"""Concepts that ask for the largest or the smallest."""

SIZES = frozenset({"size", "big"})
"""Concepts that say by which figures things are large or small, where no unit does."""


@dataclass(frozen=True, slots=True)
class AfterExtreme:
    """Reads a superlative that leaves open of what, or by which figure."""

    knowledge: KnowledgeBase
    """Kinds of entries."""
    edit: Editor
    """Edits queries."""

    def reading(self, query: Query, context: Context, last: Query) -> Reading | None:
        """Read a superlative in the light of the last question; None where it is none, or leaves nothing open.

        After another superlative it looks among the same things, by the same figure where it names none; after a list,
        among what was listed. The entry that was told about last has nothing to do with it.
        """
        if not self._only_superlative(query):
            return None
        if last.has(*SUPERLATIVES):
            return Reading(self._another(query, last), Carried(Carry.ASKED), sure=True)
        kinds = {self.knowledge.entries[e].kind for e in context.listed}
        goes_on = "and" in query.leaning or query.has("which", "who")
        if goes_on and len(context.listed) > 1 and len(kinds) == 1:
            measured = () if any(i.ids & self.edit.units for i in query.items) else self._figures(last)
            among = replace(query, among=frozenset(context.listed), kind=kinds.pop(), pointed=True)
            among = replace(among, concepts=among.concepts | {c for i in measured for c in i.ids})
            among = self.edit.having(among, (*among.items, *measured))
            return Reading(among, Carried(Carry.AMONG), sure=True)
        return None

    def _figures(self, last: Query) -> tuple[Item, ...]:
        """Return the words for what was counted last: "with over 60 members", "and which has the most?"."""
        return tuple(i for i in last.topics if i.ids <= self.edit.units and not i.ids & self._kind_words)

    def _only_superlative(self, query: Query) -> bool:
        """Tell whether a question says next to nothing but a superlative: "and the cheapest?"."""
        if not query.has(*SUPERLATIVES) or query.kind or query.numbers or not self.edit.short(query):
            return False
        says = SUPERLATIVES | SIZES | self.edit.units
        topics = all(i.ids & says for i in query.topics)
        return topics and all(i.sort in {Sort.CONCEPT, Sort.OPTIONAL} for i in query.items)

    def _another(self, query: Query, last: Query) -> Query:
        """Ask for another superlative of the same things."""
        compares = [i for i in last.items if i.ids & SUPERLATIVES and i.sort in {Sort.CONCEPT, Sort.OPTIONAL}]
        measured = SIZES | self.edit.units
        if any(i.ids & measured for i in query.items):  # it names its own figure
            compares += [i for i in last.topics if i.ids & measured and not i.ids & self._kind_words]
        stays = tuple(i for i in last.items if i not in compares)
        by_word = frozenset[str]()
        if not any(i.ids & measured for i in query.items):  # "the dearest" has told by which figure, too
            by_word = frozenset(c for i in compares for c in i.ids & measured)
        items = tuple(_measuring(i, by_word) for i in query.items)
        dropped = frozenset(c for i in compares for c in i.ids)
        kept = frozenset(c for i in stays for c in i.ids)
        asked = replace(
            query,
            concepts=(last.concepts - (dropped - kept)) | query.concepts | by_word,
            near=last.near | query.near,
            kind=last.kind,
            among=last.among,
            exclude=last.exclude,
            pointed=True,
        )
        return self.edit.having(asked, (*stays, *items))

    @property
    def _kind_words(self) -> frozenset[str]:
        return frozenset(kind.word for kind in self.knowledge.kinds.values())


def _measuring(item: Item, by_word: frozenset[str]) -> Item:
    """Let a superlative without a figure of its own compare by that of the last one."""
    return replace(item, ids=item.ids | by_word) if item.ids & SUPERLATIVES else item
