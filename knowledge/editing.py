"""Edits of a query: other names, other topics, without operators."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.counted import units
from knowledge.facts import Index
from knowledge.models import KnowledgeBase
from knowledge.query import Item, Query, Sort

INHERITED = 0.5
"""What a word taken over from the last question counts, against one of this question."""

OPERATORS_ONLY = frozenset(
    {"count", "where", "when", "who", "why", "more_than", "less_than", "most", "least", "how_much", "which"}
)
"""Concepts that only say what kind of answer is wanted."""

MEANT = 2.0
"""What a word counts that is all that is asked."""

WHEN_ELSE = frozenset({"later", "start", "now"})
"""Concepts by which the last question is asked of another time: "and later?"."""


@dataclass(slots=True)
class Editor:
    """Edits queries about one knowledge base."""

    knowledge: KnowledgeBase
    """Entries and their kinds."""
    index: Index
    """Which entries are places."""

    def entity(self, entry: str) -> Item:
        """Return an item that names an entry."""
        return Item(Sort.ENTITY, frozenset({entry}), 2.0, entry)

    def having(self, query: Query, items: tuple[Item, ...]) -> Query:
        """Return a query with other items."""
        entities: dict[str, None] = {}
        for item in items:
            if item.sort in {Sort.ENTITY, Sort.HINT}:
                for entry in sorted(item.ids):
                    entities.setdefault(entry)
        return replace(query, items=items, entities=tuple(entities))

    def with_topics(self, query: Query, last: Query) -> Query:
        """Ask what was asked last about the names of this question."""
        have = {i.ids for i in query.items}
        topics = tuple(
            replace(i, weight=INHERITED * i.weight, counted=False, listed=False, wanted=False)
            for i in last.items
            if i.sort in {Sort.CONCEPT, Sort.OPTIONAL} and not i.aside and i.ids not in have
        )
        merged = replace(
            query, concepts=query.concepts | last.concepts, near=query.near | last.near, kind=query.kind or last.kind
        )
        return self.having(merged, (*query.items, *topics))

    def meant(self, query: Query, concepts: Collection[str]) -> Query:
        """Return a query in which words for these concepts, which may hold a text together only, want an answer."""
        items = (
            replace(i, sort=Sort.CONCEPT, weight=MEANT) if i.ids and i.ids.issubset(concepts) else i
            for i in query.items
        )
        return self.having(query, tuple(items))

    def renamed(self, query: Query, last: Query, subjects: Collection[str]) -> Query:
        """Ask the last question about the names of this one: those of the same kind give way.

        Args:
            query: the question with the other names.
            last: the last question.
            subjects: what was last told about.
        """
        new = tuple(i for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT})
        kinds = {self.kind_of(i) for i in new}
        places = any(self.is_place(e) for i in new for e in i.ids)
        kept: list[Item] = []
        for item in last.items:
            if item.sort in {Sort.ENTITY, Sort.HINT}:
                same = self.kind_of(item) in kinds or (places and any(self.is_place(e) for e in item.ids))
                subject = bool(item.ids & set(subjects)) and not any(
                    e in self.index.within.get(s, ()) for s in item.ids for i in new for e in i.ids
                )
                if same or (subject and not places) or (subject and places and not self._stays(item, new)):
                    continue
            if item.sort in {Sort.UNKNOWN, Sort.PLACE}:
                continue
            kept.append(item)
        return self.having(
            replace(last, language=query.language, spans=query.spans, leaning=query.leaning, exclude=frozenset()),
            (*new, *kept),
        )

    def same_asked(self, entries: Collection[str], told: str) -> str:
        """Return the statement last told, by id, where it could be asked of one of these entries; else nothing."""
        statement = self.index.by_id.get(told)
        if statement is None or statement.is_summary:
            return ""
        kind, name = self.knowledge.entries[statement.entry].kind, told.partition(".")[2]
        alike = any(self.knowledge.entries[e].kind == kind or f"{e}.{name}" in self.index.by_id for e in entries)
        return told if alike else ""

    def _stays(self, item: Item, new: tuple[Item, ...]) -> bool:
        """Tell whether a name of the last question goes with the new place."""
        return any(e in self.index.within.get(s, ()) for s in item.ids for i in new for e in i.ids)

    @property
    def units(self) -> frozenset[str]:
        """Return the concepts that are counted: members, companies."""
        return units(self.knowledge)

    def counting(self, query: Query, last: Query) -> Query:
        """Ask how many there are, where the last question did."""
        counts = tuple(i for i in last.items if i.ids <= {"count"} and i.sort is Sort.CONCEPT)
        return replace(self.having(query, (*query.items, *counts)), concepts=query.concepts | {"count"})

    @staticmethod
    def bare(query: Query) -> Query:
        """Return a query without its operators."""
        items = tuple(i for i in query.items if not i.ids <= OPERATORS_ONLY)
        return replace(query, items=items, concepts=query.concepts - OPERATORS_ONLY)

    def narrowed(self, query: Query, entry: str) -> Query:
        """Return the last question, asked within one entry only; the word for its kind stood for it: "the region"."""
        word = frozenset({self.knowledge.kinds[self.knowledge.entries[entry].kind].word})
        narrowed = self.having(query, (self.entity(entry), *(i for i in query.items if i.ids != word)))
        return replace(narrowed, concepts=narrowed.concepts - word)

    def is_place(self, entry: str) -> bool:
        """Tell whether an entry is a place that others lie in."""
        return entry in self.index.places

    def kind_of(self, item: Item) -> str:
        """Return the kind of entry that an item names, or an empty string."""
        return next((self.knowledge.entries[e].kind for e in sorted(item.ids) if e in self.knowledge.entries), "")

    def elsewhere(self, query: Query) -> bool:
        """Tell whether a question says nothing but where else, in a place that nothing is known of: "and in Tyrol?"."""
        before = self.place_prepositions(query)
        places = {b.text for a, b in pairwise(query.spans) if a.text in before}
        strange = bool(query.topics) and all(i.ids <= self.index.unrecorded for i in query.topics)
        return strange and not query.entities and all(i.text in places for i in query.topics)

    def place_prepositions(self, query: Query) -> Collection[str]:
        """Return the words of a question's language after which a place is named."""
        language = self.knowledge.languages.get(query.language)
        return language.follow_up.get("place_preposition", ()) if language else ()

    @staticmethod
    def is_operator(item: Item) -> bool:
        """Tell whether an item only says what kind of answer is wanted."""
        return item.weight <= 0.8 and not item.ids - {
            "count",
            "where",
            "when",
            "who",
            "why",
            "should",
            "compare",
            "most",
            "least",
            "more_than",
            "less_than",
            "how_much",
        }

    @staticmethod
    def short(query: Query) -> bool:
        """Tell whether a query has few words."""
        return len(query.spans) <= 6

    @staticmethod
    def only_unknown(query: Query) -> bool:
        """Tell whether a question says nothing but words that are not known: "Bratislava?"."""
        return (
            any(i.sort in {Sort.UNKNOWN, Sort.PLACE} and i.weight >= 0.4 for i in query.items)
            and not query.topics
            and not query.entities
        )
