"""What a page is made of. All in millimetres, from the page's top left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from handlers.paper.fonts import ASCENT, DESCENT, Face, width

INK = "#141414"
"""What is to be read."""

QUIET = "#5c5c5c"
"""What stands back; dark enough for a printer without colours, and for weak eyes (6.7 : 1 on white)."""

ACCENT = "#1d4e68"
"""The one colour; comes out as a dark grey."""

HAIR = "#bdbdbd"
"""Fine lines."""

QUIET_ZONE = 4
"""Squares around a QR code that have to stay white."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page."""

    left: float
    """Left edge."""
    top: float
    """Upper edge."""
    right: float
    """Right edge."""
    bottom: float
    """Lower edge."""


@dataclass(frozen=True, slots=True)
class Text:
    """Letters in one line."""

    x: float
    """Where they begin."""
    baseline: float
    """What they stand on."""
    text: str
    """What to write: only letters that the typeface has."""
    size: float
    """Size of the letters."""
    face: Face = Face.REGULAR
    """Their typeface."""
    ink: str = INK
    """Their colour."""

    @property
    def box(self) -> Box:
        """The room taken."""
        right = self.x + width(self.text, self.size, self.face)
        return Box(self.x, self.baseline - ASCENT * self.size, right, self.baseline + DESCENT * self.size)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A filled rectangle, or an empty one with an outline."""

    x: float
    """Left edge."""
    y: float
    """Upper edge."""
    width: float
    """Width."""
    height: float
    """Height."""
    fill: str = ""
    """Its colour; none if empty."""
    stroke: float = 0.0
    """Width of the outline, which is drawn inside; none if zero."""
    ink: str = INK
    """Colour of the outline."""

    @property
    def box(self) -> Box:
        """The room taken."""
        return Box(self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    """Where it begins, from the left."""
    y1: float
    """Where it begins, from above."""
    x2: float
    """Where it ends, from the left."""
    y2: float
    """Where it ends, from above."""
    stroke: float = 0.25
    """Its width."""
    ink: str = INK
    """Its colour."""

    @property
    def box(self) -> Box:
        """The room taken, but for the width of the line."""
        return Box(min(self.x1, self.x2), min(self.y1, self.y2), max(self.x1, self.x2), max(self.y1, self.y2))


@dataclass(frozen=True, slots=True)
class Squares:
    """The squares of a QR code, black on white."""

    x: float
    """Left edge of the code itself."""
    y: float
    """Upper edge of the code itself."""
    side: float
    """How wide and tall the code itself is."""
    rows: tuple[tuple[bool, ...], ...]
    """Which squares are black."""

    @property
    def step(self) -> float:
        """The side of one square."""
        return self.side / len(self.rows)

    @property
    def box(self) -> Box:
        """The room taken by the code itself."""
        return Box(self.x, self.y, self.x + self.side, self.y + self.side)

    @property
    def zone(self) -> Box:
        """The room taken, with what has to stay white around it."""
        rim = QUIET_ZONE * self.step
        return Box(self.x - rim, self.y - rim, self.x + self.side + rim, self.y + self.side + rim)

    def runs(self) -> list[tuple[int, int, int]]:
        """Return the runs of black squares: row, first square, how many."""
        found = []
        for number, row in enumerate(self.rows):
            start = 0
            while start < len(row):
                end = start
                while end < len(row) and row[end]:
                    end += 1
                if end > start:
                    found.append((number, start, end - start))
                start = end + 1
        return found


Mark: TypeAlias = Text | Rectangle | Line | Squares
"""Anything that is drawn."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with all that is drawn on it, in the order of drawing and of reading."""

    width: float
    """Width."""
    height: float
    """Height."""
    title: str
    """What it is about, for whoever does not see it: any letters."""
    language: str
    """The language it is in, as in ``lang`` of HTML."""
    marks: tuple[Mark, ...]
    """What is drawn."""
