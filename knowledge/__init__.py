"""What is known, and how a text finds it: pure and synchronous; no clock, network, database or chat."""

from pathlib import Path

from knowledge.errors import KnowledgeError, KnowledgeProblems, Problem
from knowledge.models import KnowledgeBase


def load(folder: Path) -> KnowledgeBase:
    """Read, check and cross-reference a knowledge folder; see :func:`knowledge.loader.load`."""
    from knowledge.loader import load as read  # noqa: PLC0415 - imports pydantic; a start from the cache does without

    return read(folder)


__all__ = ["KnowledgeBase", "KnowledgeError", "KnowledgeProblems", "Problem", "load"]
