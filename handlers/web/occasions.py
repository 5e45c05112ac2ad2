"""At which event a visitor is, and what is said to whoever comes to one."""

from __future__ import annotations

import ipaddress
import uuid

from starlette.requests import Request

from bot.errors import BotError
from bot.events.attending import Arrival, Coming, surely_code
from bot.events.codes import shown, typed_code
from bot.messages import Occasion, Option, Outcome, Reply
from bot.storage.sql_attendances import Attendance
from handlers.event_words import focus_name, place_and_time
from handlers.web.context import Visit, Web, visit_of, web_of
from handlers.web.security import address_of
from handlers.web.transcripts import Exchange

CHANNEL = "web"
"""Where questions from these pages come from."""

NETWORK = 64
"""Bits of an IPv6 address that tell whose it is; the others anybody chooses for themselves."""


def person_of(web: Web, visit: Visit) -> str:
    """Return what a visitor is known by in the database; empty where nothing is kept."""
    return web.assistant.hasher(f"{CHANNEL}:{visit.person}") if web.assistant.hasher is not None else ""


SHARES = 10
"""Parts that the visitors of one address are divided into, each with guesses of its own: a whole room may share it, and
one who guesses must not lock all of it out. Whoever drops cookies to get at all parts has ten times as many."""


def guesser_of(request: Request) -> str:
    """Return by what wrong guesses of codes are counted: cookies anybody can drop, addresses not."""
    hasher, address = web_of(request).assistant.hasher, address_of(request)
    share = int(visit_of(request).person[:8], 16) % SHARES
    try:
        known = ipaddress.ip_address(address)
        if isinstance(known, ipaddress.IPv6Address):
            address = str(ipaddress.ip_network((address, NETWORK), strict=False))
    except ValueError:
        pass  # a test or a socket without an address
    return hasher(f"address:{address} {share}") if hasher is not None else ""


async def attendance_of(web: Web, visit: Visit) -> Attendance | None:
    """Return the event that a visitor is at; a database that fails costs nobody the answer."""
    person = person_of(web, visit)
    if not person:
        return None
    try:
        return await web.events.attending.current(person)
    except BotError:
        return None


def occasion(web: Web, attendance: Attendance | None, *, focused: bool = True) -> Occasion | None:
    """Return an event as far as it matters to a question."""
    if attendance is None:
        return None
    event = attendance.event
    # A revision may have taken the entry away since the event was set up.
    known = focus_name(event.plan, web.assistant, event.plan.language)
    focus = event.plan.focus if known and focused and attendance.focused else ""
    return Occasion(event.code, event.plan.title, focus)


async def arrive(request: Request, text: str) -> Arrival:
    """Let a visitor come to an event.

    Raises:
        StorageError: The database fails.
    """
    web, visit = web_of(request), visit_of(request)
    person = person_of(web, visit)
    if not person:
        return Arrival(Coming.NO_CODE)
    attending = web.events.attending
    return await attending.come(text, person, CHANNEL, visit.language, guesser=guesser_of(request))


async def arrived_by_text(request: Request, text: str) -> bool:
    """Take what was typed into the chat for the code of an event, where it is one, and say what became of it."""
    web, visit = web_of(request), visit_of(request)
    if not typed_code(text):
        return False
    try:
        arrival = await arrive(request, text)
    except BotError:
        return False
    if arrival.event is None and not surely_code(text):
        # It may just as well be a question.
        return False
    if arrival.coming is Coming.NO_CODE:
        return False
    await welcome(web, visit, arrival, text)
    return True


async def welcome(web: Web, visit: Visit, arrival: Arrival, ask: str = "") -> None:
    """Put what became of a code into the conversation."""
    await web.transcripts.add(visit.person, Exchange(ask, _said(web, visit, arrival), uuid.uuid4().hex))


def _said(web: Web, visit: Visit, arrival: Arrival) -> Reply:
    """Return what is said: in the event's language to those who are welcome, else in their own."""
    event, phrases = arrival.event, web.assistant.phrases
    if event is None or arrival.coming not in {Coming.WELCOME, Coming.AGAIN}:
        title = event.plan.title if event is not None else ""
        text = phrases.say(visit.language, f"event_web.coming.{arrival.coming.value}", title=title)
        return Reply(Outcome.SMALLTALK, text, language=visit.language)
    plan, language = event.plan, phrases.language(event.plan.language)
    lines = [phrases.say(language, f"event_web.coming.{arrival.coming.value}", title=plan.title), place_and_time(plan)]
    if arrival.corrected:
        lines.append(phrases.say(language, "event_web.corrected", code=shown(event.code)))
    name = focus_name(plan, web.assistant, language)
    if name:
        lines.append(phrases.say(language, "event_web.focus_means", name=name))
    if plan.questions:
        lines.append(phrases.say(language, "event_web.try_these"))
    starters = tuple(Option(question, question) for question in plan.questions)
    return Reply(Outcome.SMALLTALK, "\n".join(lines), follow_ups=starters, language=language)
