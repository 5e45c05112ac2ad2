"""What an organiser takes along: poster, table card and QR code to be printed, and the report in three forms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from bot.events.report import FEWEST
from handlers.event_papers import activity_of, figures_of, language_named, report_sheet_of, sheet_of
from handlers.event_words import place_and_time
from handlers.paper.activity import activity_png
from handlers.paper.pdf import pdf
from handlers.paper.qr import qr_png, qr_svg
from handlers.paper.report import report as report_page
from handlers.paper.sheets import Sheet, card, poster
from handlers.paper.svg import svg
from handlers.report_table import report_csv
from handlers.web.context import web_of
from handlers.web.organising import event_of
from handlers.web.rendering import shown
from handlers.web.routes import page
from handlers.web.words import Words

PDF, SVG, PNG = "application/pdf", "image/svg+xml", "image/png"
"""Media types."""

DRAWN: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "poster.pdf": (PDF, lambda sheet: pdf([poster(sheet)])),
    "poster.svg": (SVG, lambda sheet: svg(poster(sheet)).encode()),
    "card.pdf": (PDF, lambda sheet: pdf([card(sheet)])),
    "card.svg": (SVG, lambda sheet: svg(card(sheet)).encode()),
    "qr.svg": (SVG, lambda sheet: qr_svg(sheet.address).encode()),
    "qr.png": (PNG, lambda sheet: qr_png(sheet.address)),
}
"""What is printed before an event: media type, and how it is drawn."""


async def sheet(request: Request) -> Response:
    """Send something to be printed."""
    web, event = web_of(request), await event_of(request)
    name = request.url.path.rpartition("/")[2]
    media, drawn = DRAWN[name]
    written = sheet_of(event, await web.events.links(), web.assistant.phrases)
    # In a thread: others go on asking while a poster is laid out.
    return _file(await asyncio.to_thread(drawn, written), media, f"event-{event.id}-{name}")


async def report(request: Request) -> Response:
    """Show the report, ready to be printed."""
    web, event = web_of(request), await event_of(request)
    made = await web.reports.of(event)
    phrases, plan = web.assistant.phrases, event.plan
    return shown(
        request,
        "report.html",
        event=event,
        plan=plan,
        report=made,
        figures=figures_of(made, phrases),
        where=place_and_time(plan),
        footer=report_sheet_of(made, phrases).footer,
        activity=activity_of(made.slots, plan.zone, phrases, plan.language),
        own=Words(phrases, plan.language),
        fewest=FEWEST,
        languages_spoken=[(language_named(code, phrases, plan.language), times) for code, times in made.languages],
    )


async def report_pdf(request: Request) -> Response:
    """Send the report as a page to be printed."""
    web, event = web_of(request), await event_of(request)
    made = report_sheet_of(await web.reports.of(event), web.assistant.phrases)
    drawn = await asyncio.to_thread(lambda: pdf([report_page(made)]))
    return _file(drawn, PDF, f"event-{event.id}-report.pdf")


async def report_table(request: Request) -> Response:
    """Send the report as a table."""
    web, event = web_of(request), await event_of(request)
    table = report_csv(await web.reports.of(event), web.assistant.phrases)
    return _file(table, "text/csv; charset=utf-8", f"event-{event.id}-report.csv")


async def activity(request: Request) -> Response:
    """Send the picture of what was asked when."""
    web, event = web_of(request), await event_of(request)
    made = await web.reports.of(event)
    drawn = activity_of(made.slots, event.plan.zone, web.assistant.phrases, event.plan.language)
    # Its title is a heading of the page.
    return _file(await asyncio.to_thread(activity_png, replace(drawn, title="")), PNG, f"event-{event.id}-activity.png")


def _file(content: bytes, media: str, name: str) -> Response:
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


ROUTES = [
    *[page(f"/events/{{number:int}}/{name}", sheet) for name in DRAWN],
    page("/events/{number:int}/report", report),
    page("/events/{number:int}/report.pdf", report_pdf),
    page("/events/{number:int}/report.csv", report_table),
    page("/events/{number:int}/activity.png", activity),
]
"""What can be printed or taken home."""
