"""Texts that nobody means as a question: for property tests and for the storm."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

_NAMES = ("Cyberforum", "Nanovalley", "Styria", "how many members", "car cluster", "pôles", "Карлсруэ", "and", "the")
_MARKS = "\u0300\u0301\u0316\u0334\u0489\u20dd"
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _any_unicode(size: int, chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x110000)) for _ in range(size))


def _letters(size: int, chance: random.Random) -> str:
    return "".join(chance.choice("abcdefghijklmnopqrstuvwxyz äöüéñсия'-") for _ in range(size))


def _controls(size: int, chance: random.Random) -> str:
    return "".join(chr(chance.choice([*range(32), *range(127, 160)])) for _ in range(size))


def _surrogates(size: int, chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0xD800, 0xE000)) for _ in range(size))


def _right_to_left(size: int, chance: random.Random) -> str:
    return "".join(chance.choice("אבגדهوزحطي " + _DIRECTIONS) for _ in range(size))


def _zalgo(size: int, chance: random.Random) -> str:
    return "".join(chance.choice("cyberforum") + chance.choice(_MARKS) * 8 for _ in range(size // 9 + 1))[:size]


def _one_word(size: int, chance: random.Random) -> str:
    return "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(size))


def _run_of_names(size: int, chance: random.Random) -> str:
    return "".join(chance.choice(_NAMES).replace(" ", "") for _ in range(size // 3 + 1))[:size]


def _names(size: int, chance: random.Random) -> str:
    return " ".join(chance.choice(_NAMES) for _ in range(size // 4 + 1))[:size]


def _misspelt(size: int, chance: random.Random) -> str:
    words = []
    for _ in range(size // 6 + 1):
        word = list(chance.choice(_NAMES))
        chance.shuffle(word)
        words.append("".join(word))
    return " ".join(words)[:size]


def _emoji(size: int, chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x1F300, 0x1F6FF)) + chance.choice("\ufe0f\u200d🏽") for _ in range(size))[
        :size
    ]


def _same(piece: str) -> Callable[[int, random.Random], str]:
    """Return what repeats a piece."""

    def repeated(size: int, chance: random.Random) -> str:
        return "".join(itertools.islice(itertools.cycle(piece), size))

    return repeated


_MAKERS: dict[str, Callable[[int, random.Random], str]] = {
    "any Unicode": _any_unicode,
    "letters": _letters,
    "control characters": _controls,
    "lone surrogates": _surrogates,
    "right to left": _right_to_left,
    "zalgo": _zalgo,
    "one word": _one_word,
    "a run of names": _run_of_names,
    "names": _names,
    "misspelt names": _misspelt,
    "emoji": _emoji,
    "digits": _same("1234567890"),
    "nines": _same("9"),
    "decimals": _same("1.2,3"),
    "brackets": _same("([{<"),
    "closed brackets": _same("([{}])"),
    "question marks": _same("?"),
    "dots and letters": _same("a."),
    "domains": _same("www.a-b.de/"),
    "ampersands": _same("a & b & "),
    "new lines": _same("and\n"),
    "one letter": _same("a"),
    "a word": _same("cluster "),
    "a question": _same("how many members does Cyberforum have? "),
    "two questions": _same("who runs it and where is the first one, "),
    "choices": _same("1 2 first second none of these "),
    "format strings": _same("{name} {0} %s %n "),
    "markup": _same("<b>&amp;*_`[x](y) "),
    "spaces": _same(" \t\u00a0\u2003"),
    "null bytes": _same("\x00"),
    "vowels out": _same("mmbrs clstr "),
}

KINDS_OF_NASTY = tuple(_MAKERS)
"""Names of the kinds."""


def nasty(kind: str, size: int, chance: random.Random) -> str:
    """Return a nasty text.

    Args:
        kind: one of :data:`KINDS_OF_NASTY`.
        size: its length in characters.
        chance: what decides; the same seed makes the same text.
    """
    return _MAKERS[kind](size, chance)
