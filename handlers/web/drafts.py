"""A draft: what it does to other questions, then published or dropped."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.curation.gaps import Group
from bot.curation.revisions import Draft
from bot.errors import BotError, CurationError
from handlers.web.context import visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.previews import Working
from handlers.web.rendering import failure, shown
from handlers.web.routes import Form, action, back, page
from handlers.web.showing_edits import edits_shown
from knowledge import KnowledgeError

MOST_SHOWN = 50
"""Questions of one sort that are shown; there may be a thousand."""


async def draft(request: Request) -> Response:
    """Show what a draft does, or how far working that out has come."""
    return await _shown(request)


async def progress(request: Request) -> Response:
    """Tell how far working it out has come."""
    done, total, ready = web_of(request).previews.progress(_id(request))
    return JSONResponse({"done": done, "total": total, "ready": ready})


async def publish(request: Request, form: Form) -> Response:
    """Publish a draft; its group is closed, and it is live at once."""
    web, visit = web_of(request), visit_of(request)
    try:
        revision = await web.curation.desk.publish(_id(request), visit.curator, form.get("reason"))
    except (BotError, KnowledgeError) as error:
        return await _shown(request, wrong=failure(request, error), reason=form.get("reason"))
    return back(f"/desk/history?done={revision.id}")


async def drop(request: Request, _form: Form) -> Response:
    """Drop a draft; nothing has happened."""
    web = web_of(request)
    found = await web.curation.revisions.draft(_id(request))
    await web.curation.desk.drop(_id(request))
    return back(f"/desk/group/{found.group.group}" if found and found.group else "/desk")


async def again(request: Request, _form: Form) -> Response:
    """Make a draft anew, after another change was published."""
    web, visit = web_of(request), visit_of(request)
    old = await web.curation.revisions.draft(_id(request))
    if old is None:
        raise CurationError("draft_gone")
    try:
        made = await web.curation.desk.draft(visit.curator, old.change, old.group.group if old.group else None)
    except (BotError, KnowledgeError) as error:
        return await _shown(request, wrong=failure(request, error))
    if old.author == visit.curator:
        await web.curation.desk.drop(old.id)
    return back(f"/desk/draft/{made.id}")


async def _shown(request: Request, wrong: str = "", reason: str = "") -> Response:
    web, visit = web_of(request), visit_of(request)
    status = 409 if wrong else 200
    try:
        found = await web.previews.look(_id(request))
    except CurationError as error:
        return await _out_of_date(request, wrong or failure(request, error))
    if isinstance(found, Working):
        return shown(request, "working.html", status, draft_id=_id(request), working=found)
    made, impact = found
    names = ("broken", "answered", "changed", "ambiguous", "lost")
    return shown(
        request,
        "draft.html",
        status,
        draft=made,
        impact=impact,
        parts_of_impact={name: (len(compared := getattr(impact, name)), compared[:MOST_SHOWN]) for name in names},
        edits=edits_shown(made.edits),
        group=await _group(request, made),
        mine=made.author == visit.curator,
        wrong=wrong,
        reason=reason,
    )


async def _out_of_date(request: Request, wrong: str) -> Response:
    """Return the page of a draft that cannot be published as it is: it is gone, or another one came first."""
    web = web_of(request)
    made = await web.curation.revisions.draft(_id(request))
    group = await _group(request, made) if made else None
    return shown(request, "outdated_draft.html", 409 if made else 404, draft=made, group=group, wrong=wrong)


async def _group(request: Request, made: Draft) -> Group | None:
    return await web_of(request).curation.groups.group(made.group.group) if made.group else None


def _id(request: Request) -> str:
    draft_id: str = request.path_params["draft_id"]
    return draft_id


ROUTES = [
    page("/desk/draft/{draft_id}", draft),
    page("/desk/draft/{draft_id}/progress", progress),
    action("/desk/draft/{draft_id}/publish", publish, Budget.CHANGES),
    action("/desk/draft/{draft_id}/drop", drop, Budget.CHANGES),
    action("/desk/draft/{draft_id}/again", again, Budget.CHANGES),
]
"""What can be done with a draft."""
