"""Tokens → spans with what each can mean: names however spelt, vocabulary of any language, numbers, unknown words."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from knowledge.keyboard import other_layout
from knowledge.lexicon import ANY, SKIP, Lexicon, Meaning
from knowledge.naming import Namer
from knowledge.shorthand import Shorthand
from knowledge.span import Match, Span, prefer
from knowledge.speaking import LanguageFinder
from knowledge.spelling import Speller
from knowledge.text import SENTENCE_ENDS, Token, tokens

APART = 0.88
"""A correction less alike than this gives way to a reading as several words run together."""

MOST_CORRECTED = 16
"""Unknown words of a message that are corrected; one with more is no question to be rescued."""

LONG_HINT = 6
"""Letters from which a misspelt everyday word is believed: "sawmil"."""

FEWEST_AROUND = 5
"""Words of a text in which a single word of another language may be a misspelt one of this."""

APART_FOREIGN = 0.8
"""How alike such a word must be to the one that was meant."""

NOISE = 30
"""Unknown words of a message from which it is noise: none of them is taken apart or listened to any closer."""

WRITTEN_TOGETHER = 0.95
"""How alike words are to those that were written without a space between."""

PAIR = 2
"""Words that a name is coined of: "Nanovalley"."""

MOST_SPANS = 120
"""Spans of a question that are looked at."""


class Linker:
    """Finds names and vocabulary in a text; keeps what it has worked out, since words come again and again."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the lexicon and a speller over it."""
        self.lexicon = lexicon
        self.speller = Speller(lexicon)
        self.namer = Namer(lexicon)
        self.shorthand = Shorthand(lexicon, self.speller)
        self._going_on = {form.partition(" ")[0] for form in lexicon.stems if " " in form}
        self._open_heads = {prefix: max(len(parts) for parts, _ in found) for prefix, found in lexicon.patterns.items()}
        self.language = LanguageFinder(lexicon, self.speller).language
        self._known = lru_cache(maxsize=20_000)(self._is_known)
        self._foreign_word = lru_cache(maxsize=20_000)(self._is_foreign_only)
        self._form = lru_cache(maxsize=20_000)(self._read_form)

    def link(self, text: str, language: str | None = None) -> tuple[list[Span], str]:
        """Cut a text into spans.

        Args:
            text: what was typed.
            language: language to take where the text does not tell.

        Returns:
            The spans in order, and the language of the text.
        """
        typed = tokens(text)
        spoken = self.language(typed, language)
        written = self.shorthand.written_out(typed, spoken)
        if written != typed:
            spoken = self.language(written, language)
        cut, typos = self._spelt_right(written, spoken)
        if typos:
            spoken = self.language(cut, language)
        spans = [self._marked(span, typos) for span in self._exact(cut, spoken)]
        spans = self.namer.joined(spans, spoken)
        spans = self._apart(spans, cut, typos, spoken)
        if sum(span.how is Match.UNKNOWN for span in spans) > NOISE:
            return [prefer(span, spoken) for span in spans[:MOST_SPANS]], spoken
        found = [s if s.meanings or s.how in {Match.NUMBER, Match.END} else self._on_another_keyboard(s) for s in spans]
        found = self.namer.sounding(found, spoken)
        return [prefer(span, spoken) for span in found[:MOST_SPANS]], spoken

    def link_known(self, text: str, language: str = "en") -> list[Span]:
        """Cut a text of the knowledge itself into spans: known forms only, nothing is corrected."""
        return [prefer(span, language) for span in self._exact(tokens(text), language)]

    def _spelt_right(self, cut: list[Token], language: str) -> tuple[list[Token], dict[int, tuple[Match, float]]]:
        """Correct misspelt words one by one, so that expressions of several words are found.

        Returns:
            The tokens, and by where they begin how the corrected ones were recognised and how alike they are.
        """
        result: list[Token] = []
        typos: dict[int, tuple[Match, float]] = {}
        unknown = 0
        foreign = {token.text for token in cut if self._foreign_word(token.text, language)}
        for token in cut:
            word = token.text
            if word in foreign and len(foreign) * FEWEST_AROUND <= len(cut):
                near, similarity = self.speller.correct(word, language, True)
                if near and similarity > APART_FOREIGN:
                    typos[token.start] = (Match.TYPO, similarity)
                    result.append(replace(token, text=near))
                    continue
            if unknown >= MOST_CORRECTED or word in SENTENCE_ENDS or self._known(word, language):
                result.append(token)
                continue
            unknown += 1
            full = self.speller.complete(word, language)
            near, similarity, how = (
                (full, 0.9, Match.VOWELS) if full else (*self.speller.correct(word, language), Match.TYPO)
            )
            apart = similarity <= APART and bool(near)
            if apart and (self.speller.take_apart(word, language) or self._only_a_hint(word, near)):
                near = ""
            if near:
                typos[token.start] = (how, similarity)
            result.append(replace(token, text=near) if near else token)
        return result, typos

    def _is_foreign_only(self, word: str, language: str) -> bool:
        """Tell whether a word belongs to other languages only: the single one in a text may be misspelt."""
        meanings = self.lexicon.exact.get(word, ())
        if meanings:
            return not any(m.language in {language, "en", ANY} for m in meanings)
        return not self._known(word, language) and self.speller.is_foreign(word, language)

    def _only_a_hint(self, word: str, form: str) -> bool:
        """Tell whether a form is nothing but an everyday word: what is merely like one says nothing, if it is short."""
        if len(word) >= LONG_HINT and word[0] == form[0] and not self.lexicon.is_common(word):
            return False
        found = self._meanings(form) or self._meanings(self.speller.stem(form))
        return bool(found) and all(m.id.startswith("e:") and not m.name for m in found)

    def _is_known(self, word: str, language: str) -> bool:
        """Tell whether a word needs no correction: it is a form, part of one, a name or no word at all."""
        if not word.isalpha() or word in self.lexicon.solid or self.speller.stem(word):
            return True
        meanings = self.lexicon.exact.get(word)
        if meanings is None:
            return word in self.lexicon.inner
        return any(m.language in {language, "en", ANY} for m in meanings) or not self._swapped(word, language)

    def _swapped(self, word: str, language: str) -> bool:
        """Tell whether a word of another language is one of this language with two letters swapped: "frist"."""
        near, _ = self.speller.correct(word, language)
        return bool(near) and sorted(near) == sorted(word)

    @staticmethod
    def _marked(span: Span, typos: dict[int, tuple[Match, float]]) -> Span:
        """Note on a span that a word of it was corrected."""
        found = [typo for start, typo in typos.items() if span.start <= start < span.end] if typos else ()
        if not found or not span.meanings:
            return span
        return replace(span, how=found[0][0], similarity=min(similarity for _, similarity in found))

    def _exact(self, cut: list[Token], language: str) -> list[Span]:
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

    def _apart(
        self, spans: list[Span], cut: list[Token], typos: dict[int, tuple[Match, float]], language: str
    ) -> list[Span]:
        """Take runs of words apart, and cut the text up again: "how manymentors" asks how many."""
        if sum(span.how is Match.UNKNOWN for span in spans) > NOISE:
            return spans
        pieces: dict[int, tuple[str, ...]] = {}
        for position, span in enumerate(spans):
            if span.meanings or span.how in {Match.NUMBER, Match.END} or self.lexicon.is_common(span.text):
                continue
            opens = not position or spans[position - 1].how is Match.END
            found = self.speller.take_apart(span.text, language)
            if found and (opens or not self._is_coined(span, found, language)):
                pieces[span.start] = found
        if not pieces:
            return spans
        parts: list[Token] = []
        for token in cut:
            at = token.start
            if at not in pieces:
                parts.append(token)
            for piece in pieces.get(at, ()):
                parts.append(Token(piece, at, at + len(piece), capital=False))
                typos[at] = (Match.APART, WRITTEN_TOGETHER)
                at += len(piece)
        return self.namer.joined([self._marked(span, typos) for span in self._exact(parts, language)], language)

    def _on_another_keyboard(self, span: Span) -> Span:
        """Try to make sense of a word that is in no list, as one typed on another keyboard."""
        typed = other_layout(span.text)
        if typed and (meanings := self._meanings(typed) or self.lexicon.solid.get(typed, ())):
            return replace(span, meanings=meanings, how=Match.LAYOUT, similarity=0.9)
        return span

    def _is_coined(self, span: Span, pieces: tuple[str, ...], language: str) -> bool:
        """Tell whether a word inside a sentence is a name made up of two words: "Nanopark" is no park for nano."""
        held = (m.id == SKIP for piece in pieces for m in self.lexicon.exact.get(piece, ()))
        return span.capital and language not in self.lexicon.capital_nouns and len(pieces) == PAIR and not any(held)

    def _meanings(self, form: str) -> tuple[Meaning, ...]:
        """Return the meanings of a form, a stem, or a word that stands for a name alone."""
        return self.lexicon.exact.get(form, ()) or self.lexicon.stems.get(form, ())
