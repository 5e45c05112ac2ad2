"""Pages as PDF, with the typefaces in it: text can be searched, copied and read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from handlers.paper.drawing import Line, Mark, Page, Rectangle, Squares, Text
from handlers.paper.fonts import Face, spoken

if TYPE_CHECKING:
    from fpdf import FPDF

MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of every PDF: the same page gives the same bytes, whenever it is printed."""

OVERLAP = 0.01
"""How far a square of a QR code reaches into the next, so that no white hair shows between them on a screen."""


def pdf(pages: Sequence[Page]) -> bytes:
    """Return a PDF of the pages, each in its own size.

    Args:
        pages: What to draw, at least one; the first one's title and language are those of the document.
    """
    from fpdf import FPDF

    first = pages[0]
    document = FPDF(unit="mm", format=(first.width, first.height))
    document.set_auto_page_break(auto=False)
    document.set_margin(0)
    document.c_margin = 0
    document.set_creation_date(MADE)
    document.set_title(_writable(first.title))
    if first.language:
        document.set_lang(first.language)
    used = {mark.face for page in pages for mark in page.marks if isinstance(mark, Text)}
    for face in Face:
        if face in used:
            document.add_font(face, fname=face.file)
    for page in pages:
        document.add_page(format=(page.width, page.height))
        for mark in page.marks:
            _draw(document, mark)
    return bytes(document.output())


def _draw(document: FPDF, mark: Mark) -> None:
    match mark:
        case Text():
            document.set_font(mark.face, size=mark.size * document.k)
            document.set_text_color(mark.ink)
            document.text(mark.x, mark.baseline, mark.text)
        case Rectangle():
            inset = mark.stroke / 2
            style = ("D" if mark.stroke else "") + ("F" if mark.fill else "")
            if style:
                document.set_line_width(mark.stroke)
                document.set_draw_color(mark.ink)
                document.set_fill_color(mark.fill or "#ffffff")
                sides = max(mark.width - mark.stroke, 0), max(mark.height - mark.stroke, 0)
                document.rect(mark.x + inset, mark.y + inset, *sides, style=style)
        case Line():
            document.set_line_width(mark.stroke)
            document.set_draw_color(mark.ink)
            document.line(mark.x1, mark.y1, mark.x2, mark.y2)
        case Squares():
            document.set_fill_color("#000000")
            more = OVERLAP * mark.step
            for row, start, many in mark.runs():
                x, y = mark.x + start * mark.step, mark.y + row * mark.step
                document.rect(x, y, many * mark.step + more, mark.step + more, style="F")


def _writable(text: str) -> str:
    return spoken(text).replace("\x00", "")
