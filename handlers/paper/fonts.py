"""The typefaces: how wide a text is, its letters as outlines, and what becomes of letters that they have not got.

What cannot be printed never comes out as an empty box: see :func:`printable`.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

TYPEFACES = Path(__file__).parent / "typefaces"
"""Where they lie; subsetting.py tells how they were made."""

ASCENT = 0.94
"""How far a text reaches above its baseline, as a share of its size."""

DESCENT = 0.24
"""How far a text reaches below its baseline, as a share of its size."""

CAPITAL = 0.73
"""How tall a capital letter is, as a share of the size."""

INSTEAD = "·"
"""Stands for a run of letters that a typeface has not got."""

# What is only there to steer others: controls, formats, private letters, lone surrogates, and what is not assigned.
_STEERING = ("Cc", "Cf", "Co", "Cs", "Cn")
_PICTURES = ("So", "Sk")
_SPACES = re.compile(r"[ \t\n\r\v\f\x85\u2028\u2029\u1680\u2000-\u200a\u205f\u3000]+")
_lock = threading.Lock()


class Face(StrEnum):
    """The typefaces, by the names of their files."""

    REGULAR = "DejaVuSans"
    BOLD = "DejaVuSans-Bold"
    MONO = "DejaVuSansMono-Bold"

    @property
    def file(self) -> Path:
        """The file of the typeface."""
        return TYPEFACES / f"{self}.ttf"


@dataclass(frozen=True, slots=True)
class Letters:
    """What a typeface has."""

    advances: Mapping[str, float]
    """Letter → how far the next one stands from it, as a share of the size."""
    units: int
    """Units of the outlines in one size."""
    names: Mapping[str, str]
    """Letter → the name of its outline."""
    outlines: Any
    """The outlines by name, as the library reads them."""


@cache
def letters(face: Face) -> Letters:
    """Return what a typeface has, read once."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(face.file)
    names = {chr(code): name for code, name in font.getBestCmap().items()}
    units = font["head"].unitsPerEm
    wide = font["hmtx"].metrics
    advances = {letter: wide[name][0] / units for letter, name in names.items()}
    return Letters(advances, units, names, font.getGlyphSet())


def width(text: str, size: float, face: Face = Face.REGULAR) -> float:
    """Return how wide a text is, in the unit of its size; letters that the typeface has not got count nothing."""
    advances = letters(face).advances
    return size * sum(advances.get(letter, 0.0) for letter in text)


@lru_cache(maxsize=4096)
def outline(letter: str, face: Face) -> str:
    """Return the outline of a letter as the path of an SVG, upside down as typefaces have it; may be empty."""
    from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]

    known = letters(face)
    if letter not in known.names:
        return ""
    pen = SVGPathPen(known.outlines)
    with _lock:  # the library reads outlines when they are first asked for, and not for two threads at a time
        known.outlines[known.names[letter]].draw(pen)
    return str(pen.getCommands())


def printable(text: str, face: Face = Face.REGULAR) -> str:
    """Return the text as it can be printed: one line, and only letters that the typeface has.

    Signs that steer others (controls, directions, variations) go without a trace. A letter that the typeface lacks
    becomes its plain form where there is one ("Ａ" → "A", "①" → "1"); emoji and other pictures are left out, as the
    sentence does without them; so are accents on letters that no alphabet has them on. Of writing that the typeface
    has not got (Arabic, Chinese) each run becomes one "·", so that nobody takes what is left for the whole:
    whoever lets people type titles asks :func:`missing` first and tells them.

    Args:
        text: Any text.
        face: The typeface.
    """
    kept: list[str] = []
    for letter in _composed(text):
        found = _found(letter, face)
        if found:
            kept.append(found)
        elif found is None and kept[-1:] != [INSTEAD]:
            kept.append(INSTEAD)
    return _SPACES.sub(" ", "".join(kept)).strip(" ")


def missing(text: str, face: Face = Face.REGULAR) -> str:
    """Return each letter that would not be printed, once, in order; emoji count, what nobody sees does not."""
    lost = (letter for letter in _composed(text) if not _unseen(letter) and not _found(letter, face))
    return "".join(dict.fromkeys(lost))


def spoken(text: str) -> str:
    """Return the text for whoever has all letters: metadata and screen readers. One line, without what steers."""
    return _SPACES.sub(" ", "".join(letter for letter in text if not _steers(letter) or letter == "\u200d")).strip()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text))


def _found(letter: str, face: Face) -> str | None:
    """Return what is printed for a letter, perhaps nothing; None where something ought to stand there."""
    advances = letters(face).advances
    if letter in advances and not _unseen(letter):
        return letter
    if _unseen(letter) or unicodedata.category(letter) in _PICTURES:
        plain = unicodedata.normalize("NFKC", letter)
        return plain if plain and plain.isalnum() and all(other in advances for other in plain) else ""
    plain = unicodedata.normalize("NFKC", letter)
    return plain if plain.strip() and all(other in advances for other in plain) else None


def _unseen(letter: str) -> bool:
    return _steers(letter) or unicodedata.category(letter).startswith("M")


def _steers(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in _STEERING and not (category == "Cc" and _SPACES.fullmatch(letter))
