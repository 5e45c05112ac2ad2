"""Organisers' events: the list, and the forms that set one up or change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.errors import EventError
from bot.events.event import LONGEST_AGENDA, LONGEST_PLACE, LONGEST_QUESTION, LONGEST_TITLE, Event, Plan, Release
from bot.events.planning import Planner
from handlers.event_words import focus_choices, place_and_time
from handlers.web.context import visit_of, web_of
from handlers.web.event_forms import (
    Filled,
    filled_again,
    filled_from,
    filled_new,
    filled_with_proposals,
    problems_of,
    typed_in,
    zones,
)
from handlers.web.limits import Budget
from handlers.web.rendering import failure, shown
from handlers.web.routes import Form, action, back, page

LENGTHS = {"title": LONGEST_TITLE, "place": LONGEST_PLACE, "question": LONGEST_QUESTION, "agenda": LONGEST_AGENDA}
"""Most characters of fields."""

LARGEST = 2**31 - 1
"""Largest number of an event that a database can look up."""


async def events(request: Request) -> Response:
    """Show an organiser's events."""
    web, visit = web_of(request), visit_of(request)
    found = await web.events.organising.mine(visit.organiser)
    now = web.clock()
    return shown(
        request,
        "events.html",
        events=[(event, event.state(now), place_and_time(event.plan, visit.language)) for event in found],
    )


async def new(request: Request) -> Response:
    """Show the form of a new event."""
    web, visit = web_of(request), visit_of(request)
    return _form(request, filled_new(web.assistant, visit.language, web.settings.time_zone), "/events/new")


async def create(request: Request, form: Form) -> Response:
    """Set up an event, or show the form again with what does not fit."""
    web, visit = web_of(request), visit_of(request)
    typed = typed_in(form, web.assistant)
    if form.get("do") == "propose":
        return _form(request, filled_with_proposals(typed, web.assistant), "/events/new")
    try:
        event = await web.events.organising.create(visit.organiser, _plan(request, typed))
    except EventError as error:
        return _form(request, _with_problems(request, typed, form, error), "/events/new", status=422)
    return back(f"/events/{event.id}?done=created")


async def edit(request: Request) -> Response:
    """Show the form of an event that there is."""
    event = await event_of(request)
    return _form(request, filled_from(event.plan), f"/events/{event.id}/edit", event)


async def change(request: Request, form: Form) -> Response:
    """Change an event, or show the form again with what does not fit."""
    web, visit, event = web_of(request), visit_of(request), await event_of(request)
    address = f"/events/{event.id}/edit"
    typed = typed_in(form, web.assistant)
    if form.get("do") == "propose":
        return _form(request, filled_with_proposals(typed, web.assistant), address, event)
    try:
        await web.events.organising.change(event.id, visit.organiser, _plan(request, typed, event.plan))
    except EventError as error:
        return _form(request, _with_problems(request, typed, form, error), address, event, status=422)
    return back(f"/events/{event.id}?done=changed")


async def event_of(request: Request) -> Event:
    """Return the event that a page is about.

    Raises:
        EventError: There is none, or it is another organiser's.
        StorageError: The database fails.
    """
    web, visit, number = web_of(request), visit_of(request), request.path_params["number"]
    if number > LARGEST:
        raise EventError("no_event")
    return await web.events.organising.get(number, visit.organiser)


def _plan(request: Request, typed: Mapping[str, str], before: Plan | None = None) -> Plan:
    web = web_of(request)
    return Planner(web.assistant.knowledge, web.settings.time_zone, web.clock()).plan(typed, before)


def _with_problems(request: Request, typed: Mapping[str, str], form: Form, error: EventError) -> Filled:
    problems = {name: failure(request, problem) for name, problem in problems_of(error).items()}
    return filled_again(typed, form, problems)


def _form(request: Request, filled: Filled, address: str, event: Event | None = None, status: int = 200) -> Response:
    web, visit = web_of(request), visit_of(request)
    values: dict[str, Any] = {
        "filled": filled,
        "address": address,
        "event": event,
        "focuses": focus_choices(web.assistant, visit.language),
        "zones": zones(),
        "releases": list(Release),
        "lengths": LENGTHS,
    }
    return shown(request, "event_form.html", status, **values)


ROUTES = [
    page("/events", events),
    page("/events/new", new),
    action("/events/new", create, Budget.CHANGES),
    page("/events/{number:int}/edit", edit),
    action("/events/{number:int}/edit", change, Budget.CHANGES),
]
"""How events are set up and changed."""
