"""What would close a gap: the answer that is there already, a field to fill in, a name to add, or a new answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.curation.changes import Action
from knowledge.query import Query, Sort
from knowledge.text import fold
from knowledge.understanding import Understander

NEAR_ENOUGH = 0.35
"""Least score of a statement, or share of a guess, at which attaching the question to it is proposed."""

ALIKE = 72
"""Least likeness, 0 to 100, of an unknown word to a name of which it might be another."""

MOST = 6
"""Proposals for one gap."""

MOST_OF_A_SORT = 3
"""Proposals of one sort."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to close a gap."""

    action: Action
    """What to do."""
    target: str
    """Statement, entry or kind, as ``Change.target``."""
    field: str = ""
    """Field to be filled in."""
    name: str = ""
    """Name to be added."""
    score: float = 0.0
    """0 to 1, how near it is; for the order only."""


def suggestions(texts: Sequence[str], understander: Understander) -> tuple[Suggestion, ...]:
    """Return ways to close a gap, the likeliest first; the last resort is always to dismiss it.

    Args:
        texts: questions of the gap; the first is read.
        understander: of the knowledge as it is.
    """
    found: list[Suggestion] = []
    for text in texts[:1]:
        understanding = understander.understand(text)
        for part in understanding.parts[:1]:
            named = [e for item in part.query.items if item.sort is Sort.ENTITY for e in sorted(item.ids)]
            guesses = understander.decider.guesser.guesses(understander.decider.maker.of_query(part.query))
            found += _missing_fields(part.query, named, guesses, understander)
            found += [
                Suggestion(Action.ATTACH, scored.statement.id, score=scored.score)
                for scored in part.finding.ranked[:MOST_OF_A_SORT]
                if scored.score >= NEAR_ENOUGH
            ]
            found += _guessed(named, guesses, understander)
            found += _other_names(part.query, understander)
            found += [Suggestion(Action.ANSWER, entry, score=0.3) for entry in named[:MOST_OF_A_SORT]]
    unique: dict[tuple[Action, str, str], Suggestion] = {}
    for suggestion in sorted(found, key=lambda s: -s.score):
        unique.setdefault((suggestion.action, suggestion.target, suggestion.field), suggestion)
    dismissed = Suggestion(Action.DISMISS, "", score=0.0 if unique else 1.0)
    return (*list(unique.values())[: MOST - 1], dismissed)


def _missing_fields(
    query: Query, named: Sequence[str], guesses: Mapping[str, float], understander: Understander
) -> Iterator[Suggestion]:
    """Yield the fields that a question asks for and an entry named lacks."""
    knowledge, index = understander.knowledge, understander.index
    asked = {i for item in query.topics for i in item.ids} | query.concepts
    for entry in named[:MOST_OF_A_SORT]:
        held = knowledge.entries[entry].values
        for name in knowledge.kinds[knowledge.entries[entry].kind].fields:
            if name in held or name not in knowledge.fields or f"{entry}.{name}" in index.by_id:
                continue
            share = guesses.get(f"field.{name}", 0.0)
            cues = next((index.by_id[s].cues for s in index.by_id if s.endswith(f".{name}")), ())
            fits = max((_fit(cue.keys, asked) for cue in cues), default=0.0)
            score = max(share, fits)
            if score >= NEAR_ENOUGH:
                yield Suggestion(Action.FILL, entry, field=name, score=0.5 + score / 2)


def _fit(keys: Sequence[tuple[frozenset[str], float]], asked: set[str]) -> float:
    """Return how much of a way to ask a question holds."""
    total = sum(weight for _, weight in keys)
    return sum(weight for ids, weight in keys if ids & asked) / total if total else 0.0


def _guessed(named: Sequence[str], guesses: Mapping[str, float], understander: Understander) -> Iterator[Suggestion]:
    """Yield the statements that phrasings like the question ask for."""
    for intent, share in list(guesses.items())[:MOST_OF_A_SORT]:
        if share < NEAR_ENOUGH:
            break
        what, _, name = intent.partition(".")
        ids = [f"{entry}.{name}" for entry in named] if what == "field" else [intent]
        for statement in ids:
            if understander.statement(statement) is not None:
                yield Suggestion(Action.ATTACH, statement, score=share)


def _other_names(query: Query, understander: Understander) -> Iterator[Suggestion]:
    """Yield the entries of which an unknown word might be another name."""
    names = {
        fold(name): entry.id
        for entry in understander.knowledge.entries.values()
        for forms in entry.names.values()
        for name in forms
    }
    for item in query.items:
        if item.sort in {Sort.UNKNOWN, Sort.PLACE} and len(item.text) > 3:
            for name, score, _ in process.extract(item.text, names.keys(), scorer=fuzz.ratio, limit=1):
                if score >= ALIKE:
                    yield Suggestion(Action.ALIAS, names[name], name=item.text, score=score / 150)
