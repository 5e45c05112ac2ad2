"""A piece of a question, with what it can mean."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.lexicon import Meaning


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the question, with what it can mean."""

    text: str
    """The words as folded."""
    start: int
    """Where it begins in the folded text."""
    end: int
    """Where it ends in the folded text."""
    meanings: tuple[Meaning, ...]
    """What it can mean; empty for an unknown word."""
    how: str = "exact"
    """How it was recognised: exact, ending, typo, apart, vowels, sound, layout, number, end, unknown."""
    similarity: float = 1.0
    """How alike what was typed and what was recognised are, 0 to 1."""
    capital: bool = False
    """Begins with a capital in a text that has small letters too."""

    @property
    def ids(self) -> frozenset[str]:
        """What it can mean, without the languages."""
        return frozenset(m.id for m in self.meanings)
