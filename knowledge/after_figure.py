"""A question that follows a figure → one that stands by itself: "and companies?", "in which countries?"."""

from __future__ import annotations

from knowledge.context import Carried, Carry, Context, Reading
from knowledge.editing import Editor
from knowledge.facts import Index
from knowledge.models import FieldType
from knowledge.query import Query

FROM_WHERE = frozenset({"nationality"})
"""Concepts by which it is asked where those are from that were counted."""


class AfterFigure:
    """Reads what is asked after a figure was told."""

    def __init__(self, index: Index, edit: Editor) -> None:
        """Keep the statements, and what edits queries."""
        self._index = index
        self._edit = edit

    def reading(self, query: Query, context: Context, carried: Query, last: Query) -> Reading | None:
        """Read a short question without a name; None where it has nothing to do with a figure.

        "And companies?" counts them too, and goes unanswered where nobody counted them. "In which countries?" asks
        where those are that were counted.

        Args:
            query: the question as it stands.
            context: what the conversation keeps.
            carried: the question, about what was last told about.
            last: the last question.
        """
        told = self._index.by_id.get(context.told)
        if told is None or told.field is None or told.field.type is not FieldType.NUMBER:
            return None
        if not query.topics or not self._edit.short(query):
            return None
        kinds = {kind.word for kind in self._edit.knowledge.kinds.values()}  # "research organisations"
        counted = [i for i in query.topics if i.ids & self._edit.units]
        if "and" in query.leaning and counted and all(i in counted or i.ids & kinds for i in query.topics):
            return Reading(self._edit.counting(carried, last), Carried(Carry.ADDED), sure=True)
        if all(i.wanted or i.ids <= FROM_WHERE for i in query.topics):
            return Reading(self._edit.with_topics(carried, self._edit.bare(last)), Carried(Carry.ADDED))
        return None
