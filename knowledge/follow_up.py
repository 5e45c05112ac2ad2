"""A question that leans on what was said before → questions that stand by themselves.

"And in Styria?", "the second one", "its website?" and "no, the Austrian one" are edits of the last query, not new
searches. Every edit that might be meant is returned, the likeliest first; which of them explains something decides.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.after_extreme import AfterExtreme
from knowledge.after_figure import AfterFigure
from knowledge.after_list import PAIR, AfterList
from knowledge.after_two import AfterTwo
from knowledge.context import Carried, Carry, Context, Reading
from knowledge.corrections import Corrections
from knowledge.counted import near_units, units
from knowledge.editing import OPERATORS_ONLY, WHEN_ELSE, Editor
from knowledge.facts import Index
from knowledge.models import FieldType, KnowledgeBase
from knowledge.numbering import Numbering
from knowledge.query import Query, Sort
from knowledge.text import words

WHOLE = frozenset({"define", "list", "exist", "any", "which", "count"})
"""Concepts that make a whole question with the word for a kind."""


class FollowUps:
    """Edits queries by their context."""

    def __init__(self, knowledge: KnowledgeBase, index: Index, numbering: Numbering) -> None:
        """Keep what is needed to compare kinds and places, and what knows entries by their numbers."""
        self.knowledge = knowledge
        self.index = index
        self.edit = Editor(knowledge, index)
        self._countable = units(knowledge) | near_units(knowledge)
        self._after_figure = AfterFigure(index, self.edit)
        of_fields = (cue for s in index.statements if s.field is not None for cue in s.cues)
        self._fields = frozenset(concept for cue in of_fields for concept in cue.all)
        self._after_list = AfterList(knowledge, self.edit, _ordinals(knowledge), numbering)
        self._after_extreme = AfterExtreme(knowledge, self.edit)
        self._after_two = AfterTwo(knowledge, self.edit)
        self._refusals = frozenset().union(*(lang.forms("refusal") for lang in knowledge.languages.values()))
        self._corrections = Corrections(knowledge, index, self.edit)

    def readings(self, query: Query, context: Context) -> list[Reading]:
        """Return what a question can mean in its context, the likeliest first; itself is nearly always among them."""
        alone = Reading(query)
        if context.query is None or query.babbles:
            return [alone]
        pointed = self._pointed(query, context, context.query) or self._names_of(query, context, context.query)
        if pointed or (self._complete(query) and not self._asks_field(query, context)):
            return pointed or [alone]
        if "and" in query.leaning and query.items and query.asks_only(*WHEN_ELSE):
            then = self.edit.meant(self._with_subject(query, context), WHEN_ELSE)
            return [
                Reading(self.edit.with_topics(then, self.edit.bare(context.query)), Carried(Carry.TALKED), sure=True)
            ]
        named = any(i.sort in {Sort.ENTITY, Sort.HINT} for i in query.items)
        found = self._about_names(query, context, context.query) if named else []
        same = bool(found) and "that_of" in query.leaning and self._only_names(query)
        if context.subjects and not same:
            found += self._about_subjects(query, context, context.query, named=named)
        if self.edit.only_unknown(query) or self.edit.elsewhere(query):
            return [*[r for r in found if r.sure], alone]
        if named or not context.subjects or query.leaning & {"pronoun", "new_subject"}:
            return found if same else [*found, alone]  # "and those of AC Styria?" asks for nothing else of it
        return [*found, *self._carried_on(query, context, context.query)]

    def _names_of(self, query: Query, context: Context, last: Query) -> list[Reading]:
        """Ask for the names of what was asked about last: "Does X have Swiss universities?", "which?"."""
        only = query.items and all(i.ids <= {"which", "one"} for i in query.items)
        one = last.direct or (last.has("any") and not last.topics)  # "is there a car cluster?", "which one?"
        if not only or not context.told or one:
            return []
        asked = self.edit.with_topics(self._with_subject(query, context), self.edit.bare(last))
        items = (replace(i, listed=bool(i.ids & self.edit.units)) for i in asked.items)
        named = replace(self.edit.having(asked, tuple(items)), concepts=asked.concepts | {"names"})
        return [Reading(named, Carried(Carry.TALKED), sure=True)]

    def _complete(self, query: Query) -> bool:
        """Tell whether a question leaves nothing open: "what is a cluster?", "which clusters are not in Styria?"."""
        if query.leaning & {"and", "pronoun", "pronoun_plural", "place_pronoun", "correction"} or not query.kind:
            return False
        asked = {*WHOLE, self.knowledge.kinds[query.kind].word}
        whole = query.has("define", "list", "exist") or bool(query.exclude)
        return whole and all(item.ids <= asked for item in query.items)

    def _asks_field(self, query: Query, context: Context) -> bool:
        """Tell whether the word for a kind asks for a field of what was talked about: "what's the website?"."""
        word = self.knowledge.kinds[query.kind].word
        asks = query.has("define") and not query.many and not query.exclude and query.kind != self.knowledge.main
        return asks and bool(context.subjects) and word in self._fields

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
        if query.topics and all(i.ids <= self.index.unrecorded for i in query.topics):
            return [carried, alone]  # "and shipbuilding?": nothing that was asked last makes sense of it
        added = self.edit.with_topics(carried.query, self.edit.bare(last))
        return [Reading(added, Carried(Carry.ADDED)), carried, alone]

    def _pointed(self, query: Query, context: Context, last: Query) -> list[Reading]:
        """Resolve what points at the last reply: "none of these", "the second one", "no, I meant …"."""
        alone = Reading(query)
        if "none_of_these" in query.leaning and query.entities and last.kind:
            return [Reading(replace(query, kind=last.kind), Carried(Carry.KIND)), alone]
        found = (
            self._after_list.reading(query, context, last)
            or self._after_extreme.reading(query, context, last)
            or self._after_two.reading(query, context)
        )
        if found is not None:
            return [found]
        # "Sorry, which clusters are in Styria?" is a question of its own, and corrects nothing.
        whole = query.kind and query.direct and not query.has("one")
        refuses = bool(query.spans) and query.spans[0].text in self._refusals and self._only_names(query)
        corrects = not whole and (refuses or "correction" in query.leaning)
        corrected = self._corrections.reading(query, context, last) if corrects else None
        if corrected is None and query.has("one") and self.edit.only_unknown(query):
            corrected = self._corrections.like(query, context, last)
        return [] if corrected is None else [corrected, alone]

    def _about_names(self, query: Query, context: Context, last: Query) -> list[Reading]:
        """Ask the last question about the names of this one: "and in Styria?", "and how many has AC Styria?"."""
        goes_on = bool(query.leaning & {"and", "that_of"})
        if self._only_names(query):
            there = "place_pronoun" in query.leaning and not query.yes_no
            asks_of_it = query.yes_no and "pronoun" in query.leaning  # "is that one in Germany?"
            like_before = context.options or self._placed(query) or (query.has("one") and not asks_of_it) or there
            if goes_on or (self.edit.short(query) and like_before):
                again = replace(
                    self.edit.renamed(query, last, context.subjects),
                    like=self.edit.same_asked(query.entities, context.told),
                    pointed=True,
                )
                return [Reading(again, Carried(Carry.RENAMED), sure=goes_on)]
        elif goes_on and all(self.edit.is_operator(i) for i in query.topics):
            # "And in France, how many clusters?" says all by itself.
            whole = (bool(query.kind) and query.has("count", "list", "exist")) or _defines(query)
            return [Reading(self.edit.with_topics(query, last), Carried(Carry.ASKED), sure=not whole)]
        elif goes_on and last.has("count") and self._counts(query):
            return [Reading(self.edit.counting(query, last), Carried(Carry.ADDED), sure=True)]
        elif goes_on and self._says_which(query, context, last):
            return [Reading(self._with_subject(query, context), _about(context), sure=True)]
        return []

    def _counts(self, query: Query) -> bool:
        """Tell whether a question only names what may be counted, and of what: "and mentors at X?"."""
        counted = all(i.ids & self._countable for i in query.topics)
        return bool(query.topics) and counted and not query.has("count", "who", "which", "where", "names", "list")

    def _says_which(self, query: Query, context: Context, last: Query) -> bool:
        """Tell whether a place only says which things are meant: "Swiss universities?", "and French firms?"."""
        if not query.topics or not all(i.ids & self.edit.units for i in query.topics):
            return False
        placed = set(query.entities) <= self.index.places
        before = self.index.places.intersection(last.entities) - set(context.subjects)
        return placed and bool(before) and not self.index.places.intersection(context.subjects)

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
            # "How many universities?", "and which countries are they from?": the universities, not the cluster, of
            # which more may be asked all the same: "do they have a website?"
            asks = query.has("do") or (bool(query.topics) and not query.has("names"))
            return [again, Reading(carried, _about(context))] if asks else [again]
        if named and pronoun and self._means_itself(query, context):
            return []  # "And Krugman, where was he born?" is no question about whom was talked of before
        if "new_subject" not in leaning and (pronoun or ("place_pronoun" in leaning and not named)):
            found.append(Reading(carried, _about(context), sure=not named and pronoun and self.edit.short(query)))
            if not named:
                found += [] if query.kind and query.direct else [again]
                # "Who works there?" may ask of the place, or of what was talked about.
                there = context.subjects[:1] if "place_pronoun" in leaning else ()
                about = dict.fromkeys((*context.mentioned, *(e for e in there if not self.edit.is_place(e))))
                found += [Reading(self._about(query, entry), Carried(Carry.ABOUT, (entry,))) for entry in about]
        if not named and query.topics and not query.topics_but(*OPERATORS_ONLY) and (leaning or self.edit.short(query)):
            found.append(again)
        if not named and query.has("list", "names") and not query.topics_but("names", "list"):
            found.insert(0, Reading(self.edit.with_topics(carried, last), Carried(Carry.TALKED)))
        return found

    def _means_itself(self, query: Query, context: Context) -> bool:
        """Tell whether a pronoun follows a name of the kind that was talked about, and so means that."""
        kinds = {self.knowledge.entries[e].kind for e in context.subjects[:1]}
        texts = [span.text for span in query.spans]
        named = [
            i
            for i in query.items
            if i.sort is Sort.ENTITY and any(self.knowledge.entries[e].kind in kinds for e in i.ids)
        ]
        first = min((texts.index(i.text) for i in named if i.text in texts), default=len(texts))
        known = self.knowledge.languages.get(query.language)
        pronouns = known.forms("pronoun") if known else frozenset()
        return any(text in pronouns for text in texts[first + 1 :])

    def _about(self, query: Query, entry: str) -> Query:
        """Ask a question about an entry that the last answer mentioned."""
        return self.edit.having(query, (self.edit.entity(entry), *query.items))

    def _placed(self, query: Query) -> bool:
        """Tell whether the first word puts what follows in a place: "in France"."""
        return bool(query.spans) and query.spans[0].text in self.edit.place_prepositions(query)

    @staticmethod
    def _only_names(query: Query) -> bool:
        goes_on = bool(query.leaning & {"and", "that_of"}) and not _defines(query)
        return query.asks_nothing and (goes_on or not query.has("define"))

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
            within = [p for s in context.subjects for p in self.index.within.get(s, ()) if self.edit.is_place(p)]
            within.sort(key=lambda p: (-len(self.index.within.get(p, ())), p))  # the region before its country
            subjects = tuple((places or within)[:1]) or subjects
        elif len(context.subjects) > 1 and query.has(
            "compare", "both", "two", "more_than", "less_than", "most", "least", "size"
        ):
            subjects = context.subjects if len(context.subjects) == PAIR else context.subjects[:1]
        have = set(query.entities)
        added = tuple(self.edit.entity(s) for s in subjects if s not in have)
        return self.edit.having(query, (*added, *query.items))


def _ordinals(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the words of the expressions for a place in a list, in all languages, folded."""
    languages = knowledge.languages.values()
    forms = {form for language in languages for place in (*language.ordinals, language.forms("last")) for form in place}
    return frozenset(word for form in forms for word in words(form))


def _defines(query: Query) -> bool:
    """Tell whether it is asked what something is, after a scene was set: "and now France: what is X?"."""
    return query.has("define") and any(item.aside for item in query.items)


def _about(context: Context) -> Carried:
    """Return what was last told about."""
    return Carried(Carry.ABOUT, context.subjects[:3])
