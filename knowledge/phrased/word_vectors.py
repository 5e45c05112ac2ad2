"""Text → what it means, as the mean of the vectors of its pieces: WordLlama, whose weights come in its package.

WordLlama (Miller, 2024, https://github.com/dleemiller/WordLlama) holds the token vectors of a large language model,
trained to be averaged. Nothing is downloaded. Where the package is missing, phrasings are told apart by their letters
and words alone.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""One row of figures."""

Matrix = NDArray[np.float32]
"""Rows of figures."""

WIDTH = 256
"""Figures of a vector."""

PACKAGE = "wordllama"


class WordVectors:
    """The vectors of pieces of words."""

    def __init__(self, table: NDArray[np.float16] | NDArray[np.int8], tokenizer: Any) -> None:
        """Keep the vectors and what cuts a text into pieces.

        Args:
            table: a vector for each piece, of any scale.
            tokenizer: cuts a text into numbers of pieces.
        """
        self._table = table
        self._tokenizer = tokenizer

    def total(self, text: str) -> Vector:
        """Return the sum of the vectors of a text's pieces; zeros for no text."""
        pieces = self._tokenizer.encode(text, add_special_tokens=False).ids
        if not pieces:
            return np.zeros(self._table.shape[1], dtype=np.float32)
        total: Vector = self._table[pieces].sum(axis=0, dtype=np.float32)
        return total


@cache
def word_vectors() -> WordVectors | None:
    """Return the vectors, loaded once a process; None where the package is not installed."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    from wordllama import WordLlama  # type: ignore[import-untyped]  # noqa: PLC0415 - takes a third of a second; only tables of answers need it

    folder = Path(next(iter(found.submodule_search_locations)))
    loaded = WordLlama.load(cache_dir=folder, disable_download=True)
    return WordVectors(np.asarray(loaded.embedding, dtype=np.float16), loaded.tokenizer)
