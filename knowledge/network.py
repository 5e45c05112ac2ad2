"""Entries and what points from one to another, as a network to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.models import KnowledgeBase

FACTS = "facts"
"""Name of the relation between an entry and those that its facts are about."""


class Relation(NamedTuple):
    """One entry points to another."""

    source: str
    """Id of the entry that points."""
    target: str
    """Id of the entry that it points to."""
    name: str
    """The field, or :data:`FACTS`."""


@dataclass(frozen=True, slots=True)
class Network:
    """All entries, and all that points from one to another."""

    title: str
    """What the knowledge is about."""
    kinds: Mapping[str, tuple[str, ...]]
    """Entries by kind, both in the order of the files; kinds without entries are left out."""
    titles: Mapping[str, str]
    """English title of each entry."""
    called: Mapping[str, str]
    """Name of each kind, for several of it."""
    relations: tuple[Relation, ...]
    """What points where, each pair once for a field; facts only where no field says it."""


def network(knowledge: KnowledgeBase) -> Network:
    """Return what is known as a network."""
    kinds: dict[str, list[str]] = {kind: [] for kind in knowledge.kinds}
    found: dict[Relation, None] = {}
    for entry in knowledge.entries.values():
        kinds[entry.kind].append(entry.id)
        for name, value in entry.values.items():
            for target in value if isinstance(value, tuple) else ():
                found.setdefault(Relation(entry.id, target, name))
    pairs = {(relation.source, relation.target) for relation in found}
    for entry in knowledge.entries.values():
        for fact in entry.facts:
            for target in fact.entries:
                if target != entry.id and (entry.id, target) not in pairs:
                    found.setdefault(Relation(entry.id, target, FACTS))
    words = knowledge.phrases.get("en", {})
    return Network(
        knowledge.title.get("en", ""),
        {kind: tuple(entries) for kind, entries in kinds.items() if entries},
        {entry.id: entry.title["en"] for entry in knowledge.entries.values()},
        {kind: words.get(f"kind.{kind}.other", kind) for kind in knowledge.kinds},
        tuple(found),
    )
