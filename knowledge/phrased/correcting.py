"""Words in no phrasing and in no list of common words → the words that were meant, RapidFuzz's best role.

Which of several near words was meant is decided as in a noisy channel (Kernighan, Church and Gale, 1990): by how often
each stands in the phrasings, and beside the words around it (Church and Gale, 1991), and by what fingers get wrong.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log1p
from zlib import crc32

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.phrased.words import cut, replaced

SHORTEST, LONGEST = 3, 30
"""Letters of words that are corrected."""

ANY_ERROR, TWO_ERRORS, ERRORS = 4, 6, 2
"""Letters from which a word may have any typing error, a shorter one having lost a letter; from which two; the most."""

LISTED, SAME_START, SWAPPED, LOST, BESIDE = 3.0, 1.0, 2.0, 0.5, 2.0
"""What speaks for a word, beside the natural logarithm of how often it stands in phrasings: that it stands there at
all, that it begins with the same letter, that letters are merely swapped, that one was lost; and how often it stands
beside the words around it, as a logarithm too. Chosen on phrasings of CLINC150, those of its smaller table being known.
"""

COUNTED_IN = 18
"""Bits of a hash by which pairs of neighbours are counted: two pairs rarely share a count."""

REMEMBERED = 50_000
"""Words of which it is remembered what is near."""

EDGE = ""
"""What stands before the first word and after the last."""


class Corrector:
    """Corrects words against those of the phrasings and the common ones of their languages."""

    def __init__(self, texts: Iterable[str], common: Collection[str]) -> None:
        """Count the words, and the pairs of neighbours.

        Args:
            texts: the phrasings, plain.
            common: common words, which are never typing errors.
        """
        self.counts: Counter[str] = Counter()
        self.common = frozenset(common)
        self._pairs = np.zeros(1 << COUNTED_IN, dtype=np.uint16)
        for text in texts:
            words = cut(text)
            self.counts.update(words)
            for pair in pairwise((EDGE, *words, EDGE)):
                place = _place(*pair)
                self._pairs[place] += self._pairs[place] < np.iinfo(np.uint16).max
        self._prepare()

    def _prepare(self) -> None:
        known = {word for word in {*self.counts, *self.common} if SHORTEST <= len(word) <= LONGEST}
        self._known = sorted(known, key=lambda word: (len(word), word))
        self._text = " ".join(self._known)
        sizes = [len(word) for word in self._known]
        self._starts = [bisect_left(sizes, size) for size in range(LONGEST + ERRORS + 2)]
        self._letters = np.array([_letters(word) for word in self._known], dtype=np.uint64)
        self._near = lru_cache(maxsize=REMEMBERED)(self._look_near)

    def __getstate__(self) -> dict[str, object]:
        """Pickle what was counted, without what was worked out from it."""
        return {"counts": self.counts, "common": self.common, "_pairs": self._pairs}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Work out again what was not pickled."""
        self.__dict__.update(state)
        self._prepare()

    def corrected(self, plain_text: str) -> tuple[str, dict[str, str]]:
        """Return a plain text with its words corrected, and which were."""
        words = cut(plain_text)
        wrong = {word: better for place, word in enumerate(words) if (better := self._meant(words, place)) != word}
        return (replaced(plain_text, wrong), wrong) if wrong else (plain_text, wrong)

    def _meant(self, words: Sequence[str], place: int) -> str:
        """Return the word that was meant at a place; the word itself where it is known or nothing is near."""
        word = words[place]
        if word in self.counts or word in self.common or not SHORTEST <= len(word) <= LONGEST:
            return word
        near = self._near(word) if word.replace("'", "").isalpha() else ()
        before = words[place - 1] if place else EDGE
        after = words[place + 1] if place + 1 < len(words) else EDGE

        def likely(candidate: str) -> tuple[float, str]:
            count = self.counts[candidate]
            channel = (
                SAME_START * (candidate[0] == word[0])
                + SWAPPED * (sorted(candidate) == sorted(word))
                + LOST * (len(candidate) > len(word))
            )
            beside = self._beside(before, candidate) + self._beside(candidate, after)
            return channel + LISTED * (count > 0) + log1p(count) + BESIDE * beside, candidate

        return max(near, key=likely, default=word)

    def _beside(self, first: str, second: str) -> float:
        return log1p(int(self._pairs[_place(first, second)]))

    def _look_near(self, word: str) -> tuple[str, ...]:
        """Return the words nearest to one that is not known.

        Optimal string alignment: swapped neighbours are one error. One is allowed, from six letters on two, unless the
        word is a part of a known one: a stem or half of a compound is no error. Of a word of three letters one is
        allowed where the words of a language are known, and only that a letter of a phrasing's word was lost.
        """
        if len(word) < ANY_ERROR:
            longer = self._apart(word, 1, longer=True) if self.common else ()
            return tuple(near for near in longer if near in self.counts)
        near = self._apart(word, 1)
        return near or (() if len(word) < TWO_ERRORS or word in self._text else self._apart(word, ERRORS))

    def _apart(self, word: str, errors: int, *, longer: bool = False) -> tuple[str, ...]:
        """Return the known words so many errors from one; of those only the longer ones, if wished."""
        start = self._starts[len(word) + 1 if longer else max(len(word) - errors, 0)]
        end = self._starts[len(word) + errors + 1]
        # An error takes a letter away, adds one or does both: what differs by more is not worth being compared.
        differing = np.bitwise_count(self._letters[start:end] ^ _letters(word))
        near = [self._known[start + place] for place in np.flatnonzero(differing <= 2 * errors)]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=errors, limit=None)
        return tuple(choice for choice, distance, _ in found if distance == errors)


def _letters(word: str) -> np.uint64:
    """Return a bit for each letter of a word, and another for each that stands there more than once.

    Letters share bits where an alphabet has more than 32; another letter still changes one bit at most.
    """
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) & 31)
        twice |= once & bit
        once |= bit
    return np.uint64(once | twice << 32)


def _place(first: str, second: str) -> int:
    """Return where a pair of neighbours is counted."""
    return crc32(f"{first} {second}".encode()) & ((1 << COUNTED_IN) - 1)
