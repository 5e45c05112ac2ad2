"""Where words may be broken at the end of a line: a rough rule for many languages, without a list of any."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

KEPT = 3
"""Letters of a word that stay together at its beginning and at its end."""

_VOWELS = frozenset("aeiouyæøœıаеиоуыэюяіїєαεηιουω")
_TOGETHER = ("sch", "ch", "ck", "sh", "th", "ph", "qu")
_NEVER_FIRST = frozenset("ьъй")
# "Cluster-Konferenz", "und/oder": may part where a person has put a sign, if it stands between letters.
_SIGNS = re.compile(r"(?<=\w\w[-–—/])(?=\w\w)")
_ADDRESS = re.compile(r"://|@|\w\.\w{2,}/|^\w[\w-]*(?:\.\w[\w-]*)+$")
_SIGNS_OF_ADDRESSES = "/-_.?&="


def pieces(word: str) -> Iterator[str]:
    """Yield the pieces of a word, which may stand on different lines as they are."""
    start = 0
    if is_address(word):  # stays whole as long as it fits on a line of its own
        yield word
        return
    for found in _SIGNS.finditer(word):
        yield word[start : found.start()]
        start = found.start()
    yield word[start:]


def is_address(word: str) -> bool:
    """Tell whether a word is an address or an account, which a hyphen would make another."""
    return _ADDRESS.search(word) is not None


def broken(word: str, fits: Callable[[str], bool], *, address: bool = False) -> tuple[str, str]:
    """Break a word that is too wide for a line: return what stands on the line, and the rest.

    The first part has at least one letter, whether it fits or not, so that a text always comes to an end. It ends in
    a hyphen, if the word is not an address.

    Args:
        word: A word of two letters or more.
        fits: Tells whether a text fits on the line.
        address: Whether the word is a part of an address.
    """
    hyphen = "" if address else "-"
    most = 1
    while most < len(word) - 1 and fits(word[: most + 1] + hyphen):
        most += 1
    for place in range(most, max(most // 2, KEPT) - 1, -1):
        if address and word[place - 1] in _SIGNS_OF_ADDRESSES:
            return word[:place], word[place:]
        if not address and len(word) - place >= KEPT and _between_syllables(word, place):
            return word[:place] + hyphen, word[place:]
    if not word[most - 1].isalnum() or not fits(word[:most] + hyphen):
        hyphen = ""
    return word[:most] + hyphen, word[most:]


def _between_syllables(word: str, place: int) -> bool:
    """Tell whether a syllable begins there: a consonant before a vowel, with a vowel somewhere before both."""
    lower = word.lower()
    for unit in _TOGETHER:
        for inside in range(1, len(unit)):
            if lower.startswith(unit, place - inside):
                return False
    first = next((unit for unit in _TOGETHER if lower.startswith(unit, place)), lower[place])
    after = lower[place + len(first) : place + len(first) + 1]
    return (
        lower[place].isalpha()
        and lower[place - 1].isalpha()
        and not _vowel(lower[place])
        and lower[place] not in _NEVER_FIRST
        and _vowel(after)
        and any(_vowel(letter) for letter in lower[:place])
    )


def _vowel(letter: str) -> bool:
    return bool(letter) and unicodedata.normalize("NFD", letter)[0] in _VOWELS
