"""Text → the words by which phrasings and questions are compared, in any script."""

from __future__ import annotations

import regex

from knowledge.text import LONGEST, MOST_TOKENS, fold

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*")
# Marks belong to their letters: without them, Hindi falls into pieces.

_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}][\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
    r"\p{Lao}\p{Khmer}\p{Myanmar}\p{M}ー]*"
)
# Scripts without spaces between words.


def plain(text: str) -> str:
    """Return the text in the form in which phrasings are compared."""
    return fold(text[:LONGEST])


def cut(plain_text: str) -> list[str]:
    """Return the words of a plain text, at most :data:`~knowledge.text.MOST_TOKENS`.

    Where a script has no spaces between words, each two neighbouring signs are one.
    """
    if plain_text.isascii():
        return _WORD.findall(plain_text)[:MOST_TOKENS]
    found: list[str] = []
    for word in _WORD.findall(plain_text):
        if _UNSPACED.search(word):
            found += _pairs(word)
        else:
            found.append(word)
    return found[:MOST_TOKENS]


def replaced(plain_text: str, words: dict[str, str]) -> str:
    """Return a plain text with some of its words replaced."""
    return str(_WORD.sub(lambda match: words.get(match.group(), match.group()), plain_text))


def _pairs(word: str) -> list[str]:
    """Cut a run of signs into neighbours; what is written with spaces stays whole."""
    found: list[str] = []
    at = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > at:
            found.append(word[at : run.start()])
        signs = run.group()
        found += [signs[i : i + 2] for i in range(max(len(signs) - 1, 1))]
        at = run.end()
    if at < len(word):
        found.append(word[at:])
    return found
