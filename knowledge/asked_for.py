"""Which concepts the phrasings of a subject ask for: whatever its statements say, those are recorded."""

from __future__ import annotations

from collections import Counter

from knowledge.intents import SMALLTALK, UNKNOWN
from knowledge.linking import Linker
from knowledge.models import KnowledgeBase, Phrasing, Role

SHARE = 0.2
"""Share of the phrasings of an intent in which a concept stands that the intent is about."""

MOST = 10
"""Phrasings of an intent that are looked at."""


def asked_for(knowledge: KnowledgeBase, linker: Linker) -> frozenset[str]:
    """Return the concepts that phrasings ask for, operators and those of small talk aside."""
    found: set[str] = set()
    for phrasings in _by_intent(knowledge).values():
        held = Counter(concept for phrasing in phrasings for concept in _concepts(phrasing, linker))
        found |= {concept for concept, times in held.items() if times >= SHARE * len(phrasings)}
    return frozenset(concept for concept in found if knowledge.concepts[concept].role is Role.TOPIC)


def _by_intent(knowledge: KnowledgeBase) -> dict[str, list[Phrasing]]:
    found: dict[str, list[Phrasing]] = {}
    for phrasing in knowledge.phrasings:
        if knowledge.is_phrased(phrasing.intent.partition(".")[0]):
            continue
        listed = found.setdefault(phrasing.intent, [])
        if phrasing.intent != UNKNOWN and not phrasing.intent.startswith(SMALLTALK) and len(listed) < MOST:
            listed.append(phrasing)
    return found


def _concepts(phrasing: Phrasing, linker: Linker) -> set[str]:
    spans = linker.link_known(phrasing.text.replace("_", " "), phrasing.language)
    return {i[2:] for span in spans for i in span.ids if i.startswith("c:")}
