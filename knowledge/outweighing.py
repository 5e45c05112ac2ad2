"""How likely a guess must be to tell something else than structure found: the better that explains, the likelier."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from knowledge.doubting import asks_more
from knowledge.facts import WITHIN, Statement
from knowledge.findings import Finding, Shape, Thresholds
from knowledge.models import KnowledgeBase
from knowledge.query import Query
from knowledge.ruling_out import carried
from knowledge.scoring import WHOLE
from knowledge.tallying import strongest_of

SURE = 0.9
"""Least share of a guess that tells something although structure explains the question well by something else."""

SURER = 0.97
"""Least share of a guess that tells what something is although a field is surely asked for."""

MOSTLY = 0.75
"""Share of a way to ask from which a question holds most of it."""

OUTRIGHT = 0.99
"""How strongly a statement holds the concept of what it speaks of, and not only of what is near to it."""

NEVER = 2.0
"""A share that no guess has."""


@dataclass(frozen=True, slots=True)
class Outweighing:
    """Weighs guesses against what structure found."""

    knowledge: KnowledgeBase
    """Its kinds, of which some are only looked for."""
    thresholds: Thresholds
    """The thresholds of the decision."""

    def needed(self, query: Query, finding: Finding, meant: Statement) -> float:
        """Return the least share of the guess that tells a statement instead of what structure found."""
        limits = self.thresholds
        if finding.shape is Shape.NOTHING:
            return SURE if query.leaves_open else limits.learned
        if meant.is_summary and query.direct and self._is_of_another_kind(query, meant):
            return NEVER  # "which clusters is X active in?" is not answered by what X is
        if finding.shape is Shape.FACT:
            return NEVER if query.bare else self._needed_over(query, finding, meant)
        if finding.shape in {Shape.LIST, Shape.COUNT}:
            # "Who introduced the concept?" looks for no concepts.
            thing = query.has("who") and not query.direct and not self.knowledge.kinds[query.kind].facet
            return limits.learned if thing else limits.overrule
        if finding.facet:
            return SURE  # structure would list things by place, where something else is asked
        return self._needed_for_one(query, finding, meant) if finding.shape in {Shape.OPTIONS, Shape.SEVERAL} else NEVER

    def _is_of_another_kind(self, query: Query, meant: Statement) -> bool:
        entry = self.knowledge.entries[meant.entry]
        return bool(query.kind and entry.names) and entry.kind != query.kind

    def _needed_for_one(self, query: Query, finding: Finding, meant: Statement) -> float:
        """Return the least share of the guess that tells one statement where structure found several."""
        if finding.shape is Shape.SEVERAL and meant in finding.statements and meant.entry in query.entities:
            return NEVER  # it is told, and beside it the same of what else was named
        if not query.entities and not query.has("count"):
            # "Who should be involved when creating a cluster" names nothing of which there are several; "it" is any.
            doubtful = query.leaves_open or finding.score >= self.thresholds.certain
            return SURE if doubtful else self.thresholds.overrule
        if meant.is_summary and meant not in finding.statements and all(s.is_summary for s in finding.statements):
            return SURE  # what each of several things is, was found; what something else is, says less
        named = not carried(query) and any(meant.relations.get(e, 0.0) >= WITHIN for e in query.entities)
        return self.thresholds.overrule if named else NEVER

    def _needed_over(self, query: Query, finding: Finding, meant: Statement) -> float:
        """Return the least share of the guess that overrules a fact; the better structure explains it, the more."""
        limits = self.thresholds
        if finding.statements[0].is_summary:
            return limits.learned  # what something is, is told where nothing else was understood
        whole = _whole(query, finding)
        if asks_more(query, meant):
            if whole:
                return NEVER  # what says less than all that is asked outweighs nothing that says it
            if _whole(query, finding, MOSTLY):
                return SURE
        alike = any(s.statement.id == meant.id and s.explained >= WHOLE for s in finding.ranked)
        if meant.is_summary:
            return SURER if _is_of_kind(query, finding.statements[0]) else SURE
        trust = min(max((finding.score - limits.answer) / (1 - limits.answer), 0.0), 1.0)
        needed = limits.learned + trust * (limits.overrule - limits.learned)
        if whole and finding.statements[0].field and not alike:
            needed = SURE
        # "Did X invent it?" is not answered by what else X did.
        return SURER if query.yes_no and _says_less(query, finding, meant) else needed


def _says_less(query: Query, finding: Finding, meant: Statement) -> bool:
    """Tell whether a statement is only near to a topic of a question, all of which was found to be explained."""
    told = finding.statements[0]
    whole = any(s.statement.id == told.id and s.explained >= WHOLE for s in finding.ranked)
    return whole and any(strongest_of(i.ids, meant.concepts) < OUTRIGHT for i in query.topics)


def _whole(query: Query, finding: Finding, asked: float = WHOLE) -> bool:
    """Tell whether what was found accounts for all a question says, by a way to ask that the question holds.

    A field that only holds what the question names says nothing new.

    Args:
        query: the question.
        finding: what was found.
        asked: least share of the way to ask that the question holds.
    """
    told = {s.id for s in finding.statements if not _holds(s.value, query.entities)}
    return any(s.statement.id in told and s.is_whole(asked) for s in finding.ranked)


def _is_of_kind(query: Query, told: Statement) -> bool:
    """Tell whether a field holds entries of the kind that is asked for: "which regions are in it?"."""
    return bool(query.kind) and query.direct and told.field is not None and query.kind in told.field.of


def _holds(value: object, named: Collection[str]) -> bool:
    return isinstance(value, tuple) and not set(value).isdisjoint(named)
