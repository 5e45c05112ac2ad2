"""QR codes: as squares for the sheets, and alone for a chat or a web page."""

from __future__ import annotations

import io
import math
from functools import lru_cache

from handlers.paper.drawing import QUIET_ZONE, Page, Squares
from handlers.paper.svg import svg

LONGEST = 300
"""Bytes of the longest address: with more, the squares on a table card would be too small for a poor camera."""

LEAST_PIXELS = 800
"""Least width of a picture, so that it is crisp when somebody prints it."""

LEAST_VERSION = 3
"""The smaller a code, the larger its squares, and the wider the rim that has to stay white."""

SIDE = 60.0
"""Width of a code that stands alone, in millimetres, with its white rim."""


@lru_cache(maxsize=64)
def squares(address: str) -> tuple[tuple[bool, ...], ...]:
    """Return which squares are black; what has to stay white around them is not part of it.

    A quarter of the code may be covered by a coffee stain (level Q).

    Args:
        address: What the code holds.

    Raises:
        ValueError: It is empty, too long, or has letters that cannot be written down.
    """
    import segno

    # segno would say some of this too, but in other words for each case.
    if not address or len(address.encode()) > LONGEST:
        raise ValueError(f"a QR code holds an address of 1 to {LONGEST} bytes, not {len(address.encode())}")
    code = segno.make_qr(address, error="q", boost_error=False)
    if int(code.version) < LEAST_VERSION:
        code = segno.make_qr(address, error="q", boost_error=False, version=LEAST_VERSION)
    return tuple(tuple(bool(square) for square in row) for row in code.matrix)


def qr_svg(address: str) -> str:
    """Return the code as SVG, with its white rim; the address is its title.

    Args:
        address: What the code holds.

    Raises:
        ValueError: See :func:`squares`.
    """
    rows = squares(address)
    rim = SIDE * QUIET_ZONE / (len(rows) + 2 * QUIET_ZONE)
    return svg(Page(SIDE, SIDE, address, "", (Squares(rim, rim, SIDE - 2 * rim, rows),)))


def qr_png(address: str) -> bytes:
    """Return the code as a PNG in black and white, at least 800 pixels wide, with its white rim.

    Args:
        address: What the code holds.

    Raises:
        ValueError: See :func:`squares`.
    """
    from PIL import Image

    rows = squares(address)
    side = len(rows) + 2 * QUIET_ZONE
    image = Image.new("1", (side, side), 1)
    for y, row in enumerate(rows):
        for x, black in enumerate(row):
            if black:
                image.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), 0)
    scale = math.ceil(LEAST_PIXELS / side)
    out = io.BytesIO()
    image.resize((side * scale, side * scale), Image.Resampling.NEAREST).save(out, "PNG", optimize=True)
    return out.getvalue()
