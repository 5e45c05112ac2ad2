"""How the typefaces in ``typefaces/`` were made; needed again only when letters are to be added.

``python -m handlers.paper.subsetting /usr/share/fonts/truetype/dejavu`` takes the letters that are printed out of
DejaVu, which would be 1.8 MB as a whole.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset as cutting  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

TYPEFACES = Path(__file__).parent / "typefaces"
"""Where they lie."""

EUROPE = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B: all of Europe's Latin alphabets
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic, and that of Russia's other languages
    (0x1E00, 0x1EFF),  # Latin Extended Additional: Welsh, Irish in its old letters, Vietnamese
    (0x2010, 0x205F),  # dashes, quotation marks, the bullet, the ellipsis
    (0x2070, 0x209C),  # raised and lowered figures
    (0x20A0, 0x20BF),  # currencies
    (0x2116, 0x2122),  # №, ™
    (0x2150, 0x215E),  # fractions
    (0x2190, 0x2199),  # arrows
    (0x2212, 0x2212),  # minus
    (0x2248, 0x2265),  # ≈ ≠ ≤ ≥
    (0x25A0, 0x25CF),  # squares, triangles, circles
    (0x2605, 0x2606),  # stars
    (0x2610, 0x2612),  # boxes to tick
    (0x2713, 0x2718),  # ticks and crosses
)
"""Letters that are printed, first and last of each run."""

CODE = ((0x0020, 0x007E), (0x00A0, 0x00FF), (0x2010, 0x2014), (0x2026, 0x2026))
"""Letters of the typeface that only codes are set in."""

FACES = {"DejaVuSans": EUROPE, "DejaVuSans-Bold": EUROPE, "DejaVuSansMono-Bold": CODE}
"""Typeface → its letters."""


def subset(source: Path, target: Path, runs: tuple[tuple[int, int], ...]) -> None:
    """Write the typeface with those letters only.

    Without hints, which a printer has no use for, and without kerning: a text is then exactly as wide as its letters
    are together, whoever draws it.

    Args:
        source: The whole typeface.
        target: Where to write what is left of it.
        runs: First and last of each run of letters to keep.
    """
    options = cutting.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "MATH", "gasp"]
    options.notdef_outline = True
    font = TTFont(source, recalcTimestamp=False)
    cutter = cutting.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in runs for code in range(first, last + 1)])
    cutter.subset(font)
    font.save(target)


if __name__ == "__main__":
    for face, runs in FACES.items():
        subset(Path(sys.argv[1]) / f"{face}.ttf", TYPEFACES / f"{face}.ttf", runs)
