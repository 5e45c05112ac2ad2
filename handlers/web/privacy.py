"""What is kept of a visitor: said in plain words, shown, and taken away on request."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from bot.curation.notices import KEPT_FOR
from bot.curation.people import Kept, OpenQuestion
from handlers.web.context import visit_of, web_of
from handlers.web.occasions import CHANNEL
from handlers.web.rendering import shown
from handlers.web.routes import Form, action, back, page
from handlers.web.security import VISITOR, cookie


async def privacy(request: Request) -> Response:
    """Show what is kept of whoever looks."""
    web, visit = web_of(request), visit_of(request)
    kept: Kept | None = None
    waiting: Sequence[OpenQuestion] = ()
    if web.assistant.hasher is not None:
        known = f"{CHANNEL}:{visit.person}"
        person = web.assistant.hasher(known)
        kept = await web.curation.people.kept(person, known)
        waiting = await web.curation.people.open_questions(person)
    return shown(
        request,
        "privacy.html",
        kept=kept,
        waiting=waiting,
        days=web.settings.retention_days,
        told_within=KEPT_FOR.days,
        forgotten="forgotten" in request.query_params,
    )


async def forget(request: Request, _form: Form) -> Response:
    """Forget a visitor: notices go, and nobody can tell any more whose the questions were."""
    web, visit = web_of(request), visit_of(request)
    await web.assistant.forget_person(CHANNEL, visit.person)
    await web.transcripts.forget(visit.person)
    if web.assistant.hasher is not None:
        known = f"{CHANNEL}:{visit.person}"
        await web.curation.people.forget(web.assistant.hasher(known), known)
    # The next page makes a stranger of them, with a cookie and a token for its forms of their own.
    response = back("/privacy?forgotten=yes")
    response.headers.append("Set-Cookie", cookie(VISITOR, "", 0, secure=web.secure))
    return response


ROUTES = [page("/privacy", privacy), action("/privacy/forget", forget)]
"""What visitors can find out and take away."""
