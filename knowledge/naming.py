"""Names in spans, however they were split, misspelt or misheard: ``cyber forun``, ``steer ya``."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from knowledge.lexicon import ANY, SKIP, Lexicon, Meaning
from knowledge.span import Match, Span
from knowledge.text import sound

_ALIKE = {"c": "sk", "s": "c", "k": "c", "f": "p", "p": "f"}
# Letters that begin the same sound.

ALIKE_AS_WRITTEN = 55
"""Least likeness in writing, 0 to 100, of the words in which a name and what was heard differ."""


PAIR, SCRAP, LONG_SOUND = 2, 2, 5
"""Two words of which the last has at most two letters; sounds from which a key says much."""

MOST_JOINED = 4
"""Words in a row that may be one name."""

FARTHEST = 2
"""Letters by which a name can be longer or shorter than what spells it."""

SHORT_WORD = 5
"""Letters up to which a common word means itself, and is no part of a name misspelt."""


class Namer:
    """Finds the names of one lexicon in neighbouring spans; keeps what it has worked out."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Sort the names by their first letter and length."""
        self.lexicon = lexicon
        self._name = lru_cache(maxsize=20_000)(self._spelt)
        self._heard = lru_cache(maxsize=20_000)(self._sounding)
        # Names by their first letter and a length that they are near to.
        self._near: dict[tuple[str, int], list[str]] = {}
        for difference in range(FARTHEST, -FARTHEST - 1, -1):
            for name in lexicon.solid:
                self._near.setdefault((name[0], len(name) + difference), []).append(name)

    def joined(self, spans: list[Span], language: str) -> list[Span]:
        """Join neighbours that make a name together, however it was split or misspelt: ``cyber forun``."""
        result = list(spans)
        at = 0
        while at < len(result):
            ahead = list(takewhile(lambda s: s.how is not Match.END, result[at : at + MOST_JOINED]))
            for size in range(len(ahead), 0, -1):
                window = ahead[:size]
                if not self._may_join(window):
                    continue
                meanings, similarity = self._name("".join(s.text.replace(" ", "") for s in window), size)
                if similarity < 1 and meanings:
                    spoken = {language, "en", ANY}
                    meanings = tuple(m for m in meanings if m.language in spoken)
                if meanings and (similarity == 1 or not self._says_else(window, language)):
                    how = Match.EXACT if similarity == 1 else Match.TYPO
                    result[at : at + size] = [
                        Span(
                            " ".join(s.text for s in window),
                            window[0].start,
                            window[-1].end,
                            meanings,
                            how,
                            similarity,
                        )
                    ]
                    break
            at += 1
        return result

    def _says_else(self, window: list[Span], language: str) -> bool:
        """Tell whether each word is a common one of the language, a short one among them: "the word cluster"."""
        own = all(self.lexicon.is_own(s.text, language) for s in window)
        return own and any(len(s.text) <= SHORT_WORD for s in window)

    @staticmethod
    def _may_join(window: list[Span]) -> bool:
        """Only windows with a word that means nothing by itself, or of several words, can hide a name."""
        first, last = window[0], window[-1]
        if len(window) == 1:
            return not first.meanings and first.how is not Match.NUMBER
        if not first.meanings or not last.meanings:
            return True
        if SKIP in first.ids or SKIP in last.ids:
            return False
        return not any(s.named for s in window) or not all(s.meanings for s in window)

    def _spelt(self, joined: str, size: int) -> tuple[tuple[Meaning, ...], float]:
        """Return the name that a run of letters spells, nearly or exactly."""
        if joined in self.lexicon.solid:
            return self.lexicon.solid[joined], 1.0
        if size > PAIR and len(joined) == size:  # spelt out: "s f g"
            return tuple(m for m in self.lexicon.exact.get(joined, ()) if m.name), 1.0
        if not 6 <= len(joined) <= 48 or not joined.isalpha():
            return (), 0.0
        if size == 1 and self.lexicon.is_common(joined):
            return (), 0.0
        floor = 92 if len(joined) < 8 else 86 if size == 1 else 89
        alike = self._near.get((joined[0], len(joined)), ())
        found = process.extractOne(joined, alike, scorer=ratio, score_cutoff=floor)
        if found is None:
            return (), 0.0
        return self.lexicon.solid[found[0]], found[1] / 100

    def sounding(self, spans: list[Span], language: str) -> list[Span]:
        """Find names in words that dictation heard otherwise: ``steer ya``, ``paul crew german``."""
        result = list(spans)
        # Only what is not all sense by itself, in the language spoken, can be a name heard wrong.
        strange = [_is_strange(span, {language, "en", ANY}) for span in spans]
        at = 0
        while any(strange[at:]):
            for size in (4, 3, 2):
                window = result[at : at + size]
                if len(window) < size or not any(strange[at : at + size]) or not self._may_sound(window):
                    continue
                name = self._heard(tuple(" ".join(s.text for s in window).split()), language)
                if name:
                    result[at : at + size] = [
                        Span(
                            " ".join(s.text for s in window),
                            window[0].start,
                            window[-1].end,
                            tuple(m for m in self.lexicon.exact[name] if m.name),
                            Match.SOUND,
                            0.8,
                        )
                    ]
                    strange[at : at + size] = [False]
                    break
            else:
                if (
                    not result[at].meanings
                    and result[at].how is Match.UNKNOWN
                    and len(result[at].text) >= 6
                    and not self.lexicon.is_common(result[at].text)
                ):
                    name = self._heard((result[at].text,), language)
                    if name:
                        result[at] = replace(
                            result[at],
                            meanings=tuple(m for m in self.lexicon.exact[name] if m.name),
                            how=Match.SOUND,
                            similarity=0.8,
                        )
            at += 1
        return result

    @staticmethod
    def _may_sound(window: list[Span]) -> bool:
        """Tell whether words in a row can be one name: neither a figure nor an end between, nor a name beside one."""
        if any(s.how is Match.END or s.how is Match.NUMBER for s in window):
            return False
        return len(window) > 2 or not any(s.named for s in window)

    @staticmethod
    def _rest_alike(heard: Sequence[str], name: Sequence[str]) -> bool:
        """Tell whether the words that differ sound alike too, not only the whole thanks to the words shared."""
        shared = set(heard) & set(name)
        if not shared:
            return True
        left, right = (sound("".join(w for w in words_of if w not in shared)) for words_of in (heard, name))
        plain = ["".join(w for w in words_of if w not in shared) for words_of in (heard, name)]
        return (
            ratio(*plain) >= ALIKE_AS_WRITTEN
            and bool(left and right)
            and left[0] == right[0]
            and Levenshtein.distance(left, right) <= (1 if len(right) >= 5 else 0)
        )

    def _least_alike(self, words_heard: Sequence[str], heard: str) -> int:
        """Return how alike in writing, 0 to 100, a name must be to what was heard.

        A scrap of a word at the end is what dictation makes of a name; common words more likely mean what they say.
        """
        if len(words_heard) == PAIR and len(words_heard[-1]) <= SCRAP:
            return 60
        return 68 if len(heard) >= LONG_SOUND and not self._all_common(words_heard) else 70

    def _all_common(self, heard: Sequence[str]) -> bool:
        """Tell whether all words are common ones: then they more likely mean what they say."""
        return all(len(word) > 2 and self.lexicon.is_common(word) for word in heard)

    def _sounding(self, joined_words: tuple[str, ...], language: str) -> str:
        """Return the name, one of the language or of all, that words sound like together, or an empty string."""
        joined = "".join(joined_words)
        if not (6 if len(joined_words) > 1 else 5) <= len(joined) <= 40:
            return ""
        heard = sound(joined)
        if len(heard) < 3:
            return ""
        allowed = 1 if len(heard) >= 6 else 0
        for size in range(len(heard) - allowed, len(heard) + allowed + 1):
            for key, name in self.lexicon.sounds.get((heard[0], size), ()):
                if Levenshtein.distance(key, heard, score_cutoff=allowed) <= allowed:
                    solid = name.replace(" ", "")
                    if (
                        any(m.name and m.language in {ANY, language} for m in self.lexicon.exact[name])
                        and solid[0] in {joined[0], *_ALIKE.get(joined[0], "")}
                        and ratio(solid, joined) >= self._least_alike(joined_words, heard)
                        and self._rest_alike(joined_words, name.split())
                    ):
                        return name
        return ""


def _is_strange(span: Span, spoken: Container[str]) -> bool:
    """Tell whether a word makes no sense in the languages spoken."""
    if span.how is Match.END or span.how is Match.NUMBER:
        return False
    return not span.named and not any(m.language in spoken for m in span.meanings)
