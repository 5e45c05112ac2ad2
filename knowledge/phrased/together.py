"""Words → what each three neighbours mean together: random combinations of their vectors, so that order counts.

A combination is a hidden neuron of a network whose first layer is drawn and stays as it is (Huang et al., Extreme
learning machine, 2006): the tangent of a weighted sum of the figures of a word, the one before it and the one after.
"Pay a bill" and "bill to pay" have the same words and differ here.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from knowledge.phrased.word_vectors import Matrix, Vector

COMBINED = 768
"""Combinations that neighbouring words are looked at by."""

NEIGHBOURS = 3
"""Words that are looked at together."""

SHARPNESS = 0.7
"""How far combinations of words go towards their ends, -1 and 1."""

DRAWN = 1
"""Where the row of random numbers begins; any other start does about as well."""


def added(meanings: Matrix) -> Matrix:
    """Return what words add to combinations: a row for each, as the first, the second and the third of neighbours.

    Args:
        meanings: a vector of length about 1 for each.
    """
    sums: Matrix = meanings @ _weights(meanings.shape[1])
    return sums


def together(words: Matrix) -> Vector:
    """Return the mean of what each three neighbours mean together; nothing stands before the first or after the last.

    Args:
        words: what each word of a text adds, at least one.
    """
    first, second, third = (words[:, COMBINED * place : COMBINED * (place + 1)] for place in range(NEIGHBOURS))
    sums = second.copy()
    sums[1:] += first[:-1]
    sums[:-1] += third[1:]
    middle: Vector = np.tanh(sums).mean(axis=0)
    return middle


@cache
def _weights(width: int) -> Matrix:
    """Return what each figure of a word counts in each combination, by the word's place; always the same."""
    drawn = np.random.RandomState(DRAWN).standard_normal((width, NEIGHBOURS * COMBINED))
    return (SHARPNESS * drawn).astype(np.float32)
