"""Names in spans, however they were split or misspelt: ``cyber forun``."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from knowledge.lexicon import ANY, SKIP, Lexicon, Meaning
from knowledge.span import Match, Span

PAIR = 2
"""Two words."""

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
