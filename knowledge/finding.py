"""Query → what can be told: a fact, a list, a comparison, options, or nothing. Here it is decided, and why."""

from __future__ import annotations

from dataclasses import replace

from knowledge.addressing import Addresser
from knowledge.bounding import Bounder
from knowledge.checking import Checker
from knowledge.choosing import Chooser
from knowledge.comparing import Comparer
from knowledge.facts import Index, Statement
from knowledge.findings import MOST_OPTIONS, UNNAMED, Finding, Rule, Shape, Thresholds
from knowledge.held_words import denies
from knowledge.identifying import Identifying
from knowledge.listing import Lister
from knowledge.models import KnowledgeBase
from knowledge.numbering import Numbering
from knowledge.outdoing import Outdoer
from knowledge.query import Query, Sort
from knowledge.ranking import Ranker
from knowledge.repeating import says_it_all
from knowledge.rivals import asks_addresses, hardly_told_apart, hold_alike, hold_named, hold_word, same_address
from knowledge.scenes import Scenes
from knowledge.scoring import Scored
from knowledge.staying import staying
from knowledge.tallying import OPERATORS
from knowledge.verdicts import verdict
from knowledge.years import of_year

UNNAMED_MARGIN = 0.1
"""Without a name, readings that are less close are ambiguous too: "how many universities take part?"."""


OPEN_MARGIN = 0.25
"""Where a pronoun leaves open what is meant, nearly everything that explains the question is: "when did it start?"."""

WELL_EXPLAINED = 0.72
"""Share of a question that names nothing known but has a rare word, from which it is explained."""


LOOKS_FOR_ONE = frozenset(
    {"any", "recommend_me", "person_like_me", "join", "find", "where", "who", "list", "define", "fit", "one"}
)
"""Concepts by which somebody looks for one of a kind, beside the word for the kind: without any of them "how does a
heat pump work?" is about heat pumps, and not about the energy cluster."""


class Finder:
    """Finds what can be told in one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, index: Index) -> None:
        """Put together what ranks, lists and compares."""
        self.ranker = Ranker(knowledge, index)
        self.lister = Lister(self.ranker)
        self.comparer = Comparer(self.ranker, self.lister.grouper)
        self.bounder = Bounder(self.ranker)
        self.outdoer = Outdoer(self.ranker)
        self.checker = Checker(self.ranker)
        self.addresser = Addresser(self.ranker)
        self.chooser = Chooser(self.ranker)
        self.identifying = Identifying(knowledge.main, index)
        self.numbering = Numbering(knowledge)
        self.scenes = Scenes(knowledge, index)
        # Kinds whose lists are narrowed down are those of which there are many to choose from.
        kinds = [kind for kind in knowledge.kinds.values() if kind.facet] or knowledge.kinds.values()
        self._denials = {code: language.forms("denial") for code, language in knowledge.languages.items()}
        self._looks_for_one = LOOKS_FOR_ONE | {kind.word for kind in kinds}

    @property
    def thresholds(self) -> Thresholds:
        """Return the thresholds of the decision."""
        return self.ranker.thresholds

    def located(self, query: Query, heard: frozenset[str]) -> Query:
        """Return a query that knows what nobody recorded, what was heard, and whether it names a known place."""
        query = self.identifying.identified(self.numbering.named(self.scenes.set_apart(query)))
        query = self.chooser.open_ended(staying(query, self.ranker.index.places))
        strange = any(i.sort is Sort.PLACE for i in query.items)
        known = any(e in self.ranker.index.places for e in query.entities)
        return replace(query, unrecorded=self.ranker.index.unrecorded, placed=known or not strange, heard=heard)

    def find(self, query: Query) -> Finding:
        """Decide what to tell for a query that was :meth:`located`. The first of these that explains the question wins.

        1. whose a web address is; 2. which of those it is that are named side by side; 3. what is larger or smaller
        than one of its kind; 4. a comparison of things named; 5. the largest or smallest; 6. entries above or below a
        figure, or whether one is; 7. whether a field holds what is named; 8. what was in a year; 9. a statement or a
        list, whichever explains more; 10. options; 11. nothing.
        """
        for attempt in (
            self.addresser.addressed,
            self.chooser.chosen,
            self.outdoer.outdone,
            self.comparer.compared,
            self.comparer.extreme,
            self.bounder.bounded,
            self.bounder.checked,
            self.checker.checked,
            self._of_year,
        ):
            found = attempt(query)
            if found is not None:
                return found
        if says_it_all(query, self.ranker.index):
            return self.nothing(query, ())
        ranked = self.ranker.rank(query)
        found = self.lister.listed(query, ranked) or self._told(query, ranked)
        return self.nothing(query, tuple(ranked[:12])) if self._unlike(query, found) else found

    def _of_year(self, query: Query) -> Finding | None:
        return of_year(query, self.ranker.index)

    def _unlike(self, query: Query, found: Finding) -> bool:
        """Tell whether those of a kind are asked for that something does not hold of: "which boats have no engine?".

        What is said of a thing need not be all, so nobody knows of which it does not hold. A name that is left out,
        "not in Styria", is understood elsewhere, and "no" at the beginning denies what was said before. Nor does
        any fit somebody who does what none of those in the place named has to do with.
        """
        if found.shape in {Shape.SEVERAL, Shape.OPTIONS} and self.lister.grouper.none_there(query):
            return True
        told = found.statements[0] if found.shape is Shape.FACT else None
        if told is not None and (self._is_only_place(query, told) or self._is_of_another_kind(query, told)):
            return True
        several = found.shape in {Shape.LIST, Shape.COUNT, Shape.SEVERAL, Shape.OPTIONS} or found.rule is Rule.ONE_FITS
        return several and self.denied(query)

    def _is_only_place(self, query: Query, told: Statement) -> bool:
        """Tell whether it would be told what a place is, where something there is asked for by a word unheard of."""
        if not (told.is_summary and query.direct and query.kind and query.unheard):
            return False
        kind = self.ranker.knowledge.entries[told.entry].kind
        return told.entry in self.ranker.index.places and kind != query.kind

    def _is_of_another_kind(self, query: Query, told: Statement) -> bool:
        """Tell whether it is asked if there is one of a kind, and it would be told what something else is."""
        kinds, kind = self.ranker.knowledge.kinds, self.ranker.knowledge.entries[told.entry].kind
        asked = query.kind if query.has("any") and not query.topics else ""
        return told.is_summary and bool(asked) and bool(kinds[asked].facet) and asked != kind

    def denied(self, query: Query) -> bool:
        """Tell whether something is said not to hold of those of a kind that are asked for."""
        if not query.kind or query.yes_no or query.exclude:
            return False
        asked = " ".join(span.text for span in query.spans[query.scene + 1 :])
        return denies(asked, self._denials.get(query.language, ()))

    def _told(self, query: Query, ranked: list[Scored]) -> Finding:
        """Tell the best statement, offer the best few, or hold back."""
        top = tuple(ranked[:12])
        says_little = not query.entities and not any(i.ids - OPERATORS for i in query.topics) and len(query.spans) > 1
        if (
            not ranked
            or not self.ranker.good(ranked[0])
            or (says_little and query.topics)
            or self._strange(ranked[0], query)
        ):
            return self.nothing(query, top)
        best = ranked[0]
        if query.kind and (query.many or query.has("which", "any", "recommend_me")):
            of_kind = [
                s
                for s in ranked
                if s.score >= best.score - 0.02
                and self.ranker.good(s)
                and self.ranker.knowledge.entries[s.statement.entry].kind == query.kind
            ]
            best = of_kind[0] if of_kind else best
        rivals = [best]
        for other in ranked:
            if other is best:
                continue
            if best.score - other.score > self._margin(best, query) or not self.ranker.good(other):
                break
            apart = all(other.statement.entry != r.statement.entry for r in rivals) and self._rivals(best, other)
            if apart or hardly_told_apart(best, other):
                rivals.append(other)
        general = [r for r in rivals if self._is_general(r.statement.entry)]
        if len(rivals) > 1 and len(general) == 1 and best.about < UNNAMED:
            best, rivals = (
                general[0],
                general,
            )  # nothing particular was named, and one reading is about nothing particular
        if len(rivals) > 1:
            if (
                (query.many and query.direct and not query.has("count"))
                or query.has("list", "compare")
                or same_address(rivals)
                or hold_named(rivals, query)
                or hold_alike(rivals, query)
                or hold_word(rivals, query)
                or asks_addresses(rivals, query)
            ):
                return Finding(
                    Shape.SEVERAL,
                    Rule.ALL_ASKED,
                    best.score,
                    tuple(r.statement for r in rivals[:12]),
                    ranked=top,
                )
            if (best.about < UNNAMED and query.strange_name) or query.names_unknown:
                return self.nothing(query, top)  # asked of something that is not known, and of none of these
            if len(rivals) > MOST_OPTIONS:
                return self._narrowed(query, rivals, top)
            return Finding(
                Shape.OPTIONS,
                Rule.EQUAL,
                best.score,
                tuple(r.statement for r in rivals),
                ranked=top,
            )
        return Finding(
            Shape.FACT,
            Rule.BEST,
            best.score,
            (best.statement,),
            verdict=self.verdict(best.statement, query),
            ranked=top,
        )

    def _margin(self, best: Scored, query: Query) -> float:
        """Return by how much another statement may score less to be offered beside the best."""
        if best.about >= UNNAMED:
            return self.ranker.thresholds.margin
        return OPEN_MARGIN if query.leaves_open else UNNAMED_MARGIN

    def _is_general(self, entry: str) -> bool:
        """Tell whether an entry is about nothing particular: it has no place and no fields."""
        return not self.ranker.index.within[entry] and not self.ranker.knowledge.entries[entry].values

    def _rivals(self, best: Scored, other: Scored) -> bool:
        """Tell whether two statements are different answers, not one seen from two sides."""
        a, b = best.statement, other.statement
        if best.about > other.about and best.about == 1.0:
            return False
        told = set(b.fact.entries if b.fact else ()) | set(b.value if isinstance(b.value, tuple) else ())
        back = set(a.fact.entries if a.fact else ()) | set(a.value if isinstance(a.value, tuple) else ())
        if (
            a.entry in told
            or b.entry in back
            or b.entry in self.ranker.index.within[a.entry]
            or a.entry in self.ranker.index.within[b.entry]
        ):
            return False
        return best.asked - other.asked < 0.12

    def _narrowed(self, query: Query, rivals: list[Scored], top: tuple[Scored, ...]) -> Finding:
        """Offer the values of a facet where there are too many readings."""
        facets = self.ranker.facets([r.statement.entry for r in rivals])
        if len(facets) > 1:
            return Finding(
                Shape.OPTIONS,
                Rule.MANY,
                rivals[0].score,
                facet=facets,
                kind=query.kind,
                ranked=top,
                statements=tuple(r.statement for r in rivals),
            )
        return Finding(
            Shape.OPTIONS,
            Rule.EQUAL,
            rivals[0].score,
            tuple(r.statement for r in rivals[:MOST_OPTIONS]),
            ranked=top,
        )

    def verdict(self, statement: Statement, query: Query) -> str:
        """Return yes or no where the question can be answered so and the statement settles it."""
        if not query.yes_no or query.strange or self.chooser.offers(query):
            return ""
        return verdict(statement, query, self.ranker.knowledge)

    def _strange(self, best: Scored, query: Query) -> bool:
        """Tell whether a question names nothing that is known, and is about something else for all its words say."""
        if query.only_hints and not (query.kind or query.has(*self._looks_for_one)):
            return True
        if query.says_next_to_nothing and not (query.kind or self._is_general(best.statement.entry)):
            return True  # "has clustering been used at all?" asks for nothing particular
        return best.about < UNNAMED and best.explained < WELL_EXPLAINED and query.strange_name

    def nothing(self, query: Query, top: tuple[Scored, ...]) -> Finding:
        """Hold back, and say what is known about the things that were named."""
        named = [e for e in query.entities if e in self.ranker.index.about]
        nearby: list[Statement] = []
        for entity in named[:2]:
            nearby += [s for s in self.ranker.index.about[entity] if not s.is_summary][:3]
        rule = Rule.NOTHING
        if top and top[0].refused:
            rule = Rule.REFUSED
        elif top:
            rule = Rule.PARTLY if top[0].explained < self.ranker.thresholds.explained else Rule.UNCLEAR
        return Finding(Shape.NOTHING, rule, top[0].score if top else 0.0, tuple(nearby[:3]), ranked=top)
