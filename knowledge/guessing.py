"""Features → the likeliest intents, by weights learned from phrasings. A guess ranks; ``deciding.py`` decides."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, sqrt
from typing import NamedTuple

from knowledge.features import Features

LENGTH = 3.5
"""Length that the features of every question are scaled to, so that long questions weigh as much as short ones."""


LEAST = 2e-4
"""Share below which an intent is not worth looking at: of hundreds most are."""


class Guess(NamedTuple):
    """An intent that a question may have."""

    intent: str
    """The intent."""
    share: float
    """How likely it is, 0 to 1; all intents together are 1."""


@dataclass(frozen=True, slots=True)
class Guesser:
    """Guesses intents: multinomial logistic regression over sparse features."""

    intents: tuple[str, ...]
    """All intents that were learned, by number."""
    bias: tuple[float, ...]
    """How common each is."""
    features: Mapping[str, int]
    """The number of each feature."""
    rarities: array[float]
    """What each feature counts: its sort's weight, times how rare it is among phrasings."""
    starts: array[int]
    """Where what each feature says begins in the two below, and where the last one ends.

    A feature says something about a few intents or about most of them. All of it stands in one row, since tens of
    thousands of features with a row each take longer to read from the cache at every start.
    """
    spoken_for: array[int]
    """Numbers of the intents that features speak for or against."""
    weights: array[float]
    """How strongly, in the same order."""

    def guesses(self, found: Features) -> dict[str, float]:
        """Return how likely each likely intent is, 0 to 1, likeliest first; nothing where no feature is known."""
        features, rarities, starts = self.features, self.rarities, self.starts
        known = [(features[f], strength) for f, strength in found.items() if f in features]
        if not known:
            return {}
        length = sqrt(sum((rarities[number] * strength) ** 2 for number, strength in known))
        logits = list(self.bias)
        for number, strength in known:
            value = LENGTH * rarities[number] * strength / length
            said = slice(starts[number], starts[number + 1])
            for intent, weight in zip(self.spoken_for[said], self.weights[said], strict=True):
                logits[intent] += value * weight
        highest = max(logits)
        odds = [exp(logit - highest) for logit in logits]
        total = sum(odds)
        least = LEAST * total
        likely = [(odd, intent) for odd, intent in zip(odds, self.intents, strict=True) if odd >= least]
        return {intent: odd / total for odd, intent in sorted(likely, reverse=True)}


NOTHING_LEARNED = Guesser((), (), {}, array("f"), array("I", [0]), array("H"), array("f"))
"""Guesses nothing: for a knowledge base without phrasings."""
