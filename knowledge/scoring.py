"""How well a statement explains a question. The one place where scores are made.

Four things count, each from 0 to 1:

* *explained*: the share of what the question says, apart from names, that the statement accounts for;
* *asked*: how much of one of the ways to ask for the statement the question contains;
* *fit*: how much of the question that way to ask accounts for;
* *about*: how directly the names in the question speak for the statement.

A name that the statement has nothing to do with, or a concept that it rules out, is a refusal, not a lower score.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.facts import BEYOND, DIRECT, VALUE, WITHIN, Cue, Statement
from knowledge.models import FieldType
from knowledge.query import OUT_OF_THE_WAY, UNKNOWN_RARE, Item, Query, Sort

ABOUT = ((DIRECT, 1.0), (VALUE, 0.97), (WITHIN, 0.94), (BEYOND, 0.86), (0.0, 0.82))
"""What a name in the question is worth; the last line is for no name at all."""

UNEXPLAINED_CONCEPT = 1.6
"""A concept that is known and not explained counts more than a word that is not known: it asks for something else."""

LEAST_EXPLAINED_NAME = 0.3
"""Below this a statement has nothing to do with a name."""

MEANT_OTHERWISE = 0.7
"""From here on a name's word is explained by what else it can mean."""

SURE_NAME = 0.75
"""Likeness from which a misspelt name rules out what has nothing to do with it."""

NAMED_ASIDE = 0.6
"""What a name counts that stands before the question itself and is not explained."""

SOFT_CUE = 0.5
"""A cue of less weight than this says only "what is it?"; it cannot answer a question about something definite."""

OPERATORS = frozenset({"when", "why", "who", "where", "how_much", "names", "content", "count"})
"""What a statement that gives no date, reason, person, place, sum, names or figure cannot answer."""

NEARLY = 0.6
"""How far a concept near to the one in a cue meets it."""

LINKED = 0.75
"""How far a statement is asked for that links two names of a question, whatever else is said."""

HOPELESS = 0.4
"""A statement that explains less is not looked at any closer."""

BASE, ASKED, FIT = 0.35, 0.45, 0.2
"""What being explained, asked for and fitting contribute."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A statement with its score for a question."""

    score: float
    """0 to 1."""
    statement: Statement
    """The statement."""
    explained: float
    """Share of the question that it accounts for."""
    asked: float
    """Share of a way to ask for it that the question contains."""
    about: float
    """How directly the names in the question speak for it."""
    refused: str = ""
    """The word that rules it out, or empty."""
    fit: float = 1.0
    """Share of the question's topics that the way to ask accounts for."""


def score(statement: Statement, query: Query) -> Scored:
    """Score one statement for a question."""
    tally = _explained(statement, query)
    explained = tally.gained / tally.wanted if tally.wanted else 1.0
    about = tally.worth / tally.names if tally.names else ABOUT[-1][1]
    if tally.refused or explained < HOPELESS:
        return Scored(min(explained * about * BASE, 0.3), statement, explained, 0.0, about, tally.refused, 0.0)
    asked, fit = _asked(statement, query, named=tally.names > 0)
    if tally.names > 1 and asked < LINKED and explained >= 0.95 and not query.has("count", "when", "how_much"):
        # Two names that a statement links are a question for the link: "KIT and the Energy Forum?"
        asked, fit = LINKED, 1.0
    total = explained * (BASE + ASKED * asked + FIT * fit) * about
    return Scored(total, statement, explained, asked, about, "", fit)


@dataclass(slots=True)
class _Tally:
    """What a statement explains of a question, added up word by word."""

    gained: float = 0.0
    """What was explained."""
    wanted: float = 0.0
    """What wanted to be explained."""
    worth: float = 0.0
    """What the names explained are worth together."""
    names: int = 0
    """How many names are explained."""
    strongest: float = 0.0
    """How strongly the strongest of them speaks for the statement."""
    refused: str = ""
    """The word that rules the statement out."""

    def name(self, item: Item, statement: Statement) -> None:
        """Add a name, or an everyday word that leads to one."""
        strength = _strongest(item.ids, statement.relations)
        if item.wanted and (statement.is_summary or (statement.field is not None and statement.field.within)):
            self.refused = item.text  # what an entry is does not say which films it makes
        if strength >= LEAST_EXPLAINED_NAME:
            self.names += 1
            self.strongest = max(self.strongest, strength)
            self.worth += next(value for least, value in ABOUT if strength >= least)
            self.gained += item.weight
            self.wanted += item.weight
        elif _strongest(item.concepts, statement.concepts) < MEANT_OTHERWISE:
            figure = statement.field is not None and statement.field.type is FieldType.NUMBER
            decides = item.sort is Sort.ENTITY or item.qualifies or figure  # "how many of the poles are about health?"
            if decides and not item.aside and item.similarity >= SURE_NAME:
                self.refused = item.text
            self.wanted += item.weight * (NAMED_ASIDE if item.aside else 1.0)

    def word(self, item: Item, statement: Statement, query: Query) -> None:
        """Add a word, a figure or an unknown word."""
        meant = _meant(item, statement)
        if says_how_many(item, statement) or (item.counted and counts_else(query, statement)):
            self.refused = item.text
        if statement.never and item.ids & statement.never:
            self.refused = item.text
        if item.sort is Sort.OPTIONAL:
            self.gained += item.weight * meant
            self.wanted += item.weight * meant
            return
        strange = item.sort is Sort.PLACE and (not item.aside or not query.placed)
        uncounted = item.sort is Sort.UNKNOWN and item.wanted and statement.field is not None
        # "Who is the … of X?" asks for somebody, not for what X is.
        uncounted |= item.sort is Sort.UNKNOWN and statement.is_summary and query.asks_somebody and not item.aside
        if strange or uncounted or (not meant and _decisive(item, query)):
            self.refused = item.text
        weight = item.weight
        if not meant and item.sort is Sort.CONCEPT:
            weight *= UNEXPLAINED_CONCEPT
        if item.aside and meant < 0.5:
            weight *= OUT_OF_THE_WAY
        self.gained += weight * meant
        self.wanted += weight


def _explained(statement: Statement, query: Query) -> _Tally:
    """Add up what a statement explains of a question, until something rules it out."""
    tally = _Tally()
    for item in query.strictest_first:
        if item.sort is Sort.ENTITY or item.sort is Sort.HINT:
            tally.name(item, statement)
        else:
            tally.word(item, statement, query)
        if tally.refused:
            return tally
    if tally.strongest < WITHIN and query.entities:
        # Everything named has next to nothing to do with it.
        tally.refused = next((i.text for i in query.items if i.sort is Sort.ENTITY), "") or (
            next(i.text for i in query.items if i.sort is Sort.HINT) if tally.names else ""
        )
    return tally


def unheard_of(item: Item, query: Query) -> bool:
    """Tell whether a word that is in no list, nor in phrasings, says which of a kind is meant: "a toy cluster"."""
    return item.qualifies and item.text not in query.heard


def says_how_many(item: Item, statement: Statement) -> bool:
    """Tell whether a statement gives no more than a number of things whose names are asked for."""
    if not (item.listed or item.wanted) or item.sort is not Sort.CONCEPT or item.aside:
        return False
    told = statement.field
    if told is not None and told.type is FieldType.NUMBER:
        return item.listed and told.unit in item.ids
    return (item.listed and statement.is_summary) or "names" in statement.never


def counts_else(query: Query, statement: Statement) -> bool:
    """Tell whether a field says how many there are of something else than what is counted."""
    if not query.counted or statement.field is None:
        return False
    counting = [cue for cue in statement.cues if "count" in cue.all]
    known = statement.field.type is FieldType.NUMBER or query.counts_kind
    return known and all(query.counted.isdisjoint(cue.all) and query.counted.isdisjoint(cue.near) for cue in counting)


def _decisive(item: Item, query: Query) -> bool:
    """Tell whether an unexplained item rules a statement out: a year, an operator, a thing that nobody recorded."""
    if item.sort is Sort.NUMBER:
        return any(len(n) == 4 and n[:2] in {"19", "20"} for n in item.ids)
    if item.sort is Sort.UNKNOWN:
        # "Is Nokia a member?", "a toy cluster"
        return not item.aside and (unheard_of(item, query) or (query.yes_no and item.weight >= UNKNOWN_RARE))
    if item.sort is not Sort.CONCEPT or item.aside or item.similarity <= 0.9:
        return False
    return item.ids <= OPERATORS or item.ids <= query.unrecorded


def _meant(item: Item, statement: Statement) -> float:
    """Return how well a statement explains an item, 0 to 1."""
    if item.sort is Sort.NUMBER:
        return 1.0 if item.ids & statement.numbers else 0.0
    return _strongest(item.ids, statement.concepts)


def _strongest(ids: Iterable[str], strengths: dict[str, float]) -> float:
    best = 0.0
    for key in ids:
        strength = strengths.get(key)
        if strength is not None and strength > best:
            best = strength
    return best


def _asked(statement: Statement, query: Query, *, named: bool) -> tuple[float, float]:
    """Return how much of the best way to ask a question contains, and how much of the question it accounts for."""
    topics = query.topic_weight
    if statement.is_summary and not statement.cues:
        if not named:
            return (0.3, 0.3)
        return (0.7, 0.5) if topics else (1.0, 1.0)
    best = (0.0, 0.0)
    most = 0.0
    for cue in statement.cues:
        met = _met(cue, query)
        if ASKED * met / cue.total + FIT <= most:
            continue  # however well it fits, another way to ask is closer
        asked, fit = met / cue.total, _fit(cue, query) if met else 1.0
        if cue.total < SOFT_CUE:
            if not named and cue.light.isdisjoint(query.concepts):
                continue
            asked = min(asked, 0.4 if topics else 0.85)
        value = ASKED * asked + FIT * fit
        if value > most:
            most, best = value, (asked, fit)
    return best


def _met(cue: Cue, query: Query) -> float:
    """Return how much of a cue a question contains, by weight."""
    met = 0.0
    named, near = query.concepts, query.near
    for ids, weight in cue.keys:
        if not ids.isdisjoint(named):
            met += weight
        elif not ids.isdisjoint(near):
            met += NEARLY * weight
    return met


def _fit(cue: Cue, query: Query) -> float:
    """Return the share of the question's topics that a cue covers; 1 where it has none."""
    covered = query.topic_weight
    if not covered:
        return 1.0
    missing = 0.0
    for item in query.topics:
        if item.ids.isdisjoint(cue.all) and item.ids.isdisjoint(cue.near):
            missing += item.weight
    return 1 - missing / covered
