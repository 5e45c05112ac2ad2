"""Tokens → spans with what each can mean: names however spelt, vocabulary of any language, numbers, unknown words."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import chain

from knowledge.form_finding import FormFinder
from knowledge.hearing import Listener
from knowledge.keyboard import other_layout
from knowledge.lexicon import ANY, SKIP, Lexicon, Meaning
from knowledge.naming import Namer
from knowledge.number_words import in_digits
from knowledge.shorthand import Shorthand
from knowledge.span import Match, Span, prefer
from knowledge.speaking import LanguageFinder
from knowledge.spelling import Speller, undoubled
from knowledge.taking_apart import RunCutter
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
"""Unknown words of a message from which it is noise: none of them is corrected, taken apart or listened to."""

CLEARLY = 3
"""So many times as much as for any other must speak for a language for it to be the one for sure."""

LONG_RUN = 12
"""Letters of a run of words that says what language it is in, where no word of the text does."""

WRITTEN_TOGETHER = 0.95
"""How alike words are to those that were written without a space between."""

PAIR = 2
"""Words that a name is coined of: "Nanovalley"."""

SHORTEST_CUT, SHORTEST_HALF = 6, 2
"""Letters of the shortest word that is put together again where it was cut in two, and of the shorter half."""

LONGEST_ENDING = 2
"""Letters of the ending that such a word has beyond its stem."""

MOST_SPANS = 120
"""Spans of a question that are looked at."""


class Linker:
    """Finds names and vocabulary in a text; keeps what it has worked out, since words come again and again."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the lexicon and a speller over it."""
        self.lexicon = lexicon
        self.speller = Speller(lexicon)
        self.runs = RunCutter(lexicon, self.speller)
        self.namer = Namer(lexicon)
        self.listener = Listener(lexicon)
        self.shorthand = Shorthand(lexicon)
        self.forms = FormFinder(lexicon)
        self._languages = LanguageFinder(lexicon, self.speller)
        self.language = self._languages.language
        self._known = lru_cache(maxsize=20_000)(self._is_known)
        self._foreign_word = lru_cache(maxsize=20_000)(self._is_foreign_only)

    def link(self, text: str, language: str | None = None) -> tuple[list[Span], str]:
        """Cut a text into spans.

        Args:
            text: what was typed.
            language: language to take where the text does not tell.

        Returns:
            The spans in order, and the language of the text.
        """
        typed = tokens(text, signs=True)
        spoken = self.language(typed, language)
        typed = self._whole(typed, spoken)
        if any(len(token.text) >= LONG_RUN for token in typed) and not self._languages.votes(typed):
            spoken = self._language_of_runs(typed, spoken)
        written = self.shorthand.written_out(typed, spoken)
        if written != typed:
            spoken = self.language(written, language)
        written = in_digits(written, spoken, self.lexicon.number_words)
        if self._is_noise(written):
            spans = self.forms.cover(written, spoken)
            return [prefer(span, spoken) for span in spans[:MOST_SPANS]], spoken
        cut, typos = self._spelt_right(written, spoken)
        if typos:
            spoken = self.language(cut, language)
        spans = [self._marked(span, typos) for span in self.forms.cover(cut, spoken)]
        spans = self.namer.joined(spans, spoken)
        spans = self.namer.longer(spans, spoken, typed)
        spans = self._apart(spans, cut, typos, spoken)
        if sum(span.how is Match.UNKNOWN for span in spans) > NOISE:
            return [prefer(span, spoken) for span in spans[:MOST_SPANS]], spoken
        found = [s if s.meanings or s.how in {Match.NUMBER, Match.END} else self._on_another_keyboard(s) for s in spans]
        found = self.listener.sounding(found, spoken, typed)
        return [prefer(span, spoken) for span in found[:MOST_SPANS]], spoken

    def link_known(self, text: str, language: str = "en") -> list[Span]:
        """Cut a text of the knowledge itself into spans: known forms only, nothing is corrected."""
        return [prefer(span, language) for span in self.forms.cover(tokens(text), language)]

    def _whole(self, written: list[Token], language: str) -> list[Token]:
        """Put together the words that were cut in two: "mem bers" is one, if neither half is a word."""
        result: list[Token] = []
        for token in written:
            before = result[-1] if result else None
            if before is not None and self._is_cut(before.text, token.text, language):
                result[-1] = replace(before, text=before.text + token.text, end=token.end)
            else:
                result.append(token)
        return result

    def _is_cut(self, first: str, second: str, language: str) -> bool:
        """Tell whether two pieces are a word of the language together, and at least one of them is none by itself."""
        joined = first + second
        if len(joined) < SHORTEST_CUT or not joined.isalpha() or min(len(first), len(second)) < SHORTEST_HALF:
            return False
        if all(self.lexicon.is_common(half) or self._known(half, language) for half in (first, second)):
            return False
        stem = self.speller.stem(joined, language)
        ending = self.lexicon.stems.get(stem, ()) if len(joined) - len(stem) <= LONGEST_ENDING else ()
        found = (*self.lexicon.exact.get(joined, ()), *ending)
        return any(m.id != SKIP and m.language in {language, "en", ANY} for m in found)

    def _is_noise(self, written: list[Token]) -> bool:
        """Tell whether so many words are of no language and no beginning of one that nobody has asked anything."""
        return sum(not self.speller.is_heard_of(token.text) for token in written) > NOISE

    def _language_of_runs(self, typed: list[Token], expected: str) -> str:
        """Return the language for which most speaks once the runs of words are taken apart in it."""
        spoken: dict[str, float] = {}
        for code in (expected, *sorted(self.lexicon.common.keys() - {expected})):
            cut = [self.runs.take_apart(token.text, code) for token in typed]
            beside = (_beside(token, words or (token.text,)) for token, words in zip(typed, cut, strict=True))
            pieces = list(chain.from_iterable(beside))
            votes = self._languages.votes(pieces)
            spoken[code] = votes.pop(code, 0)
            if spoken[code] > CLEARLY * max(votes.values(), default=0):
                return code  # what it makes of the runs speaks for no other language
        return max(spoken, key=lambda code: spoken[code])

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
            if pieces := self.runs.going_on(word, language):
                parts = _beside(token, pieces)
                typos.update({part.start: (Match.APART, WRITTEN_TOGETHER) for part in parts})
                result += parts
                continue
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
            if apart and (self.runs.take_apart(word, language) or self._only_a_hint(word, near)):
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
        if not word.isalpha() or word in self.lexicon.solid:
            return True
        meanings = self.lexicon.exact.get(word)
        if self.speller.stem(word):
            going_on = self.speller.stem(word, language) or word in self.lexicon.inner
            return bool(going_on) or not self._is_slip(word, language)
        if meanings is None:
            return word in self.lexicon.inner
        return any(m.language in {language, "en", ANY} for m in meanings) or not self._swapped(word, language)

    def _is_slip(self, word: str, language: str) -> bool:
        """Tell whether a word that goes on after a stem of another language only is one of this by a slip.

        Letters are swapped, “defien”, or one of two is left out or doubled, “diferent”.
        """
        near, similarity = self.speller.correct(word, language)
        if near in {"", word} or similarity <= APART_FOREIGN:
            return False
        return sorted(near) == sorted(word) or undoubled(near) == undoubled(word)

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

    def _apart(
        self, spans: list[Span], cut: list[Token], typos: dict[int, tuple[Match, float]], language: str
    ) -> list[Span]:
        """Take runs of words apart, and cut the text up again: "how manymentors" asks how many."""
        if sum(span.how is Match.UNKNOWN for span in spans) > NOISE:
            return spans
        pieces = self.runs.of_text(spans, language)
        if not pieces:
            return spans
        parts: list[Token] = []
        for token in cut:
            if token.start not in pieces:
                parts.append(token)
                continue
            beside = _beside(token, pieces[token.start])
            typos.update({part.start: (Match.APART, WRITTEN_TOGETHER) for part in beside})
            parts += beside
        return self.namer.joined([self._marked(span, typos) for span in self.forms.cover(parts, language)], language)

    def _on_another_keyboard(self, span: Span) -> Span:
        """Try to make sense of a word that is in no list, as one typed on another keyboard."""
        typed = other_layout(span.text)
        if typed and (meanings := self._meanings(typed) or self.lexicon.solid.get(typed, ())):
            return replace(span, meanings=meanings, how=Match.LAYOUT, similarity=0.9)
        return span

    def _meanings(self, form: str) -> tuple[Meaning, ...]:
        """Return the meanings of a form, a stem, or a word that stands for a name alone."""
        return self.lexicon.exact.get(form, ()) or self.lexicon.stems.get(form, ())


def _beside(token: Token, pieces: tuple[str, ...]) -> list[Token]:
    """Return the pieces of a token, each where it begins in the text."""
    found: list[Token] = []
    at = token.start
    for piece in pieces:
        found.append(Token(piece, at, at + len(piece), capital=False))
        at += len(piece)
    return found
