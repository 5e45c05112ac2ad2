"""Vectors of phrasings → weights that tell entries apart: multinomial logistic regression.

Trained by Adam (Kingma and Ba, 2015) with a step that shrinks to nothing; the same phrasings give the same weights.
Where there are very many entries, each step tells an entry from so many others drawn at random (sampled softmax; Jean
et al., 2015).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge.phrased.progress import Progress

Matrix = NDArray[np.float32]
Numbers = NDArray[np.intp]
Vectors = NDArray[np.float16]

STEP, BATCH = 0.02, 256
"""Size of the first step, and phrasings of which the mean is taken for each."""

FEWEST_STEPS, MOST_LOOKED_AT, FEWEST_ROUNDS, MOST_ROUNDS = 150, 105_000, 3, 20
"""Steps that few phrasings need, phrasings that are looked at in all, and how often each is."""

LOOSENESS = 20.0
"""How far weights may follow the phrasings: the inverse strength of the penalty on large ones (C in other programs)."""

CONTRASTED = 300
"""Entries that one step tells apart."""

FIRST, SECOND, TINY = 0.9, 0.999, 1e-7
"""How slowly the means of slopes and of their squares move, and what keeps a division from failing."""


def trained(vectors: Vectors, entries: Numbers, count: int, progress: Progress | None = None) -> tuple[Matrix, Matrix]:
    """Learn to tell entries by vectors.

    Args:
        vectors: a row for each phrasing.
        entries: the number of its entry, from 0.
        count: how many entries there are.
        progress: is told the share that is done, from 0 to 1.

    Returns:
        Weights by entry and figure, and a constant for each entry.
    """
    size, width = vectors.shape
    drawn = np.random.RandomState(0)
    batch = max(min(BATCH, size // 4), 1)
    each = -(-size // batch)
    rounds = max(min(MOST_LOOKED_AT // size, MOST_ROUNDS), FEWEST_ROUNDS, -(-FEWEST_STEPS // each))
    weights, constant = np.zeros((count, width), dtype=np.float32), np.zeros(count, dtype=np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    step, steps = 0, rounds * each
    decay = np.float32(1 / (LOOSENESS * size))
    for _ in range(rounds):
        order = drawn.permutation(size)
        for start in range(0, size, batch):
            step += 1
            rows = order[start : start + batch]
            seen = vectors[rows].astype(np.float32)
            chosen, wanted = _contrasted(entries[rows], count, drawn)
            own = weights[chosen] if len(chosen) < count else weights
            error = _odds(seen @ own.T + constant[chosen])
            error[np.arange(len(rows)), wanted] -= 1
            slope = (error.T @ seen) / np.float32(len(rows)) + decay * own
            rate = np.float32(STEP * (1 - step / (steps + 1)))
            if len(chosen) == count:
                mean *= FIRST
                mean += (1 - FIRST) * slope
                square *= SECOND
                square += (1 - SECOND) * slope * slope
                weights -= rate * _direction(mean, square, step)
            else:
                mean[chosen] = FIRST * mean[chosen] + (1 - FIRST) * slope
                square[chosen] = SECOND * square[chosen] + (1 - SECOND) * slope * slope
                weights[chosen] = own - rate * _direction(mean[chosen], square[chosen], step)
            constant[chosen] -= rate * error.mean(axis=0)
            if progress is not None:
                progress(step / steps)
    return weights, constant


def _direction(mean: Matrix, square: Matrix, step: int) -> Matrix:
    first, second = np.float32(1 - FIRST**step), np.float32(1 - SECOND**step)
    direction: Matrix = (mean / first) / (np.sqrt(square / second) + np.float32(TINY))
    return direction


def _contrasted(wanted: Numbers, count: int, drawn: np.random.RandomState) -> tuple[Numbers, Numbers]:
    """Return which entries a step tells apart, and the place of each phrasing's own among them."""
    if count <= CONTRASTED:
        return np.arange(count), wanted
    own = np.unique(wanted)
    others = drawn.randint(0, count, CONTRASTED)
    chosen = np.union1d(own, others)
    return chosen, np.searchsorted(chosen, wanted)


def _odds(logits: Matrix) -> Matrix:
    """Return the share of each entry, in place."""
    logits -= logits.max(axis=1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=1, keepdims=True)
    return logits
