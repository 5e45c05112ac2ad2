"""Words of a text → how rare each word and each part of it is, hashed with a sign into so many figures.

Words, neighbours, and neighbours but one, with the beginnings, insides and endings of words (2 to 5 letters), each
weighed by how rare it is (TF-IDF; Spärck Jones, 1972) and hashed with a sign into :data:`BUCKETS` figures (Weinberger
et al., Feature hashing, 2009): as good as keeping them apart, and of a size that does not grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import hypot
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.phrased.word_vectors import Vector

BUCKETS = 1024
"""Figures that words and parts of words are hashed into."""

WORDS, PARTS = 0.7, 0.7
"""What words and neighbours count, and what parts of words do."""

LETTERS = (2, 3, 4, 5)
"""Letters of parts of words, the spaces around a word being letters."""

COUNTED_IN = 18
"""Bits of a hash by which it is counted how rare a word is: two words rarely share a count."""

MOST_WORDS = 50_000
"""Words of which it is remembered what they are made of."""

_MASK = np.uint32((1 << COUNTED_IN) - 1)

Hashes = NDArray[np.uint32]


class Hasher:
    """Hashes words, by how rare each is among phrasings."""

    def __init__(self, phrasings: Sequence[Sequence[str]]) -> None:
        """Count words and their parts.

        Args:
            phrasings: the words of each.
        """
        self.size = len(phrasings)
        self._seen_words = np.zeros(1 << COUNTED_IN, dtype=np.float32)
        self._seen_parts = np.zeros(1 << COUNTED_IN, dtype=np.float32)
        for words in phrasings:
            self._seen_words[np.unique(_hashes(_word_features(words)) & _MASK)] += 1
            self._seen_parts[np.unique(_parts(words) & _MASK)] += 1

    def vector(self, words: Sequence[str]) -> Vector:
        """Return the figures of the words of a text, :data:`BUCKETS` of them."""
        figures = WORDS * self._hashed(_hashes(_word_features(words)), self._seen_words, 1)
        figures += PARTS * self._hashed(_parts(words), self._seen_parts, 2)
        return figures

    def known(self, figures: Vector) -> float:
        """Return how much of a text stands in any phrasing, about 0 to 1: what is rare counts more.

        Words in no phrasing have no figure and only take from the length of the others.
        """
        return float(np.linalg.norm(figures)) / hypot(WORDS, PARTS)

    def _hashed(self, hashes: Hashes, seen: Vector, salt: int) -> Vector:
        """Return features weighed by how rare they are, in their buckets; those in no phrasing only lengthen it."""
        found, times = np.unique(hashes, return_counts=True)
        count = seen[found & _MASK]
        worth = (1 + np.log(times)) * (np.log((self.size + 1) / (count + 1)) + 1)
        length = float(np.linalg.norm(worth))
        # Multiplying by an odd number near the golden ratio of 2^64 spreads hashes evenly (Knuth, TAOCP 3, 6.4).
        spread = found.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15 + 2 * salt)
        bucket = ((spread >> np.uint64(40)) % np.uint64(BUCKETS)).astype(np.intp)
        sign = 1 - 2 * ((spread >> np.uint64(20)) & np.uint64(1)).astype(np.float32)
        weights = np.where(count > 0, worth * sign, 0) / (length or 1.0)
        return np.bincount(bucket, weights=weights, minlength=BUCKETS).astype(np.float32)


def _word_features(words: Sequence[str]) -> list[str]:
    """Return words, neighbours, and neighbours but one."""
    return [
        *(f"w{word}" for word in words),
        *(f"{first}_{second}" for first, second in pairwise(words)),
        *(f"{first}__{third}" for first, third in zip(words, words[2:], strict=False)),
    ]


def _hashes(features: Sequence[str]) -> Hashes:
    return np.fromiter((crc32(f.encode()) for f in features), dtype=np.uint32, count=len(features))


def _parts(words: Sequence[str]) -> Hashes:
    return np.concatenate([_parts_in(word) for word in words]) if words else np.zeros(0, dtype=np.uint32)


@lru_cache(maxsize=MOST_WORDS)
def _parts_in(word: str) -> Hashes:
    padded = f" {word} "
    return _hashes([padded[i : i + n] for n in LETTERS for i in range(len(padded) - n + 1)])
