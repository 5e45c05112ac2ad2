"""Words of a text → what they mean, one thing beside the other, each of length 1 times its share.

* what the text means in English, by vectors of the pieces of its words (``distilled.py``), beside what all phrasings
  mean; and the highest and the lowest of each figure among its words. Both are left out where phrasings are in other
  languages;
* what it means in any language, with every word counting alike: the mean of other vectors of other pieces
  (``word_vectors.py``);
* what each three neighbouring words mean together, by both sorts of vectors (``together.py``);
* what it means in any language, as it stands: the longer a word, the more it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.phrased import distilled
from knowledge.phrased.together import COMBINED, Added, added, together
from knowledge.phrased.word_vectors import WIDTH, Vector, word_vectors

ENGLISH_MEANING, EXTREMES, ALIKE, TOGETHER, MEANING = 1.2, 0.7, 0.5, 1.0, 1.0
"""What each of the five counts; chosen on questions of CLINC150 other than those that are reported."""

FOREIGN, ENGLISH = 0.6, 0.9
"""Share of words that are whole pieces up to which phrasings are in another language, and from which in English.

What texts mean in English counts the more, the more English the phrasings are. Of the words of bundled phrasings 95 %
are pieces in English, 54 to 57 % in Spanish and French, and fewer in any other language.
"""

YIELDING = 0.5
"""What the meaning in any language counts less where phrasings are English."""

MOST_WORDS = 10_000
"""Words of which it is remembered what they mean, 8 kB each."""


class Word(NamedTuple):
    """What a word means."""

    english: Vector
    """In English: the sum over its pieces; the mean of all words is taken off. Empty in other languages."""
    meaning: Vector
    """In any language, of length 1; the mean of all words is taken off. Empty where there are no such vectors."""
    added: Added
    """What it adds to what neighbours mean together."""


class Meanings:
    """Says what texts mean, beside what phrasings do."""

    def __init__(self, phrasings: Sequence[Sequence[str]]) -> None:
        """Work out what phrasings mean on average.

        Args:
            phrasings: the words of each.
        """
        self._known: dict[str, Word] = {}
        self.english = _how_english(phrasings)
        """How English the phrasings are, 0 to 1."""
        self._any = 1 - YIELDING * self.english if word_vectors() is not None else 0.0
        spoken = ((ENGLISH_MEANING, distilled.WIDTH), (EXTREMES, 2 * distilled.WIDTH)) if self.english else ()
        english = tuple((self.english * share, width) for share, width in spoken)
        alike = ((ALIKE, WIDTH),) if self._any else ()
        combined = ((TOGETHER, COMBINED),) if english or alike else ()
        self._shares = (*english, *alike, *combined)
        vocabulary = sorted({word for words in phrasings for word in words})
        self._split = distilled.WIDTH if self.english else 0
        self._middle_word: Vector = np.zeros(self._split + sum(width for _, width in alike), dtype=np.float32)
        for word in vocabulary if combined else ():
            self._middle_word += self._looked_up(word) / np.float32(len(vocabulary))
        self._middle = [np.zeros(width, dtype=np.float32) for _, width in self._shares]
        for words in filter(None, phrasings):
            self._middle = list(map(np.add, self._middle, self._blocks(words)))
        self._middle = [total / np.float32(len(phrasings)) for total in self._middle]

    def __getstate__(self) -> dict[str, object]:
        """Pickle what was worked out for all phrasings, without what was for single words."""
        return {**self.__dict__, "_known": {}}

    @property
    def width(self) -> int:
        """Return how many figures there are."""
        return sum(len(middle) for middle in self._middle) + (WIDTH if self._any else 0)

    def vector(self, text: str, words: Sequence[str]) -> Vector:
        """Return what a text means.

        Args:
            text: it, plain.
            words: its words, at least one.
        """
        blocks = zip(self._shares, self._blocks(words), self._middle, strict=True)
        found = [np.float32(share) * of_length_1(block - middle) for (share, _), block, middle in blocks]
        if self._any and (vectors := word_vectors()) is not None:
            found.append(np.float32(MEANING * self._any) * of_length_1(vectors.total(text)))
        return np.concatenate(found) if found else np.zeros(0, dtype=np.float32)

    def _blocks(self, words: Sequence[str]) -> list[Vector]:
        """Return what words mean, in the order of the shares."""
        if not self._shares:
            return []
        known = [self._word(word) for word in words]
        english: list[Vector] = []
        if self.english:
            each = np.stack([word.english for word in known])
            english = [each.sum(axis=0), np.concatenate([each.max(axis=0), each.min(axis=0)])]
        alike = [np.mean([word.meaning for word in known], axis=0)] if self._any else []
        return [*english, *alike, together([word.added for word in known])]

    def _word(self, word: str) -> Word:
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            found = self._known[word] = self._made_of(word)
        return found

    def _made_of(self, word: str) -> Word:
        apart = self._looked_up(word) - self._middle_word
        english, meaning = apart[: self._split], of_length_1(apart[self._split :])
        joined = np.concatenate([np.float32(self.english) * of_length_1(english), np.float32(self._any) * meaning])
        return Word(english, meaning, added(joined))

    def _looked_up(self, word: str) -> Vector:
        """Return the vectors of a word, one after the other: in English, then in any language; those that count."""
        english = [distilled.distilled_vectors().total(word)] if self.english else []
        vectors = word_vectors() if self._any else None
        return np.concatenate([*english, *([vectors.total(word)] if vectors is not None else [])])


def of_length_1(vector: Vector) -> Vector:
    """Return a vector made 1 long; one of zeros stays so."""
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector


def _how_english(phrasings: Sequence[Sequence[str]]) -> float:
    """Return how English phrasings are, 0 to 1, by the share of their words that are whole pieces."""
    running = sum(map(len, phrasings))
    whole = sum(distilled.is_piece(word) for words in phrasings for word in words)
    return min(max((whole / max(running, 1) - FOREIGN) / (ENGLISH - FOREIGN), 0), 1)
