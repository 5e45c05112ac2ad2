"""Words that are not in the lexicon → the words that were meant. RapidFuzz works here, and only here decides nothing.

In this order: written without vowels, misspelt. A common word of the language is never corrected, so that
Australia does not become Austria; what is corrected counts for less than what was spelt right.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.lexicon import ANY, SHORTEST_SPELT, Lexicon, skeleton
from knowledge.text import sound

LONGEST_WORD = 30
"""Letters of the longest word that is looked up or corrected."""

SHORTEST_INFLECTED = 6
"""Letters of the shortest word of which the ending is left off to find a stem."""

SHORTEST_SKELETON = 3
"""Letters of the shortest word that is taken for one written without vowels."""

SHORTEST_SHORTENED = 5
"""First letter and consonants of the shortest word that is taken for one of which several vowels were left out."""

SAME_LETTERS = 0.89
"""How alike a word is to one of the same letters in another order, or to one that has a few vowels more."""

RARER = 0.02
"""By how much a form comes after others with as many errors where no letter was left out: thumbs leave letters out."""

NOT_SWAPPED = 0.04
"""By how much a form comes after others with as many errors of which letters are merely swapped: “wehre” is “where”."""

SHORTEST_SWAPPED = 4
"""Letters of the shortest word of which that is likelier: in three, as “clo”, too many others hide."""

HEARD_OTHERWISE = 0.03
"""By how much a form comes after others with as many errors where it sounds otherwise, “tipes” is not “ties”; twice
as much beside one in which i and y were merely taken for each other: it is “types”, not “tips”."""

_DOUBLED = re.compile(r"(.)\1")


class Speller:
    """Corrects single words against a lexicon; keeps what it has worked out."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Prepare the caches."""
        self.lexicon = lexicon
        self.correct = lru_cache(maxsize=20_000)(self._correct)
        self.complete = lru_cache(maxsize=20_000)(self._complete)
        self.is_heard_of = lru_cache(maxsize=20_000)(self._is_heard_of)
        # Per language and length, filled when first asked for.
        self._stems: dict[tuple[str, int], tuple[str, ...]] = {}
        self._by_letters: dict[tuple[str, int], dict[str, str]] = {}

    def is_foreign(self, word: str, language: str) -> bool:
        """Tell whether a word is a common one of other languages only."""
        return not self.lexicon.is_own(word, language) and self.lexicon.is_common(word)

    def _is_heard_of(self, word: str) -> bool:
        """Tell whether a word is one of any language or goes on after the stem of one, or is no word at all."""
        known = word in self.lexicon.exact or word in self.lexicon.inner or word in self.lexicon.solid
        return known or not word.isalpha() or self.lexicon.is_common(word) or bool(self.stem(word))

    def stem(self, word: str, language: str = "") -> str:
        """Return the longest stem that a word continues, or an empty string.

        Args:
            word: a folded word.
            language: only stems of this language, of English or of no language count; of any where it is left out.
        """
        for end in range(min(len(word), LONGEST_WORD), 2, -1):
            found = self.lexicon.stems.get(word[:end])
            if found and (not language or any(m.language in {language, "en", ANY} for m in found)):
                return word[:end]
        return ""

    def _complete(self, word: str, language: str) -> str:
        """Return the word that was written without vowels (``mbrs``), or an empty string."""
        if len(word) < SHORTEST_SKELETON or any(letter in "aeiou" for letter in word) or not word.isalpha():
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
            best = self._sounding(word, language, allowed + 1) or self._inflected(word, language)
        if int(best[0]) > allowed and length >= SHORTEST_INFLECTED:
            same_letters = self._swapped(word, language) or self._filled_in(word, language)
            if same_letters:
                return same_letters, SAME_LETTERS
        distance, other_letter, near = float(int(best[0])), best[1], best[2]
        if distance > allowed or (other_letter and length <= 5 and not (length == 5 and sorted(word) == sorted(near))):
            return "", 0.0
        if elsewhere and sorted(word) != sorted(near):
            return "", 0.0  # a word of another language, unless its letters are merely swapped
        if length <= 4 and sorted(word) != sorted(near) and not (length == 4 and len(near) >= 4):
            return "", 0.0  # in short words only swapped letters, or one wrong letter of four, are believed
        return near, 1 - distance / (length + 1)

    def _sounding(self, word: str, language: str, errors: int) -> tuple[float, int, str] | None:
        """Return the name that sounds the same, with one error more than other words are allowed: "Steeria"."""
        heard = sound(word)
        alike = [
            name
            for sounds, name in self.lexicon.sounds.get((heard[:1], len(heard)), ())
            if sounds == heard and name[0] == word[0] and " " not in name and self._is_called(name, language)
        ]
        found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=errors)
        return (errors - 1, 0, found[0]) if found else None

    def _is_called(self, name: str, language: str) -> bool:
        """Tell whether something is called so in a language, or in all of them."""
        return any(m.name and m.language in {language, ANY} for m in self.lexicon.exact[name])

    def _swapped(self, word: str, language: str) -> str:
        """Return the word of just these letters in another order, the first one in its place: "stirya" for "styria"."""
        for spoken in dict.fromkeys((ANY, language, "en")):
            found = self._anagrams(spoken, len(word)).get(_in_order(word))
            if found:
                return found
        return ""

    def _filled_in(self, word: str, language: str) -> str:
        """Return the word of which some vowels were left out, and nothing else: "research" for "resrch"."""
        bones = skeleton(word)
        if len(bones) < SHORTEST_SHORTENED:
            return ""
        forms = (form for form in self.lexicon.skeletons.get(bones, ()) if self._spoken(form, language))
        found = [form for form in forms if _runs_through(word, form)]
        return min(found, key=lambda form: (len(form), form), default="")

    def _anagrams(self, language: str, size: int) -> dict[str, str]:
        """Return the first form of each set of letters behind a first one."""
        key = language, size
        if key not in self._by_letters:
            forms = self.lexicon.spellings.get(key, ())
            self._by_letters[key] = {_in_order(form): form for form in reversed(forms)}
        return self._by_letters[key]

    def _stems_spelt(self, language: str, size: int) -> tuple[str, ...]:
        """Return the forms of a length that may go on."""
        key = language, size
        if key not in self._stems:
            self._stems[key] = tuple(c for c in self.lexicon.spellings.get(key, ()) if c in self.lexicon.stems)
        return self._stems[key]

    def _inflected(self, word: str, language: str) -> tuple[float, int, str]:
        """Return the stem nearest to a word without its last one or two letters."""
        best: tuple[float, int, str] = (99.0, 1, "")
        for cut in (1, 2):
            for spoken in dict.fromkeys((ANY, language, "en")):
                size = len(word) - cut
                best = min(best, self._nearest(word[:size], self._stems_spelt(spoken, size), 1))
        return best

    def _nearest(self, word: str, choices: tuple[str, ...], allowed: int) -> tuple[float, int, str]:
        """Return distance, whether the first letters differ, and the nearest choice."""
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=6)
        # Of several, the one that differs by a doubled letter only: "suports" is "supports", not "sports".
        heard, plain = sound(word), word.replace("y", "i")
        doubled = {choice: undoubled(choice) != undoubled(word) for choice, _, _ in found}
        ranked = [
            (
                d
                + self._unlikely(choice, doubled=doubled[choice])
                + (len(choice) <= len(word)) * RARER
                + (len(word) < SHORTEST_SWAPPED or sorted(choice) != sorted(word)) * NOT_SWAPPED
                + ((sound(choice) != heard) + (choice.replace("y", "i") != plain)) * HEARD_OTHERWISE,
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


def _in_order(word: str) -> str:
    """Return a word with the letters behind the first one in alphabetic order."""
    return word[0] + "".join(sorted(word[1:]))


def _runs_through(word: str, form: str) -> bool:
    """Tell whether the letters of a word are in a form, in their order."""
    rest = iter(form)
    return all(letter in rest for letter in word)


def undoubled(word: str) -> str:
    """Return a word with no letter twice in a row."""
    return _DOUBLED.sub(r"\1", word)
