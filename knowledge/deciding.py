"""What structure found and what phrasings taught → what is told.

Structure says what is true; phrasings say what is meant. A learned intent may tell what structure could not explain,
overrule a fact that structure explains only in part, and withdraw one where the question is like those that nobody can
answer. It never tells what the question rules out (``ruling_out.py``): another entry than the one named, a place or a
year that a statement does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from knowledge.describing import Describer
from knowledge.doubting import (
    asks_for_most,
    asks_for_one,
    asks_how,
    asks_how_much,
    asks_more,
    asks_who_else,
    half_asked,
    leads,
    mostly_unheard,
    only_what,
)
from knowledge.facts import Statement
from knowledge.features import BEGINNING, WORD, FeatureMaker
from knowledge.finding import Finder
from knowledge.findings import SETTLED, Finding, Rule, Shape
from knowledge.guessing import Guess, Guesser
from knowledge.intents import COMPARE, COUNT, FIELD, LIST, SMALLTALK, UNKNOWN, intent_of, statements
from knowledge.missing import Missing
from knowledge.models import FieldType
from knowledge.narrowing import Narrower
from knowledge.outweighing import SURE, Outweighing
from knowledge.permitting import Permitting
from knowledge.presuming import Presuming
from knowledge.query import Query, Sort
from knowledge.reading import LATEST
from knowledge.ruling_out import allowed, carried, related, well_known
from knowledge.tallying import says_how_many

MOST_WEIGHED = 4
"""Guesses that are looked at where the question rules the likelier ones out."""

MOST_GUESSES = 3
"""Guesses that are kept for ``/why``."""


SURE_OF_UNRECORDED = 0.99
"""Least share of a guess that tells something although a word asks for what nobody recorded: "on the drawing board"."""

CLEAR = 0.94
"""Least score of a fact that explains a question whole."""

SURE_OF_CLEAR = 0.97
"""Least share of "nobody knows" that withdraws a fact which explains a question whole."""

EVEN = 0.5
"""Share of "nobody knows" from which a fact is withdrawn that was found for want of a better one."""

SURE_OF_WHAT = 0.85
"""Least share of the guesses that tells what something is although a question asks for more."""

SOME_DOUBT, LIKELY_OF_MORE = 0.15, 0.75
"""Share of "nobody knows" from which a guess must be likelier that says nothing of what is asked, and how likely."""

HARDLY = 0.05
"""Share of the guesses below which hardly anybody asks for a fact so."""


class Decider:
    """Decides what is told for a query about one knowledge base."""

    def __init__(self, finder: Finder, guesser: Guesser, maker: FeatureMaker, describer: Describer) -> None:
        """Put together what finds by structure and what guesses by phrasings."""
        self.finder = finder
        self.guesser = guesser
        self.maker = maker
        self.describer = describer
        self.missing = Missing(finder.ranker.knowledge, finder.ranker.index)
        self.narrower = Narrower(finder.ranker.knowledge, finder.ranker.index)
        self.presuming = Presuming(finder.ranker.knowledge.languages)
        self.permitting = Permitting(finder.ranker.knowledge.languages)
        self.knowledge = finder.ranker.knowledge
        self.index = finder.ranker.index
        self.outweighing = Outweighing(self.knowledge, finder.thresholds)

    def find(self, query: Query) -> Finding:
        """Return what is told for a query, by structure and by what was learned from phrasings."""
        query = self.finder.located(query, self._heard(query))
        if query.like:
            return self._same_of_another(query)
        finding = self.finder.find(query)
        if query.babbles or (LATEST in query.leaning and not query.pointed):
            return self.finder.nothing(query, finding.ranked)
        if not self.guesser.intents and self.missing.asked(query, finding):
            return self.finder.nothing(query, finding.ranked)
        settled = finding.rule in SETTLED or (finding.rule is Rule.CHECKED and bool(query.only_names or query.kind))
        settled = settled and not self.presuming.uncredited(query, finding)
        if not self.guesser.intents or query.pointed or settled:
            return self.narrower.narrowed(query, finding)
        guesses = self._possible(query, self.guesser.guesses(self.maker.of_query(query)))
        if not guesses:
            return finding
        kept = tuple(Guess(intent, share) for intent, share in list(guesses.items())[:MOST_GUESSES])
        weighed = self._weighed(query, finding, guesses)
        own = self._agreed(query, weighed, guesses)
        if self._doubted(query, weighed, own) or (own < HARDLY and asks_for_most(guesses, weighed)):
            weighed = _withdrawn(weighed)
        return replace(self.narrower.narrowed(query, weighed), guesses=kept)

    def _doubted(self, query: Query, finding: Finding, own: float) -> bool:
        """Tell whether a question is of a sort that what would be told does not answer, however well its words fit.

        Args:
            query: the question.
            finding: what would be told.
            own: share of the guesses that agree with it.
        """
        learned = finding.rule is Rule.LEARNED
        sure = finding.score if learned else own
        fact = finding.statements[0] if finding.shape is Shape.FACT else None
        # "Which clusters have nothing to do with this?" is not answered by what this is.
        of_others = fact is not None and query.direct and not query.has("count")
        of_others = of_others and (sure < SURE_OF_CLEAR or finding.statements[0].is_summary)
        # "Are these better than those?" asks for a judgement, which no facts about both of them pass.
        judged = query.has("better") and all("better" in i.ids for i in query.topics)
        return (
            self.presuming.unfounded(query, finding)
            or self.presuming.uncredited(query, finding)
            or self.missing.lacking(query, finding, sure=learned and sure >= SURE)
            or (own < (SURE if query.has("define") else SURE_OF_WHAT) and only_what(query, finding))
            or (sure < EVEN and mostly_unheard(query, finding))
            or (sure < (SURE if learned else SURE_OF_CLEAR) and asks_who_else(query, finding))
            or (self.permitting.unsettled(query, finding, sure=sure >= SURE) and not self.finder.chooser.offers(query))
            or (of_others and self.finder.denied(query))
            or self.finder.chooser.undecided(query, finding)
            or asks_for_one(query, finding)
            or asks_how_much(query, finding)
            or (finding.shape is Shape.COMPARE and judged)
        )

    def _heard(self, query: Query) -> frozenset[str]:
        """Return the words of a question that are in no list, but in phrasings."""
        unknown = (i.text for i in query.items if i.sort is Sort.UNKNOWN and not i.spelt_as_name)
        return frozenset(word for word in unknown if WORD + word[:BEGINNING] in self.guesser.features)

    def _possible(self, query: Query, guesses: Mapping[str, float]) -> dict[str, float]:
        """Leave out the facts that have nothing to do with what is named; the others share what those had."""
        by_id = self.index.by_id
        kept = {i: share for i, share in guesses.items() if i not in by_id or related(by_id[i], query)}
        total = sum(kept.values())
        return {intent: share / total for intent, share in kept.items()} if total else {}

    def _weighed(self, query: Query, finding: Finding, guesses: Mapping[str, float]) -> Finding:
        """Weigh what structure found against what was learned."""
        limits = self.finder.thresholds
        own = self._agreed(query, finding, guesses)
        nobody = guesses.get(UNKNOWN, 0.0)
        if own >= limits.agreed and own >= nobody:
            return finding
        left = 1.0
        for intent, share in list(guesses.items())[:MOST_WEIGHED]:
            likely = share / left
            if intent == UNKNOWN or intent.startswith(SMALLTALK):
                doubted = likely >= limits.withdraw and own < limits.doubted
                outdone = likely > 2 * own and likely >= limits.overrule
                outdone |= likely > own and likely >= EVEN and self._is_weak(finding)
                # Nothing in the question is left to explain: only the surest guess that nobody knows outweighs that.
                clear = (
                    finding.score >= CLEAR
                    and likely < SURE_OF_CLEAR
                    and not (leads(query, finding) or asks_how(query, finding))
                )
                doubted, outdone = doubted and not clear, outdone and not clear
                compared = finding.shape is Shape.COMPARE and likely >= SURE
                return (
                    _withdrawn(finding)
                    if compared or (finding.shape is Shape.FACT and (doubted or outdone))
                    else finding
                )
            listed = self._listed(query, finding, intent, likely)
            if listed is not None:
                return listed
            if query.unrecorded_asked and (likely < SURE_OF_UNRECORDED or carried(query)):
                return finding
            meant = self._meant(intent, query, likely)
            if meant is not None and finding.shape is Shape.NOTHING and asks_more(query, meant):
                unlikely = nobody >= SOME_DOUBT and likely < LIKELY_OF_MORE
                if unlikely or (meant.is_summary and (query.direct or nobody >= limits.doubted or likely < EVEN)):
                    break  # what something is, is no answer to who leads it, however alike the words are
            if meant is not None:
                if likely >= self.outweighing.needed(query, finding, meant):
                    return self._learned(finding, meant, likely, query)
                break
            if intent not in self.index.by_id:
                break  # a list, a comparison or a field that nothing named has: the next guess is no better
            nameless = any(says_how_many(item, self.index.by_id[intent]) for item in query.items)
            if nameless and (finding.shape is Shape.NOTHING or likely >= SURE):
                finding = _withdrawn(finding)
                break  # what is meant is asked for by name, and nobody knows the names
            left -= share  # what the question rules out is not meant, however alike it sounds
        strange = next(iter(guesses.values())) < limits.withdraw and own < limits.doubted
        strange |= own < HARDLY and finding.score < limits.certain and half_asked(finding, query)
        named = any(i.sort is Sort.ENTITY and not i.aside for i in query.items)
        sure = finding.score >= limits.certain and named
        return _withdrawn(finding) if finding.shape is Shape.FACT and strange and not sure else finding

    def _is_weak(self, finding: Finding) -> bool:
        """Tell whether a fact was found for want of a better one: what something is, or of a low score."""
        told = finding.statements[0] if finding.statements else None
        return told is not None and (told.is_summary or finding.score < self.finder.thresholds.certain)

    def _meant(self, intent: str, query: Query, share: float) -> Statement | None:
        """Return the statement that answers an intent and that the question does not rule out."""
        found = statements(intent, query, self.index, self.describer)
        return next(
            (s for s in found if allowed(s, query, share, self.index.within) and not self._is_only_where(s, query)),
            None,
        )

    def _is_only_where(self, statement: Statement, query: Query) -> bool:
        """Tell whether a statement says what a place is, where something in it is asked for: "a restaurant in X"."""
        if not statement.is_summary or statement.entry not in self.index.places:
            return False
        return any(i.sort is Sort.HINT and not i.aside and i.ids.isdisjoint(statement.relations) for i in query.items)

    def _listed(self, query: Query, finding: Finding, intent: str, share: float) -> Finding | None:
        """List or count entries where phrasings ask for that, and compare where they ask for that."""
        limits = self.finder.thresholds
        needed = {Shape.NOTHING: limits.learned, Shape.FACT: limits.overrule}.get(finding.shape, 1.0)
        needed = SURE if finding.facet else needed  # structure would list things by place
        if share < (limits.overrule if query.unrecorded_asked else needed) or not well_known(query, share):
            return None
        if query.unrecorded_asked and carried(query):
            return None  # "and shipbuilding?" after another sector
        # "What does the Acme Energy cluster do?" asks of one that is not known; or none that is known lies there.
        elsewhere = any("elsewhere" in i.ids and i.similarity > 0.9 for i in query.topics)
        if elsewhere or any(i.called and not i.aside for i in query.items):
            return None
        what, _, kind = intent.partition(".")
        if what in {LIST, COUNT} and kind:
            concepts = query.concepts | ({COUNT} if what == COUNT else set())
            asked = replace(query, kind=kind, many=True, direct=True, concepts=concepts)
            return self.finder.lister.fitting(asked)
        if intent == COMPARE and finding.shape is Shape.NOTHING:
            return self.finder.comparer.compared(replace(query, concepts=query.concepts | {COMPARE}))
        return None

    def _same_of_another(self, query: Query) -> Finding:
        """Tell of the entry named now what was last told of another; nothing where that is not recorded."""
        name = query.like.partition(".")[2]
        for entry in query.entities:
            statement = self.index.by_id.get(f"{entry}.{name}")
            if statement is not None and query.like != statement.id:
                return Finding(Shape.FACT, Rule.SAME_ASKED, 1.0, (statement,))
        told = self.index.by_id[query.like].field
        recorded = told is not None and told.type in {FieldType.NUMBER, FieldType.URL}
        recorded |= "that_of" in query.leaning  # "and those of X?" are the same, and nothing else
        return self.finder.nothing(query, ()) if recorded else self.finder.find(query)

    def _agreed(self, query: Query, finding: Finding, guesses: Mapping[str, float]) -> float:
        """Return how far phrasings speak for a fact that structure found."""
        if finding.shape not in {Shape.FACT, Shape.LIST, Shape.COUNT}:
            return 0.0
        meant = {intent_of(s, self.knowledge) for s in finding.statements[:1] if finding.shape is Shape.FACT}
        # A fact may say of something what a field says of others: how many universities there are.
        names = (s.id.partition(".")[2] for s in finding.statements[:1] if finding.shape is Shape.FACT)
        meant |= {f"{FIELD}.{name}" for name in names if name in self.knowledge.fields}
        if query.kind and not self._is_of_place(finding, query.kind):
            meant |= {f"{LIST}.{query.kind}", f"{COUNT}.{query.kind}"}
        return sum(guesses.get(intent, 0.0) for intent in meant)

    def _is_of_place(self, finding: Finding, kind: str) -> bool:
        """Tell whether a fact says something of a place, where those of a kind in it are looked for."""
        told = finding.statements[0] if finding.shape is Shape.FACT else None
        if told is None or told.fact is None or told.is_summary:
            return False
        return told.entry in self.index.places and self.knowledge.entries[told.entry].kind != kind

    def _learned(self, finding: Finding, statement: Statement, share: float, query: Query) -> Finding:
        return Finding(
            Shape.FACT,
            Rule.LEARNED,
            share,
            (statement,),
            verdict=self.finder.verdict(statement, query),
            ranked=finding.ranked,
        )


def _withdrawn(finding: Finding) -> Finding:
    return replace(finding, shape=Shape.NOTHING, rule=Rule.UNANSWERABLE, statements=())
