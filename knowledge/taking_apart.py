"""A run of words without spaces → the words: ``whopopularisedclusters``; the cheapest way to cut it up wins.

Words of the vocabulary cost least, merely common ones of the language a little more, short ones more for each letter,
since they hide in everything. An ending costs most where it is a word of the language itself: "clusteris" is two words.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.lexicon import ANY, BEGINNING, SHORTEST_SPELT, SKIP, Lexicon, Meaning
from knowledge.span import Match, Span
from knowledge.spelling import LONGEST_WORD, Speller

LONGEST_RUN = 80
"""Letters of the longest run of words without spaces that is taken apart."""

SHORTEST_RUN = 6
"""Letters of the shortest one."""

SHORTEST_AMONG = 5
"""Letters of the shortest one where other words of the text are written together."""

SHORTEST_GOING_ON = 9
"""Letters from which what seems to be a word with an ending may be a run of words."""

ENDING = (1, 2, 3)
"""Letters by which a common word may go on and be the same word still."""

SHORTEST_NAME = 5
"""Letters of the shortest name onto which the word before may have been written."""

SHORTEST_INFLECTED = 5
"""Letters of the shortest piece that is a stem with an ending."""

FEWEST_DIGITS = 2
"""Digits of the shortest figure that is written onto a word: "in2011"."""

PAIR = 2
"""Words of the shortest run."""

FEWEST_MERELY_COMMON = 3
"""Pieces of the shortest run in which words that are merely common are believed."""

SCRAP = 2
"""Letters of a piece that is most likely part of a word."""

DEAREST_RUN = 0.48
"""Cost a letter up to which a run of words is believed."""

DEAREST_WORDS, DEAREST_SCRAPS = 0.4, 0.33
"""The same where there are scraps: where all of them hold a text together, and where they do not."""

_VOWELS = "aeiouy"
# Letters that are words by themselves: "a", Spanish "y".

_SHORT_PIECES = {1: 1.7, 2: 1.3, 3: 1.1}
_SHORT_COMMON = {3: 1.6}
_COMMON, _ENDING_IS_WORD, _LINKING = 1.2, 3.1, 0.3
_ENDINGS = {0: 1.2, 1: 1.4, 2: 2.6, 3: 3.2}
# What a piece costs, by its letters or those by which it goes on; a form of four letters or more costs one.

_Cut = tuple[float, tuple[str, ...]]


class RunCutter:
    """Takes runs of words apart by one lexicon; keeps what it has worked out."""

    def __init__(self, lexicon: Lexicon, speller: Speller) -> None:
        """Prepare the caches."""
        self.lexicon = lexicon
        self.speller = speller
        self.take_apart = lru_cache(maxsize=20_000)(self._take_apart)
        self.going_on = lru_cache(maxsize=20_000)(self._going_on)

    def of_text(self, spans: Sequence[Span], language: str) -> dict[int, tuple[str, ...]]:
        """Return the words of each run of words in a text, by where the run begins."""
        pieces: dict[int, tuple[str, ...]] = {}
        whole: list[Span] = []
        for position, span in enumerate(spans):
            if span.meanings or span.how in {Match.NUMBER, Match.END} or self.lexicon.is_common(span.text):
                continue
            opens = not position or spans[position - 1].how is Match.END
            found = self.take_apart(span.text, language)
            if found and (opens or not self._is_coined(span, found, language)):
                pieces[span.start] = found
            elif not found:
                whole.append(span)
        if whole and any(self._holds_together(found, language) for found in pieces.values()):
            # Somebody left out spaces: two plain words may be written together elsewhere, too.
            apart = ((span.start, self.take_apart(span.text, language, True)) for span in whole)
            pieces.update((start, found) for start, found in apart if found)
        return pieces

    def _going_on(self, word: str, language: str) -> tuple[str, ...]:
        """Return the words of what seems to be a known word with an ending, where it is a run: "companiesjoin"."""
        if len(word) < SHORTEST_GOING_ON or self.lexicon.is_common(word) or not self.speller.stem(word):
            return ()
        if word in self.lexicon.exact or word in self.lexicon.solid or word in self.lexicon.inner:
            return ()
        pieces = self._take_apart(word, language)
        # Of two, a compound as "Mitgliederzahl" means what its stem does, and many an ending is a word: "Agenturen".
        if len(pieces) <= PAIR or not any(self._is_skipped(piece, language) for piece in pieces):
            return ()
        if _has_scraps_together(pieces) or not all(self._is_whole(piece, language) for piece in pieces):
            return ()
        return pieces

    def _take_apart(self, word: str, language: str, among_runs: bool = False) -> tuple[str, ...]:
        """Cut a run of words without spaces, or a compound, into known forms and common words.

        Args:
            word: the run, folded.
            language: of the text.
            among_runs: other words of the text were written together, too: two whole words are believed then.

        Returns:
            The pieces, or nothing where the whole cannot be explained. A linking s or n of German compounds and an
            ending of up to three letters after a stem are allowed.
        """
        length = len(word)
        if not (SHORTEST_AMONG if among_runs else SHORTEST_RUN) <= length <= LONGEST_RUN or not word.isalnum():
            return ()
        best: list[_Cut | None] = [None] * (length + 1)
        best[0] = (0.0, ())
        for start in range(length):
            here = best[start]
            if here is None:
                continue
            for end in range(start + 1, min(length, start + self._longest(word, start)) + 1):
                piece = word[start:end]
                cost = None if end - start == length or _cuts_figure(word, start, end) else self._cost(piece, language)
                if cost is None:
                    continue
                for stop in (end, end + 1) if word[end : end + 1] in {"s", "n"} and end + 3 < length else (end,):
                    total = here[0] + cost + (_LINKING if stop > end else 0)
                    known = best[stop]
                    if known is None or total < known[0]:
                        best[stop] = (total, (*here[1], piece))
        found = best[length]
        if found is None:
            return ()
        whole = among_runs and found[0] / length <= DEAREST_RUN and self._are_whole(found[1], language)
        return found[1] if whole or self._is_believed(*found, length, language) else ()

    def _holds_together(self, pieces: Iterable[str], language: str) -> bool:
        """Tell whether one of the pieces is a word that only holds a text together, as in no compound."""
        return any(self._is_skipped(piece, language) for piece in pieces)

    def _are_whole(self, pieces: tuple[str, ...], language: str) -> bool:
        """Tell whether all pieces, two at least, are words as they stand, and scraps hold a text together: "forus"."""
        whole = (self._is_skipped(p, language) or (len(p) > SCRAP and self._is_whole(p, language)) for p in pieces)
        return len(pieces) >= PAIR and all(whole)

    def _longest(self, word: str, start: int) -> int:
        """Return how many letters a piece may have that begins at a place: few where no word begins so."""
        begins = word[start].isdigit() or word[start : start + BEGINNING] in self.lexicon.beginnings
        return LONGEST_WORD if begins else BEGINNING - 1

    def _is_believed(self, cost: float, pieces: tuple[str, ...], length: int, language: str) -> bool:
        """Tell whether pieces are words that somebody wrote without spaces, rather than parts of a word."""
        if len(pieces) < PAIR or all(len(piece) <= SHORTEST_SPELT for piece in pieces):
            return False
        shortest = min(map(len, pieces))
        dearest = DEAREST_RUN
        if shortest <= SCRAP and len(pieces) > PAIR:
            dearest = DEAREST_WORDS if self._are_words(pieces, language) else DEAREST_SCRAPS
        meant = [piece.isdigit() or self._is_in_lists(piece) for piece in pieces]
        if cost / length > dearest or not any(meant) or (len(pieces) < FEWEST_MERELY_COMMON and not all(meant)):
            return False
        if len(pieces) > PAIR or shortest > SHORTEST_SPELT or any(piece.isdigit() for piece in pieces):
            return True
        return self._before_name(pieces, language) or self._is_pair(pieces, language)

    def _is_coined(self, span: Span, pieces: tuple[str, ...], language: str) -> bool:
        """Tell whether a word inside a sentence is a name made up of two words: "Nanopark" is no park for nano."""
        held = (m.id == SKIP for piece in pieces for m in self.lexicon.exact.get(piece, ()))
        return span.capital and language not in self.lexicon.capital_nouns and len(pieces) == PAIR and not any(held)

    def _are_words(self, pieces: tuple[str, ...], language: str) -> bool:
        """Tell whether all pieces are words as they stand, and the scraps among them hold a text together."""
        if len(pieces) == FEWEST_MERELY_COMMON and _has_scraps_together(pieces):
            return False
        for piece in pieces:
            if len(piece) <= SCRAP and not self._is_skipped(piece, language):
                return False
            listed = self._fits(self._forms(piece), language)
            if not listed and (len(piece) <= SHORTEST_SPELT or not self._is_whole(piece, language)):
                return False
        return True

    def _is_pair(self, pieces: tuple[str, ...], language: str) -> bool:
        """Tell whether two pieces, one of them short, are words: "themembers", but not "forsee" or "exhaustive"."""
        first, second = pieces
        if self._is_skipped(second, language) and len(second) <= SHORTEST_SPELT:
            return any(m.name for m in self._forms(first))
        if min(map(len, pieces)) <= SCRAP:
            return False
        says = len(second) > SHORTEST_SPELT and bool(self._forms(second)) and not self._is_skipped(second, language)
        return says or len(second) > SHORTEST_NAME or not self._is_skipped(first, language)

    def _before_name(self, pieces: tuple[str, ...], language: str) -> bool:
        """Tell whether a word of the language that only holds a text together was written onto a name: "instyria"."""
        first, second = pieces
        if any(self.lexicon.is_common((first + second)[:-size]) for size in ENDING):
            return False  # a common word that goes on: "import", "importer"
        named = any(m.name for m in self._forms(second))
        return named and self._is_skipped(first, language) and len(second) >= SHORTEST_NAME

    def _is_skipped(self, piece: str, language: str) -> bool:
        """Tell whether a piece is a word of the language that only holds a text together."""
        return any(m.id == SKIP and m.language in {language, ANY} for m in self.lexicon.exact.get(piece, ()))

    def _is_whole(self, piece: str, language: str) -> bool:
        """Tell whether a piece is a word as it stands."""
        return self._fits(self._forms(piece), language) or piece in self.lexicon.common.get(language, ())

    def _is_in_lists(self, piece: str) -> bool:
        """Tell whether a piece is a form as it stands, within another, or by its stem."""
        return bool(self._forms(piece)) or piece in self.lexicon.inner or bool(self.speller.stem(piece))

    def _forms(self, piece: str) -> tuple[Meaning, ...]:
        return self.lexicon.exact.get(piece, ()) or self.lexicon.solid.get(piece, ())

    def _cost(self, piece: str, language: str) -> float | None:
        """Return the cost of a piece of a run, or None where it is no word; of single letters only vowels are words."""
        size = len(piece)
        if piece.isdigit():
            return 1.0 if size >= FEWEST_DIGITS else None
        if size == 1 and not (piece in _VOWELS and self._is_skipped(piece, language)):
            return None
        if self._fits(self._forms(piece), language):
            return _SHORT_PIECES.get(size, 1.0)
        return self._cost_of_other(piece, language)

    def _cost_of_other(self, piece: str, language: str) -> float | None:
        """Return the cost of a word within forms, of one that goes on after a stem, or of a merely common one."""
        size = len(piece)
        if piece in self.lexicon.inner and size > SHORTEST_SPELT:
            return _SHORT_PIECES[SHORTEST_SPELT]
        common = piece in self.lexicon.common.get(language, ())
        if stem := self._stem(piece, language):
            if common or language not in self.lexicon.common:
                return _ENDINGS[0]
            return _ENDING_IS_WORD if self._is_skipped(piece[len(stem) :], language) else _ENDINGS[size - len(stem)]
        if common:
            return _SHORT_COMMON.get(size, _COMMON if size > SHORTEST_SPELT else None)
        return None

    def _stem(self, piece: str, language: str) -> str:
        """Return the longest stem of the language that a piece continues by a few letters, or an empty string."""
        if len(piece) >= SHORTEST_INFLECTED:
            for end in range(len(piece), max(len(piece) - max(_ENDINGS), SHORTEST_SPELT + 1) - 1, -1):
                if self._fits(self.lexicon.stems.get(piece[:end], ()), language):
                    return piece[:end]
        return ""

    @staticmethod
    def _fits(meanings: tuple[Meaning, ...], language: str) -> bool:
        return any(m.language in {ANY, language, "en"} for m in meanings)


def _cuts_figure(word: str, start: int, end: int) -> bool:
    """Tell whether a cut goes through a figure."""
    return any(word[at - 1 : at + 1].isdigit() for at in (start, end) if 0 < at < len(word))


def _has_scraps_together(pieces: tuple[str, ...]) -> bool:
    """Tell whether scraps stand beside each other, or a letter beside one of three: "presenta|me|lo" is one word."""
    for two in itertools.pairwise(map(len, pieces)):
        if max(two) <= SCRAP or (min(two) == 1 and max(two) <= SHORTEST_SPELT):
            return True
    return False
