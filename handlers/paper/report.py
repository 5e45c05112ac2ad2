"""What came of a meeting, on one page: figures, activity over time, and what people asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.paper.activity import Activity, marks
from handlers.paper.drawing import ACCENT, HAIR, QUIET, Line, Mark, Page
from handlers.paper.fonts import INSTEAD, Face, printable, spoken
from handlers.paper.layout import SMALLER, Block, cut, fit, height_of

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 18.0
"""A4, upright."""

LARGEST, SMALLEST = 4.2, 3.4
"""Size of the lines. Below the smallest, lines are left off and counted, rather than made smaller."""

LINES_OF_ONE = 3
"""A line that needs more lines than that is cut off: it must not take the room of the others."""

INDENT = 1.2
"""Where lines begin, from their bullet, as a share of the size."""

CHART = 54.0
"""Height of the activity; half of it if nothing was asked."""

NOTHING = "–"
"""Stands where a section has no lines."""

BULLET = "•"
"""Stands before each line."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report."""

    heading: str
    """What its lines are."""
    lines: tuple[str, ...]
    """The lines, most important first."""
    more: str = ""
    """How many lines found no room: "… and {count} more"."""


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """All that is written in a report, in the language of its readers."""

    title: str
    """Name of the meeting: always whole."""
    subtitle: str
    """Where and when it was."""
    language: str
    """Language of the report, as in ``lang`` of HTML."""
    figures: tuple[tuple[str, str], ...]
    """Figures in large letters, each with what it counts."""
    activity: Activity | None
    """What was asked over time; None to leave it out."""
    sections: tuple[Section, ...]
    """The parts below."""
    footer: str = ""
    """What stands at the bottom; may be empty."""


def report(sheet: ReportSheet) -> Page:
    """Return the report: always one page of A4. What finds no room is counted.

    Args:
        sheet: What is written in it.
    """
    room = WIDTH - 2 * MARGIN
    title = fit(sheet.title, room, 36, 10, Face.BOLD)
    subtitle = fit(sheet.subtitle, room, 12, 4.8, least=3.4)
    drawn: list[Mark] = [*title.at(MARGIN, MARGIN, ACCENT), *subtitle.at(MARGIN, MARGIN + title.height + 1.5, QUIET)]
    y = MARGIN + title.height + 1.5 + subtitle.height + 3
    drawn.append(Line(MARGIN, y, MARGIN + room, y, 0.3, HAIR))
    y += 6
    for row in _rows(sheet.figures):
        figures, below = _figures(row, y, room)
        drawn += figures
        y = below + 6
    if sheet.activity is not None:
        asked = any(bar.answered > 0 or bar.open > 0 for bar in sheet.activity.bars)
        height = CHART if asked else CHART / 2
        drawn += marks(sheet.activity, MARGIN, y, room, height, 3.4)
        y += height + 8
    footer = fit(sheet.footer, room, 10, 3.4, least=2.6)
    bottom = HEIGHT - MARGIN - (footer.height + 4 if footer.lines else 0)
    drawn += _sections(sheet.sections, y, bottom - y, room)
    drawn += footer.at(MARGIN, HEIGHT - MARGIN - footer.height, QUIET)
    return Page(WIDTH, HEIGHT, spoken(sheet.title), sheet.language, tuple(drawn))


def _rows(figures: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    """Yield one row of figures, or two about equally long."""
    if not figures:
        return
    long = len(figures) if len(figures) <= 5 else -(-len(figures) // 2)
    yield figures[:long]
    if figures[long:]:
        yield figures[long:]


def _figures(row: Sequence[tuple[str, str]], y: float, room: float) -> tuple[list[Mark], float]:
    """Return a row of figures, and where it ends."""
    cell = room / len(row)
    inner = cell * 0.86
    # All as large as the longest allows: otherwise the shortest would seem to matter most.
    size = min(fit(value, inner, 12, 10, Face.BOLD).size for value, _ in row)
    values = [fit(value, inner, 12, size, Face.BOLD) for value, _ in row]
    size = min(fit(label, inner, 9, 3.6, least=2.6).size for _, label in row)
    labels = [fit(label, inner, 9, size, least=2.6) for _, label in row]
    tall = max(block.height for block in values)
    drawn: list[Mark] = []
    for number, (value, label) in enumerate(zip(values, labels, strict=True)):
        drawn += value.at(MARGIN + cell * number, y + tall - value.height)
        drawn += label.at(MARGIN + cell * number, y + tall, QUIET)
    return drawn, y + tall + max(block.height for block in labels)


@dataclass(frozen=True, slots=True)
class _Part:
    """A section laid out in one size."""

    heading: Block
    """Its heading."""
    lines: tuple[Block, ...]
    """Its lines, as many as can be of use."""
    left_off: int
    """Lines that are not among them."""
    size: float
    """Size of the lines."""
    more: Block
    """Tells how many lines found no room, or that there are none; otherwise empty."""

    @property
    def height(self) -> float:
        """The room it takes."""
        blocks = (*self.lines, self.more) if self.more.lines else self.lines
        return self.head + sum(block.height + 0.25 * self.size for block in blocks) + self.size * 1.3

    @property
    def head(self) -> float:
        """The room that its heading takes."""
        return self.heading.height + 0.4 * self.size


def _sections(sections: Sequence[Section], y: float, room: float, width: float) -> Iterator[Mark]:
    """Yield the sections: whole if there is room, otherwise each with its fair share."""
    if not sections:
        return
    size = LARGEST
    while True:
        parts = [_part(section, width, size, room) for section in sections]
        if sum(part.height for part in parts) <= room and not any(part.left_off for part in parts):
            break
        size *= SMALLER
        if size >= SMALLEST:
            continue
        # At the least each has its heading and tells how many lines it would have.
        size = min(SMALLEST, room / len(sections) / 7)
        parts = [_part(section, width, size, room) for section in sections]
        shares = _shares([part.height for part in parts], room)
        parts = [
            _shortened(part, section, share, width)
            for part, section, share in zip(parts, sections, shares, strict=True)
        ]
        break
    for part in parts:
        yield from part.heading.at(MARGIN, y)
        at = y + part.head
        for block in part.lines:
            yield from Block((BULLET,), part.size, Face.REGULAR).at(MARGIN, at, QUIET)
            yield from block.at(MARGIN + INDENT * part.size, at)
            at += block.height + 0.25 * part.size
        yield from part.more.at(MARGIN + INDENT * part.size, at, QUIET)
        y += part.height


def _part(section: Section, width: float, size: float, room: float) -> _Part:
    """Lay out a section; lines that lie beyond the page are not looked at."""
    heading = fit(section.heading, width, height_of(2, size), size * 1.15, Face.BOLD, least=size * 0.8)
    blocks: list[Block] = []
    used = 0.0
    for line in section.lines:
        block = cut(line if printable(line) else INSTEAD, width - INDENT * size, size, Face.REGULAR, LINES_OF_ONE)
        used += block.height
        if used > room:
            break
        blocks.append(block)
    more = Block((), size, Face.REGULAR) if section.lines else Block((NOTHING,), size, Face.REGULAR)
    return _Part(heading, tuple(blocks), len(section.lines) - len(blocks), size, more)


def _shortened(part: _Part, section: Section, share: float, width: float) -> _Part:
    """Leave off the last lines until the section fits into its share; its last line then tells how many there are."""
    if not section.lines or (part.height <= share and not part.left_off):
        return part
    for kept in range(len(part.lines), -1, -1):
        words = (section.more or BULLET).replace("{count}", str(len(section.lines) - kept))
        more = cut(words, width - INDENT * part.size, part.size, Face.REGULAR, 1)
        shorter = _Part(part.heading, part.lines[:kept], 0, part.size, more)
        if shorter.height <= share or not kept:
            return shorter
    return part


def _shares(needs: Sequence[float], room: float) -> list[float]:
    """Share out room: nobody gets more than it needs, and what it leaves is shared among the others."""
    shares = [0.0] * len(needs)
    left = room
    order = sorted(range(len(needs)), key=lambda number: needs[number])
    for place, number in enumerate(order):
        shares[number] = min(needs[number], left / (len(needs) - place))
        left -= shares[number]
    return shares
