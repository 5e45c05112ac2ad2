"""Charts: questions, answered share and gaps a day, what people ask about, in which languages. Each with its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from handlers.web.context import visit_of, web_of
from handlers.web.rendering import shown
from handlers.web.routes import page
from handlers.web.words import Words

DAYS = 30
"""Days that the charts show."""

TOPICS = 10
"""Entries that people ask about most."""

WIDTH, HEIGHT = 600.0, 160.0
"""Size of a chart in its own units; the page scales it."""

LABELS = 5
"""Days named below a chart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, in the chart's units."""

    x: float
    """Left edge."""
    y: float
    """Top."""
    width: float
    """Width."""
    height: float
    """Height."""
    label: str
    """What it stands for."""
    value: str
    """How much it is."""
    named: bool
    """Whether its label stands below the chart."""


async def charts(request: Request) -> Response:
    """Show what the last days brought."""
    web, visit = web_of(request), visit_of(request)
    now = web.clock()
    since = now - timedelta(days=DAYS)
    days = await web.figures.days(now, DAYS)
    served = await web.figures.served(since)
    names = [day.day for day in days]
    wording, known = web.assistant.composer.wording, web.assistant.knowledge.entries
    topics = {
        wording.title(entry, visit.language): times for entry, times in list(served.items())[:TOPICS] if entry in known
    }
    words, spoken = Words(web.assistant.phrases, visit.language), await web.figures.languages(since)
    return shown(
        request,
        "charts.html",
        days=days,
        questions=bars(names, [day.questions for day in days]),
        shares=bars(names, [round(day.share * 100) for day in days], most=100),
        gaps=bars(names, [day.gaps for day in days]),
        topics=_ranked(topics),
        spoken=_ranked({words.language_name(code): times for code, times in spoken.items()}),
        width=WIDTH,
        height=HEIGHT,
    )


def bars(labels: Sequence[str], values: Sequence[int], most: int | None = None) -> list[Bar]:
    """Return the bars of a chart, side by side.

    Args:
        labels: What each stands for.
        values: How much each is.
        most: What fills the whole height; by default the largest value.
    """
    top = max(most or max(values, default=0), 1)
    step = WIDTH / max(len(values), 1)
    every = max(1, -(-len(values) // LABELS))
    return [
        Bar(
            x=round(number * step + step * 0.1, 2),
            y=round(HEIGHT - HEIGHT * value / top, 2),
            width=round(step * 0.8, 2),
            height=round(HEIGHT * value / top, 2),
            label=label,
            value=str(value),
            named=number % every == 0,
        )
        for number, (label, value) in enumerate(zip(labels, values, strict=True))
    ]


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int, float]]:
    """Return names with their counts, and with the share of the width that their bar has."""
    top = max(counts.values(), default=1) or 1
    return [(name, count, round(WIDTH * count / top, 2)) for name, count in counts.items()]


ROUTES = [page("/desk/charts", charts)]
"""What the log comes to."""
