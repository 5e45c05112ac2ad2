"""What structure found and what phrasings taught → what is told. Structure says what is true; phrasings say what is meant.

A learned intent may tell what structure could not explain, overrule a fact that structure explains only in part, and
withdraw one where the question is like those that nobody can answer. It never tells what the question rules out: another
entry than the one named, a place or a year that a statement does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from knowledge.facts import Statement
from knowledge.features import FeatureMaker
from knowledge.finding import Finder
from knowledge.findings import Finding, Shape
from knowledge.guessing import Guess, Guesser
from knowledge.intents import COUNT, LIST, UNKNOWN, intent_of, statements
from knowledge.query import Item, Query, Sort
from knowledge.scoring import LEAST_EXPLAINED_NAME, SURE_NAME

MOST_GUESSES = 3
"""Guesses that are kept for ``/why``."""


class Decider:
    """Decides what is told for a query about one knowledge base."""

    def __init__(self, finder: Finder, guesser: Guesser, maker: FeatureMaker) -> None:
        """Put together what finds by structure and what guesses by phrasings."""
        self.finder = finder
        self.guesser = guesser
        self.maker = maker
        self.knowledge = finder.ranker.knowledge
        self.index = finder.ranker.index

    def find(self, query: Query) -> Finding:
        """Return what is told for a query, by structure and by what was learned from phrasings."""
        query = self.finder.located(query)
        finding = self.finder.find(query)
        if not self.guesser.intents:
            return finding
        guesses = self.guesser.guesses(self.maker.of_query(query))
        kept = tuple(Guess(intent, share) for intent, share in list(guesses.items())[:MOST_GUESSES])
        return replace(self._weighed(query, finding, guesses), guesses=kept)

    def _weighed(self, query: Query, finding: Finding, guesses: Mapping[str, float]) -> Finding:
        """Weigh what structure found against what was learned."""
        intent, share = next(iter(guesses.items()))
        limits = self.finder.thresholds
        own = self._agreed(query, finding, guesses)
        if own >= limits.agreed:
            return finding
        if intent == UNKNOWN:
            doubted = finding.shape is Shape.FACT and share >= limits.withdraw and own < limits.doubted
            return _withdrawn(finding) if doubted else finding
        meant = [s for s in statements(intent, query, self.index, self.knowledge) if allowed(s, query)]
        needed = {Shape.NOTHING: limits.learned, Shape.FACT: limits.overrule}.get(finding.shape, 1.0)
        if meant and share >= needed:
            return self._learned(finding, meant[0], share, query)
        strange = max(share, own) < limits.withdraw and own < limits.doubted and finding.score < limits.certain
        return _withdrawn(finding) if finding.shape is Shape.FACT and strange else finding

    def _agreed(self, query: Query, finding: Finding, guesses: Mapping[str, float]) -> float:
        """Return how far phrasings speak for a fact that structure found."""
        if finding.shape is not Shape.FACT or not finding.statements:
            return 0.0
        meant = {intent_of(finding.statements[0], self.knowledge)}
        if query.kind:
            meant |= {f"{LIST}.{query.kind}", f"{COUNT}.{query.kind}"}
        return sum(guesses.get(intent, 0.0) for intent in meant)

    def _learned(self, finding: Finding, statement: Statement, share: float, query: Query) -> Finding:
        return Finding(
            Shape.FACT,
            "phrasings like this one ask for it",
            share,
            (statement,),
            verdict=self.finder.verdict(statement, query),
            ranked=finding.ranked,
        )


def _withdrawn(finding: Finding) -> Finding:
    return replace(finding, shape=Shape.NOTHING, rule="questions like this one cannot be answered", statements=())


def allowed(statement: Statement, query: Query) -> bool:
    """Tell whether nothing in a query rules a statement out: another name, place or year, or a word it lists under ``never``."""
    return not any(_rules_out(item, statement, query) for item in query.items)


def _rules_out(item: Item, statement: Statement, query: Query) -> bool:
    if item.sort is Sort.ENTITY:
        sure = not item.aside and item.similarity >= SURE_NAME
        return sure and max(statement.relations.get(e, 0.0) for e in item.ids) < LEAST_EXPLAINED_NAME
    if item.sort is Sort.PLACE:
        return not item.aside or not query.placed
    if item.sort is Sort.NUMBER:
        return _is_year(item) and not item.ids & statement.numbers
    return item.sort is Sort.CONCEPT and not item.aside and bool(item.ids & statement.never)


def _is_year(item: Item) -> bool:
    return any(len(figure) == 4 and figure[:2] in {"19", "20"} for figure in item.ids)
