"""Shorthand in a text → the words it stands for: ``hw`` is how, ``4um`` a forum."""

from __future__ import annotations

from dataclasses import replace

from knowledge.lexicon import SKIP, Lexicon
from knowledge.text import SENTENCE_ENDS, Token, words

KEPT = SENTENCE_ENDS | {"&", "#"}
"""Signs that are tokens of any text."""

_SOUNDS = {"2": "to", "4": "for"}
# How digits sound.

_NUMBERING = frozenset({"c:number", "c:section"})
# What words mean after which a figure says which one: "number 4".

_COMPARING = frozenset({"c:more_than", "c:less_than", "c:at_least", "c:at_most"})
# What words mean that compare with a figure.


class Shorthand:
    """Writes out the shorthand of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the short forms."""
        self.lexicon = lexicon
        # After these comes a figure: "for 4 people", "at least 4 people", "number 4".
        figures = (forms for short, forms in lexicon.shorthand.items() if short.isdigit())
        self._before_figures = {full for forms in figures for _, full in forms}
        self._before_figures |= {
            form.rpartition(" ")[2]
            for form, meant in lexicon.exact.items()
            if any(m.id in _COMPARING | _NUMBERING for m in meant)
        }

    def written_out(self, cut: list[Token], language: str) -> list[Token]:
        """Replace shorthand by what it stands for, and digits written onto letters by how they sound (``4um``)."""
        result: list[Token] = []
        cut = self._digits_read(self._meant(cut))
        short = {token.text for token in cut} & self.lexicon.shorthand.keys()
        named = self._named(cut) if short else set()
        for position, token in enumerate(cut):
            text = self._in_full(token.text, language) if token.text in short and position not in named else None
            if text is None or (token.text.isdigit() and not self._stands_for_word(token, result, cut, language)):
                result.append(token)
            else:
                result += [replace(token, text=word) for word in words(text)]
        return result

    def _digits_read(self, cut: list[Token]) -> list[Token]:
        """Join a digit written onto letters that make a word by its sound with them: ``4um``."""
        result: list[Token] = []
        for token in cut:
            before = result[-1] if result else None
            if before is not None and before.text in _SOUNDS and before.end == token.start:
                word = _SOUNDS[before.text] + token.text
                if word in self.lexicon.exact:
                    result[-1] = replace(before, text=word, end=token.end)
                    continue
            result.append(token)
        return result

    def _meant(self, cut: list[Token]) -> list[Token]:
        """Leave out signs that stand for no word, and cut letters with a slash that are no shorthand: "a/b"."""
        result: list[Token] = []
        for token in cut:
            if token.text in self.lexicon.shorthand or (token.text[0].isalnum() and "/" not in token.text):
                result.append(token)
            elif "/" in token.text:
                result += [
                    replace(token, text=letter, start=token.start + at, end=token.start + at + 1)
                    for at, letter in ((0, token.text[0]), (2, token.text[2:]))
                    if letter
                ]
            elif token.text in KEPT:
                result.append(token)
        return result

    def _in_full(self, word: str, language: str) -> str | None:
        """Return what shorthand stands for in a language, else in English; None where it is a word itself."""
        full = dict(self.lexicon.shorthand[word])
        return full.get(language, full.get("en") if language == "en" or word not in self.lexicon.exact else None)

    def _named(self, cut: list[Token]) -> set[int]:
        """Return the places of tokens that make up a name of several words: no shorthand is meant there."""
        found: set[int] = set()
        for start in range(len(cut)):
            for size in range(self.lexicon.heads.get(cut[start].text, 1), 1, -1):
                key = " ".join(token.text for token in cut[start : start + size])
                if any(m.name for m in self.lexicon.exact.get(key, ())):
                    found.update(range(start, start + size))
                    break
        return found

    def _stands_for_word(self, token: Token, before: list[Token], cut: list[Token], language: str) -> bool:
        """Tell a 4 that means "for" from a figure: it stands after a word, before a function word or at the end.

        Between what is asked and a name it means that too: "website 4 karlsruhe".
        """
        position = cut.index(token)
        after = cut[position + 1].text if position + 1 < len(cut) else "?"
        if after in self.lexicon.shorthand:
            after = self._in_full(after, language) or after
        if before and before[-1].text in self._before_figures:
            return False
        if any(other.text.isdigit() for other in cut[position + 1 : position + 3]):
            return False  # "4 to 8"
        if not before or before[-1].text in SENTENCE_ENDS or not before[-1].text.isalpha():
            return False
        asked = any(m.id.startswith("c:") for m in self.lexicon.exact.get(before[-1].text, ()))
        if after in SENTENCE_ENDS and len(before) == 1 and not asked:
            return False  # "and 4?" asks for number 4, "what 4?" what it is for
        return after in SENTENCE_ENDS or any(
            m.id == SKIP or (asked and m.name) for m in self.lexicon.exact.get(after, ())
        )
