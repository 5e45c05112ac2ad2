"""Which language a text is in: the one for which most of its words speak."""

from __future__ import annotations

from functools import lru_cache

from knowledge.lexicon import ANY, Lexicon
from knowledge.span import SHORT_NAME
from knowledge.spelling import Speller
from knowledge.text import Token

CLEARLY = 0.2
"""Votes by which a language must be ahead of the one expected."""


class LanguageFinder:
    """Finds the language of texts by the forms of one lexicon."""

    def __init__(self, lexicon: Lexicon, speller: Speller) -> None:
        """Keep the forms and their stems."""
        self.lexicon = lexicon
        self.speller = speller
        self._speakers = lru_cache(maxsize=20_000)(self._speaking)

    def language(self, cut: list[Token], fallback: str | None) -> str:
        """Return the language most words speak for; the fallback, else English, where none does."""
        votes: dict[str, float] = {}
        for token in cut:
            spoken, weight = self._speakers(token.text)
            for code in spoken:
                votes[code] = votes.get(code, 0) + weight / len(spoken)
        default = fallback if fallback in self.lexicon.common else "en"
        if not votes:
            return default
        most = max(votes, key=lambda code: (round(votes[code], 3), code == default, code))
        return most if votes[most] > votes.get(default, 0) + CLEARLY else default

    def _speaking(self, word: str) -> tuple[set[str], float]:
        """Return the languages that a word speaks for, and how strongly: a form more than a merely common word."""
        forms = {m.language for m in self.lexicon.exact.get(word, ())}
        if forms and ANY not in forms:
            return forms, 1.0
        stem = self.speller.stem(word)
        if len(stem) >= SHORT_NAME and (forms := {m.language for m in self.lexicon.stems[stem] if not m.name} - {ANY}):
            return forms, 0.7
        short = {code for code, _ in self.lexicon.shorthand.get(word, ())}
        if short:
            return short, 0.7
        return {code for code, common in self.lexicon.common.items() if word in common}, 0.5
