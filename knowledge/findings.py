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


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a query, and why."""

    shape: Shape
    """What kind of thing is told."""
    rule: str
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
