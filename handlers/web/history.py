"""The history: every change of the knowledge, who made it, when and why, and how to undo it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.curation.changes import Action, Change
from bot.errors import BotError
from handlers.web.context import visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.queue import page_number, paging
from handlers.web.rendering import failure, shown
from handlers.web.routes import Form, action, back, page
from handlers.web.showing_edits import edits_shown
from knowledge import KnowledgeError

PAGE = 20
"""Revisions on one page."""


async def history(request: Request) -> Response:
    """Show what was published, newest first."""
    return await _shown(request)


async def undo(request: Request, _form: Form) -> Response:
    """Draft the undo of a revision; its impact is looked at like that of any other change."""
    web, visit = web_of(request), visit_of(request)
    change = Change(Action.UNDO, str(request.path_params["number"]))
    try:
        made = await web.curation.desk.draft(visit.curator, change)
    except (BotError, KnowledgeError) as error:
        return await _shown(request, failure(request, error))
    return back(f"/desk/draft/{made.id}")


async def _shown(request: Request, wrong: str = "") -> Response:
    web, asked = web_of(request), request.query_params
    number = page_number(asked)
    # Revisions are counted up, so the latest number is how many there are.
    total = await web.curation.revisions.latest()
    found = await web.curation.revisions.history(limit=PAGE, offset=(number - 1) * PAGE)
    done = asked.get("done", "")
    return shown(
        request,
        "history.html",
        409 if wrong else 200,
        revisions=[(revision, edits_shown(revision.edits)) for revision in found],
        done=done if done.isascii() and done.isdecimal() else "",
        wrong=wrong,
        **paging(asked, number, total, PAGE),
    )


ROUTES = [page("/desk/history", history), action("/desk/history/{number:int}/undo", undo, Budget.CHANGES)]
"""What was changed."""
