"""Which language a text is in: the one for which most of its words speak."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from knowledge.lexicon import ANY, SKIP, Lexicon
from knowledge.span import SHORT_NAME
from knowledge.spelling import Speller
from knowledge.text import Token

FORM, STEM, COMMON = 1.0, 0.7, 0.5
"""What a form of the vocabulary says about the language, one that goes on after a stem, and a merely common word."""

NAME = 0.3
"""What a name says that only one language has; one that is the same in any says nothing."""

SAME = 0.001
"""Votes below which two languages are as likely."""

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
        votes = self.votes(cut)
        default = fallback if fallback in self.lexicon.common else "en"
        if not votes:
            return default
        most = min(votes, key=lambda code: (-round(votes[code], 3), code != default, code))
        # "n techfortaste?": less than a word that two languages share says nothing.
        shared = votes[most] < FORM and sum(abs(vote - votes[most]) < SAME for vote in votes.values()) > 1
        return most if votes[most] > votes.get(default, 0) + CLEARLY and not shared else default

    def votes(self, cut: list[Token]) -> dict[str, float]:
        """Return how much speaks for each language: about one for each word of it, and one for each expression.

        The words of a name that is the same in any language speak for none, unless nothing else is said: "pôle de
        compétitivité definition" is no French.
        """
        named = self._named(cut, capital=False)
        return self._votes(cut, named) or self._votes(cut, self._named(cut, capital=True))

    def _votes(self, cut: list[Token], named: set[int]) -> dict[str, float]:
        """Return how much speaks for each language, but for the words in names."""
        found: dict[str, float] = {}
        for position, token in enumerate(cut):
            for code, weight in () if position in named else self._speakers(token.text).items():
                found[code] = found.get(code, 0) + weight
        for code in self._expressions(cut, named):
            found[code] = found.get(code, 0) + FORM
        return found

    def _expressions(self, cut: list[Token], named: set[int]) -> Iterator[str]:
        """Yield the language of each expression of several words that only one language has: "che cos'è"."""
        words = [token.text for token in cut]
        for start, word in enumerate(words):
            if start in named:
                continue
            for end in range(min(start + self.lexicon.heads.get(word, 1), len(words)), start + 1, -1):
                meanings = self.lexicon.exact.get(" ".join(words[start:end]))
                spoken = {m.language for m in meanings if not m.name} if meanings else ()
                if len(spoken) == 1 and ANY not in spoken:
                    yield from spoken
                    break

    def _named(self, cut: list[Token], *, capital: bool) -> set[int]:
        """Return the places of tokens in names of several words, same in any language; if asked, written as names."""
        found: set[int] = set()
        for start, token in enumerate(cut):
            most = self.lexicon.heads.get(token.text, 1) if token.capital or not capital else 1
            for size in range(most, 1, -1):
                parts = cut[start : start + size]
                meanings = self.lexicon.exact.get(" ".join([part.text for part in parts]), ())
                named = any(m.name and m.language == ANY for m in meanings)
                if named and all(part.capital or not capital for part in parts if len(part.text) > 3):
                    found.update(range(start, start + size))
                    break
        return found

    def _speaking(self, word: str) -> dict[str, float]:
        """Return the languages that a word speaks for, each with its share of what the word says.

        A form of the vocabulary says more than a merely common word; of a word that is a form in one language and
        common in another both may be meant. A name says little: "and in Karlsruhe?" is not German, though Karlsruhe is.
        """
        meanings = self.lexicon.exact.get(word, ())
        forms = {m.language for m in meanings}
        if meanings and all(m.name for m in meanings):
            return {} if ANY in forms else dict.fromkeys(forms, NAME / len(forms))
        strength = FORM if forms and ANY not in forms else 0.0
        stem = self.speller.stem(word)
        if ANY not in forms and len(stem) >= SHORT_NAME:
            stems = {m.language for m in self.lexicon.stems[stem] if not m.name} - {ANY}
            strength = max(strength, STEM if stems else 0.0)
            forms |= stems
        if not strength:
            forms = {code for code, _ in self.lexicon.shorthand.get(word, ())}
            strength = FORM if forms else 0.0
        common = {code for code, words in self.lexicon.common.items() if word in words} - forms
        if strength == FORM and any(m.id == SKIP for m in meanings):
            common.clear()  # "the" and "und" are heard in other languages too, but say which one is spoken
        shares = dict.fromkeys(forms, 1.0) if strength else {}
        shares |= dict.fromkeys(common, COMMON)
        total = sum(shares.values())
        return {code: (strength or COMMON) * share / total for code, share in shares.items()}
