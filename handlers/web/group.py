"""A group of gaps: what was asked, what would close it, and what else can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.curation.gaps import GroupDetails
from bot.curation.suggesting import suggestions
from bot.errors import BotError, CurationError
from bot.messages import Question
from bot.storage.sql_group_work import SqlGroupWork
from handlers.web.context import visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.proposing import FIELDS, change_of, known_targets, proposed
from handlers.web.rendering import failure, shown
from handlers.web.routes import Form, action, back, page
from knowledge import KnowledgeError

EXAMPLES = 50
"""Different wordings that are shown, to be split by."""

LONGEST_SNOOZE = 365
"""Days that a group can be put out of sight."""

WORK = frozenset({"take", "release", "snooze", "comment", "merge", "split"})
"""What can be done with a group besides answering it."""


async def group(request: Request) -> Response:
    """Show a group; what the address names is filled into the forms."""
    typed = {name: value for name, value in request.query_params.items() if name in FIELDS}
    return await _shown(request, typed=typed)


async def draft(request: Request, form: Form) -> Response:
    """Draft a change that closes the group."""
    web, visit = web_of(request), visit_of(request)
    try:
        change = change_of(form)
        made = await web.curation.desk.draft(visit.curator, change, _number(request), form.number("version"))
    except (BotError, KnowledgeError) as error:
        return await _shown(request, typed=form.values, wrong=failure(request, error))
    return back(f"/desk/draft/{made.id}")


async def work(request: Request, form: Form) -> Response:
    """Do something with the group besides answering it."""
    number = _number(request)
    try:
        kept = await _worked(request, form, number)
    except BotError as error:
        return await _shown(request, typed=form.values, wrong=failure(request, error))
    return back(f"/desk/group/{kept}")


async def _worked(request: Request, form: Form, number: int) -> int:
    """Do what a form says; returns the group to look at next."""
    web, curator = web_of(request), visit_of(request).curator
    groups: SqlGroupWork = web.curation.work
    match form.get("do"):
        case "take":
            await groups.take(number, curator)
        case "release":
            await groups.release(number, curator)
        case "snooze":
            days = min(form.number("days") or 1, LONGEST_SNOOZE)
            await groups.snooze(number, curator, web.clock() + timedelta(days=days))
        case "comment":
            await groups.comment(number, curator, form.get("comment"), web.clock())
        case "merge":
            into = form.number("into")
            if into is None:
                raise CurationError("no_group", group=form.get("into"))
            return (await groups.merge(number, into, curator)).id
        case "split":
            return (await groups.split(number, form.all("text"), curator)).id
        case _:
            raise CurationError("missing", what="value")
    return number


async def _shown(request: Request, *, typed: Mapping[str, str], wrong: str = "") -> Response:
    """Return the page of a group, with what was typed and what is wrong with it."""
    web, visit = web_of(request), visit_of(request)
    number = _number(request)
    details: GroupDetails = await web.curation.work.details(number, web.clock(), EXAMPLES)
    texts = [gap.text for gap in details.examples] or [details.group.title]
    conversation = f"desk:{number}"
    reply = web.assistant.answer(Question(texts[0], conversation, channel="desk", language=details.group.language))
    web.assistant.conversations.forget(conversation)
    composer = web.assistant.composer
    return shown(
        request,
        "group.html",
        409 if wrong else 200,
        details=details,
        group=details.group,
        mine=details.group.assigned == visit.curator,
        reply=reply,
        titles={c.entry: composer.wording.title(c.entry, visit.language) for c in reply.candidates},
        proposals=proposed(suggestions(texts, web.assistant.understander), web.assistant, visit.language),
        typed=typed,
        wrong=wrong,
        **known_targets(web.assistant, visit.language),
    )


def _number(request: Request) -> int:
    number: int = request.path_params["number"]
    return number


ROUTES = [
    page("/desk/group/{number:int}", group),
    action("/desk/group/{number:int}/draft", draft, Budget.CHANGES),
    action("/desk/group/{number:int}/work", work, Budget.CHANGES),
]
"""What can be done with a group."""
