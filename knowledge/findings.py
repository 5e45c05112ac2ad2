"""What was found for a query: the values that finding, listing and comparing return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.facts import Statement
from knowledge.guessing import Guess
from knowledge.scoring import Scored

MOST_OPTIONS = 5
"""Readings that are offered at most."""

UNNAMED = 0.85
"""Below this no name in the question speaks for a statement."""


class Shape(StrEnum):
    """What kind of thing is told."""

    FACT = "fact"
    """One statement, or several about one subject."""
    LIST = "list"
    """Entries."""
    COUNT = "count"
    """How many entries, and which."""
    SEVERAL = "several"
    """Several statements that all fit, where all are asked for."""
    COMPARE = "compare"
    """A statement about each of several entries."""
    MOST = "most"
    """The entry with the largest or smallest figure."""
    OPTIONS = "options"
    """Readings to choose from."""
    NOTHING = "nothing"
    """Not known; what is known nearby."""


class Rule(StrEnum):
    """The rule that decided; its words are the section ``rule`` of the locale files."""

    BEST = "best"
    """One statement explains the question best."""
    EQUAL = "equal"
    """Several statements explain it equally well."""
    ALL_ASKED = "all_asked"
    """Several statements fit equally well, and all are asked for."""
    MANY = "many"
    """Many entries fit; narrowed down by a facet."""
    NOTHING = "nothing"
    """Nothing explains the question."""
    REFUSED = "refused"
    """A word of the question is not part of what is known; it stands with the best candidate."""
    PARTLY = "partly"
    """Too little of the question is explained; how much stands with the best candidate."""
    UNCLEAR = "unclear"
    """No statement is asked for clearly enough."""
    COMPARED = "compared"
    """A statement about each of the things compared."""
    INCOMPARABLE = "incomparable"
    """One of the things compared has no such statement."""
    LARGEST = "largest"
    """The entry with the largest figure."""
    SMALLEST = "smallest"
    """The entry with the smallest figure."""
    BOUNDED = "bounded"
    """Entries whose figure is above or below the one named."""
    OUTDONE = "outdone"
    """Entries whose figure is above or below that of the one named; figures alone decide, whether there are any."""
    COUNTED = "counted"
    """Entries of a kind were counted."""
    FIGURE = "figure"
    """The source gives the figure; nothing was counted."""
    ONE_FITS = "one_fits"
    """One entry of the kind fits."""
    ALL_FIT = "all_fit"
    """All entries of the kind that fit."""
    ONE_OF_SEVERAL = "one_of_several"
    """Several entries fit, and one was asked for."""
    LONG = "long"
    """The whole list is long; narrowed down by a facet."""
    NOWHERE = "nowhere"
    """There is no entry of that kind in the place named."""
    NOT_ALL = "not_all"
    """More entries of the kind lie there than are on record, so nobody can tell how many."""
    VALUES = "values"
    """What one field holds for all entries that fit."""
    VALUE = "value"
    """One of the values of a field is asked about."""
    INSIDE = "inside"
    """Of the values of a field, those that lie in what is named."""
    CHECKED = "checked"
    """A field of one thing named settles whether it holds another one."""
    LIES_ELSEWHERE = "lies_elsewhere"
    """What is recorded says that it lies in another country than the one named, of which nothing is known."""
    ADDRESSED = "addressed"
    """It is told whose the web address is that the question names."""
    CHOSEN_BETWEEN = "chosen_between"
    """Of the things named side by side, what is recorded tells which it is."""
    ALIKE = "alike"
    """The question is like the phrasings of an entry that is found by them alone."""
    LEARNED = "learned"
    """Phrasings like the question ask for it."""
    UNANSWERABLE = "unanswerable"
    """Questions like this one cannot be answered."""
    SAME_ASKED = "same_asked"
    """The same is asked of another entry."""
    EXEMPLAR = "exemplar"
    """A curator has said what the question asks for."""
    CHOSEN = "chosen"
    """An option was chosen."""
    GONE = "gone"
    """The option that was chosen is gone."""


SETTLED = frozenset({Rule.OUTDONE, Rule.NOT_ALL, Rule.LIES_ELSEWHERE, Rule.ADDRESSED, Rule.CHOSEN_BETWEEN})
"""Rules by which what is recorded decides, or its lack, whatever phrasings are like the question."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a query, and why."""

    shape: Shape
    """What kind of thing is told."""
    rule: Rule
    """The rule that decided, for ``/why``."""
    score: float = 0.0
    """0 to 1."""
    statements: tuple[Statement, ...] = ()
    """What is told, or the readings offered, or what is known nearby."""
    entries: tuple[str, ...] = ()
    """Entries listed or counted."""
    kind: str = ""
    """Their kind."""
    filters: tuple[str, ...] = ()
    """Entities by which they were chosen."""
    verdict: str = ""
    """``yes`` or ``no``, for a yes/no question that has one."""
    ranked: tuple[Scored, ...] = ()
    """The best candidates, best first."""
    facet: tuple[str, ...] = ()
    """Entries to narrow a list down by."""
    guesses: tuple[Guess, ...] = ()
    """What phrasings like the question ask for, likeliest first."""

    @property
    def answered(self) -> bool:
        """Tell whether the question is answered."""
        return self.shape not in {Shape.OPTIONS, Shape.NOTHING}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When to answer, offer or hold back; from ``decision.yaml``."""

    answer: float = 0.55
    """Least score of an answer."""
    margin: float = 0.04
    """Two readings closer than this are ambiguous."""
    explained: float = 0.6
    """Least share of the question that an answer explains."""
    learned: float = 0.4
    """Least share of a guess that tells what structure does not explain."""
    overrule: float = 0.75
    """Least share of a guess that overrules a fact found by structure."""
    agreed: float = 0.3
    """Least share of the guess for a fact found by structure that is told whatever other guesses say."""
    withdraw: float = 0.35
    """Least share of the guess that nobody can answer by which a doubted fact is withdrawn."""
    doubted: float = 0.1
    """Share of the guess for a fact below which the fact is doubted."""
    chat: float = 0.55
    """Least share of a guess that takes a message for small talk."""
    certain: float = 0.8
    """Least score of a doubted fact that is told although no guess is likely."""
    phrased: float = 0.0
    """Least score of an answer to a question that is like phrasings of a table; 0 for the one found by trying them."""


def told_entries(finding: Finding) -> tuple[str, ...]:
    """Return the ids of the entries that a finding tells about."""
    found: dict[str, None] = dict.fromkeys(finding.entries)
    for statement in finding.statements:
        found.setdefault(statement.entry)
    for statement in finding.statements:
        for entry in statement.fact.entries if statement.fact else ():
            found.setdefault(entry)
    return tuple(found)


def candidates(ranked: Iterable[Scored]) -> Mapping[str, float]:
    """Return the best score of each of the five best entries."""
    found: dict[str, float] = {}
    for scored in ranked:
        found.setdefault(scored.statement.entry, round(scored.score, 4))
    return dict(list(found.items())[:5])
