"""A comparison that follows two things → one that stands by itself: "which is bigger?", "is Nanovalley larger?"."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.after_extreme import SUPERLATIVES
from knowledge.context import Carried, Carry, Context, Reading
from knowledge.editing import Editor
from knowledge.models import KnowledgeBase
from knowledge.query import Query, Sort

AGAINST = ("more_than", "less_than")
"""Concepts that set one thing against another."""

BOTH = ("two", "both")
"""Concepts that say that two are meant."""


@dataclass(frozen=True, slots=True)
class AfterTwo:
    """Reads a comparison that leaves open what is compared."""

    knowledge: KnowledgeBase
    """Kinds of entries."""
    edit: Editor
    """Edits queries."""

    def reading(self, query: Query, context: Context) -> Reading | None:
        """Set what was told about last against what was talked about before it, or against what the question names.

        None where it is no comparison, names what it compares, or where they are of different kinds: nobody asks
        whether a region is larger than its clusters.
        """
        if query.numbers or len(context.subjects) != 1 or not self.edit.short(query):
            return None
        # The largest or smallest is one of two only where two are said to be meant: "the largest of the two".
        both = query.has(*BOTH)
        if not (self._against(query) or (both and query.has(*SUPERLATIVES))):
            return None
        named = [item for item in query.items if item.sort in {Sort.ENTITY, Sort.HINT, Sort.PLACE}]
        if named:
            others = query.entities if len(named) == 1 and len(query.entities) == 1 and query.yes_no else ()
        else:
            others = (context.before,) if context.before and (both or query.has("which", "who", "define")) else ()
        pair = (*others, *context.subjects)
        kinds = {self.knowledge.entries[entry].kind for entry in pair}
        if len(set(pair)) != 2 or len(kinds) != 1 or not {query.kind} <= {"", *kinds}:
            return None
        rest = tuple(item for item in query.items if item not in named)
        compared = self.edit.having(query, (*(self.edit.entity(entry) for entry in pair), *rest))
        return Reading(compared, Carried(Carry.ABOUT, tuple(e for e in pair if e not in query.entities)), sure=True)

    @staticmethod
    def _against(query: Query) -> bool:
        """Tell whether one thing is set against another: "which is bigger?".

        Where a language has one word for bigger and biggest, the word for a kind beside it makes it the biggest of all.
        """
        return query.has(*AGAINST) and not (query.kind and query.has(*SUPERLATIVES))
