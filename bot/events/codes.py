"""Codes of events: random, speakable in any language, and found again although one letter is wrong.

A code is six syllables of a consonant and a vowel, in three groups: ``bano-kiru-feso``. Its 70 ** 6 possibilities are
36 bits. Letters that sound alike in some language (c and k, w and v, y and i) are not used. Codes are looked up by
their hash, so that how long a look-up takes says nothing about how much of a code was right.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator

from knowledge.text import fold

CONSONANTS = "bdfgklmnprstvz"
"""First letters of a syllable."""
VOWELS = "aeiou"
"""Second letters of a syllable."""
SYLLABLES = 6
"""Syllables of a code."""
LETTERS = 2 * SYLLABLES
"""Letters of a code, without the hyphens."""
LONGEST_TYPED = 64
"""Characters of what is looked at at all: as many as a start payload has."""

_SHAPE = re.compile(f"(?:[{CONSONANTS}][{VOWELS}]){{{SYLLABLES}}}", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-_.·–—/]+")


def new_code() -> str:
    """Return a code that nobody can guess, as it is stored: letters alone."""
    return "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SYLLABLES))


def shown(code: str) -> str:
    """Return a code as people read it aloud: ``BANO-KIRU-FESO``."""
    return "-".join(code[place : place + 4] for place in range(0, LETTERS, 4)).upper()


def payload(code: str) -> str:
    """Return a code as it stands in links: ``bano-kiru-feso``."""
    return shown(code).lower()


def typed_code(text: str) -> str:
    """Return what somebody typed as the letters of a code, right or wrong; empty where it cannot be meant as one.

    Hyphens, spaces, capitals, accents and look-alike letters of other alphabets do not matter. It may be wrong by one
    letter: one too many, one missing, another one, or two that changed places.
    """
    if len(text) > LONGEST_TYPED:
        return ""
    letters = _SEPARATORS.sub("", fold(text))
    return letters if any(True for _ in possible_codes(letters)) else ""


def is_code(letters: str) -> bool:
    """Tell whether letters have exactly the form of a code."""
    return _SHAPE.fullmatch(letters) is not None


def possible_codes(letters: str) -> Iterator[str]:
    """Yield the codes that letters can stand for, themselves first where they have the form; each once."""
    seen: set[str] = set()
    for code in _within_one_letter(letters):
        if code not in seen and is_code(code):
            seen.add(code)
            yield code


def digest(code: str) -> str:
    """Return what a code is looked up by."""
    return hashlib.sha256(f"event code {code}".encode()).hexdigest()


def _within_one_letter(letters: str) -> Iterator[str]:
    if not LETTERS - 1 <= len(letters) <= LETTERS + 1 or not letters.isascii() or not letters.isalpha():
        return
    yield letters
    if len(letters) == LETTERS + 1:
        for place in range(len(letters)):
            yield letters[:place] + letters[place + 1 :]
        return
    missing = len(letters) == LETTERS - 1
    for place in range(LETTERS):
        rest = letters[place:] if missing else letters[place + 1 :]
        for letter in VOWELS if place % 2 else CONSONANTS:
            yield letters[:place] + letter + rest
    if not missing:
        for place in range(LETTERS - 1):
            yield letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
