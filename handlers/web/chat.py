"""The chat for visitors: the same assistant as everywhere, as a page."""

from __future__ import annotations

import uuid

from starlette.requests import Request
from starlette.responses import Response

from bot.curation.notices import KEPT_FOR, Notice
from bot.errors import BotError
from bot.messages import Occasion, Outcome, Question, Reply
from bot.privacy import storable
from bot.storage.question_log import LONGEST_TEXT
from handlers.screen import browse_path, offered
from handlers.web.context import Visit, Web, visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.occasions import CHANNEL, arrived_by_text, attendance_of, occasion
from handlers.web.rendering import shown
from handlers.web.routes import Form, action, back, local, page
from handlers.web.security import LANGUAGE, VISITOR_LIVES, cookie
from handlers.web.transcripts import Exchange

LATEST = "/#latest"
"""The end of the conversation."""


async def chat(request: Request) -> Response:
    """Show the conversation, and what the visitor was waiting for."""
    web, visit = web_of(request), visit_of(request)
    await _tell_what_is_due(web, visit)
    exchanges = await web.transcripts.of(visit.person)
    at = await attendance_of(web, visit)
    wording, known = web.assistant.composer.wording, web.assistant.knowledge.entries

    def name(entry: str, language: str) -> str:
        return wording.title(entry, language) if entry in known else ""

    return shown(request, "chat.html", exchanges=exchanges, offered=offered, Outcome=Outcome, at=at, name=name)


async def ask(request: Request, form: Form) -> Response:
    """Answer a question, or take what was offered."""
    web, visit = web_of(request), visit_of(request)
    text = form.get("text")
    if not text:
        return back("/")
    path = browse_path(text)
    update = uuid.uuid4().hex
    if path is not None:
        reply = web.assistant.topics(visit.language, path)
        await web.transcripts.add(visit.person, Exchange("", reply, update))
        return back(LATEST)
    if await arrived_by_text(request, text):
        return back(LATEST)
    await answered(request, text, occasion(web, await attendance_of(web, visit)), update)
    return back(LATEST)


async def answered(request: Request, text: str, at: Occasion | None, update: str) -> None:
    """Answer a question of a visitor, and put both into the conversation.

    Args:
        request: Whose question it is.
        text: The question.
        at: The event that it is asked at.
        update: Id of its delivery.
    """
    web, visit = web_of(request), visit_of(request)
    question = Question(
        text, visit.conversation, channel=CHANNEL, person=visit.person, language=visit.language, update=update, at=at
    )
    reply = await web.assistant.ask(question)
    exchange = Exchange(text, reply, update)
    if reply.outcome is Outcome.UNANSWERED:
        missed = _missed(web, visit) or update
        exchange.missed = missed if await _group_of(web, missed) is not None else ""
    await web.transcripts.add(visit.person, exchange)


async def rate(request: Request, form: Form) -> Response:
    """Take down whether a reply helped."""
    web, visit = web_of(request), visit_of(request)
    exchange = await web.transcripts.find(visit.person, form.get("update"))
    if exchange is not None and not exchange.rated:
        exchange.rated = True
        await web.transcripts.change(visit.person, exchange)
        await web.assistant.feedback(visit.conversation, form.get("helpful") == "yes", exchange.update)
    return back(LATEST)


async def outdated(request: Request, form: Form) -> Response:
    """Pass on that a reply is out of date."""
    web, visit = web_of(request), visit_of(request)
    exchange = await web.transcripts.find(visit.person, form.get("update"))
    if exchange is not None and not exchange.outdated:
        exchange.outdated = True
        passed_on = await web.assistant.outdated(visit.conversation, exchange.update)
        exchange.missed = exchange.update if passed_on else ""
        await web.transcripts.change(visit.person, exchange)
    return back(LATEST)


async def tell(request: Request, form: Form) -> Response:
    """Keep that a visitor wants to be told when there is an answer; this is their consent."""
    web, visit = web_of(request), visit_of(request)
    exchange = await web.transcripts.find(visit.person, form.get("update"))
    group = await _group_of(web, exchange.missed) if exchange is not None else None
    if exchange is not None and group is not None and web.assistant.hasher is not None:
        person = web.assistant.hasher(f"{CHANNEL}:{visit.person}")
        logged = await web.assistant.log.find(CHANNEL, exchange.missed)
        now = web.clock()
        await web.curation.notices.ask(
            Notice(
                id=0,
                group=group,
                channel=CHANNEL,
                update=exchange.missed,
                address={"session": person},
                person=person,
                language=exchange.reply.language,
                text=logged.text if logged else storable(exchange.ask, LONGEST_TEXT),
                asked_at=now,
                expires_at=now + KEPT_FOR,
            )
        )
        exchange.awaited = True
        await web.transcripts.change(visit.person, exchange)
    return back(LATEST)


async def begin_anew(request: Request, _form: Form) -> Response:
    """Begin a new conversation."""
    web, visit = web_of(request), visit_of(request)
    await web.assistant.forget_context(visit.conversation)
    await web.transcripts.forget(visit.person)
    return back("/")


async def speak(request: Request, form: Form) -> Response:
    """Show the pages in another language."""
    web = web_of(request)
    response = back(local(form.get("next"), "/"))
    if form.get("language") in web.assistant.phrases.languages:
        chosen = cookie(LANGUAGE, form.get("language"), VISITOR_LIVES, secure=web.secure)
        response.headers.append("Set-Cookie", chosen)
    return response


async def _tell_what_is_due(web: Web, visit: Visit) -> None:
    """Put answers that the visitor was waiting for into the conversation; without a database there are none."""
    if web.assistant.hasher is None:
        return
    try:
        person = web.assistant.hasher(f"{CHANNEL}:{visit.person}")
        for notice in await web.curation.notices.due_at(CHANNEL, person):
            reply = _answer(web, notice)
            if reply.outcome is not Outcome.ANSWERED:
                await web.curation.notices.still_waiting(notice.id)
                continue
            # Forgotten first: told twice is worse than to be looked up once more in the conversation.
            await web.curation.notices.told(notice.id)
            told = Exchange(notice.text, reply, uuid.uuid4().hex, notice=True, rated=True)
            await web.transcripts.add(visit.person, told)
    except BotError:
        return


def _answer(web: Web, notice: Notice) -> Reply:
    """Return what is said to a question now, outside of any conversation."""
    conversation = f"notice:{notice.id}"
    question = Question(notice.text, conversation, channel=CHANNEL, language=notice.language)
    reply = web.assistant.answer(question)
    web.assistant.conversations.forget(conversation)
    return reply


def _missed(web: Web, visit: Visit) -> str | None:
    """Return the delivery of the question that went wrong: where options were refused, the one that they answered."""
    last = web.assistant.conversations.get(visit.conversation).last
    return last.question.update if last else None


async def _group_of(web: Web, update: str) -> int | None:
    """Return the group of the gap that a delivery made, where there is one and it can be asked for."""
    try:
        return await web.curation.notices.group_of(CHANNEL, update)
    except BotError:
        return None


ROUTES = [
    page("/", chat),
    action("/ask", ask, Budget.QUESTIONS),
    action("/rate", rate, Budget.QUESTIONS),
    action("/outdated", outdated, Budget.QUESTIONS),
    action("/tell", tell, Budget.QUESTIONS),
    action("/new", begin_anew),
    action("/language", speak),
]
"""What visitors can do."""
