"""What has no name is one of several of its kind: "and with financing?" after one of them means another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.context import Context
from knowledge.facts import Index
from knowledge.findings import Rule, Shape
from knowledge.models import KnowledgeBase
from knowledge.scoring import WHOLE
from knowledge.understood import Understood


def another(tried: Sequence[Understood], context: Context, knowledge: KnowledgeBase, index: Index) -> Understood | None:
    """Return a reading that tells of another of the kind without names that was told of last; None for none.

    Args:
        tried: the readings of a question that goes on from the last one, with what was found for each.
        context: the conversation.
        knowledge: entries, their names and kinds.
        index: its statements.
    """
    told = index.by_id.get(context.told)
    if told is None or knowledge.entries[told.entry].names:
        return None
    kind = knowledge.entries[told.entry].kind
    for part in tried:
        guessed = index.by_id.get(part.finding.guesses[0].intent) if part.finding.guesses else None
        if guessed is None or guessed.entry == told.entry or knowledge.entries[guessed.entry].kind != kind:
            continue
        scored = next((s for s in part.finding.ranked if s.statement.id == guessed.id), None)
        if scored is not None and not scored.refused and scored.explained >= WHOLE:
            found = replace(part.finding, shape=Shape.FACT, rule=Rule.BEST, score=scored.score, statements=(guessed,))
            return replace(part, finding=found)
    return None
