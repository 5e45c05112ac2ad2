"""The poster and the table card of a meeting: what can be asked here, and the code that opens the bot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.paper.drawing import ACCENT, HAIR, INK, QUIET, Line, Mark, Page, Rectangle, Squares
from handlers.paper.fonts import ASCENT, CAPITAL, Face, printable, spoken
from handlers.paper.layout import GAP, Block, cut, fit, fit_all
from handlers.paper.qr import squares

QUESTIONS = 3
"""Most questions on a sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is written on a sheet, in the language of its readers."""

    title: str
    """Name of the meeting: always whole."""
    place_and_time: str
    """Where and when it is."""
    language: str
    """Language of the sheet, as in ``lang`` of HTML."""
    address: str
    """What the QR code holds; see :func:`handlers.paper.qr.squares` for what it can hold."""
    code: str
    """What can be typed instead: "BANO-KIRU-FESO"."""
    heading: str
    """What can be done: "Ask about business clusters"."""
    scan: str
    """How to use the QR code: "Scan with your phone's camera"."""
    type_it: str
    """How to use the code: "or write this to @clusters_bot:"."""
    try_these: str
    """What stands above the questions: "For example:"."""
    questions: tuple[str, ...]
    """Up to three questions that have an answer, the best first; long ones may leave room for fewer."""
    elsewhere: str = ""
    """Another way: "Without Telegram: bot.example.org/e/bano-kiru-feso"; may be empty."""


@dataclass(frozen=True, slots=True)
class _Measures:
    """How large everything is on a sheet, in millimetres. Letters get smaller where a text is long."""

    width: float
    """Width of the paper."""
    height: float
    """Height of the paper."""
    margin: float
    """What stays free at its edges: at least what has to be white around the smallest QR code."""
    side: float
    """Width of the QR code."""
    gap: float
    """Least room between two parts."""
    title: tuple[float, float]
    """Size of the meeting's name, and the most room in height for it."""
    place: tuple[float, float]
    """Size of where and when, and the most room in height."""
    heading: tuple[float, float]
    """Size of the heading, and the most room in height."""
    scan: float
    """Size of how to use the QR code."""
    question: float
    """Size of the questions."""
    typing: tuple[float, float]
    """Size of how to use the code, and the most room in height."""
    code: tuple[float, float]
    """Size of the code, and the height of its frame."""
    foot: tuple[float, float]
    """Size of the last line, and the most room in height."""


_A4 = _Measures(
    width=210, height=297, margin=18, side=92, gap=5, title=(9.0, 35), place=(5.0, 12.5), heading=(21.0, 58),
    scan=7.6, question=5.4, typing=(5.6, 13.5), code=(18.0, 25), foot=(4.4, 10.6),
)  # fmt: skip
_A6 = _Measures(
    width=105, height=148, margin=8, side=46, gap=2.5, title=(4.4, 19), place=(3.0, 7.6), heading=(10.5, 29),
    scan=4.1, question=3.1, typing=(3.3, 8.2), code=(9.0, 11.5), foot=(2.7, 6.6),
)  # fmt: skip

_LEAST = 0.72
"""How small letters may become, as a share of their size, before a text that may be cut off is."""


def poster(sheet: Sheet) -> Page:
    """Return the poster: A4, upright.

    Args:
        sheet: What is written on it.

    Raises:
        ValueError: The QR code cannot hold the address.
    """
    return _laid_out(sheet, _A4)


def card(sheet: Sheet) -> Page:
    """Return the card that stands on a table: A6, upright.

    Args:
        sheet: What is written on it.

    Raises:
        ValueError: The QR code cannot hold the address.
    """
    return _laid_out(sheet, _A6)


def _laid_out(sheet: Sheet, measures: _Measures) -> Page:
    m = measures
    room = m.width - 2 * m.margin
    title = fit(sheet.title, room, m.title[1], m.title[0], Face.BOLD)
    place = fit(sheet.place_and_time, room, m.place[1], m.place[0], least=m.place[0] * _LEAST)
    # Both hold an account or an address, and half an address is none: never cut off either.
    typing = fit(sheet.type_it, room, m.typing[1], m.typing[0])
    foot = fit(sheet.elsewhere, room, m.foot[1], m.foot[0])
    qr = Squares(m.margin, 0, m.side, squares(sheet.address))
    rim = qr.x - qr.zone.left

    between = place.size * 0.3
    event = title.height + between + place.height + m.gap
    frame = typing.height + (m.code[0] * 0.3 if typing.lines else 0) + m.code[1]
    fixed = event + m.side + frame + foot.height
    gaps = [m.gap, max(m.gap, rim), max(m.gap, rim), m.gap if foot.lines else 0]
    inner = m.height - 2 * m.margin
    heading = fit(sheet.heading, room, min(m.heading[1], inner - fixed - sum(gaps)), m.heading[0], Face.BOLD)
    gaps = _widened(gaps, inner - fixed - heading.height)

    y = m.margin
    drawn: list[Mark] = [*title.at(m.margin, y), *place.at(m.margin, y + title.height + between, QUIET)]
    y += event
    drawn.append(Line(m.margin, y - m.gap * 0.2, m.margin + room, y - m.gap * 0.2, 0.3, HAIR))
    y += gaps[0]
    drawn += heading.at(m.margin, y, ACCENT)
    y += heading.height + gaps[1]
    drawn.append(Squares(m.margin, y, m.side, qr.rows))
    beside = m.margin + m.side + max(rim, 2 * m.gap)
    drawn += _beside(sheet, m, beside, y, m.margin + room - beside)
    y += m.side + gaps[2]
    drawn += _code(sheet.code, typing, m, y, room)
    drawn += foot.at(m.margin, m.height - m.margin - foot.height, QUIET)
    return Page(m.width, m.height, spoken(sheet.title), sheet.language, tuple(drawn))


def _widened(least: list[float], room: float) -> list[float]:
    """Share out what is left between the parts of a sheet: the narrowest gaps first become as wide as the others."""
    gaps = list(least)
    shared = [number for number, gap in enumerate(least) if gap]
    for _ in shared:
        level = (room - sum(gap for number, gap in enumerate(gaps) if number not in shared)) / len(shared)
        wide = [number for number in shared if least[number] > level]
        if not wide:
            for number in shared:
                gaps[number] = level
            break
        shared = [number for number in shared if number not in wide]
    return gaps


def _beside(sheet: Sheet, m: _Measures, x: float, y: float, room: float) -> Iterator[Mark]:
    """Yield what stands beside the QR code: how to use it, and what to ask."""
    questions = [question for question in sheet.questions[:QUESTIONS] if printable(question)]
    larger, share = (1.0, 0.42) if questions else (1.4, 1.0)
    scan = fit(sheet.scan, room, m.side * share, m.scan * larger, Face.BOLD, least=m.scan * _LEAST)
    # Capitals begin where the code begins.
    yield from scan.at(x, y - (ASCENT - CAPITAL) * scan.size if scan.lines else y)
    if not questions:
        return
    lead = cut(sheet.try_these, room, m.question, Face.REGULAR, 2)
    above = m.question * 0.5 if lead.lines else 0
    left = m.side - scan.height - (m.scan * 0.8 if scan.lines else 0) - lead.height - above
    blocks = fit_all(questions, room, left, m.question, m.question * _LEAST)
    while len(blocks) > 1 and any(block.cut for block in blocks):  # rather fewer examples than halves of them
        questions.pop()
        blocks = fit_all(questions, room, left, m.question, m.question * _LEAST)
    lead = cut(sheet.try_these, room, blocks[0].size, Face.REGULAR, 2)
    at = y + m.side - sum(block.height for block in blocks) - GAP * sum(block.size for block in blocks[1:])
    yield from lead.at(x, at - lead.height - above, QUIET)
    for block in blocks:
        yield from block.at(x, at)
        at += block.height + GAP * block.size


def _code(code: str, typing: Block, m: _Measures, y: float, room: float) -> Iterator[Mark]:
    """Yield the code in its frame, and above it how to use it."""
    yield from typing.at(m.margin, y)
    y += typing.height + (m.code[0] * 0.3 if typing.lines else 0)
    size, height = m.code
    yield Rectangle(m.margin, y, room, height, stroke=size * 0.05, ink=INK)
    block = fit(code.replace(" ", "\u00a0"), room - size, height * 0.95, size, Face.MONO)
    capitals = y + (height - CAPITAL * block.size) / 2 - (ASCENT - CAPITAL) * block.size
    if len(block.lines) > 1:
        capitals = y + (height - block.height) / 2
    yield from block.at(m.margin, capitals, centred=room)
