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

from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np

from knowledge.phrased import distilled
from knowledge.phrased.together import COMBINED, added, together
from knowledge.phrased.word_table import FREQUENT, WordTable
from knowledge.phrased.word_vectors import WIDTH, Matrix, Vector, word_vectors

ENGLISH_MEANING, EXTREMES, ALIKE, TOGETHER, MEANING = 1.2, 0.7, 0.5, 0.8, 1.0
"""What each of the five counts; chosen on questions of CLINC150 other than those that are reported."""

FOREIGN, ENGLISH = 0.6, 0.9
"""Share of words that are whole pieces up to which phrasings are in another language, and from which in English.

What texts mean in English counts the more, the more English the phrasings are. Of the words of bundled phrasings 95 %
are pieces in English, 54 to 57 % in Spanish and French, and fewer in any other language.
"""

YIELDING = 0.5
"""What the meaning in any language counts less where phrasings are English."""

ENOUGH = 2_000
"""Phrasings of which it is looked at what they mean on average; of more, so many or half of that, evenly spread."""

AT_ONCE = 256
"""Words that are worked out together."""


class Meanings:
    """Says what texts mean, beside what phrasings do."""

    def __init__(self, phrasings: Sequence[Sequence[str]]) -> None:
        """Work out what phrasings mean on average.

        Args:
            phrasings: the words of each.
        """
        self.english = _how_english(phrasings)
        """How English the phrasings are, 0 to 1."""
        self._any = 1 - YIELDING * self.english if word_vectors() is not None else 0.0
        self._split = distilled.WIDTH if self.english else 0
        self._wide = self._split + (WIDTH if self._any else 0)
        spoken = ((ENGLISH_MEANING, distilled.WIDTH), (EXTREMES, 2 * distilled.WIDTH)) if self.english else ()
        english = tuple((self.english * share, width) for share, width in spoken)
        alike = ((ALIKE, WIDTH),) if self._any else ()
        self._shares = (*english, *alike, *(((TOGETHER, COMBINED),) if self._wide else ()))
        self._words = WordTable()
        self._middle_word: Vector = np.zeros(self._wide, dtype=np.float32)
        self._middle = [np.zeros(width, dtype=np.float32) for _, width in self._shares]
        if self._wide:
            self._find_middle(phrasings)

    def _find_middle(self, phrasings: Sequence[Sequence[str]]) -> None:
        vocabulary = [word for word, _ in Counter(chain.from_iterable(phrasings)).most_common()]
        parts = [vocabulary[start : start + AT_ONCE] for start in range(0, len(vocabulary), AT_ONCE)]
        for part in parts:
            self._middle_word += self._looked_up(part).sum(axis=0) / np.float32(len(vocabulary))
        for part in parts[: FREQUENT // AT_ONCE]:
            self._words.rows(part, self._worked_out)
        looked_at = list(filter(None, phrasings[:: -(-len(phrasings) // ENOUGH)]))
        for words in looked_at:
            self._middle = list(map(np.add, self._middle, self._blocks(words)))
        self._middle = [total / np.float32(max(len(looked_at), 1)) for total in self._middle]

    def forget(self) -> None:
        """Let go of what was worked out for single words; it is worked out again where they come again."""
        self._words.forget()

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
        if not self._wide:
            return []
        rows = self._words.rows(words, self._worked_out)
        each, meant, added = rows[:, : self._split], rows[:, self._split : self._wide], rows[:, self._wide :]
        english = [each.sum(axis=0), np.concatenate([each.max(axis=0), each.min(axis=0)])] if self.english else []
        alike = [meant.mean(axis=0)] if self._any else []
        return [*english, *alike, together(added)]

    def _worked_out(self, words: Sequence[str]) -> Matrix:
        """Return a row for each word: what it means in English and, of length 1, in any language, and what it adds.

        Both meanings are beside the mean of all words; what it adds is for what neighbours mean together.
        """
        apart = self._looked_up(words) - self._middle_word
        english, meaning = apart[:, : self._split], _each_of_length_1(apart[:, self._split :])
        joined = np.hstack([np.float32(self.english) * _each_of_length_1(english), np.float32(self._any) * meaning])
        return np.hstack([english, meaning, added(joined)])

    def _looked_up(self, words: Sequence[str]) -> Matrix:
        """Return the vectors of words, one beside the other: in English, then in any language; those that count."""
        sources = [distilled.distilled_vectors()] if self.english else []
        vectors = word_vectors() if self._any else None
        sources += [vectors] if vectors is not None else []
        return np.hstack([np.stack([source.total(word) for word in words]) for source in sources])


def _each_of_length_1(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    each: Matrix = (rows / lengths).astype(np.float32, copy=False)
    return each


def of_length_1(vector: Vector) -> Vector:
    """Return a vector made 1 long; one of zeros stays so."""
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector


def _how_english(phrasings: Sequence[Sequence[str]]) -> float:
    """Return how English phrasings are, 0 to 1, by the share of their words that are whole pieces."""
    running = sum(map(len, phrasings))
    whole = sum(distilled.is_piece(word) for words in phrasings for word in words)
    return min(max((whole / max(running, 1) - FOREIGN) / (ENGLISH - FOREIGN), 0), 1)
