"""Coming to an event without Telegram: by its link or its code, with its focus or without, and leaving again."""

from __future__ import annotations

import uuid

from starlette.requests import Request
from starlette.responses import Response

from bot.events.attending import Arrival, Coming
from bot.events.codes import LONGEST_TYPED, payload
from handlers.event_words import focus_name, place_and_time
from handlers.web.chat import LATEST, answered
from handlers.web.context import visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.occasions import arrive, attendance_of, guesser_of, occasion, person_of, welcome
from handlers.web.rendering import shown, told
from handlers.web.routes import Form, action, back, page

REFUSED = {
    Coming.CLOSED: 410,
    Coming.REVOKED: 410,
    Coming.UNKNOWN: 404,
    Coming.NO_CODE: 404,
    Coming.SLOW_DOWN: 429,
}
"""What a code is answered with that lets nobody in."""


async def door(request: Request) -> Response:
    """Show what an event is, to whoever has its link."""
    web, visit = web_of(request), visit_of(request)
    found = await web.events.attending.find(_code(request), guesser_of(request))
    event = found.event
    if found.coming is not Coming.WELCOME or event is None:
        return _refused(request, found)
    return shown(
        request,
        "come.html",
        plan=event.plan,
        code=payload(event.code),
        where=place_and_time(event.plan, visit.language),
        focus=focus_name(event.plan, web.assistant, visit.language),
        corrected=found.corrected,
    )


async def come(request: Request, _form: Form) -> Response:
    """Let a visitor come to an event, and show them the chat."""
    arrival = await arrive(request, _code(request))
    if arrival.coming not in {Coming.WELCOME, Coming.AGAIN}:
        return _refused(request, arrival)
    await welcome(web_of(request), visit_of(request), arrival)
    return back(LATEST)


async def focus(request: Request, form: Form) -> Response:
    """Switch on or off that questions are about what the event is about."""
    await _focus(request, focused=form.get("focused") == "yes")
    return back("/")


async def plainly(request: Request, form: Form) -> Response:
    """Switch the focus off, and ask a question again that was taken to be about it."""
    web, visit = web_of(request), visit_of(request)
    exchange = await web.transcripts.find(visit.person, form.get("update"))
    await _focus(request, focused=False)
    if exchange is None or not exchange.reply.focused:
        return back("/")
    exchange.again = True
    await web.transcripts.change(visit.person, exchange)
    # Else the question would lean on the answer that was not meant.
    await web.assistant.forget_context(visit.conversation)
    at = occasion(web, await attendance_of(web, visit), focused=False)
    await answered(request, exchange.ask, at, uuid.uuid4().hex)
    return back(LATEST)


async def leave(request: Request, _form: Form) -> Response:
    """Take a visitor out of the event they are at."""
    web, visit = web_of(request), visit_of(request)
    if await attendance_of(web, visit) is not None:
        await web.events.attending.leave(person_of(web, visit))
    return back("/")


async def _focus(request: Request, *, focused: bool) -> None:
    web, visit = web_of(request), visit_of(request)
    at = await attendance_of(web, visit)
    if at is not None:
        await web.events.attending.focus(at.event, person_of(web, visit), focused=focused)


def _code(request: Request) -> str:
    return str(request.path_params["code"])[: LONGEST_TYPED + 1]


def _refused(request: Request, arrival: Arrival) -> Response:
    title = arrival.event.plan.title if arrival.event is not None else ""
    return told(request, f"event_web.coming.{arrival.coming.value}", REFUSED[arrival.coming], title=title)


ROUTES = [
    page("/e/{code}", door),
    action("/e/{code}", come),
    action("/event/focus", focus),
    action("/event/plainly", plainly, Budget.QUESTIONS),
    action("/event/leave", leave),
]
"""How visitors come to an event and go."""
