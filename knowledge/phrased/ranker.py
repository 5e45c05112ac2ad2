"""Question → the entries whose phrasings it is like, each with how sure that is. The one ranking of phrasings.

Chat, batch, preview and evaluation all rank by it; it gives the same scores in every process.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.phrased.correcting import Corrector
from knowledge.phrased.levelling import levelling
from knowledge.phrased.progress import Progress, within
from knowledge.phrased.training import trained
from knowledge.phrased.vectors import Vectoriser
from knowledge.phrased.words import plain

MOST = 5
"""Entries that are ranked."""

KEPT = 1_500
"""Phrasings that are kept to see how near a question is to the nearest, one of each entry at least; of more, those
least alike in each entry."""

NEAR, CLEAR, KNOWN = 4.0, 0.7, 3.0
"""What nearness, the logarithm of the share and the share that is known count beside the strength."""

FEWEST = 2
"""Entries below which there is nothing to tell apart."""


class Alike(NamedTuple):
    """An entry that a question may ask for."""

    entry: str
    """Id of what is told for it."""
    score: float
    """How likely it is that this is what is asked, 0 to 1."""
    share: float
    """Its share among all entries, 0 to 1, if one of them must be asked for."""
    near: float
    """How alike the question is to the nearest phrasing of the likeliest entries, -1 to 1."""


class Signs(NamedTuple):
    """What a score is made of."""

    strength: float
    """How strongly the weights speak for the entry."""
    near: float
    """How alike the question is to the nearest phrasing of the likeliest entries, -1 to 1."""
    clear: float
    """Natural logarithm of the entry's share."""
    known: float
    """How much of the question's words, neighbours and parts of words stands in any phrasing, about 0 to 1."""

    @property
    def together(self) -> float:
        """Return what the signs say together; the proportions were chosen on CLINC150's questions for that purpose."""
        return self.strength + NEAR * self.near + CLEAR * self.clear + KNOWN * self.known


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns what the signs say together into a probability (Platt, 1999)."""

    constant: float = -4.5
    """What no sign at all says."""
    slope: float = 1.0
    """What a unit of the signs adds."""

    def probability(self, signs: Signs) -> float:
        """Return how likely it is that the entry answers the question, 0 to 1."""
        logit = self.constant + self.slope * signs.together
        return 1 / (1 + exp(-max(min(logit, 30.0), -30.0)))


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Phrasings of entries that are found by them alone."""

    texts: tuple[str, ...]
    """The phrasings, plain."""
    entries: tuple[str, ...]
    """What each asks for."""

    def beside(self, other: Phrasings) -> Phrasings:
        """Return these and others that ask for the same entries, no text twice for one entry."""
        pairs = dict.fromkeys((*self.pairs, *other.pairs))
        return Phrasings(tuple(text for text, _ in pairs), tuple(entry for _, entry in pairs))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return each phrasing with its entry."""
        return tuple(zip(self.texts, self.entries, strict=True))


class PhrasingRanker:
    """Ranks entries by their phrasings."""

    def __init__(
        self,
        phrasings: Phrasings,
        common: Collection[str] = (),
        scale: Scale | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Learn from phrasings.

        Args:
            phrasings: at least one.
            common: common words of their languages, which are never typing errors.
            scale: turns signs into probabilities.
            progress: is told the share that is done, from 0 to 1.
        """
        self.names = tuple(sorted(set(phrasings.entries)))
        self.scale = scale or Scale()
        self.corrector = Corrector(phrasings.texts, common)
        self.vectoriser = Vectoriser(phrasings.texts)
        # Half the precision: a hundred thousand phrasings fit into half a gigabyte, and what is learned is the same.
        vectors = np.empty((len(phrasings.texts), self.vectoriser.width), dtype=np.float16)
        for row, text in enumerate(phrasings.texts):
            vectors[row] = self.vectoriser.vector(text)
            if progress is not None:
                progress(row / len(phrasings.texts) / 2)
        self.vectoriser.forget()
        place = {name: number for number, name in enumerate(self.names)}
        numbers = np.array([place[entry] for entry in phrasings.entries], dtype=np.intp)
        self._learn(vectors, numbers, within(progress, 0.5, 1))

    def _learn(self, vectors: NDArray[np.float16], numbers: NDArray[np.intp], progress: Progress | None) -> None:
        self._examples, self._starts = _spread(vectors, numbers, len(self.names))
        levelled = levelling(vectors, numbers)
        if levelled is not None:
            levelled.level(vectors)
        self._weights, self._constant = trained(vectors, numbers, len(self.names), progress)
        if levelled is not None:
            levelled.level(self._weights)

    def rank(self, text: str) -> tuple[Alike, ...]:
        """Return the likeliest entries of a question, likeliest first, at most :data:`MOST`; none for no words."""
        question, _ = self.corrector.corrected(plain(text))
        vector = self.vectoriser.vector(question)
        if not vector.any():
            return ()
        found = self.signs(vector)
        alike = [
            Alike(self.names[number], self.scale.probability(signs), exp(signs.clear), signs.near)
            for number, signs in found
        ]
        return tuple(sorted(alike, key=lambda a: (-round(a.score, 6), a.entry)))

    def signs(self, vector: NDArray[np.float32]) -> list[tuple[int, Signs]]:
        """Return the numbers of the likeliest entries of a vector, with what speaks for them, likeliest first."""
        logits = self._weights @ vector + self._constant
        known = self.vectoriser.known(vector)
        count = min(MOST, len(logits))
        best = np.argpartition(-logits, count - 1)[:count]
        best = best[np.argsort(-logits[best], kind="stable")]
        near = self._near(vector, best)
        highest = float(logits[best[0]])
        total = float(np.log(np.exp(logits - highest).sum())) + highest
        return [(int(n), Signs(float(logits[n]), near, float(logits[n]) - total, known)) for n in best]

    def _near(self, vector: NDArray[np.float32], entries: NDArray[np.intp]) -> float:
        """Return how alike a vector is to the nearest phrasing of some entries, -1 to 1."""
        rows = np.concatenate([np.arange(self._starts[number], self._starts[number + 1]) for number in entries])
        return float((self._examples[rows].astype(np.float32, copy=False) @ vector).max()) / float(
            np.linalg.norm(vector)
        )


def _spread(
    vectors: NDArray[np.float16], numbers: NDArray[np.intp], count: int
) -> tuple[NDArray[np.floating], NDArray[np.intp]]:
    """Return phrasings, of length 1, that stand for all: of each entry those least alike (Gonzalez, 1985).

    Returns:
        The phrasings, entry by entry; and where those of each begin, and at last where they end.
    """
    each = max(KEPT // count, 1) if len(vectors) > KEPT else len(vectors)
    # Half the precision takes half the room, and long to make whole again: it is for very many entries.
    precision = np.float32 if count <= KEPT else np.float16
    order = np.argsort(numbers, kind="stable")
    starts = np.searchsorted(numbers[order], np.arange(count + 1))
    begins = np.concatenate([[0], np.minimum(np.diff(starts), each).cumsum()])
    kept = np.empty((begins[-1], vectors.shape[1]), dtype=precision)
    for number in range(count):
        own = vectors[order[starts[number] : starts[number + 1]]].astype(np.float32)
        lengths = np.linalg.norm(own, axis=1, keepdims=True)
        own /= np.where(lengths > 0, lengths, 1)
        chosen = [0]
        alike = own @ own[0]
        while len(chosen) < begins[number + 1] - begins[number]:
            chosen.append(int(alike.argmin()))
            alike = np.maximum(alike, own @ own[chosen[-1]])
        kept[begins[number] : begins[number + 1]] = own[chosen]
    return kept, begins
