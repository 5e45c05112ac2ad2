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


class Feature(NamedTuple):
    """What a feature says about intents."""

    rarity: float
    """What it counts: its sort's weight, times how rare it is among phrasings."""
    intents: array[int]
    """Numbers of the intents that it speaks for or against."""
    weights: array[float]
    """How strongly, in the same order."""


@dataclass(frozen=True, slots=True)
class Guesser:
    """Guesses intents: multinomial logistic regression over sparse features."""

    intents: tuple[str, ...]
    """All intents that were learned, by number."""
    bias: tuple[float, ...]
    """How common each is."""
    features: Mapping[str, Feature]
    """What each feature says."""

    def guesses(self, found: Features) -> dict[str, float]:
        """Return how likely each likely intent is, 0 to 1, likeliest first; nothing where no feature is known."""
        features = self.features
        known = [(features[f], strength) for f, strength in found.items() if f in features]
        if not known:
            return {}
        length = sqrt(sum((f.rarity * strength) ** 2 for f, strength in known))
        logits = list(self.bias)
        for feature, strength in known:
            value = LENGTH * feature.rarity * strength / length
            for intent, weight in zip(feature.intents, feature.weights, strict=True):
                logits[intent] += value * weight
        highest = max(logits)
        odds = [exp(logit - highest) for logit in logits]
        total = sum(odds)
        least = LEAST * total
        likely = [(odd, intent) for odd, intent in zip(odds, self.intents, strict=True) if odd >= least]
        return {intent: odd / total for odd, intent in sorted(likely, reverse=True)}


NOTHING_LEARNED = Guesser((), (), {})
"""Guesses nothing: for a knowledge base without phrasings."""
