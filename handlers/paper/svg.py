"""A page as SVG. Letters are drawn as outlines, so that it looks the same on every machine, whatever fonts it has."""

from __future__ import annotations

import hashlib
import html
import re

from handlers.paper.drawing import Line, Mark, Page, Rectangle, Squares, Text
from handlers.paper.fonts import Face, letters, outline, spoken

_SHORT = {Face.REGULAR: "r", Face.BOLD: "b", Face.MONO: "m"}
# What XML 1.0 has no way to write down: U+FFFE and U+FFFF; controls and lone surrogates are gone already.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg(page: Page) -> str:
    """Return the page as an SVG of its size in millimetres; may be put into a page of HTML as it is.

    Screen readers are told the title and all that is written on the page, as ``<title>`` and ``<desc>``.

    Args:
        page: What to draw.
    """
    shapes: dict[str, str] = {}
    body = "".join(_drawn(mark, shapes) for mark in page.marks)
    said = "\n".join(mark.text for mark in page.marks if isinstance(mark, Text))
    name = "p" + hashlib.sha256(f"{page.title}\0{body}".encode(errors="replace")).hexdigest()[:10]
    # Several SVGs may come into one page of HTML, and then their names must differ.
    defined = "".join(f'<path id="{name}{key}" d="{path}"/>' for key, path in shapes.items())
    body = body.replace('href="#', f'href="#{name}')
    language = _escaped(page.language)
    spoken_in = f' lang="{language}" xml:lang="{language}"' if language else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(page.width)}mm" height="{_n(page.height)}mm" '
        f'viewBox="0 0 {_n(page.width)} {_n(page.height)}" role="img" aria-labelledby="{name}t" '
        f'aria-describedby="{name}d"{spoken_in}>'
        f'<title id="{name}t">{_escaped(page.title)}</title><desc id="{name}d">{_escaped(said)}</desc>'
        f"<defs>{defined}</defs>"
        f'<rect width="{_n(page.width)}" height="{_n(page.height)}" fill="#ffffff"/>'
        f"{body}</svg>"
    )


def _drawn(mark: Mark, shapes: dict[str, str]) -> str:
    match mark:
        case Text():
            return _text(mark, shapes)
        case Rectangle():
            return _rectangle(mark)
        case Line():
            return (
                f'<path d="M{_n(mark.x1)} {_n(mark.y1)}L{_n(mark.x2)} {_n(mark.y2)}" stroke="{mark.ink}" '
                f'stroke-width="{_n(mark.stroke)}"/>'
            )
        case Squares():
            return _squares(mark)


def _text(mark: Text, shapes: dict[str, str]) -> str:
    known = letters(mark.face)
    scale = mark.size / known.units
    uses, at = [], 0.0
    for letter in mark.text:
        path = outline(letter, mark.face)
        if path:
            key = f"{_SHORT[mark.face]}{ord(letter):x}"
            shapes[key] = path
            uses.append(f'<use href="#{key}" x="{_n(at)}"/>')
        at += known.advances.get(letter, 0.0) * known.units
    return (
        f'<g fill="{mark.ink}" transform="translate({_n(mark.x)} {_n(mark.baseline)}) '
        f'scale({scale:.7f} {-scale:.7f})">{"".join(uses)}</g>'
    )


def _rectangle(mark: Rectangle) -> str:
    inset = mark.stroke / 2
    outlined = f' stroke="{mark.ink}" stroke-width="{_n(mark.stroke)}"' if mark.stroke else ""
    return (
        f'<rect x="{_n(mark.x + inset)}" y="{_n(mark.y + inset)}" width="{_n(max(mark.width - mark.stroke, 0))}" '
        f'height="{_n(max(mark.height - mark.stroke, 0))}" fill="{mark.fill or "none"}"{outlined}/>'
    )


def _squares(mark: Squares) -> str:
    # In whole numbers, so that no rounding leaves a gap between two squares.
    path = "".join(f"M{start} {row}h{many}v1h-{many}z" for row, start, many in mark.runs())
    return (
        f'<path shape-rendering="crispEdges" fill="#000000" '
        f'transform="translate({_n(mark.x)} {_n(mark.y)}) scale({mark.step:.6f})" d="{path}"/>'
    )


def _escaped(text: str) -> str:
    return html.escape(_UNWRITABLE.sub("", "\n".join(spoken(line) for line in text.split("\n"))))


def _n(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
