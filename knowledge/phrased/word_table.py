"""Words → rows of figures, worked out when a word first comes and remembered, in one piece of memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count, islice

import numpy as np
from numpy.typing import NDArray

from knowledge.phrased.word_vectors import Matrix

MOST_WORDS = 4_000
"""Words of which rows are remembered."""

FREQUENT = 3_000
"""Words of them that stay; the others are let go when more come than there is room for."""


class WordTable:
    """Rows of words; those that came first stay."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._rows: dict[str, int] = {}
        self._figures: NDArray[np.float16] | None = None

    def __getstate__(self) -> dict[str, object]:
        """Pickle nothing of it: rows are soon worked out again."""
        return {"_rows": {}, "_figures": None}

    def forget(self) -> None:
        """Let go of all rows and of their memory."""
        self._rows, self._figures = {}, None

    def rows(self, words: Sequence[str], work_out: Callable[[Sequence[str]], Matrix]) -> Matrix:
        """Return the rows of words.

        Args:
            words: at least one, and no more than there is room for beside the frequent ones.
            work_out: returns a row for each of some words; always the same.
        """
        new = [word for word in dict.fromkeys(words) if word not in self._rows]
        if len(self._rows) + len(new) > MOST_WORDS:
            self._rows = dict(islice(self._rows.items(), FREQUENT))
            new = [word for word in dict.fromkeys(words) if word not in self._rows]
        if self._figures is None or new:
            self._figures = self._with(new, work_out(new))
        return self._figures[[self._rows[word] for word in words]].astype(np.float32)

    def _with(self, new: Sequence[str], found: Matrix) -> NDArray[np.float16]:
        """Return the rows with those of words that are new."""
        figures = self._figures
        if figures is None:
            # Half the precision is enough. Memory that is never written to is never taken.
            figures = np.empty((MOST_WORDS, found.shape[1]), dtype=np.float16)
        start = len(self._rows)
        figures[start : start + len(new)] = found
        self._rows.update(zip(new, count(start), strict=False))
        return figures
