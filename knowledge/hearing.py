"""Names in words that dictation heard otherwise, by how they sound: ``steer ya``, ``jacko mo beck a teeny``.

Only where the words as they stand explain little: one of them at least makes no sense in the language spoken. The more
sounds agree, the less alike the two need to be in writing.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from knowledge.lexicon import ANY, SKIP, Lexicon
from knowledge.span import Match, Span
from knowledge.text import Token, sound

_ALIKE = {"c": "sk", "s": "c", "k": "c", "f": "p", "p": "f", "g": "j", "j": "g"}
# Letters that begin the same sound.

_ALIKE_SOUNDS = {"d": "t", "t": "d"}
# Sounds taken for each other: "the" for "de".

ALIKE_AS_WRITTEN = 55
"""Least likeness in writing, 0 to 100, of the words in which a name and what was heard differ."""

PAIR, SCRAP, LONG_SOUND = 2, 2, 5
"""Two words of which the last has at most two letters; sounds from which a key says much."""

MANY_SOUNDS = 6
"""Sounds of a name that hardly agree by chance."""

MOST_WORDS = 6
"""Words that one name may be heard as."""

LEAST_LETTERS, MOST_LETTERS = 5, 40
"""Letters of what may be a name heard otherwise."""

FEWEST_LETTERS = 3
"""Letters of the shortest name that is spelt out."""

SHORTEST_ALONE = 6
"""Letters of a single word that may be a name heard otherwise."""

MOST_EXPLAINED = 0.5
"""Share of letters in words that mean something by themselves, up to which it suffices that many sounds agree."""

LEAST_OF_NAME = 0.6
"""Share of letters of a name that stand in words shared with what was heard, where the rest need only begin alike."""

MOST_SAID = 0.75
"""Share of letters of a name that a name among the words may have, and still be part of what was heard."""

_ALIKE_BY_SOUNDS = {0: 55, 1: 60, 2: 80}
# Least likeness in writing, 0 to 100, of a name of many sounds by how many of them differ.


class _Heard(NamedTuple):
    """A name that words sound like."""

    sounds: int
    """How many sounds agree."""
    likeness: float
    """How alike the two are in writing, 0 to 100."""
    name: str
    """The name, a key of ``exact``."""


class _Part(NamedTuple):
    """A span, and what listening wants to know of it."""

    span: Span
    """The span."""
    words: tuple[str, ...]
    """Its words as they were typed; of a run taken apart those that it was taken for."""
    strange: bool
    """It makes no sense in the languages spoken."""
    says: bool
    """It means something in the languages spoken, and no name."""


class Listener:
    """Finds names of one lexicon by their sound; keeps what it has worked out."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Prepare the cache."""
        self.lexicon = lexicon
        self._heard = lru_cache(maxsize=20_000)(self._sounding)

    def sounding(self, spans: list[Span], language: str, typed: Sequence[Token]) -> list[Span]:
        """Find names in words that dictation heard otherwise.

        Args:
            spans: what was found in the text so far.
            language: language of the text.
            typed: the words as they were typed, before any was corrected.
        """
        spoken = {language, "en", ANY}
        # Only what is not all sense by itself, in the language spoken, can be a name heard wrong.
        if not any(_is_strange(span, spoken) for span in spans):
            return spans
        left = [_Part(span, _words_in(span, typed), _is_strange(span, spoken), _says(span, spoken)) for span in spans]
        result: list[Span] = []
        last = max(n for n, part in enumerate(left) if part.strange)
        at = 0
        while at < len(left):
            best, size = self._best(left[at : at + MOST_WORDS], language) if at <= last else (None, 1)
            if best is not None and SKIP in left[at].span.ids:  # "in carls rule": the name may begin after it
                later, _ = self._best(left[at + 1 : at + size], language)
                best = None if later is not None and later >= best else best
            if best is None:
                result.append(left[at].span)
                at += 1
                continue
            window = [part.span for part in left[at : at + size]]
            meanings = tuple(m for m in self.lexicon.exact[best.name] if m.name)
            text = " ".join(span.text for span in window)
            result.append(Span(text, window[0].start, window[-1].end, meanings, Match.SOUND, 0.8))
            at += size
        return result

    def _best(self, ahead: list[_Part], language: str) -> tuple[_Heard | None, int]:
        """Return the name that the next words sound most like, and how many spans they are."""
        found: tuple[_Heard | None, int] = (None, 0)
        window: list[Span] = []
        words_heard: tuple[str, ...] = ()
        letters, explained, strange = 0, 0, False
        for size, part in enumerate(ahead, 1):
            if part.span.how is Match.END or part.span.how is Match.NUMBER:
                break
            window.append(part.span)
            words_heard += part.words
            letters += len(part.span.text)
            explained += len(part.span.text) * part.says
            strange = strange or part.strange
            if not strange:
                continue
            heard = self._spelt(words_heard, language)
            if heard is None and self._may_sound(window):
                heard = self._heard(words_heard, language, explained <= MOST_EXPLAINED * letters)
            if heard and (found[0] is None or heard > found[0]) and not _is_said(heard.name, window):
                found = heard, size
        return found

    def _may_sound(self, window: list[Span]) -> bool:
        """Tell whether words in a row can be one name: one alone is unheard of, and of two none is a name itself."""
        if any("." in span.text for span in window):
            return False  # a web address is typed, not said
        if len(window) == 1:
            (span,) = window
            unheard = not span.meanings and span.how is Match.UNKNOWN and not self.lexicon.is_common(span.text)
            return unheard and len(span.text) >= SHORTEST_ALONE
        return len(window) > PAIR or not any(span.named for span in window)

    def _spelt(self, words_heard: tuple[str, ...], language: str) -> _Heard | None:
        """Return the name that was spelt out letter by letter: "es eff gee"."""
        if len(words_heard) < FEWEST_LETTERS:
            return None
        for code in (language, "en"):
            called = self.lexicon.letters.get(code, {})
            letters = [word if len(word) == 1 else called.get(word, "") for word in words_heard]
            name = "".join(letters)
            if all(letters) and any(m.name for m in self.lexicon.exact.get(name, ())):
                return _Heard(len(name), 100.0, name)
        return None

    def _sounding(self, words_heard: tuple[str, ...], language: str, unexplained: bool) -> _Heard | None:
        """Return the name, one of the language or of all, that words sound like together.

        Args:
            words_heard: the words.
            language: the language spoken.
            unexplained: the words mean little by themselves.
        """
        joined = "".join(words_heard)
        if not LEAST_LETTERS + (len(words_heard) > 1) <= len(joined) <= MOST_LETTERS or len(words_heard) > MOST_WORDS:
            return None
        heard = sound(joined)
        if len(heard) < 3:
            return None
        best: _Heard | None = None
        allowed = 2 if len(heard) > MANY_SOUNDS else 1 if len(heard) >= MANY_SOUNDS else 0
        for size in range(len(heard) - allowed, len(heard) + allowed + 1):
            for key, name in self.lexicon.sounds.get((heard[0], size), ()):
                apart = Levenshtein.distance(key, heard, score_cutoff=allowed)
                solid = name.replace(" ", "")
                if apart > allowed or solid[0] not in {joined[0], *_ALIKE.get(joined[0], "")}:
                    continue
                likeness = ratio(solid, joined)
                least = self._least_alike(words_heard, heard, apart)
                if unexplained and len(key) >= MANY_SOUNDS and (apart > 1 or not self._all_common(words_heard)):
                    least = min(least, _ALIKE_BY_SOUNDS[apart])
                sounds = len(key) - apart
                if likeness < least or (best and best >= (sounds, likeness)):
                    continue
                spoken = any(m.name and m.language in {ANY, language} for m in self.lexicon.exact[name])
                if spoken and _rest_alike(words_heard, name.split()):
                    best = _Heard(sounds, likeness, name)
        return best

    def _least_alike(self, words_heard: Sequence[str], heard: str, apart: int) -> int:
        """Return how alike in writing, 0 to 100, a name must be to what was heard; 101 where it cannot be meant.

        A scrap of a word at the end is what dictation makes of a name; common words more likely mean what they say.
        """
        if apart > 1:
            return 101
        if len(words_heard) == PAIR and len(words_heard[-1]) <= SCRAP:
            return 60
        return 68 if len(heard) >= LONG_SOUND and not self._all_common(words_heard) else 70

    def _all_common(self, heard: Sequence[str]) -> bool:
        """Tell whether all words are common ones: then they more likely mean what they say."""
        return all(self.lexicon.is_common(word) for word in heard if len(word) > SCRAP)


def _is_said(name: str, window: list[Span]) -> bool:
    """Tell whether a name stands among the words as it is: what is beside it is no part of it."""
    letters = len(name.replace(" ", ""))
    return any(span.named and len(span.text.replace(" ", "")) >= MOST_SAID * letters for span in window)


def _words_in(span: Span, typed: Sequence[Token]) -> tuple[str, ...]:
    """Return the words of a span as they were typed; of a run taken apart those that it was taken for."""
    written = tuple(t.text for t in typed if span.start <= t.start and t.end <= span.end and t.text.isalnum())
    return written or tuple(span.text.split())


def _is_strange(span: Span, spoken: Container[str]) -> bool:
    """Tell whether a word makes no sense in the languages spoken."""
    if span.how is Match.END or span.how is Match.NUMBER:
        return False
    return not span.named and not any(m.language in spoken for m in span.meanings)


def _says(span: Span, spoken: Container[str]) -> bool:
    """Tell whether a word means something in the languages spoken, and no name."""
    return any(m.id != SKIP and not m.name and m.language in spoken for m in span.meanings)


def _rest_alike(heard: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether the words that differ are alike too, not only the whole thanks to the words shared."""
    shared = [word for word in name if any(_is_same(word, other) for other in heard)]
    if not shared:
        return True
    plain = "".join(word for word in heard if not any(_is_same(word, other) for other in shared))
    named = "".join(word for word in name if word not in shared)
    left, right = sound(plain), sound(named)
    if not left or not right or left[0] not in {right[0], *_ALIKE_SOUNDS.get(right[0], "")}:
        return False
    apart = Levenshtein.distance(left, right)
    if len(shared) > 1 and sum(map(len, shared)) >= LEAST_OF_NAME * sum(map(len, name)):
        return plain[0] == named[0] and apart <= 1 and abs(len(plain) - len(named)) <= SCRAP
    return ratio(plain, named) >= ALIKE_AS_WRITTEN and apart <= (1 if len(right) >= LONG_SOUND else 0)


def _is_same(word: str, other: str) -> bool:
    """Tell whether two words are the same but for their ending: "karlsruhe", "karlsruher"."""
    short, long = sorted((word, other), key=len)
    return word == other or (len(short) >= LEAST_LETTERS and long.startswith(short) and len(long) - len(short) <= SCRAP)
