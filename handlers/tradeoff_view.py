"""What each threshold makes of questions, as text and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from handlers.paper.drawing import ACCENT, HAIR, INK, QUIET, Line, Mark, Page, Rectangle, Text
from handlers.paper.fonts import Face, width
from handlers.paper.svg import svg
from knowledge.phrased.calibrating import Tradeoff

ROWS = 20
"""Thresholds in the text, at most."""

BAR = 30
"""Signs of the longest bar."""

WIDE, HIGH, MARGIN = 160.0, 100.0, 18.0
"""Size of the picture and of what stands around it, in millimetres."""

SIZE, SMALL = 4.2, 3.2
"""Sizes of letters."""

WRONG = "#a3262f"
"""Colour of wrong answers."""


def tradeoff_text(curve: Sequence[Tradeoff], chosen: float) -> str:
    """Return a row for every threshold, or for some of many: what is answered, wrongly and rightly.

    Args:
        curve: by threshold.
        chosen: the threshold that was chosen; it is among the rows, marked by an arrow.
    """
    every = -(-len(curve) // ROWS)
    lines = ["    least  answered    wrong    right   (# right, x wrong)"]
    for place, one in enumerate(curve):
        is_chosen = abs(one.least - chosen) < 0.005
        if place % every and not is_chosen:
            continue
        bar = "#" * round(BAR * (one.answered - one.wrong)) + "x" * round(BAR * one.wrong)
        lines.append(
            f"{'->' if is_chosen else '  '}  {one.least:5.2f}  {one.answered:8.1%} {one.wrong:8.1%} {one.right:8.1%}   "
            f"{bar}".rstrip()
        )
    return "\n".join(lines)


def tradeoff_picture(title: str, curve: Sequence[Tradeoff], chosen: float, budget: float) -> str:
    """Return the curve as an SVG: what is answered to the right, what is answered wrongly above.

    Args:
        title: what it is about.
        curve: by threshold.
        chosen: the threshold that was chosen.
        budget: largest share that may be answered wrongly, 0 to 1.
    """
    top = max([budget, *(one.wrong for one in curve), 0.01]) * 1.15
    left, bottom = MARGIN, HIGH - MARGIN

    def at(answered: float, wrong: float) -> tuple[float, float]:
        return left + answered * (WIDE - 2 * MARGIN), bottom - wrong / top * (HIGH - 2 * MARGIN)

    marks: list[Mark] = [Text(left, MARGIN - 7, title, SIZE, Face.BOLD)]
    for tenth in range(0, 11, 2):
        x, _ = at(tenth / 10, 0)
        marks += [Line(x, MARGIN, x, bottom, ink=HAIR), _centred(x, bottom + 5, f"{tenth * 10} %")]
    for fifth in range(6):
        _, y = at(0, top * fifth / 5)
        label = f"{top * fifth / 5:.1%}"
        marks += [
            Line(left, y, WIDE - MARGIN, y, ink=HAIR),
            Text(left - 2 - width(label, SMALL, Face.REGULAR), y + 1, label, SMALL, ink=QUIET),
        ]
    _, limit = at(0, budget)
    allowed = f"{budget:.1%} may be wrong"
    marks += [
        Line(left, limit, WIDE - MARGIN, limit, 0.4, WRONG),
        Text(left + 2, limit - 1.2, allowed, SMALL, ink=WRONG),
        _centred(WIDE / 2, HIGH - 6, "answered, of all questions"),
        Text(left, MARGIN - 2, "answered wrongly, of all questions", SMALL, ink=QUIET),
    ]
    points = [at(one.answered, one.wrong) for one in curve]
    for (x1, y1), (x2, y2) in pairwise(points):
        marks.append(Line(x1, y1, x2, y2, 0.6, ACCENT))
    for one, (x, y) in zip(curve, points, strict=True):
        if abs(one.least - chosen) < 0.005:
            marks += [
                Rectangle(x - 1.2, y - 1.2, 2.4, 2.4, fill=INK),
                Text(max(x - 30, left), y - 3, f"chosen: {one.least:.2f}", SMALL, Face.BOLD),
            ]
    return svg(Page(WIDE, HIGH, title, "en", tuple(marks)))


def _centred(x: float, baseline: float, text: str) -> Text:
    return Text(x - width(text, SMALL, Face.REGULAR) / 2, baseline, text, SMALL, ink=QUIET)
