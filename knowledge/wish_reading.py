"""A message as it was understood → the wish in it."""

from __future__ import annotations

from knowledge.describing import Describer
from knowledge.facts import Index
from knowledge.features import BEGINNING, CONCEPT, HINT, NEIGHBOURS, WORD, FeatureMaker, Features
from knowledge.guessing import Guesser
from knowledge.intents import subjects
from knowledge.query import UNKNOWN_SHORT, Query, Sort
from knowledge.wishes import MOST_LISTED, MOST_TEXT, Wish

MOST_THEMES = 3
"""Themes of a wish that are kept."""

LEAST = 0.08
"""Least share of a theme that is kept."""

OF_WHAT_IS_ASKED = frozenset({CONCEPT, WORD, NEIGHBOURS, HINT})
"""Sorts of features that say what is asked, whatever it is asked of."""


class WishReader:
    """Reads wishes for one knowledge base.

    Args:
        index: What there is to tell.
        describer: Finds entries that are described.
        maker: Makes the features of questions.
        themes: Guesses what is asked; guesses nothing where the knowledge has no themes.
    """

    def __init__(self, index: Index, describer: Describer, maker: FeatureMaker, themes: Guesser) -> None:
        self._index = index
        self._describer = describer
        self._maker = maker
        self._themes = themes

    def of(self, query: Query) -> Wish:
        """Return the wish of one question."""
        about = set(subjects(query, self._index.within, self._describer))
        places = {item.text for item in query.items if item.sort is Sort.PLACE and not item.aside}
        hints = {entry for item in query.items if item.sort is Sort.HINT and not item.aside for entry in item.ids}
        concepts = {
            concept for item in query.items if item.sort is Sort.CONCEPT and not item.aside for concept in item.ids
        }
        unknown = {
            item.text[:BEGINNING]
            for item in query.items
            if item.sort is Sort.UNKNOWN and not item.aside and item.weight > UNKNOWN_SHORT
        }
        guesses = self._themes.guesses(asked(self._maker.of_query(query)))
        likely = [(theme, round(share, 3)) for theme, share in guesses.items() if share >= LEAST]
        return Wish(
            subjects=tuple(sorted(about | places | hints if not about else about | places)),
            themes=tuple(likely[:MOST_THEMES]),
            concepts=tuple(sorted(concepts)[:MOST_LISTED]),
            words=tuple(sorted(unknown)[:MOST_LISTED]),
            numbers=tuple(sorted(set(query.numbers))),
            text=" ".join(span.text for span in query.spans if span.how != "end")[:MOST_TEXT],
        )


def asked(found: Features) -> Features:
    """Return the features that say what is asked, whatever it is asked of."""
    return {feature: strength for feature, strength in found.items() if feature[0] in OF_WHAT_IS_ASKED}
