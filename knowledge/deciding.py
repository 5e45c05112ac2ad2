"""What structure found and what phrasings taught → what is told. Structure says what is true; phrasings say what is meant.

A learned intent may tell what structure could not explain, overrule a fact that structure explains only in part, and
withdraw one where the question is like those that nobody can answer. It never tells what the question rules out: another
entry than the one named, a place or a year that a statement does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from knowledge.describing import Describer
from knowledge.facts import Statement
from knowledge.features import FeatureMaker
from knowledge.finding import Finder
from knowledge.findings import Finding, Shape
from knowledge.guessing import Guess, Guesser
from knowledge.intents import COMPARE, COUNT, LIST, SMALLTALK, UNKNOWN, intent_of, statements
from knowledge.models import FieldType
from knowledge.query import Item, Query, Sort
from knowledge.scoring import LEAST_EXPLAINED_NAME, SURE_NAME

MOST_GUESSES = 3
"""Guesses that are kept for ``/why``."""


ASKS_WHEN = frozenset({"when"})
"""A date is asked for: only statements that give one answer it."""

SURE = 0.9
"""Least share of a guess that tells something although an everyday word leads elsewhere."""

SURE_OF_UNRECORDED = 0.97
"""Least share of a guess that tells something although a word asks for what nobody recorded: "on the drawing board"."""

NEVER = 2.0
"""A share that no guess has."""

FEWEST_NARROWED = 3
"""Values of a field from which only those are told that lie in what is named."""


class Decider:
    """Decides what is told for a query about one knowledge base."""

    def __init__(self, finder: Finder, guesser: Guesser, maker: FeatureMaker, describer: Describer) -> None:
        """Put together what finds by structure and what guesses by phrasings."""
        self.finder = finder
        self.guesser = guesser
        self.maker = maker
        self.describer = describer
        self.knowledge = finder.ranker.knowledge
        self.index = finder.ranker.index

    def find(self, query: Query) -> Finding:
        """Return what is told for a query, by structure and by what was learned from phrasings."""
        query = self.finder.located(query)
        if query.like:
            return self._same_of_another(query)
        finding = self.finder.find(query)
        if not self.guesser.intents or query.pointed:
            return self._narrowed(query, finding)
        guesses = self.guesser.guesses(self.maker.of_query(query))
        if not guesses:
            return finding
        kept = tuple(Guess(intent, share) for intent, share in list(guesses.items())[:MOST_GUESSES])
        return replace(self._narrowed(query, self._weighed(query, finding, guesses)), guesses=kept)

    def _weighed(self, query: Query, finding: Finding, guesses: Mapping[str, float]) -> Finding:
        """Weigh what structure found against what was learned."""
        intent, share = next(iter(guesses.items()))
        limits = self.finder.thresholds
        own = self._agreed(query, finding, guesses)
        if own >= limits.agreed:
            return finding
        if intent == UNKNOWN or intent.startswith(SMALLTALK):
            doubted = share >= limits.withdraw and own < limits.doubted
            outdone = share >= limits.overrule and share > 2 * own
            return _withdrawn(finding) if finding.shape is Shape.FACT and (doubted or outdone) else finding
        listed = self._listed(query, finding, intent, share)
        if listed is not None:
            return listed
        if query.unrecorded_asked and (share < SURE_OF_UNRECORDED or carried(query)):
            return finding
        meant = [s for s in statements(intent, query, self.index, self.knowledge, self.describer) if allowed(s, query, share)]
        if meant and share >= self._needed(query, finding, meant[0]):
            return self._learned(finding, meant[0], share, query)
        named = any(i.sort is Sort.ENTITY and not i.aside for i in query.items)
        sure = finding.score >= limits.certain and named
        strange = max(share, own) < limits.withdraw and own < limits.doubted and not sure
        return _withdrawn(finding) if finding.shape is Shape.FACT and strange else finding

    def _listed(self, query: Query, finding: Finding, intent: str, share: float) -> Finding | None:
        """List or count entries where phrasings ask for that, and compare where they ask for that."""
        limits = self.finder.thresholds
        if share < {Shape.NOTHING: limits.learned, Shape.FACT: limits.overrule}.get(finding.shape, 1.0):
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
                return Finding(Shape.FACT, "the same is asked of another", 1.0, (statement,))
        told = self.index.by_id[query.like].field
        recorded = told is not None and told.type in {FieldType.NUMBER, FieldType.URL}
        return self.finder.nothing(query, ()) if recorded else self.finder.find(query)

    def _narrowed(self, query: Query, finding: Finding) -> Finding:
        """Tell only those of many values that lie in what is named: of eight regions the Swedish one."""
        statement = finding.statements[0] if finding.shape is Shape.FACT and finding.statements else None
        values = statement.value if statement is not None and isinstance(statement.value, tuple) else ()
        around = {e for value in values for e in self.index.within[value]} & set(query.entities)
        around -= {statement.entry, *self.index.within[statement.entry]} if statement else set()
        kinds = {self.knowledge.entries[value].kind for value in values}
        if len(values) < FEWEST_NARROWED or len(kinds) != 1 or not around or statement is None:
            return finding
        inside = tuple(v for v in values if around <= self.index.within[v])
        if not inside or len(inside) == len(values):
            return finding
        rule = "of the values of one field those that lie in what is named"
        told = tuple(self.index.by_id[f"{entry}.summary"] for entry in inside)
        if len(inside) == 1:
            return replace(finding, rule=rule, statements=told, verdict="yes" if query.yes_no else "")
        return replace(finding, shape=Shape.LIST, rule=rule, statements=told, entries=inside, kind=kinds.pop())

    def _needed(self, query: Query, finding: Finding, meant: Statement) -> float:
        """Return the least share of the guess that tells a statement instead of what structure found."""
        limits = self.finder.thresholds
        if finding.shape is Shape.NOTHING:
            return limits.learned
        if finding.shape is Shape.FACT:
            if query.asks_nothing:
                return NEVER
            if finding.statements[0].is_summary:
                return limits.learned  # what something is, is told where nothing else was understood
            if meant.is_summary:
                return SURE
            trust = min(max((finding.score - limits.answer) / (1 - limits.answer), 0.0), 1.0)
            return limits.learned + trust * (limits.overrule - limits.learned)
        if finding.facet:
            return SURE  # structure would list things by place, where something else is asked
        named = not carried(query) and meant.entry in query.entities
        return limits.overrule if named and finding.shape in {Shape.OPTIONS, Shape.SEVERAL} else NEVER

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


def carried(query: Query) -> bool:
    """Tell whether a query takes a name over from the conversation."""
    said = {span.text for span in query.spans}
    return any(item.sort is Sort.ENTITY and item.text not in said for item in query.items)


def allowed(statement: Statement, query: Query, share: float) -> bool:
    """Tell whether nothing in a query rules a statement out: another name, place or year, or a word it lists under ``never``.

    An everyday word that leads elsewhere rules it out too, unless the guess is sure.
    """
    if share < SURE and not statement.is_summary and any(i.sort is Sort.HINT and not i.aside and _strange(i, statement) for i in query.items):
        return False
    return not any(_rules_out(item, statement, query) for item in query.items)


def _strange(item: Item, statement: Statement) -> bool:
    """Tell whether a statement has nothing to do with a name."""
    return max(statement.relations.get(e, 0.0) for e in item.ids) < LEAST_EXPLAINED_NAME


def _rules_out(item: Item, statement: Statement, query: Query) -> bool:
    if item.sort is Sort.ENTITY:
        sure = not item.aside and item.similarity >= SURE_NAME
        return sure and _strange(item, statement)
    if item.sort is Sort.PLACE:
        return not query.placed
    if item.sort is Sort.NUMBER:
        return _is_particular(item) and not item.ids & statement.numbers
    if item.sort is Sort.UNKNOWN:
        return item.wanted and statement.field is not None  # "how many hours" is not "how many members"
    if item.sort is not Sort.CONCEPT or item.aside:
        return False
    undated = item.ids <= ASKS_WHEN and not any(statement.concepts.get(c) for c in item.ids)
    return undated or bool(item.ids & statement.never)


def _is_particular(item: Item) -> bool:
    """Tell a year or the number of a section from a figure that may be about right."""
    return any("." in figure or (len(figure) == 4 and figure[:2] in {"19", "20"}) for figure in item.ids)
