"""How texts are laid into boxes: cut into lines, made smaller until they fit, and cut off only as the last resort."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.paper.breaking import broken, is_address, pieces
from handlers.paper.drawing import INK, Text
from handlers.paper.fonts import ASCENT, DESCENT, Face, printable, width

LEADING = 1.24
"""From one baseline to the next, as a share of the size."""

SMALLER = 0.96
"""How much smaller the letters are at each try."""

WORTH_BREAKING = 1.35
"""How much larger the letters have to become for words to be broken."""

GAP = 0.6
"""Between two texts of a list, as a share of the size."""

ELLIPSIS = "…"
"""Stands where a text is cut off."""

_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text, one below the other."""

    lines: tuple[str, ...]
    """The lines."""
    size: float
    """Size of the letters."""
    face: Face
    """Their typeface."""
    cut: bool = False
    """Whether something was left off."""

    @property
    def width(self) -> float:
        """How wide the widest line is."""
        return max((width(line, self.size, self.face) for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """How tall the lines are together; nothing if there are none."""
        return height_of(len(self.lines), self.size)

    def at(self, x: float, y: float, ink: str = INK, *, centred: float = 0.0) -> tuple[Text, ...]:
        """Return the lines where they are to stand.

        Args:
            x: Left edge.
            y: Upper edge.
            ink: Their colour.
            centred: Width to centre the lines in; zero to begin all at the left edge.
        """
        return tuple(
            Text(
                x + (centred - width(line, self.size, self.face)) / 2 if centred else x,
                y + (ASCENT + LEADING * number) * self.size,
                line,
                self.size,
                self.face,
                ink,
            )
            for number, line in enumerate(self.lines)
        )


def height_of(lines: int, size: float) -> float:
    """Return how tall that many lines are."""
    return (ASCENT + DESCENT + LEADING * (lines - 1)) * size if lines else 0.0


def wrap(text: str, room: float, size: float, face: Face = Face.REGULAR, *, breaking: bool = True) -> tuple[str, ...]:
    """Cut a text into lines that are no wider than the room.

    Args:
        text: What is to be read.
        room: Width of a line.
        size: Size of the letters.
        face: Their typeface.
        breaking: Whether a word that is wider than a line is broken; otherwise it stands out.
    """

    def fits(part: str) -> bool:
        return width(part, size, face) <= room + _SLACK

    lines: list[str] = []
    line = ""
    for word in printable(text, face).split(" "):
        for number, piece in enumerate(pieces(word)):
            glue = " " if line and not number else ""
            if fits(line + glue + piece):
                line += glue + piece
                continue
            if line:
                lines.append(line)
            line = piece
            while breaking and len(line) > 1 and not fits(line):
                head, line = broken(line, fits, address=is_address(word))
                lines.append(head)
    return tuple([*lines, line] if line else lines)


def fit(text: str, room: float, height: float, most: float, face: Face = Face.REGULAR, *, least: float = 0.0) -> Block:
    """Lay a text into a box, as large as it can be; lines are made about equally long.

    Args:
        text: What is to be read.
        room: Width of the box.
        height: Height of the box.
        most: Largest size of the letters.
        face: Their typeface.
        least: Smallest size: below it the text is cut off. With zero it never is, so that is what titles have.
    """
    floor = max(least, most / 1000)
    whole = _largest(text, room, height, most, face, floor, breaking=False)
    if whole is None or whole.size * WORTH_BREAKING < most:
        parted = _largest(text, room, height, most, face, floor, breaking=True)
        if whole is None or (parted is not None and parted.size > whole.size * WORTH_BREAKING):
            return parted or cut(text, room, floor, face, _lines_in(height, floor))
    return _balanced(text, whole, room)


def cut(text: str, room: float, size: float, face: Face, most: int) -> Block:
    """Return no more lines of a text than that; where something is left off, the last one ends in "…"."""
    lines = wrap(text, room, size, face)
    most = max(most, 1)
    if len(lines) <= most:
        return Block(lines, size, face)
    last = lines[most - 1].rstrip(" -")
    while last and width(last + ELLIPSIS, size, face) > room:
        last = last[:-1].rstrip(" -")
    return Block((*lines[: most - 1], last + ELLIPSIS), size, face, cut=True)


def fit_all(texts: Sequence[str], room: float, height: float, most: float, least: float) -> tuple[Block, ...]:
    """Lay texts into a box one below the other, all in the same size; cut off evenly only where nothing else is left.

    Args:
        texts: What is to be read.
        room: Width of the box.
        height: Height of the box.
        most: Largest size of the letters.
        least: Smallest size of the letters.
    """
    size = most
    while True:
        blocks = [Block(wrap(text, room, size), size, Face.REGULAR) for text in texts]
        blocks = [block for block in blocks if block.lines]
        needed = sum(block.height for block in blocks) + GAP * size * max(len(blocks) - 1, 0)
        if needed <= height + _SLACK and all(block.width <= room + _SLACK for block in blocks):
            return tuple(blocks)
        if size <= least:
            break
        size = max(size * SMALLER, least)
    each = (height - GAP * size * (len(blocks) - 1)) / len(blocks)
    if each < height_of(1, size):  # not even one line of each: smaller than ought to be, but all there
        size = height / ((GAP + ASCENT + DESCENT) * len(blocks))
        each = height_of(1, size)
    return tuple(cut(text, room, size, Face.REGULAR, _lines_in(each, size)) for text in texts if printable(text))


def _largest(
    text: str, room: float, height: float, most: float, face: Face, floor: float, *, breaking: bool
) -> Block | None:
    size = most
    while size >= floor - _SLACK:
        block = Block(wrap(text, room, size, face, breaking=breaking), size, face)
        if block.height <= height + _SLACK and block.width <= room + _SLACK:
            return block
        size *= SMALLER
    return None


def _balanced(text: str, block: Block, room: float) -> Block:
    """Return the block with its lines about equally long, and no more of them."""
    low, high = block.width / 2, room
    if len(block.lines) < 2:
        return block
    for _ in range(8):
        middle = (low + high) / 2
        lines = wrap(text, middle, block.size, block.face, breaking=False)
        if len(lines) <= len(block.lines) and replace(block, lines=lines).width <= middle + _SLACK:
            block, high = replace(block, lines=lines), middle
        else:
            low = middle
    return block


def _lines_in(height: float, size: float) -> int:
    return max(1, math.floor((height / size - ASCENT - DESCENT) / LEADING + 1 + _SLACK))
