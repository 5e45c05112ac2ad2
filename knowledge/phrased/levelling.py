"""Vectors → the same, shortened where phrasings of one entry differ most: what differs there tells little.

Within-class covariance normalisation (Hatch et al., 2006), of the strongest directions only. They are found from the
differences of phrasings of one entry by a randomised decomposition (Halko et al., 2011), the same for the same
phrasings. What phrasings of all entries differ in need not be learned for each entry from its few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Numbers = NDArray[np.intp]
Vectors = NDArray[np.float16]

DIRECTIONS = 64
"""Directions that are shortened."""

DIFFERENCES = 1_000
"""Differences of two phrasings that are looked at; of more, so many drawn at random."""

ROUNDS = 3
"""How often directions are turned towards the strongest."""

HELD = 0.008
"""Share of all variance within entries by which a direction keeps half of its own; one that holds less keeps more."""

ROWS = 1_000
"""Rows that are shortened at once."""


@dataclass(frozen=True, slots=True)
class Levelling:
    """What is shortened, and how far."""

    directions: Matrix
    """Directions of length 1, at right angles to each other; a row for each."""
    kept: Matrix
    """What each keeps of its length, above 0 and below 1."""

    def level(self, vectors: NDArray[np.floating]) -> None:
        """Shorten vectors, a row each, in place.

        It is symmetric: weights that were learned from levelled vectors, once levelled too, suit vectors as they are.
        """
        less = (self.kept - 1)[:, None] * self.directions
        for start in range(0, len(vectors), ROWS):
            rows = vectors[start : start + ROWS].astype(np.float32)
            rows += (rows @ self.directions.T) @ less
            vectors[start : start + ROWS] = rows


def levelling(vectors: Vectors, entries: Numbers) -> Levelling | None:
    """Find where phrasings of one entry differ most; None where none has two that differ.

    Args:
        vectors: a row for each phrasing.
        entries: the number of its entry, from 0.
    """
    drawn = np.random.RandomState(0)
    order = np.argsort(entries, kind="stable")
    pairs = np.flatnonzero(entries[order][1:] == entries[order][:-1])
    if len(pairs) > DIFFERENCES:
        pairs = drawn.permutation(pairs)[:DIFFERENCES]
    differences = vectors[order[pairs + 1]].astype(np.float32) - vectors[order[pairs]].astype(np.float32)
    variance = float((differences**2).sum())
    if not variance:
        return None
    directions = drawn.standard_normal((vectors.shape[1], min(DIRECTIONS, *differences.shape))).astype(np.float32)
    for _ in range(ROUNDS):
        turned, _ = np.linalg.qr(differences @ directions)
        directions = differences.T @ turned
    _, strengths, found = np.linalg.svd(directions.T, full_matrices=False)
    least = HELD * variance
    return Levelling(found, np.sqrt(least / (strengths**2 + least)).astype(np.float32))
