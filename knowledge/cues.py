"""Texts of the data → what they mean, and ways to ask → cues: weights by concept."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.facts import Cue
from knowledge.held_words import denials_of, parts_said
from knowledge.lexicon import SKIP
from knowledge.linking import Linker
from knowledge.models import HELD, KnowledgeBase, Role, Ways
from knowledge.span import Match

WEIGHTS = {Role.TOPIC: 1.0, Role.OPERATOR: 0.5, Role.SOFT: 0.15, Role.LIGHT: 0.15, Role.OUTSIDE: 0.0}
"""What a concept counts in a cue."""


def word_cue(concept: str) -> Cue:
    """Return the way to ask that is a single word."""
    alone = frozenset({concept})
    return Cue(((alone, WEIGHTS[Role.TOPIC]),), WEIGHTS[Role.TOPIC], alone, frozenset(), frozenset())


class Readings:
    """Reads texts of the data as questions are read, by known forms only."""

    def __init__(self, knowledge: KnowledgeBase, linker: Linker) -> None:
        """Keep what a text is read by."""
        self.knowledge = knowledge
        self.linker = linker
        self.denials = denials_of(knowledge.languages.values())
        self.outside = {c.id for c in knowledge.concepts.values() if c.role is Role.OUTSIDE}

    def near(self, concept: str) -> frozenset[str]:
        """Return the concepts that people use for the same thing."""
        known = self.knowledge.concepts.get(concept)
        return known.near if known else frozenset()

    def linked(self, text: str) -> tuple[set[str], set[str]]:
        """Return the concepts and the entries that a text of the data names, but for those of words in short texts."""
        concepts, entries = self._linked(text)
        return {c for c in concepts if not c.startswith(HELD)}, entries

    def _linked(self, text: str) -> tuple[set[str], set[str]]:
        spans = self.linker.link_known(text)
        concepts: set[str] = set()
        entries: set[str] = set()
        for span in spans:
            if span.how not in {Match.EXACT, Match.ENDING}:
                continue
            ids = span.ids
            named = {i[2:] for i in ids if i.startswith("e:")}
            entries |= named
            if not named or any(not m.name for m in span.meanings):
                concepts |= {i[2:] for i in ids if i.startswith("c:")}
        return concepts, entries

    def held(self, text: str) -> frozenset[str]:
        """Return the concepts of the words that a short text holds."""
        found = (c for part in parts_said(text, self.denials) for c in self._linked(part)[0])
        return frozenset(c for c in found if self.knowledge.concepts[c].role is Role.TOPIC)

    def words(self, phrases: Iterable[str]) -> tuple[set[str], set[str]]:
        """Return the concepts and entries of several words; a concept's own name stands for it."""
        concepts: set[str] = set()
        entries: set[str] = set()
        for phrase in phrases:
            if phrase in self.knowledge.concepts:
                concepts.add(phrase)
            else:
                found = self.linked(phrase)
                concepts |= found[0]
                entries |= found[1]
        return concepts, entries

    def _cue(
        self, phrasing: str, language: str, told: frozenset[str], goes_without: str, own: str
    ) -> dict[frozenset[str], float]:
        """Turn a phrasing into weights by concept; of a word's several meanings any one will do."""
        cue: dict[frozenset[str], float] = {}
        for span in self.linker.link_known(phrasing.replace("_", " "), language):
            ids = frozenset(i[2:] for i in span.ids if i.startswith("c:")) - (self.outside - told) - {goes_without}
            ids = frozenset(i for i in ids if not i.startswith(HELD))
            ids = frozenset({own}) if own in ids else ids  # other fields may share the word; here it means this one
            if ids and span.how in {Match.EXACT, Match.ENDING} and not span.named:
                weight = max(1.0 if i in told else WEIGHTS[self.knowledge.concepts[i].role] for i in ids)
                if SKIP in span.ids:
                    weight = min(weight, WEIGHTS[Role.SOFT])
                cue[ids] = max(cue.get(ids, 0), weight)
        return cue

    def cues(
        self, phrasings: Ways, told: frozenset[str] = frozenset(), goes_without: str = "", own: str = ""
    ) -> tuple[Cue, ...]:
        """Turn phrasings into different cues.

        Args:
            phrasings: ways to ask, with their languages.
            told: concepts that are recorded nowhere else.
            goes_without: concept that describes whatever is asked about: the word for its kind.
            own: concept of the words that only these phrasings have.
        """
        found: dict[frozenset[tuple[frozenset[str], float]], Cue] = {}
        for phrasing, language in phrasings:
            keys = self._cue(phrasing, language, told, goes_without, own)
            if keys:
                every = frozenset().union(*keys)
                near = frozenset(n for c in every for n in self.near(c)) - every
                light = frozenset(c for c in every if self.knowledge.concepts[c].role is Role.LIGHT)
                ordered = tuple(sorted(keys.items(), key=lambda key: sorted(key[0])))
                found.setdefault(frozenset(ordered), Cue(ordered, sum(keys.values()), every, near, light))
        return tuple(found.values())
