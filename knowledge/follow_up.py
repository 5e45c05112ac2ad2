"""A question that leans on what was said before → questions that stand by themselves.

"And in Styria?", "the second one", "its website?" and "no, the Austrian one" are edits of the last query, not new
searches. Every edit that might be meant is returned, the likeliest first; which of them explains something decides.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.after_figure import AfterFigure
from knowledge.context import Carried, Carry, Context, Reading
from knowledge.editing import OPERATORS_ONLY, Editor
from knowledge.facts import Index
from knowledge.models import FieldType, KnowledgeBase
from knowledge.query import Item, Query, Sort

WHOLE = frozenset({"define", "list", "exist", "any", "which", "count"})
"""Concepts that make a whole question with the word for a kind."""
PAIR = 2
"""So many things can be compared by a pronoun: "which of the two is bigger?"."""


class FollowUps:
    """Edits queries by their context."""

    def __init__(self, knowledge: KnowledgeBase, index: Index) -> None:
        """Keep what is needed to compare kinds and places."""
        self.knowledge = knowledge
        self.index = index
        self.edit = Editor(knowledge, index)
        self._after_figure = AfterFigure(index, self.edit)

    def readings(self, query: Query, context: Context) -> list[Reading]:
        """Return what a question can mean in its context, the likeliest first; itself is nearly always among them."""
        alone = Reading(query)
        if context.query is None:
            return [alone]
        pointed = self._pointed(query, context, context.query)
        if pointed or self._complete(query):
            return pointed or [alone]
        named = any(i.sort in {Sort.ENTITY, Sort.HINT} for i in query.items)
        found = self._about_names(query, context, context.query) if named else []
        if context.subjects:
            found += self._about_subjects(query, context, context.query, named=named)
        if self.edit.only_unknown(query) or self.edit.elsewhere(query):
            return [*[r for r in found if r.sure], alone]
        if named or not context.subjects or query.leaning & {"pronoun", "new_subject"}:
            return [*found, alone]
        return [*found, *self._carried_on(query, context, context.query)]

    def _complete(self, query: Query) -> bool:
        """Tell whether a question leaves nothing open: "what is a cluster?", "list all regions"."""
        if query.leaning & {"and", "pronoun", "pronoun_plural", "place_pronoun", "correction"} or not query.kind:
            return False
        asked = {*WHOLE, self.knowledge.kinds[query.kind].word}
        return query.has("define", "list", "exist") and all(item.ids <= asked for item in query.items)

    def _carried_on(self, query: Query, context: Context, last: Query) -> list[Reading]:
        """Read a question without a name as one about what was last told, or as it stands."""
        alone = Reading(query)
        carried = Reading(self._with_subject(query, context), _about(context))
        if figure := self._after_figure.reading(query, context, carried.query, last):
            return [figure, alone] if figure.sure else [figure, carried, alone]
        if "and" not in query.leaning:
            return [alone, carried]
        if not self.edit.short(query):
            return [carried, alone]
        added = self.edit.with_topics(carried.query, self.edit.bare(last))
        return [Reading(added, Carried(Carry.ADDED)), carried, alone]

    def _pointed(self, query: Query, context: Context, last: Query) -> list[Reading]:
        """Resolve what points at the last reply: "none of these", "the second one", "no, I meant …"."""
        alone = Reading(query)
        if "none_of_these" in query.leaning and query.entities and last.kind:
            return [Reading(replace(query, kind=last.kind), Carried(Carry.KIND)), alone]
        picked = self._picked(query, context)
        if picked is not None:
            return [replace(picked, query=replace(picked.query, pointed=True))]
        among = self._among(query, context)
        if among is not None:
            return [among]
        corrected = self._corrected(query, context) if "correction" in query.leaning else None
        if corrected is None:
            return []
        return [replace(corrected, query=replace(corrected.query, pointed=True)), alone]

    def _about_names(self, query: Query, context: Context, last: Query) -> list[Reading]:
        """Ask the last question about the names of this one: "and in Styria?", "and how many has AC Styria?"."""
        goes_on = "and" in query.leaning
        if self._only_names(query):
            like_before = context.options or self._placed(query) or query.has("one")
            if goes_on or (self.edit.short(query) and like_before):
                again = replace(self._replaced(query, context), like=self._same_asked(query, context), pointed=True)
                return [Reading(again, Carried(Carry.RENAMED), sure=goes_on)]
        elif goes_on and all(self.edit.is_operator(i) for i in query.topics):
            return [Reading(self.edit.with_topics(query, last), Carried(Carry.ASKED), sure=True)]
        return []

    def _same_asked(self, query: Query, context: Context) -> str:
        """Return the statement last told, where this question names another entry that it could be asked of."""
        told = self.index.by_id.get(context.told)
        if told is None or told.is_summary:
            return ""
        kind, name = self.knowledge.entries[told.entry].kind, told.id.partition(".")[2]
        alike = any(self.knowledge.entries[e].kind == kind or f"{e}.{name}" in self.index.by_id for e in query.entities)
        return told.id if alike else ""

    def _about_subjects(self, query: Query, context: Context, last: Query, *, named: bool) -> list[Reading]:
        """Ask this question about what was last told: "its website?", "when was that?", "name them"."""
        found: list[Reading] = []
        leaning = query.leaning
        carried = self._with_subject(query, context)
        again = Reading(self.edit.with_topics(carried, self.edit.bare(last)), Carried(Carry.TALKED))
        pronoun = "pronoun" in leaning
        told = self.index.by_id.get(context.told)
        counted = told is not None and told.field is not None and told.field.type is FieldType.NUMBER
        if "pronoun_plural" in leaning and counted and not named:
            # "How many universities?", "and which countries are they from?": the universities, not the cluster.
            return [again]
        if "new_subject" not in leaning and (pronoun or ("place_pronoun" in leaning and not named)):
            found.append(Reading(carried, _about(context), sure=not named and pronoun and self.edit.short(query)))
            if not named:
                found += [] if query.kind and query.direct else [again]
                found += [
                    Reading(self._about(query, entry), Carried(Carry.ABOUT, (entry,))) for entry in context.mentioned
                ]
        if not named and query.topics and not query.topics_but(*OPERATORS_ONLY) and (leaning or self.edit.short(query)):
            found.append(again)
        if not named and query.has("list", "names") and not query.topics_but("names", "list"):
            found.insert(0, Reading(self.edit.with_topics(carried, last), Carried(Carry.TALKED)))
        return found

    def _about(self, query: Query, entry: str) -> Query:
        """Ask a question about an entry that the last answer mentioned."""
        return self.edit.having(query, (self.edit.entity(entry), *query.items))

    def _placed(self, query: Query) -> bool:
        """Tell whether the first word puts what follows in a place: "in France"."""
        return bool(query.spans) and query.spans[0].text in self.edit.place_prepositions(query)

    @staticmethod
    def _only_names(query: Query) -> bool:
        return query.asks_nothing and ("and" in query.leaning or not query.has("define"))

    def _with_subject(self, query: Query, context: Context) -> Query:
        """Put what was last told about in the place of a pronoun or of nothing."""
        subjects = context.subjects[:1]
        if context.query and subjects and not self.knowledge.entries[subjects[0]].names:
            subjects = context.query.entities or subjects  # a practice without a name is talked about by whose it is
        if "place_pronoun" in query.leaning:
            places = [
                p
                for p in (*(context.query.entities if context.query else ()), *context.subjects)
                if self.edit.is_place(p)
            ]
            within = [
                p for s in context.subjects for p in sorted(self.index.within.get(s, ())) if self.edit.is_place(p)
            ]
            subjects = tuple((places or within)[:1]) or subjects
        elif len(context.subjects) > 1 and query.has(
            "compare", "both", "two", "more_than", "less_than", "most", "least", "size"
        ):
            subjects = context.subjects if len(context.subjects) == PAIR else context.subjects[:1]
        have = set(query.entities)
        added = tuple(self.edit.entity(s) for s in subjects if s not in have)
        return self.edit.having(query, (*added, *query.items))

    def _replaced(self, query: Query, context: Context) -> Query:
        """Ask the last question about other names: those of the same kind give way."""
        last = context.query
        if last is None:
            return query
        new = tuple(i for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT})
        kinds = {self.edit.kind_of(i) for i in new}
        places = any(self.edit.is_place(e) for i in new for e in i.ids)
        kept: list[Item] = []
        for item in last.items:
            if item.sort in {Sort.ENTITY, Sort.HINT}:
                same = self.edit.kind_of(item) in kinds or (places and any(self.edit.is_place(e) for e in item.ids))
                subject = bool(item.ids & set(context.subjects)) and not any(
                    e in self.index.within.get(s, ()) for s in item.ids for i in new for e in i.ids
                )
                if same or (subject and not places) or (subject and places and not self._stays(item, new)):
                    continue
            if item.sort in {Sort.UNKNOWN, Sort.PLACE}:
                continue
            kept.append(item)
        return self.edit.having(
            replace(last, language=query.language, spans=query.spans, leaning=query.leaning, exclude=frozenset()),
            (*new, *kept),
        )

    def _stays(self, item: Item, new: tuple[Item, ...]) -> bool:
        """Tell whether a name of the last question goes with the new place."""
        return any(e in self.index.within.get(s, ()) for s in item.ids for i in new for e in i.ids)

    def _among(self, query: Query, context: Context) -> Reading | None:
        """Look among the entries last listed: "which of those are Austrian?"."""
        kinds = {self.knowledge.entries[e].kind for e in context.listed}
        asks = "pronoun" in query.leaning and query.has("which", "any", "who", "count", "most", "least")
        told_apart = any(i.sort in {Sort.ENTITY, Sort.HINT} for i in query.items) or query.has("most", "least")
        if "pronoun_plural" in query.leaning and query.topics and not query.topics_but("link", "online"):
            asks = told_apart = True  # "and their websites?"
        if len(context.listed) < PAIR or len(kinds) != 1 or not asks or not told_apart:
            return None
        query = replace(query, among=frozenset(context.listed), kind=kinds.pop(), many=True, direct=True, pointed=True)
        return Reading(query, Carried(Carry.AMONG), sure=True)

    def _picked(self, query: Query, context: Context) -> Reading | None:
        """Resolve "the second one" and "number 8" against the last list."""
        listed = context.listed
        position = query.ordinal
        if (
            not position
            and query.numbers
            and (query.has("number") or (len(query.spans) <= 3 and len(query.items) == 1))
        ):
            position = int(query.numbers[0]) if query.numbers[0].isdigit() else 0
        if not position or any(i.sort is Sort.ENTITY for i in query.items):
            return None
        items = tuple(
            i
            for i in query.items
            if i.sort is not Sort.NUMBER and not i.ids & {"number", "first", "later", "one", "two", "start"}
        )
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
        dropped = frozenset({"number", "first", "one", "two", "start"})
        edited = replace(edited, concepts=edited.concepts - dropped, numbers=(), kind="")
        place = position if position > 0 else len(listed)
        return Reading(edited, Carried(Carry.PLACE, (entry,), place=place), sure=True)

    def _corrected(self, query: Query, context: Context) -> Reading | None:
        """Ask the last question about another thing than was understood."""
        last = context.query
        if last is None:
            return None
        wrong = frozenset(context.subjects[:1]) if len(context.subjects) == 1 else frozenset()
        named = [i for i in query.items if i.sort in {Sort.ENTITY, Sort.HINT} and not i.ids <= wrong]
        direct = [i for i in named if self.edit.kind_of(i) in {self.knowledge.entries[s].kind for s in wrong}]
        topics = self.edit.with_topics(query, last) if query.asks_nothing or not query.topics else query
        if direct:
            items = tuple(i for i in topics.items if not i.ids & wrong and i.sort not in {Sort.UNKNOWN, Sort.PLACE})
            return Reading(replace(self.edit.having(topics, items), exclude=wrong), Carried(Carry.CORRECTED), sure=True)
        likely = self._by_part_of_name(query, wrong)
        if likely:
            items = (self.edit.entity(likely), *(i for i in last.items if i.sort in {Sort.CONCEPT, Sort.OPTIONAL}))
            return Reading(
                replace(self.edit.having(last, items), exclude=wrong, language=query.language, spans=query.spans),
                Carried(Carry.CORRECTED_NAME),
                sure=True,
            )
        if named and wrong:
            subject = next(iter(wrong))
            sector = tuple(
                self.edit.entity(e) for e in sorted(self.index.within.get(subject, ())) if not self.edit.is_place(e)
            )
            kept = tuple(i for i in last.items if i.sort in {Sort.CONCEPT, Sort.OPTIONAL} or i.sort is Sort.HINT)
            edited = self.edit.having(
                replace(last, language=query.language, spans=query.spans), (*named, *sector[:1], *kept)
            )
            return Reading(
                replace(edited, exclude=wrong, kind=self.knowledge.entries[subject].kind),
                Carried(Carry.CORRECTED),
                sure=True,
            )
        if named:
            return Reading(self._replaced(query, context), Carried(Carry.CORRECTED), sure=True)
        return None

    def _by_part_of_name(self, query: Query, wrong: frozenset[str]) -> str:
        """Return the one entry like the wrong one whose name has a word of the correction in it."""
        kinds = {self.knowledge.entries[s].kind for s in wrong}
        parts = [i.text for i in query.items if i.sort in {Sort.UNKNOWN, Sort.HINT, Sort.PLACE} and len(i.text) >= 3]
        found = {
            entry.id
            for entry in self.knowledge.entries.values()
            for part in parts
            if entry.kind in kinds and entry.id not in wrong and part in entry.title["en"].casefold()
        }
        return found.pop() if len(found) == 1 else ""


def _about(context: Context) -> Carried:
    """Return what was last told about."""
    return Carried(Carry.ABOUT, context.subjects[:3])
