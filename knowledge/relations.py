"""How entries hang together: what lies in what, what points to what, and which of them are places."""

from __future__ import annotations

from knowledge.models import Entry, KnowledgeBase


def lies_in(knowledge: KnowledgeBase, entry: Entry, depth: int = 3) -> set[str]:
    """Collect the places, sectors and wholes that an entry lies in."""
    found: set[str] = set()
    for name, value in entry.values.items():
        if name in knowledge.fields and knowledge.fields[name].within and isinstance(value, tuple):
            for target in value:
                found.add(target)
                if depth and target in knowledge.entries:
                    found |= lies_in(knowledge, knowledge.entries[target], depth - 1)
    return found


def links(knowledge: KnowledgeBase) -> dict[str, frozenset[str]]:
    """Collect which entries point to each other."""
    found: dict[str, set[str]] = {entry: set() for entry in knowledge.entries}
    for entry in knowledge.entries.values():
        targets = [t for v in entry.values.values() if isinstance(v, tuple) for t in v]
        for target in (*targets, *(t for fact in entry.facts for t in fact.entries)):
            if target in found:
                found[entry.id].add(target)
                found[target].add(entry.id)
    return {key: frozenset(targets) for key, targets in found.items()}


def places(knowledge: KnowledgeBase) -> frozenset[str]:
    """Collect the places: what facets point to, and all entries of those kinds and of the kinds they lie in."""
    facets = {kind.facet for kind in knowledge.kinds.values() if kind.facet}
    kinds = {k for f in facets for k in knowledge.fields[f].of}
    for _ in range(2):
        for kind in list(kinds):
            for name in knowledge.kinds[kind].fields:
                item = knowledge.fields.get(name)
                if item is not None and item.within:
                    kinds |= set(item.of)
    return frozenset(e.id for e in knowledge.entries.values() if e.kind in kinds)
