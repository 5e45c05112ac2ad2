"""Questions over time as bars: for the page of the report, and as a picture for a chat.

What was answered is filled, what is open is hatched: a printer without colours and eyes that see none can tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.paper.drawing import ACCENT, HAIR, INK, QUIET, Line, Mark, Page, Rectangle, Text
from handlers.paper.fonts import ASCENT, CAPITAL, DESCENT, Face, width
from handlers.paper.layout import cut, fit
from handlers.paper.picture import png

PICTURE = (120.0, 60.0)
"""Size of the picture for a chat, in millimetres."""

SCALE = 10.0
"""Pixels of the picture in one millimetre: 1200 by 600."""

RIM = 4.0
"""What stays white around the picture for a chat."""

LETTERS = 4.2
"""Size of its letters: a phone shows the picture 7 cm wide, and then they are 2.4 mm large."""

INTERVALS = 4
"""Most lines across the bars, without the one they stand on."""

PALE = "#b9c9d2"
"""Fills what is open where a bar is too narrow to be hatched."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What was asked in one stretch of time."""

    label: str
    """The stretch of time: "14:00"."""
    answered: int
    """Questions that were answered."""
    open: int
    """Questions that were not."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What was asked over time."""

    title: str
    """What the picture shows."""
    bars: tuple[Bar, ...]
    """The stretches of time, in order; may be none."""
    answered: str
    """Word of the legend for what was answered."""
    open: str
    """Word of the legend for what was not."""


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the bars stand."""

    x: float
    """Left edge."""
    y: float
    """Height of the topmost line."""
    width: float
    """Width."""
    height: float
    """From the topmost line to the one that the bars stand on."""
    top: int
    """How many questions reach to the topmost line."""
    size: float
    """Size of the letters."""

    def level(self, value: int) -> float:
        """Return how far down the page a number of questions reaches."""
        return self.y + self.height * (1 - value / self.top)


def activity_png(activity: Activity) -> bytes:
    """Return the picture for a chat, 1200 by 600 pixels, as PNG.

    Args:
        activity: What was asked over time.
    """
    wide, tall = PICTURE
    drawn = marks(activity, RIM, RIM, wide - 2 * RIM, tall - 2 * RIM, LETTERS)
    return png(Page(wide, tall, activity.title, "", drawn), SCALE)


def marks(activity: Activity, x: float, y: float, room: float, height: float, size: float) -> tuple[Mark, ...]:
    """Return the bars with their title and legend, to be drawn on a page.

    Args:
        activity: What was asked over time.
        x: Left edge.
        y: Upper edge.
        room: Width.
        height: Height.
        size: Size of the letters.
    """
    title = fit(activity.title, room, height * 0.24, size * 1.2, Face.BOLD)
    drawn: list[Mark] = list(title.at(x, y))
    below = y + title.height + (size * 0.5 if title.lines else 0)
    drawn += _legend(activity, x, below, room, size)
    below += size * (ASCENT + DESCENT)

    totals = [max(bar.answered, 0) + max(bar.open, 0) for bar in activity.bars]
    step, top = _scale(max(totals, default=0))
    figures = [str(value) for value in range(0, top + 1, step or 1)]
    gutter = max(width(figure, size) for figure in figures) + size * 0.5
    slot = (room - gutter) / max(len(totals), 1)
    numbered = width(str(max(totals, default=0)), size) <= slot * 0.95
    head = size * (1.4 if numbered else 0.9)
    foot = size * (ASCENT + DESCENT + 0.25)
    plot = _Plot(x + gutter, below + head, room - gutter, y + height - foot - below - head, top, size)
    drawn += _grid(plot, x + gutter - size * 0.5, step)
    for number, bar in enumerate(activity.bars):
        drawn += _bar(bar, plot, plot.x + slot * number, slot, numbered=numbered)
    drawn += _labels([bar.label for bar in activity.bars], plot, slot)
    return tuple(drawn)


def _scale(most: int) -> tuple[int, int]:
    """Return how many questions lie between two lines, and how many reach to the topmost; without any, no lines."""
    if not most:
        return 0, 1
    step = 1
    for power in range(len(str(most))):
        for factor in (1, 2, 5):
            step = factor * 10**power
            if step * INTERVALS >= most:
                return step, -(-most // step) * step
    return step, -(-most // step) * step


def _legend(activity: Activity, x: float, y: float, room: float, size: float) -> Iterator[Mark]:
    side = CAPITAL * size
    baseline = y + ASCENT * size
    for word, filled in ((activity.answered, True), (activity.open, False)):
        block = cut(word, room / 2 - side - size, size, Face.REGULAR, 1)
        if not block.lines:
            continue
        yield from _filled(x, baseline - side, side, side) if filled else _hatched(x, baseline - side, side, side)
        yield Text(x + side + size * 0.4, baseline, block.lines[0], size)
        x += side + size * 0.4 + block.width + size * 1.2


def _grid(plot: _Plot, right: float, step: int) -> Iterator[Mark]:
    for value in range(0, plot.top + 1, step) if step else (0,):
        level = plot.level(value)
        ink, stroke = (INK, plot.size * 0.08) if value == 0 else (HAIR, plot.size * 0.05)
        yield Line(plot.x, level, plot.x + plot.width, level, stroke, ink)
        figure = str(value)
        yield Text(
            right - width(figure, plot.size), level + CAPITAL * plot.size / 2, figure, plot.size, Face.REGULAR, QUIET
        )


def _bar(bar: Bar, plot: _Plot, left: float, slot: float, *, numbered: bool) -> Iterator[Mark]:
    answered, still_open = max(bar.answered, 0), max(bar.open, 0)
    wide = min(slot * 0.7, plot.size * 4)
    x = left + (slot - wide) / 2
    middle, top = plot.level(answered), plot.level(answered + still_open)
    if answered:
        yield from _filled(x, middle, wide, plot.level(0) - middle)
    if still_open:
        yield from _hatched(x, top, wide, middle - top)
    if numbered and answered + still_open:
        figure = str(answered + still_open)
        long = width(figure, plot.size)
        start = left + (slot - long) / 2
        yield Rectangle(start, top - plot.size * 1.1, long, plot.size * 0.9, fill="#ffffff")  # no line runs through it
        yield Text(start, top - plot.size * 0.3, figure, plot.size)


def _labels(labels: Sequence[str], plot: _Plot, slot: float) -> Iterator[Mark]:
    """Yield the labels below the bars: as many as have room, evenly."""
    short = [cut(label, plot.width, plot.size, Face.REGULAR, 1) for label in labels]
    widest = max((block.width for block in short), default=0.0)
    needed = max(1, math.ceil((widest + plot.size * 0.6) / slot))
    every = min(range(needed, 2 * needed + 1), key=lambda many: len(_minutes(labels[::many])))
    baseline = plot.y + plot.height + plot.size * (0.25 + ASCENT)
    free = plot.x - plot.size * 0.4  # into the margin of the figures, but not as far as the zero stands
    for number, block in enumerate(short):
        if number % every or not block.lines:
            continue
        middle = plot.x + slot * (number + 0.5)
        start = min(max(middle - block.width / 2, plot.x - plot.size * 0.4), plot.x + plot.width - block.width)
        if start >= free:
            yield Text(start, baseline, block.lines[0], plot.size, Face.REGULAR, QUIET)
            free = start + block.width + plot.size * 0.4


def _minutes(labels: Sequence[str]) -> set[str]:
    """Return the minutes of labels that are times: the fewer there are, the easier is the row to read."""
    return {label.rpartition(":")[2] for label in labels if ":" in label}


def _filled(x: float, y: float, wide: float, tall: float) -> Iterator[Mark]:
    yield Rectangle(x, y, wide, tall, fill=ACCENT)


def _hatched(x: float, y: float, wide: float, tall: float) -> Iterator[Mark]:
    """Yield a rectangle with slanted lines, each cut off at its edges."""
    apart, stroke = 1.1, 0.28
    if wide < 1.5 * apart or tall < apart:
        yield Rectangle(x, y, wide, tall, fill=PALE, stroke=min(stroke, wide / 4, tall / 4), ink=ACCENT)
        return
    yield Rectangle(x, y, wide, tall, fill="#ffffff")
    left, top, right, bottom = x + stroke, y + stroke, x + wide - stroke, y + tall - stroke
    for number in range(math.ceil((wide + tall) / apart)):
        total = left + top + (number + 0.5) * apart
        if total < right + bottom:
            start = max(left, total - bottom)
            end = min(right, total - top)
            yield Line(start, total - start, end, total - end, stroke, ACCENT)
    yield Rectangle(x, y, wide, tall, stroke=stroke, ink=ACCENT)
