"""How well a statement explains a question. The one place where scores are made.

Four things count, each from 0 to 1:

* *explained*: the share of what the question says, apart from names, that the statement accounts for;
* *asked*: how much of one of the ways to ask for the statement the question contains;
* *fit*: how much of the question that way to ask accounts for;
* *about*: how directly the names in the question speak for the statement.

A name that the statement has nothing to do with, or a concept that it rules out, is a refusal, not a lower score.
"""

from __future__ import annotations

from typing import NamedTuple

from knowledge.facts import Cue, Statement
from knowledge.query import Query
from knowledge.tallying import ABOUT, Tallier

SOFT_CUE = 0.5
"""A cue of less weight than this says only "what is it?"; it cannot answer a question about something definite."""

NEARLY = 0.6
"""How far a concept near to the one in a cue meets it."""

LINKED = 0.75
"""How far a statement is asked for that links two names of a question, whatever else is said."""

WHOLE = 0.97
"""Share of a question, and of a way to ask, from which it counts as all of it: function words may be in neither."""

HOPELESS = 0.4
"""A statement that explains less is not looked at any closer."""

BASE, ASKED, FIT = 0.35, 0.45, 0.2
"""What being explained, asked for and fitting contribute."""


class Scored(NamedTuple):
    """A statement with its score for a question. A tuple, since dozens are made for each question."""

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

    def is_whole(self, asked: float = WHOLE) -> bool:
        """Tell whether it accounts for all that a question says, by a way to ask of which the question has so much.

        Args:
            asked: least share of the way to ask, 0 to 1.
        """
        return self.explained >= WHOLE and self.asked >= asked


class Scorer:
    """Scores statements for one question."""

    def __init__(self, query: Query) -> None:
        """Prepare the question."""
        self.query = query
        self._tallier = Tallier(query)
        self._asks_otherwise = query.has("count", "when", "how_much")

    def score(self, statement: Statement) -> Scored:
        """Score one statement."""
        tally = self._tallier.explained(statement)
        explained = tally.gained / tally.wanted if tally.wanted else 1.0
        about = tally.worth / tally.names if tally.names else ABOUT[-1][1]
        if tally.refused or explained < HOPELESS:
            return Scored(min(explained * about * BASE, 0.3), statement, explained, 0.0, about, tally.refused, 0.0)
        share, fit = asked(statement, self.query, named=tally.names > 0)
        if tally.names > 1 and share < LINKED and explained >= 0.95 and not self._asks_otherwise:
            # Two names that a statement links are a question for the link: "KIT and the Energy Forum?"
            share, fit = LINKED, 1.0
        total = explained * (BASE + ASKED * share + FIT * fit) * about
        return Scored(total, statement, explained, share, about, "", fit)


def asked(statement: Statement, query: Query, *, named: bool) -> tuple[float, float]:
    """Return how much of the best way to ask a question contains, and how much of the question it accounts for."""
    topics = query.topic_weight
    if statement.is_summary and not statement.cues:
        if not named:
            return (0.3, 0.3)
        return (0.7, 0.5) if topics else (1.0, 1.0)
    best = (0.0, 0.0)
    most = 0.0
    touched = query.touched
    for cue in statement.cues:
        touches = not cue.all.isdisjoint(touched)
        if not touches and (topics or most >= FIT):
            continue  # nobody asks for it so, and nothing of the question fits it
        met = _met(cue, query) if touches else 0.0
        if ASKED * met / cue.total + FIT <= most:
            continue  # however well it fits, another way to ask is closer
        share, fit = met / cue.total, _fit(cue, query) if met else 1.0
        if cue.total < SOFT_CUE:
            if not named and cue.light.isdisjoint(query.concepts):
                continue
            share = min(share, 0.4 if topics else 0.85)
        value = ASKED * share + FIT * fit
        if value > most:
            most, best = value, (share, fit)
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
