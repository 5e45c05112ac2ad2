"""Names in spans, however they were split or misspelt: ``cyber forun``."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from knowledge.lexicon import ANY, SKIP, Lexicon, Meaning
from knowledge.span import Match, Span
from knowledge.text import Token

PAIR = 2
"""Two words."""

MOST_JOINED = 4
"""Words in a row that may be one name."""

SHORTEST_MISSPELT = 4
"""Letters of the shortest word that is taken for another in a longer name."""

ALIKE_BUT_FOR_ONE = 0.95
"""How alike a name and what was typed are, with one letter wrong."""

SHORT_NAME = (3, 4)
"""Letters of a short name of which one may stand apart: "clo e"."""

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
                if not self._may_join(window, {language, "en", ANY}):
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

    def longer(self, spans: list[Span], language: str, typed: Sequence[Token]) -> list[Span]:
        """Let a name with a letter wrong win over a shorter one that stands in it as it is: “mobil region karlsruhe”.

        Args:
            spans: what was found in the text so far.
            language: language of the text.
            typed: the words as they were typed, before any was corrected.
        """
        result = list(spans)
        for at in range(len(spans) - 1, -1, -1):
            if at >= len(result) or not result[at].named:
                continue
            for first, size in ((at - 1, 2), (at, 2)):
                window = result[first : first + size] if first >= 0 else []
                beside = window[first == at :][:1]
                if len(window) < size or not self._may_be_misspelt(beside[0], language):
                    continue
                name = self._around(window, first == at, typed)
                if name:
                    text = " ".join(span.text for span in window)
                    meanings, alike = self.lexicon.solid[name], ALIKE_BUT_FOR_ONE
                    result[first : first + size] = [
                        Span(text, window[0].start, window[-1].end, meanings, Match.TYPO, alike)
                    ]
                    break
        return result

    def _may_be_misspelt(self, span: Span, language: str) -> bool:
        """Tell whether a word beside a name may be part of a longer one: it is long, or no word of what is spoken."""
        if span.how is Match.END or span.how is Match.NUMBER or span.named or SKIP in span.ids:
            return False
        long = len(span.text) >= SHORT_WORD
        return long or span.how is Match.TYPO or not any(m.language in {language, "en", ANY} for m in span.meanings)

    def _around(self, window: list[Span], after: bool, typed: Sequence[Token]) -> str:
        """Return the longer name that a name and a misspelt word beside it make, or an empty string."""
        inner, beside = window if after else reversed(window)
        solid = inner.text.replace(" ", "")
        written = "".join(t.text for t in typed if beside.start <= t.start and t.end <= beside.end)
        if len(written) < SHORTEST_MISSPELT:
            return ""
        joined = solid + written if after else written + solid
        for name in self._near.get((joined[0], len(joined)), ()):
            rest = name.removeprefix(solid) if after else name.removesuffix(solid)
            if len(rest) < len(name) and OSA.distance(rest, written, score_cutoff=1) == 1:
                return name
        return ""

    def _says_else(self, window: list[Span], language: str) -> bool:
        """Tell whether each word is a common one of the language, a short one among them: "the word cluster"."""
        own = all(self.lexicon.is_own(s.text, language) or _is_known(s, language) for s in window)
        return own and any(len(s.text) <= SHORT_WORD for s in window)

    @staticmethod
    def _may_join(window: list[Span], spoken: Container[str]) -> bool:
        """Only windows with a word that means nothing by itself, or of several words, can hide a name."""
        first, last = window[0], window[-1]
        if len(window) == 1:
            return not first.meanings and first.how is not Match.NUMBER
        if not first.meanings or not last.meanings:
            return True
        if SKIP in first.ids or SKIP in last.ids:
            return False
        named = any(m.name and m.language in spoken for s in window for m in s.meanings)
        return not named or not all(s.meanings for s in window)

    def _spelt(self, joined: str, size: int) -> tuple[tuple[Meaning, ...], float]:
        """Return the name that a run of letters spells, nearly or exactly."""
        if joined in self.lexicon.solid:
            return self.lexicon.solid[joined], 1.0
        # Spelt out, "s f g", or with a letter apart, "clo e".
        if (size > PAIR and len(joined) == size) or (size == PAIR and len(joined) in SHORT_NAME):
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


def _is_known(span: Span, language: str) -> bool:
    """Tell whether a word is written as it is known in a language."""
    return span.how in {Match.EXACT, Match.ENDING} and any(m.language == language for m in span.meanings)
