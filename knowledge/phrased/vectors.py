"""Plain text → one vector, by which a question is compared with phrasings: its words, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.phrased.hashing import BUCKETS, Hasher
from knowledge.phrased.meaning import Meanings
from knowledge.phrased.word_vectors import Vector
from knowledge.phrased.words import cut


class Vectoriser:
    """Makes vectors, by how rare each word is among phrasings and by what they mean beside the others."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Look at all phrasings.

        Args:
            texts: the phrasings, plain; at least one.
        """
        phrasings = [cut(text) for text in texts]
        self._hasher = Hasher(phrasings)
        self._meanings = Meanings(phrasings)

    @property
    def width(self) -> int:
        """Return how many figures a vector has."""
        return BUCKETS + self._meanings.width

    def vector(self, text: str) -> Vector:
        """Return the vector of a plain text; zeros for a text without words."""
        words = cut(text)
        if not words:
            return np.zeros(self.width, dtype=np.float32)
        return np.concatenate([self._hasher.vector(words), self._meanings.vector(text, words)])

    def forget(self) -> None:
        """Let go of what was worked out for single words, tens of megabytes after thousands of phrasings."""
        self._meanings.forget()

    def known(self, vector: Vector) -> float:
        """Return how much of the text of a vector stands in any phrasing, about 0 to 1: what is rare counts more."""
        return self._hasher.known(vector[:BUCKETS])
