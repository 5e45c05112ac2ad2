"""A page as PNG, for chats: drawn from the same marks as the printed sheet, with the same typefaces."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from handlers.paper.drawing import Line, Mark, Page, Rectangle, Squares, Text
from handlers.paper.fonts import Face, width

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FINER = 2
"""Drawn so many times larger and then made smaller, so that slanted lines are smooth."""


def png(page: Page, scale: float) -> bytes:
    """Return the page as PNG.

    Args:
        page: What to draw.
        scale: Pixels in one millimetre.
    """
    from PIL import Image, ImageDraw

    wide, tall = round(page.width * scale), round(page.height * scale)
    image = Image.new("RGB", (wide * FINER, tall * FINER), "#ffffff")
    drawing = ImageDraw.Draw(image)
    for mark in page.marks:
        _draw(drawing, mark, scale * FINER)
    out = io.BytesIO()
    image.resize((wide, tall), Image.Resampling.BOX).quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(drawing: ImageDraw, mark: Mark, scale: float) -> None:
    match mark:
        case Text():
            font = _font(mark.face, mark.size * scale)
            at = mark.x
            for letter in mark.text:  # one by one: a whole text would be as wide as its letters, each rounded
                drawing.text((at * scale, mark.baseline * scale), letter, fill=mark.ink, font=font, anchor="ls")
                at += width(letter, mark.size, mark.face)
        case Rectangle():
            box = mark.box
            edges = [round(edge * scale) for edge in (box.left, box.top, box.right, box.bottom)]
            if edges[2] > edges[0] and edges[3] > edges[1] and (mark.fill or mark.stroke):
                drawing.rectangle(
                    (edges[0], edges[1], edges[2] - 1, edges[3] - 1),
                    fill=mark.fill or None,
                    outline=mark.ink if mark.stroke else None,
                    width=max(round(mark.stroke * scale), 1) if mark.stroke else 0,
                )
        case Line():
            ends = (mark.x1 * scale, mark.y1 * scale, mark.x2 * scale, mark.y2 * scale)
            drawing.line(ends, fill=mark.ink, width=max(round(mark.stroke * scale), 1))
        case Squares():
            for row, start, many in mark.runs():
                left, top = mark.x + start * mark.step, mark.y + row * mark.step
                corners = (left, top, left + many * mark.step, top + mark.step)
                edges = [round(edge * scale) for edge in corners]
                drawing.rectangle((edges[0], edges[1], edges[2] - 1, edges[3] - 1), fill="#000000")


@lru_cache(maxsize=32)
def _font(face: Face, size: float) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(face.file, size, layout_engine=ImageFont.Layout.BASIC)
