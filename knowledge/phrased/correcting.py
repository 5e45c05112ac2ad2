"""Words in no phrasing and in no list of common words → the words that were meant. RapidFuzz's best role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.phrased.words import cut, replaced

SHORTEST, LONGEST = 4, 30
"""Letters of words that are corrected."""

TWO_ERRORS = 6
"""Letters from which a word may have two typing errors."""

REMEMBERED = 50_000
"""Words whose correction is remembered."""


class Corrector:
    """Corrects words against those of the phrasings and the common ones of their languages."""

    def __init__(self, texts: Iterable[str], common: Collection[str]) -> None:
        """Count the words.

        Args:
            texts: the phrasings, plain.
            common: common words, which are never typing errors.
        """
        self.counts = Counter(word for text in texts for word in cut(text))
        self.common = frozenset(common)
        sized: dict[int, set[str]] = {}
        for word in {*self.counts, *self.common}:
            if SHORTEST - 1 <= len(word) <= LONGEST:
                sized.setdefault(len(word), set()).add(word)
        self._sized = {size: tuple(sorted(words)) for size, words in sized.items()}
        self._correct = lru_cache(maxsize=REMEMBERED)(self._nearest)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the words, without what was worked out from them."""
        return _again, (dict(self.counts), self.common)

    def corrected(self, plain_text: str) -> tuple[str, dict[str, str]]:
        """Return a plain text with its words corrected, and which were."""
        wrong = {word: better for word in set(cut(plain_text)) if (better := self.correct(word)) != word}
        return (replaced(plain_text, wrong), wrong) if wrong else (plain_text, wrong)

    def correct(self, word: str) -> str:
        """Return the word nearest to a misspelt one; the word itself where it is known or nothing is near.

        Optimal string alignment: swapped neighbours are one error. One is allowed, from six letters on two, unless the
        word is a part of a known one: a stem or half of a compound is no error. Of several words equally near, one of
        the phrasings wins, then one with the same first letter, then the more frequent one.
        """
        if word in self.counts or word in self.common or not SHORTEST <= len(word) <= LONGEST:
            return word
        return self._correct(word) if word.isalpha() else word

    def _nearest(self, word: str) -> str:
        for errors in (1, 2) if len(word) >= TWO_ERRORS else (1,):
            near = [
                choice
                for size in range(len(word) - errors, len(word) + errors + 1)
                for choice, distance, _ in process.extract(
                    word, self._sized.get(size, ()), scorer=OSA.distance, score_cutoff=errors, limit=None
                )
                if distance == errors
            ]
            if errors > 1 and any(
                word in known for size, words in self._sized.items() if size > len(word) for known in words
            ):
                return word
            if near:
                return max(near, key=lambda c: (c in self.counts, c[0] == word[0], self.counts[c], c))
        return word


def _again(counts: dict[str, int], common: frozenset[str]) -> Corrector:
    found = Corrector((), {*counts, *common})
    found.counts, found.common = Counter(counts), common
    return found
