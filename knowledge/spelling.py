"""Words that are not in the lexicon → the words that were meant. RapidFuzz works here, and only here decides nothing.

In this order: written without vowels, run together, misspelt. A common word of the language is never corrected, so that
Australia does not become Austria; what is corrected counts for less than what was spelt right.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.lexicon import ANY, SHORTEST_SPELT, SKIP, Lexicon, Meaning, skeleton

LONGEST_RUN = 80
"""Letters of the longest run of words without spaces that is taken apart."""

LONGEST_WORD = 30
"""Letters of the longest word that is looked up or corrected."""


_SHORT_PIECES = {2: 1.3, 3: 1.1}
# What a piece of so many letters costs: short words hide in everything.

SHORTEST_INFLECTED = 6
"""Letters of the shortest word of which the ending is left off to find a stem."""

SWAPPED = 0.89
"""How alike a word is to one of the same letters in another order."""

RARER = 0.02
"""By how much a form comes after others with as many errors where no letter was left out: thumbs leave letters out."""

ENDING = (1, 2, 3)
"""Letters by which a common word may go on and be the same word still."""

SHORTEST_NAME = 5
"""Letters of the shortest name onto which the word before may have been written."""

DEAREST_RUN = 0.48
"""Cost a letter up to which a run of words is believed."""


_DOUBLED = re.compile(r"(.)\1")


class Speller:
    """Corrects single words against a lexicon; keeps what it has worked out."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Prepare the caches."""
        self.lexicon = lexicon
        self.correct = lru_cache(maxsize=20_000)(self._correct)
        self.take_apart = lru_cache(maxsize=20_000)(self._take_apart)
        self.complete = lru_cache(maxsize=20_000)(self._complete)

    def is_foreign(self, word: str, language: str) -> bool:
        """Tell whether a word is a common one of other languages only."""
        return not self.lexicon.is_own(word, language) and self.lexicon.is_common(word)

    def stem(self, word: str) -> str:
        """Return the longest stem that a word continues, or an empty string."""
        for end in range(min(len(word), LONGEST_WORD), 2, -1):
            if word[:end] in self.lexicon.stems:
                return word[:end]
        return ""

    def _complete(self, word: str, language: str) -> str:
        """Return the word that was written without vowels (``mbrs``), or an empty string."""
        if len(word) < 2 or any(letter in "aeiou" for letter in word) or not word.isalpha():
            return ""
        found = [form for form in self.lexicon.skeletons.get(skeleton(word), ()) if self._spoken(form, language)]
        return min(found, key=lambda form: (len(form), form), default="")

    def _spoken(self, form: str, language: str) -> bool:
        """Tell whether a form belongs to the language, to English or to no language."""
        return any(form in self.lexicon.spellings.get((spoken, len(form)), ()) for spoken in (language, "en", ANY))

    def _correct(self, word: str, language: str, foreign: bool = False) -> tuple[str, float]:
        """Return the form nearest to a misspelt word and how alike they are.

        Args:
            word: a folded word of at least four letters that is in no lexicon.
            language: language of the question.
            foreign: correct it although it is a word of another language.

        Returns:
            A key of ``exact`` or ``stems`` or a word of a name, and a similarity from 0 to 1; an empty string and 0
            where nothing is near enough or the word is a common one. Optimal string alignment: swapped neighbours
            count as one error. One error is allowed up to seven letters, two from eight.
        """
        length = len(word)
        if not SHORTEST_SPELT <= length <= LONGEST_WORD or not word.isalpha() or self.lexicon.is_own(word, language):
            return "", 0.0
        elsewhere = not foreign and self.lexicon.is_common(word)
        allowed = 1 if length < 8 else 2
        best: tuple[float, int, str] = (allowed + 1.5, 0, "")
        for spoken in dict.fromkeys((ANY, language, "en")):
            for size in range(max(length - allowed, SHORTEST_SPELT), length + allowed + 1):
                best = min(best, self._nearest(word, self.lexicon.spellings.get((spoken, size), ()), allowed))
        if int(best[0]) > allowed and length >= SHORTEST_INFLECTED:
            best = self._inflected(word, language)
        if int(best[0]) > allowed and length >= SHORTEST_INFLECTED:
            swapped = self._swapped(word, language)
            if swapped:
                return swapped, SWAPPED
        distance, other_letter, near = float(int(best[0])), best[1], best[2]
        if distance > allowed or (length <= 5 and other_letter):
            return "", 0.0
        if elsewhere and sorted(word) != sorted(near):
            return "", 0.0  # a word of another language, unless its letters are merely swapped
        if length <= 4 and sorted(word) != sorted(near) and not (length == 4 and len(near) >= 4):
            return "", 0.0  # in short words only swapped letters, or one wrong letter of four, are believed
        return near, 1 - distance / (length + 1)

    def _swapped(self, word: str, language: str) -> str:
        """Return the word of just these letters in another order, the first one in its place: "stirya" for "styria"."""
        for spoken in dict.fromkeys((ANY, language, "en")):
            for form in self.lexicon.spellings.get((spoken, len(word)), ()):
                if form[0] == word[0] and sorted(form) == sorted(word):
                    return form
        return ""

    def _inflected(self, word: str, language: str) -> tuple[float, int, str]:
        """Return the stem nearest to a word without its last one or two letters."""
        best: tuple[float, int, str] = (99.0, 1, "")
        for cut in (1, 2):
            for spoken in dict.fromkeys((ANY, language, "en")):
                size = len(word) - cut
                choices = tuple(c for c in self.lexicon.spellings.get((spoken, size), ()) if c in self.lexicon.stems)
                best = min(best, self._nearest(word[:size], choices, 1))
        return best

    def _nearest(self, word: str, choices: tuple[str, ...], allowed: int) -> tuple[float, int, str]:
        """Return distance, whether the first letters differ, and the nearest choice."""
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=6)
        # Of several, the one that differs by a doubled letter only: "suports" is "supports", not "sports".
        doubled = {choice: _DOUBLED.sub(r"\1", choice) != _DOUBLED.sub(r"\1", word) for choice, _, _ in found}
        ranked = [
            (
                d + self._unlikely(choice, doubled=doubled[choice]) + (len(choice) <= len(word)) * RARER,
                int(choice[0] != word[0]),
                choice,
            )
            for choice, d, _ in found
            if d < 2 or choice[0] == word[0]
        ]
        return min(ranked, default=(99.0, 1, ""))

    def _unlikely(self, choice: str, *, doubled: bool) -> float:
        """Return by how much a choice comes after others with as many errors: 0 for a word of the subject itself."""
        if choice in self.lexicon.own:
            return 0.0
        return 0.01 + doubled / 10 + self._is_torso(choice) / 20

    def _is_torso(self, form: str) -> bool:
        """Tell whether a form is no word by itself: "industr" of "industry"."""
        return form not in self.lexicon.exact and not self.lexicon.is_common(form)

    def _take_apart(self, word: str, language: str) -> tuple[str, ...]:
        """Cut a run of words without spaces, or a compound, into known forms.

        Returns:
            The pieces, or nothing where the whole cannot be explained. Fewest pieces win; a linking s or n of German
            compounds and an ending of up to three letters after a stem are allowed.
        """
        length = len(word)
        if not 6 <= length <= LONGEST_RUN or not word.isalnum():
            return ()
        best: list[tuple[float, tuple[str, ...]] | None] = [None] * (length + 1)
        best[0] = (0.0, ())
        for start in range(length):
            here = best[start]
            if here is None:
                continue
            for end in range(start + 1, min(length, start + LONGEST_WORD) + 1):
                cost = self._piece(word[start:end], language, whole=start == 0 and end == length)
                if cost is None:
                    continue
                for stop in (end, end + 1) if word[end : end + 1] in {"s", "n"} and end + 3 < length else (end,):
                    total = here[0] + cost + (0.3 if stop > end else 0)
                    known = best[stop]
                    if known is None or total < known[0]:
                        best[stop] = (total, (*here[1], word[start:end]))
        found = best[length]
        if (
            found is None
            or len(found[1]) < 2
            or all(len(piece) <= 3 for piece in found[1])
            or (
                len(found[1]) == 2
                and min(map(len, found[1])) < SHORTEST_SPELT
                and not self._before_name(found[1], language)
            )
            or found[0] / length > DEAREST_RUN
        ):
            return ()
        return found[1]

    def _before_name(self, pieces: tuple[str, ...], language: str) -> bool:
        """Tell whether a word of the language that only holds a text together was written onto a name: "instyria"."""
        first, second = pieces
        held = any(m.id == SKIP and m.language in {language, ANY} for m in self.lexicon.exact.get(first, ()))
        named = self.lexicon.exact.get(second, ()) or self.lexicon.solid.get(second, ())
        if any(self.lexicon.is_common((first + second)[:-size]) for size in ENDING):
            return False  # a common word that goes on: "import", "importer"
        return held and len(second) >= SHORTEST_NAME and any(m.name for m in named)

    def _piece(self, piece: str, language: str, *, whole: bool) -> float | None:
        """Return the cost of a piece of a run, or None where it is no form."""
        if whole:
            return None
        meanings = self.lexicon.exact.get(piece, ()) or self.lexicon.solid.get(piece, ())
        if meanings and self._fits(meanings, language):
            return 1.0 if len(piece) >= 4 else _SHORT_PIECES.get(len(piece))
        if len(piece) >= 3 and piece in self.lexicon.inner:
            return 1.1
        if len(piece) >= 5:
            stem = self.stem(piece)
            if len(stem) >= 4 and len(piece) - len(stem) <= 3 and self._fits(self.lexicon.stems[stem], language):
                return 1.2
        return None

    @staticmethod
    def _fits(meanings: tuple[Meaning, ...], language: str) -> bool:
        return any(m.language in {ANY, language, "en"} for m in meanings)
