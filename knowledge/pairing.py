"""Two things asked at once → two questions: "how many members and mentors has X?", "clusters in France vs Styria".

A statement that says both is told as one; only where none does, each half is looked up by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import takewhile

from knowledge.facts import Index
from knowledge.findings import Finding, Rule, Shape
from knowledge.lexicon import SKIP
from knowledge.models import FieldType, KnowledgeBase
from knowledge.query import SURE_NAME, UNKNOWN_COMMON, Item, Query, Sort
from knowledge.tallying import OPERATORS
from knowledge.understood import Understood
from knowledge.weighing import forward

SAID = 0.5
"""How strongly a statement must hold a concept to speak of it."""

SEVERAL = 2
"""Things of a kind of which the same is asked."""

SURELY = 0.9
"""Least score with which each half is answered."""

FAIRLY = 0.7
"""Least score where nothing but what each is or does is asked, or it is said that each is asked about."""

SETS_AGAINST = frozenset({"compare", "more_than", "less_than", "most", "least", "size", "big", "who", "which", "where"})
"""Concepts that set one place against another, and say no more of either."""


class Pairs:
    """Takes questions about one knowledge base apart that ask two things."""

    def __init__(self, knowledge: KnowledgeBase, index: Index, find: Callable[[Query], Finding]) -> None:
        """Keep the words that join two things, and what looks a question up."""
        self.knowledge, self.index, self.find = knowledge, index, find
        self._joins = {
            code: {*language.forms("joins"), *language.forms("alternatives")}
            for code, language in knowledge.languages.items()
        }

    def answered(self, part: Understood) -> list[Understood]:
        """Return both halves of a question that was not answered as a whole; nothing where they are not, either.

        Args:
            part: the question, in the light of what was said before, with what was found for it.
        """
        if same := self._same_of_each(part):
            return same
        halves = self._two_topics(part.query, part.finding) or self._two_places(part.query, part.finding)
        found = [Understood(half, self.find(half), part.carried) for half in halves]
        told = [tuple(s.id for s in item.finding.statements) or item.finding.entries for item in found]
        if len(set(told)) < len(told):
            return []
        if not all(_is_sure(item.finding) for item in found):
            found = found if self._is_half(part, found) else []
        return found or self._one_known(part)

    def _same_of_each(self, part: Understood) -> list[Understood]:
        """Return what is said of each of several things of a kind, where that is one and the same: their countries."""
        query, finding = part.query, part.finding
        joined = any(span.text in self._joins.get(query.language, ()) for span in query.spans)
        named = [i for i in query.items if i.sort is Sort.ENTITY and i.similarity >= SURE_NAME]
        apart = [i for i in named if not i.ids <= self.index.places]
        named = apart if len(apart) >= SEVERAL else named  # "the food and the timber cluster in X": X is said of both
        kinds = {self.knowledge.entries[e].kind for i in named for e in i.ids}
        asks = (query.topics or query.has("do", "define")) and not query.yes_no and not query.has("compare")
        if not joined or not asks or len(named) < SEVERAL or len(kinds) > 1 or _tells_of_all(finding, named):
            return []
        alone = [self._without(query, [i for i in named if i is not name]) for name in named]
        # "X and Y: how many has each?" names them before the question.
        halves = [replace(half, items=tuple(map(forward, half.items))) for half in alone]
        found = [Understood(half, self.find(half), part.carried) for half in halves]
        facts = [f for f in found if f.finding.shape is Shape.FACT]
        known = [f for f in facts if not (query.topics and f.finding.statements[0].is_summary)]
        told = {f.finding.statements[0].id.partition(".")[2] for f in known}
        rest = [f for f in found if f not in known]
        each = query.has("each") and len(known) == len(named)
        if (query.topics and not each and len(told) != 1) or any(f.finding.shape is not Shape.NOTHING for f in rest):
            return []
        least = SURELY if query.topics and not each else FAIRLY
        return found if all(f.finding.score >= least for f in known) else []

    @staticmethod
    def _is_half(part: Understood, found: list[Understood]) -> bool:
        """Tell whether a figure answers one half and nothing the other: "how many firms and employees has X?"."""
        figures = [f for f in found if _is_sure(f.finding) and _is_figure(f.finding)]
        unknown = [f for f in found if f.finding.shape is Shape.NOTHING]
        if len(figures) != 1 or len(unknown) != 1:
            return False
        return not part.finding.answered or part.finding.statements == figures[0].finding.statements

    def _one_known(self, part: Understood) -> list[Understood]:
        """Return the half of which something is known, and the other, of which nothing is: "members and dogs of X"."""
        joins, query = self._joins.get(part.query.language, ()), part.query
        spans = [span for span in query.spans if span.text in joins or span.ids != {SKIP}]
        by_text = {i.text: i for i in query.items if not i.aside}
        for before, joined, after in zip(spans, spans[1:], spans[2:], strict=False):
            sides = by_text.get(before.text), by_text.get(after.text)
            if joined.text not in joins or sides[0] is None or sides[1] is None:
                continue
            known, strange = (sides[0], sides[1]) if self._is_unheard(sides[1]) else (sides[1], sides[0])
            if not self._is_unheard(strange, first=strange is sides[0]) or query.yes_no:
                continue
            half, rest = self._without(query, (strange,)), self._without(query, (known,))
            found = self.find(half)
            named = known.sort is Sort.ENTITY and not query.topics
            told = found.statements[0] if found.shape is Shape.FACT else None
            figure = told is not None and told.field is not None and self._asks(known)
            if not _is_sure(found) or not (named or figure):
                continue
            asked = replace(rest, items=tuple(replace(i, wanted=i is strange or i.wanted) for i in rest.items))
            nothing = replace(found, shape=Shape.NOTHING, rule=Rule.NOTHING, statements=(), score=0.0, ranked=())
            return [Understood(half, found, part.carried), Understood(asked, nothing, part.carried)]
        return []

    def _is_unheard(self, word: Item, *, first: bool = False) -> bool:
        """Tell whether a word names what nobody recorded; the first of two only if that is sure."""
        if word.sort is Sort.CONCEPT:
            return word.ids <= self.index.unrecorded and not word.ids <= OPERATORS
        return not first and word.sort is Sort.UNKNOWN and word.weight >= UNKNOWN_COMMON

    def _two_topics(self, query: Query, finding: Finding) -> tuple[Query, ...]:
        """Return two questions of one thing, or the one that is meant: "members, not mentors"."""
        if not query.entities or len(query.topics) < 2 or query.numbers:
            return ()
        joins = self._joins.get(query.language, ())
        spans = [span for span in query.spans if span.text in joins or span.ids != {SKIP}]
        by_text = {i.text: i for i in query.items if not i.aside}
        words = [by_text.get(span.text) for span in spans]
        for at in range(1, len(spans) - 1):
            word = words[at]
            denied = word is not None and word.ids == {"not"}
            against = word is not None and word.ids == {"compare"}
            if not (denied or against or spans[at].text in joins):
                continue
            first, second = self._asked(reversed(words[:at])), self._asked(words[at + 1 :])
            if not first or not second or _says_both(finding, first, second):
                continue
            if denied:
                return (self._without(query, second),)
            alike = {
                i: replace(i, counted=first[0].counted, listed=first[0].listed, wanted=first[0].wanted) for i in second
            }
            swapped = replace(query, items=tuple(alike.get(i, i) for i in query.items))
            return (self._without(query, second), self._without(swapped, first))
        return ()

    def _without(self, query: Query, dropped: Collection[Item]) -> Query:
        """Return a question without some of its words; one of them may have said which kind is asked for."""
        rest = tuple(i for i in query.items if i not in dropped and i.ids not in ({"not"}, {"compare"}))
        others = frozenset(c for i in rest for c in i.ids)
        gone = frozenset(c for i in dropped for c in i.ids) - others
        kinds = self.knowledge.kinds
        kind = query.kind
        if kind and kinds[kind].word in gone:
            kind = next((k.id for k in kinds.values() if k.word in others), "")
        names = {i.text for i in dropped if i.sort is Sort.ENTITY}
        spans = tuple(span for span in query.spans if span.text not in names)
        left = {e for i in rest for e in i.ids if i.sort in {Sort.ENTITY, Sort.HINT}}
        entities = tuple(e for e in query.entities if e in left)
        scene = sum(span.text not in names for span in query.spans[: query.scene])
        asked = replace(query, items=rest, spans=spans, scene=scene, entities=entities)
        return replace(asked, concepts=query.concepts - gone, kind=kind)

    def _asked(self, words: Iterable[Item | None]) -> tuple[Item, ...]:
        """Return the first words of some, up to one that asks for nothing by which something may be recorded."""
        return tuple(w for w in takewhile(self._asks, words) if w is not None)

    def _asks(self, word: Item | None) -> bool:
        if word is None or word.sort is not Sort.CONCEPT or word.ids <= OPERATORS:
            return False
        return word.ids.isdisjoint(self.index.unrecorded)

    def _two_places(self, query: Query, finding: Finding) -> tuple[Query, ...]:
        """Return the same question of two places: how many of a kind each of them has."""
        places = [i for i in query.items if i.sort is Sort.ENTITY and i.ids <= self.index.places]
        named = [i for i in query.items if i.sort is Sort.ENTITY]
        against = query.has("compare", "more_than", "less_than")
        kind = query.kind or next((k.id for k in self.knowledge.kinds.values() if query.has(k.word)), "")
        if not kind or len(places) != 2 or len(named) != 2 or not against or query.numbers:
            return ()
        rest = [i for i in query.items if i not in places and not i.ids & SETS_AGAINST and i.ids != {"count"}]
        if any(i.sort not in {Sort.OPTIONAL, Sort.CONCEPT} for i in rest) or finding.shape is Shape.COUNT:
            return ()
        counting = Item(Sort.CONCEPT, frozenset({"count"}), 0.8, "")
        return tuple(
            replace(
                query,
                items=(counting, place, *rest),
                entities=tuple(sorted(place.ids)),
                concepts=(query.concepts - SETS_AGAINST) | {"count"},
                leaning=query.leaning - {"alternatives"},
                many=True,
                direct=True,
                kind=kind,
                yes_no=False,
            )
            for place in places
        )


def _says_both(finding: Finding, first: Collection[Item], second: Collection[Item]) -> bool:
    """Tell whether what would be told speaks of both; a figure speaks of what it counts."""
    told = finding.statements if finding.answered else ()
    counted = [{s.field.unit} for s in told if s.field and s.field.type is FieldType.NUMBER]
    said = counted or [{c for c, share in s.concepts.items() if share >= SAID} for s in told]
    return all(any(not i.ids.isdisjoint(c) for i in asked for c in said) for asked in (first, second))


def _tells_of_all(finding: Finding, named: Collection[Item]) -> bool:
    """Tell whether what would be told has to do with everything that is named, or is more than one fact."""
    if finding.shape not in {Shape.FACT, Shape.OPTIONS, Shape.NOTHING}:
        return True
    told = finding.statements[0] if finding.shape is Shape.FACT else None
    if told is None:
        return False
    held = told.fact.entries if told.fact else told.value if isinstance(told.value, tuple) else ()
    return all(not i.ids.isdisjoint({told.entry, *held}) for i in named)


def _is_figure(finding: Finding) -> bool:
    """Tell whether a figure of a field would be told."""
    told = finding.statements[0] if finding.shape is Shape.FACT else None
    return told is not None and told.field is not None and told.field.type is FieldType.NUMBER


def _is_sure(finding: Finding) -> bool:
    """Tell whether a half is surely answered: a figure or a fact explains all of it."""
    if finding.shape is Shape.COUNT:
        return True
    return finding.shape is Shape.FACT and finding.score >= SURELY
