"""Vectors are shortened where phrasings of one entry differ, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.phrased.levelling import DIFFERENCES, Levelling, levelling

WIDTH = 100


def phrasings(entries: int, each: int) -> tuple[np.ndarray, np.ndarray]:
    """Return vectors that differ within an entry in the first figure alone, and between entries in the second."""
    drawn = np.random.RandomState(1)
    numbers = np.arange(entries * each) % entries
    vectors = np.zeros((len(numbers), WIDTH), dtype=np.float16)
    vectors[:, 0] = drawn.standard_normal(len(numbers))
    vectors[:, 1] = numbers / entries
    return vectors, numbers


def found_for(vectors: np.ndarray, numbers: np.ndarray) -> Levelling:
    """Return what is levelled."""
    found = levelling(vectors, numbers)
    assert found is not None
    return found


@pytest.mark.parametrize(("entries", "each"), [(2, 2), (20, 10), (50, DIFFERENCES // 20)])
def test_what_differs_within_entries_is_shortened_and_what_differs_between_them_is_kept(
    entries: int, each: int
) -> None:
    vectors, numbers = phrasings(entries, each)
    before = vectors.copy()
    found_for(vectors, numbers).level(vectors)
    assert np.all(np.abs(vectors[:, 0]) <= 0.2 * np.abs(before[:, 0]) + 0.001)
    assert np.allclose(vectors[:, 1:], before[:, 1:], atol=0.002)


def test_the_less_a_direction_holds_the_more_it_keeps() -> None:
    drawn = np.random.RandomState(2)
    numbers = np.repeat(np.arange(50), 10)
    spread = np.linspace(3, 0.1, WIDTH)
    vectors = (drawn.standard_normal((len(numbers), WIDTH)) * spread).astype(np.float16)
    found = found_for(vectors, numbers)
    assert np.all(np.diff(found.kept) >= 0)
    assert np.all((found.kept > 0) & (found.kept < 1))
    assert np.allclose(found.directions @ found.directions.T, np.eye(len(found.directions)), atol=1e-4)


def test_levelled_weights_speak_for_vectors_as_they_are() -> None:
    drawn = np.random.RandomState(3)
    numbers = np.repeat(np.arange(30), 5)
    vectors = drawn.standard_normal((len(numbers), WIDTH)).astype(np.float16)
    found = found_for(vectors, numbers)
    weights = drawn.standard_normal((30, WIDTH)).astype(np.float32)
    levelled = vectors.astype(np.float32)
    found.level(levelled)
    wanted = levelled @ weights.T
    found.level(weights)
    assert np.allclose(vectors.astype(np.float32) @ weights.T, wanted, atol=1e-3)


@pytest.mark.parametrize("each", [1, 3])
def test_phrasings_that_do_not_differ_tell_nothing(each: int) -> None:
    numbers = np.repeat(np.arange(10), each)
    vectors = np.eye(10, WIDTH, dtype=np.float16)[numbers]
    assert levelling(vectors, numbers) is None


def test_the_same_phrasings_are_levelled_alike() -> None:
    vectors, numbers = phrasings(50, 100)
    first, second = found_for(vectors, numbers), found_for(vectors, numbers)
    assert np.array_equal(first.directions, second.directions)
    assert np.array_equal(first.kept, second.kept)
