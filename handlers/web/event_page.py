"""The page of an event: code, links, figures; ending it, taking its code back, setting up another like it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.errors import EventError
from bot.events.codes import shown as code_shown
from bot.events.dates import read_moment
from bot.events.event import State
from handlers.event_words import focus_name, place_and_time
from handlers.web.context import visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.organising import event_of
from handlers.web.rendering import failure, shown
from handlers.web.routes import Form, action, back, page

DONE = frozenset({"created", "changed", "closed", "revoked", "copied"})
"""What can just have been done to an event."""

DOWNLOADS = ("poster.pdf", "poster.svg", "card.pdf", "card.svg", "qr.svg", "qr.png")
"""What can be downloaded to be printed."""

REPORTS = ("report", "report.pdf", "report.csv")
"""The report in its forms."""


async def event(request: Request) -> Response:
    """Show an event to its organiser."""
    web, visit, found = web_of(request), visit_of(request), await event_of(request)
    links = await web.events.links()
    now, done = web.clock(), request.query_params.get("done", "")
    return shown(
        request,
        "event.html",
        event=found,
        plan=found.plan,
        code=code_shown(found.code),
        where=place_and_time(found.plan, visit.language),
        focus=focus_name(found.plan, web.assistant, visit.language),
        state=found.state(now),
        State=State,
        over=found.over_since(now),
        links=links.of(found),
        bot=links.bot,
        totals=await web.events.figures.totals(found.id, found.code),
        downloads=DOWNLOADS,
        reports=REPORTS,
        done=done if done in DONE else "",
    )


async def ending(request: Request) -> Response:
    """Ask once more before an event is closed or its code is taken back."""
    found = await event_of(request)
    return shown(request, "event_ending.html", event=found, step=request.url.path.rpartition("/")[2])


async def close(request: Request, _form: Form) -> Response:
    """End an event."""
    found = await web_of(request).events.organising.close(request.path_params["number"], visit_of(request).organiser)
    return back(f"/events/{found.id}?done=closed")


async def revoke(request: Request, _form: Form) -> Response:
    """Take the code of an event back."""
    found = await web_of(request).events.organising.revoke(request.path_params["number"], visit_of(request).organiser)
    return back(f"/events/{found.id}?done=revoked")


async def copying(request: Request) -> Response:
    """Ask when the other event is."""
    return shown(request, "event_copy.html", event=await event_of(request), date="", problem="")


async def copy(request: Request, form: Form) -> Response:
    """Set up an event like another one, on another day."""
    web, visit, found = web_of(request), visit_of(request), await event_of(request)
    date = form.get("date")
    try:
        starts = read_moment(date.replace("T", " "), found.plan.zone, visit.language, web.clock())
        made = await web.events.organising.copy(found.id, visit.organiser, starts)
    except EventError as error:
        problem = failure(request, error)
        return shown(request, "event_copy.html", 422, event=found, date=date, problem=problem)
    return back(f"/events/{made.id}?done=copied")


ROUTES = [
    page("/events/{number:int}", event),
    page("/events/{number:int}/close", ending),
    action("/events/{number:int}/close", close, Budget.CHANGES),
    page("/events/{number:int}/revoke", ending),
    action("/events/{number:int}/revoke", revoke, Budget.CHANGES),
    page("/events/{number:int}/copy", copying),
    action("/events/{number:int}/copy", copy, Budget.CHANGES),
]
"""What an organiser does with an event."""
