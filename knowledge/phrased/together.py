"""Words → what each three neighbours mean together: random combinations of their vectors, so that order counts.

A combination is a hidden neuron of a network whose first layer is drawn and stays as it is (Huang et al., Extreme
learning machine, 2006): the tangent of a weighted sum of the figures of a word, the one before it and the one after.
"Pay a bill" and "bill to pay" have the same words and differ here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.phrased.word_vectors import Vector

COMBINED = 1024
"""Combinations that neighbouring words are looked at by."""

NEIGHBOURS = 3
"""Words that are looked at together."""

SHARPNESS = 0.7
"""How far combinations of words go towards their ends, -1 and 1."""

DRAWN = 1
"""Where the row of random numbers begins; any other start does about as well."""

Added = NDArray[np.float16]
"""What a word adds to combinations as the first, the second and the third of its neighbours, a row each.

In half precision, since thousands of words are remembered.
"""


def added(meaning: Vector) -> Added:
    """Return what a word adds to combinations.

    Args:
        meaning: its vector, of length about 1.
    """
    sums: Added = (_weights(len(meaning)) @ meaning).astype(np.float16)
    return sums


def together(words: Sequence[Added]) -> Vector:
    """Return the mean of what each three neighbours mean together; nothing stands before the first or after the last.

    Args:
        words: what each word of a text adds, at least one.
    """
    sums = np.zeros((len(words), COMBINED), dtype=np.float32)
    for position, word in enumerate(words):
        first, second, third = word
        sums[position] += second
        if position:
            sums[position - 1] += third
        if position + 1 < len(words):
            sums[position + 1] += first
    middle: Vector = np.tanh(sums).mean(axis=0)
    return middle


@cache
def _weights(width: int) -> NDArray[np.float32]:
    """Return what each figure of a word counts in each combination, by the word's place; always the same."""
    drawn = np.random.RandomState(DRAWN).standard_normal((NEIGHBOURS, COMBINED, width))
    return (SHARPNESS * drawn).astype(np.float32)
