"""Tokens → spans of the longest forms known, as they stand or going on: ``financ*`` in "financed by"."""

from __future__ import annotations

from functools import lru_cache

from knowledge.lexicon import ANY, Lexicon, Meaning
from knowledge.span import Match, Span
from knowledge.text import SENTENCE_ENDS, Token


class FormFinder:
    """Covers tokens by the forms of one lexicon; keeps what it has worked out."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Note with which words forms begin that go on."""
        self.lexicon = lexicon
        self._going_on = {form.partition(" ")[0] for form in lexicon.stems if " " in form}
        self._open_heads = {prefix: max(len(parts) for parts, _ in found) for prefix, found in lexicon.patterns.items()}
        self._form = lru_cache(maxsize=20_000)(self._read_form)

    def cover(self, cut: list[Token], language: str) -> list[Span]:
        """Cover the tokens by the longest known forms, from left to right."""
        spans: list[Span] = []
        at = 0
        while at < len(cut):
            token = cut[at]
            if token.text in SENTENCE_ENDS:
                span, used = Span(token.text, token.start, token.end, (), Match.END), 1
            else:
                span, used = self._longest(cut, at, language)
            spans.append(span)
            at += used
        return spans

    def _longest(self, cut: list[Token], at: int, language: str) -> tuple[Span, int]:
        """Return the longest known form that begins at a token, and how many tokens it takes."""
        window: list[str] = []
        for token in cut[at : at + self._reach(cut[at].text)]:
            if token.text in SENTENCE_ENDS:
                break
            window.append(token.text)
        if across := self._across(cut, at, len(window)):
            return across
        # Of several words only those that begin such a form can be one that goes on: most do not.
        open_ended = window[0] in self._going_on or window[0][:3] in self.lexicon.patterns
        for size in range(len(window), 0, -1):
            form = " ".join(window[:size])
            if size == 1 or open_ended or form in self.lexicon.exact:
                meanings, how = self._form(form, language)
                if meanings:
                    return self._span(cut, at, size, meanings, how), size
        if window[0] in self.lexicon.solid:
            return self._span(cut, at, 1, self.lexicon.solid[window[0]], Match.EXACT), 1
        return self._span(cut, at, 1, (), Match.NUMBER if window[0][0].isdigit() else Match.UNKNOWN), 1

    def _read_form(self, form: str, language: str) -> tuple[tuple[Meaning, ...], Match]:
        """Return what a form means, as it stands or as one that goes on, and how that was recognised."""
        window = form.split(" ")
        meanings, how = self.lexicon.exact.get(form, ()), Match.EXACT
        if not any(m.language in {language, "en", ANY} for m in meanings):
            going_on, how = self._ending(window, language)
            meanings = (*meanings, *going_on)
        return ((), how) if len(window) > 1 and self._foreign(window, meanings, language) else (meanings, how)

    def _across(self, cut: list[Token], at: int, sentence: int) -> tuple[Span, int] | None:
        """Return a name that goes on after what ends a sentence elsewhere: "Orchard No. 1"."""
        reach = self.lexicon.heads.get(cut[at].text, 1)
        if sentence >= reach or at + sentence + 1 >= len(cut):
            return None
        places = [p for p in range(at, len(cut)) if cut[p].text not in SENTENCE_ENDS][:reach]
        for size in range(len(places), sentence, -1):
            meanings = self.lexicon.exact.get(" ".join(cut[p].text for p in places[:size]), ())
            if any(m.name for m in meanings):
                return self._span(cut, at, used := places[size - 1] + 1 - at, meanings, Match.EXACT), used
        return None

    def _reach(self, word: str) -> int:
        """Return how many words the longest form has that can begin with a word."""
        return max(self.lexicon.heads.get(word, 1), self._open_heads.get(word[:3], 1))

    def _foreign(self, window: list[str], meanings: tuple[Meaning, ...], language: str) -> bool:
        """Tell whether words make sense together in another language only, and one of them by itself in this one."""
        if any(m.language in {language, ANY} or m.name for m in meanings):
            return False
        return any(m.language == language for word in window for m in self.lexicon.exact.get(word, ()))

    def _ending(self, window: list[str], language: str) -> tuple[tuple[Meaning, ...], Match]:
        """Look a form up whose last or inner word may go on."""
        key = " ".join(window)
        head = len(key) - len(window[-1])
        # Of several words only those that begin such a form can be one: most do not.
        shortest = head + 2 if len(window) == 1 or window[0] in self._going_on else len(key)
        for end in range(len(key), shortest, -1):
            meanings = self.lexicon.stems.get(key[:end])
            if meanings:
                near = tuple(m for m in meanings if m.language in {language, ANY})
                if near:
                    return near, Match.ENDING
                if end - head >= 5 or (end - head) / len(window[-1]) >= 0.6:
                    return meanings, Match.ENDING
        if len(window) > 1:
            for parts, meaning in self.lexicon.patterns.get(window[0][:3], ()):
                if len(parts) == len(window) and all(
                    word.startswith(part[:-1]) if part.endswith("*") else word == part
                    for part, word in zip(parts, window, strict=True)
                ):
                    return (meaning,), Match.ENDING
        return (), Match.EXACT

    @staticmethod
    def _span(cut: list[Token], at: int, size: int, meanings: tuple[Meaning, ...], how: Match) -> Span:
        first, last = cut[at], cut[at + size - 1]
        text = first.text if size == 1 else " ".join([token.text for token in cut[at : at + size]])
        return Span(text, first.start, last.end, meanings, how, capital=first.capital)
