"""A word → the forms by which it and its other endings are recognised."""

from __future__ import annotations

from collections.abc import Iterator

ENGLISH = "en"
"""Language of words that name none."""

SHORTEST_STEM = 4
"""Letters that a word must keep for other endings of it to be taken for the same word."""

PLURAL = "s"
"""Ending without which a word is one, too: “seats”, “seat”."""

DOING = "ing"
"""Ending of a word that says what is done."""

_ENDINGS = {ENGLISH: ("ies", "es", "s", "y", "e")}
_OTHER_ENDINGS = ("en", "e", "n", "s", "a", "i", "o")
# The longest that leaves enough of a word is cut off, so that another ending is the same word.


def inflected(word: str, code: str) -> Iterator[str]:
    """Yield a word and, where enough of it is left, what stands for its other endings."""
    yield word
    if " " in word:
        return
    for ending in _ENDINGS.get(code, _OTHER_ENDINGS):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            if code == ENGLISH and ending == PLURAL and not word.endswith("ss"):
                yield word.removesuffix(ending)
            yield f"{word.removesuffix(ending)}*"
            return
    if len(word) > SHORTEST_STEM:
        yield f"{word}*"


def done(word: str, code: str) -> Iterator[str]:
    """Yield what one does where a word says what is done: “print” for “printing”, “scan” for “scanning”."""
    if code == ENGLISH and word.endswith(DOING) and len(word) - len(DOING) >= SHORTEST_STEM:
        stem = word.removesuffix(DOING)
        yield stem[:-1] if stem[-2] == stem[-1] and stem[-1] not in "ls" else stem
