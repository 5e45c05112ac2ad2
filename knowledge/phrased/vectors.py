"""Plain text → one vector, by which a question is compared with phrasings.

Five things side by side, each of length 1 times its share in :data:`SHARES`:

* words, neighbours, and neighbours but one, with the beginnings, insides and endings of words (2 to 5 letters), each
  weighed by how rare it is (TF-IDF; Spärck Jones, 1972) and hashed with a sign into :data:`BUCKETS` figures
  (Weinberger et al., Feature hashing, 2009): as good as keeping them apart, and of a size that does not grow;
* what the text means in English, by vectors of the pieces of its words (``distilled.py``), beside what all phrasings
  mean;
* what it means in any language: the mean of other vectors of other pieces (``word_vectors.py``);
* the same with every word counting alike, long or short;
* what each two neighbouring words mean together: random combinations of both (Huang et al., Extreme learning machine,
  2006), so that "pay a bill" and "bill to pay" differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import hypot
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.phrased import distilled
from knowledge.phrased.word_vectors import WIDTH, Vector, word_vectors
from knowledge.phrased.words import cut

BUCKETS = 1024
"""Figures that words and parts of words are hashed into."""

PAIRED = 1024
"""Combinations that neighbouring words are looked at by."""

SHARES = {"words": 0.7, "parts": 0.7, "english": 1.5, "meaning": 1.0, "alike": 0.5, "paired": 0.5}
"""What each thing counts; chosen on CLINC150's questions for that purpose."""

FOREIGN, ENGLISH = 0.6, 0.9
"""Share of words that are whole pieces up to which phrasings are in another language, and from which in English.

What texts mean in English counts the more, the more English the phrasings are. Of the words of bundled phrasings 95 %
are pieces in English, 54 to 57 % in Spanish and French, and fewer in any other language.
"""

YIELDING = 0.5
"""What the meaning in any language counts less where phrasings are English."""

COUNTED_IN = 18
"""Bits of a hash by which it is counted how rare a word is: two words rarely share a count."""

PARTS = (2, 3, 4, 5)
"""Letters of parts of words, the spaces around a word being letters."""

SHARPNESS = 0.7
"""How far combinations of words go towards their ends, -1 and 1."""

MOST_WORDS = 50_000
"""Words of which it is remembered what they are made of."""

_MASK = np.uint32((1 << COUNTED_IN) - 1)

Hashes = NDArray[np.uint32]


class Word(NamedTuple):
    """What a word is made of."""

    parts: Hashes
    """Hashes of its parts."""
    english: Vector
    """What it means in English: the sum over its pieces."""
    meaning: Vector
    """What it means, of length 1; the mean of all words is taken off."""
    before: NDArray[np.float16]
    """What it adds to combinations with the word after it; in half precision, as thousands of words are remembered."""
    after: NDArray[np.float16]
    """What it adds to combinations with the word before it."""


class Vectoriser:
    """Makes vectors, by how rare each word is among phrasings."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Count words and their parts.

        Args:
            texts: the phrasings, plain; at least one.
        """
        self.size = len(texts)
        self._seen_words = np.zeros(1 << COUNTED_IN, dtype=np.float32)
        self._seen_parts = np.zeros(1 << COUNTED_IN, dtype=np.float32)
        self._known: dict[str, Word] = {}
        self._middle_english: Vector = np.zeros(distilled.WIDTH, dtype=np.float32)
        vectors = word_vectors()
        self.has_meaning = vectors is not None
        self._middle: Vector = np.zeros(WIDTH, dtype=np.float32)
        self._middle_alike, self._middle_paired = np.zeros(WIDTH, np.float32), np.zeros(PAIRED, np.float32)
        if vectors is not None:
            vocabulary = sorted({word for text in texts for word in cut(text)})
            if vocabulary:
                self._middle = np.stack([vectors.total(word) for word in vocabulary]).mean(axis=0)
        english = self._middle_english.copy()
        alike, paired = self._middle_alike.copy(), self._middle_paired.copy()
        whole = running = 0
        for text in texts:
            words = cut(text)
            whole += sum(distilled.is_piece(word) for word in words)
            running += len(words)
            known = [self._word(word) for word in words]
            self._seen_words[np.unique(_hashes(_word_features(words)) & _MASK)] += 1
            self._seen_parts[np.unique(_parts(known) & _MASK)] += 1
            english += _english(known)
            if vectors is not None and known:
                alike += _alike(known)
                paired += _paired(known)
        self.english = min(max((whole / max(running, 1) - FOREIGN) / (ENGLISH - FOREIGN), 0), 1)
        """How English the phrasings are, 0 to 1."""
        count = np.float32(max(self.size, 1))
        self._middle_english, self._middle_alike, self._middle_paired = english / count, alike / count, paired / count

    def __getstate__(self) -> dict[str, object]:
        """Pickle what was counted, without what was worked out for single words."""
        return {**self.__dict__, "_known": {}}

    @property
    def width(self) -> int:
        """Return how many figures a vector has."""
        return BUCKETS + distilled.WIDTH + (2 * WIDTH + PAIRED if self.has_meaning else 0)

    def vector(self, text: str) -> Vector:
        """Return the vector of a plain text."""
        words = cut(text)
        known = [self._word(word) for word in words]
        out = np.zeros(self.width, dtype=np.float32)
        if not words:
            return out
        hashed = SHARES["words"] * self._hashed(_hashes(_word_features(words)), self._seen_words, 1)
        hashed += SHARES["parts"] * self._hashed(_parts(known), self._seen_parts, 2)
        out[:BUCKETS] = hashed
        blocks = [(self.english * SHARES["english"], _english(known) - self._middle_english)]
        vectors = word_vectors() if self.has_meaning else None
        if vectors is not None:
            blocks += [
                (SHARES["meaning"] - self.english * YIELDING, vectors.total(text)),
                (SHARES["alike"], _alike(known) - self._middle_alike),
                (SHARES["paired"], _paired(known) - self._middle_paired),
            ]
        at = BUCKETS
        for share, block in blocks:
            out[at : at + len(block)] = share * _of_length_1(block)
            at += len(block)
        return out

    def known(self, vector: Vector) -> float:
        """Return how much of the text of a vector stands in any phrasing, about 0 to 1: what is rare counts more.

        Words in no phrasing have no figure and only take from the length of the others.
        """
        return float(np.linalg.norm(vector[:BUCKETS])) / hypot(SHARES["words"], SHARES["parts"])

    def _word(self, word: str) -> Word:
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            found = self._known[word] = self._made_of(word)
        return found

    def _made_of(self, word: str) -> Word:
        padded = f" {word} "
        parts = _hashes([padded[i : i + n] for n in PARTS for i in range(len(padded) - n + 1)])
        english = distilled.distilled_vectors().total(word)
        vectors = word_vectors() if self.has_meaning else None
        if vectors is None:
            nothing = np.zeros(0, dtype=np.float32)
            return Word(parts, english, nothing, nothing.astype(np.float16), nothing.astype(np.float16))
        meaning = _of_length_1(vectors.total(word) - self._middle)
        before, after = _combinations()
        return Word(
            parts, english, meaning, (meaning @ before).astype(np.float16), (meaning @ after).astype(np.float16)
        )

    def _hashed(self, hashes: Hashes, seen: Vector, salt: int) -> Vector:
        """Return features weighed by how rare they are, in their buckets; those in no phrasing only lengthen it."""
        found, times = np.unique(hashes, return_counts=True)
        count = seen[found & _MASK]
        worth = (1 + np.log(times)) * (np.log((self.size + 1) / (count + 1)) + 1)
        length = float(np.linalg.norm(worth))
        # Multiplying by an odd number near the golden ratio of 2^64 spreads hashes evenly (Knuth, TAOCP 3, 6.4).
        spread = found.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15 + 2 * salt)
        bucket = ((spread >> np.uint64(40)) % np.uint64(BUCKETS)).astype(np.intp)
        sign = 1 - 2 * ((spread >> np.uint64(20)) & np.uint64(1)).astype(np.float32)
        weights = np.where(count > 0, worth * sign, 0) / (length or 1.0)
        return np.bincount(bucket, weights=weights, minlength=BUCKETS).astype(np.float32)


@cache
def _combinations() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what a word adds to combinations with the next and with the one before: random, and always the same."""
    drawn = np.random.RandomState(0).standard_normal((2, WIDTH, PAIRED))
    before, after = (SHARPNESS * drawn).astype(np.float32)
    return before, after


def _word_features(words: Sequence[str]) -> list[str]:
    """Return words, neighbours, and neighbours but one."""
    return [
        *(f"w{word}" for word in words),
        *(f"{first}_{second}" for first, second in pairwise(words)),
        *(f"{first}__{third}" for first, third in zip(words, words[2:], strict=False)),
    ]


def _hashes(features: Sequence[str]) -> Hashes:
    return np.fromiter((crc32(f.encode()) for f in features), dtype=np.uint32, count=len(features))


def _parts(words: Sequence[Word]) -> Hashes:
    return np.concatenate([word.parts for word in words]) if words else np.zeros(0, dtype=np.uint32)


def _english(words: Sequence[Word]) -> Vector:
    total: Vector = np.sum([word.english for word in words], axis=0, dtype=np.float32)
    return total


def _alike(words: Sequence[Word]) -> Vector:
    middle: Vector = np.stack([word.meaning for word in words]).mean(axis=0)
    return middle


def _paired(words: Sequence[Word]) -> Vector:
    """Return the mean of what each two neighbours mean together, the ends of the text being neighbours too."""
    both = np.zeros((len(words) + 1, PAIRED), dtype=np.float32)
    both[1:] = [word.before for word in words]
    both[:-1] += [word.after for word in words]
    middle: Vector = np.tanh(both).mean(axis=0)
    return middle


def _of_length_1(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector
