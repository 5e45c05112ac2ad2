"""What a knowledge base counts: the units of its fields, members and companies, and what is near to them."""

from __future__ import annotations

from knowledge.models import KnowledgeBase


def units(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the concepts that fields count: members, companies."""
    return frozenset(item.unit for item in knowledge.fields.values() if item.unit)


def near_units(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the concepts near to those: start-ups."""
    counted = units(knowledge)
    return frozenset(concept.id for concept in knowledge.concepts.values() if concept.near & counted)
