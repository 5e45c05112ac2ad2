"""Who tells at length what they do and where, and asks what there is for them: that is told, whatever else they tell.

"My aunt runs a sawmill in Styria, and the chamber keeps telling her to get into one of those clusters. Any idea?" names
a trade, a place and the kind of thing that everything is about, and asks for nothing else. The rest sets the scene.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.findings import Finding, Shape
from knowledge.listing import Lister
from knowledge.models import KnowledgeBase
from knowledge.presuming import asks_who_made
from knowledge.query import UNKNOWN_COMMON, Query, Sort
from knowledge.span import Span

FOR_ME = frozenset({"recommend_me", "person_like_me"})
"""Concepts by which something is wanted for whoever asks."""

ASKS = frozenset({"which", "any", "one", "where", "should", "who", "recommend", "recommend_me"})
"""Concepts by which it is asked what there is."""

ELSEWHERE = frozenset({"elsewhere", "other_country", "not"})
"""Concepts by which nothing of what is known is meant."""

NOTHING_ELSE = frozenset({"where", "should", "who", "idea", "recommend", "one", "exist", "need", "support"})
"""Concepts that ask for nothing particular of what is looked for."""


class Advising:
    """Finds the entry that suits somebody's trade and place, in one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, lister: Lister) -> None:
        """Keep what all of the knowledge is about: the kind that is narrowed down by a facet."""
        self.lister, self.places = lister, lister.ranker.index.places
        self._kind = knowledge.kinds.get(knowledge.main)
        self._kinds = {entry.id: entry.kind for entry in knowledge.entries.values()}
        # A trade is what people have everyday words for; an organisation is none.
        self._trades = frozenset(e.id for e in knowledge.entries.values() if any(e.words.values()))

    def finding(self, message: Query, asked: Query, told: Finding) -> Finding | None:
        """Return what suits whoever tells of a trade; None where that is not asked, or nothing suits.

        Args:
            message: the whole message, read as one.
            asked: the question in it.
            told: what would be told for that, which :meth:`may_help` lets be doubted.
        """
        if told.shape is Shape.FACT and not (message.has(*FOR_ME) and _is_no_news(told, message)):
            return None
        if self._kind is None or not self._asks_nothing_else(message, asked):
            return None
        leading = (i for i in message.items if i.sort in {Sort.ENTITY, Sort.HINT})
        items = tuple(replace(item, aside=False) for item in leading)
        if all(item.ids <= self.places or item.ids.isdisjoint(self._trades) for item in items):
            return None
        wanted = replace(message, items=items, kind=self._kind.id, direct=True, concepts=FOR_ME)
        return self.lister.fitting(self.lister.grouper.agreeing(wanted))

    def may_help(self, told: Finding, spans: Iterable[Span]) -> bool:
        """Tell whether it may be worth reading a message as one: a trade is told of, and too little would be told."""
        if told.shape is Shape.FACT and not any(s.field is not None and s.field.within for s in told.statements):
            return False
        if told.shape not in {Shape.FACT, Shape.NOTHING}:
            return False
        named = {m.id[2:] for span in spans for m in span.meanings if m.id.startswith("e:")}
        return not named <= self.places

    def _asks_nothing_else(self, message: Query, asked: Query) -> bool:
        """Tell whether it is asked what there is of the kind, and nothing particular of it."""
        kind = self._kind
        wanted = kind is not None and (kind.word in message.concepts or message.has(*FOR_ME))
        if kind is None or not wanted or not message.has(*ASKS) or any(i.sort is Sort.PLACE for i in message.items):
            return False
        if message.has(*ELSEWHERE) or any(self._kinds[e] == kind.id for i in message.surely_named for e in i.ids):
            return False  # of one that is named something is asked
        if asks_who_made(asked):
            return False
        beside = NOTHING_ELSE | {kind.word, *kind.also}
        strange = any(i.sort is Sort.UNKNOWN and not i.aside and i.weight >= UNKNOWN_COMMON for i in asked.items)
        return not strange and all(item.ids <= beside for item in asked.topics)


def _is_no_news(finding: Finding, message: Query) -> bool:
    """Tell whether a fact says only that something lies in, or deals with, what the message names itself."""
    told = finding.statements[0] if finding.shape is Shape.FACT else None
    if told is None or told.field is None or not told.field.within or not isinstance(told.value, tuple):
        return False
    return not finding.verdict and set(told.value) <= {entry for item in message.items for entry in item.ids}
