"""Signing in by a link that works once, and signing out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.sign_in import Role
from handlers.web.context import visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.rendering import said, shown
from handlers.web.routes import Form, action, back, page
from handlers.web.security import begin_session, end_session


async def sign_in(request: Request) -> Response:
    """Show a button that uses the link up: whoever only previews links must not.

    Chats fetch what is sent to them to show a preview, and would use a link up before it is pressed.
    """
    return shown(request, "sign_in.html", link=request.query_params.get("link", "")[:100])


async def enter(request: Request, form: Form) -> Response:
    """Sign in, if the link is good."""
    web = web_of(request)
    session = await web.doorkeeper.enter(form.get("link"))
    if session is None:
        return said(request, "error.bad_link", 403)
    admitted = await web.doorkeeper.admitted(session)
    organising = admitted is not None and admitted.role is Role.ORGANISER
    response = back("/events" if organising else "/desk")
    begin_session(response, session, secure=web.secure)
    return response


async def sign_out(request: Request, _form: Form) -> Response:
    """End the session, here and in the database."""
    web, visit = web_of(request), visit_of(request)
    if visit.session:
        await web.doorkeeper.leave(visit.session)
    response = back("/")
    end_session(response, secure=web.secure)
    return response


ROUTES = [page("/sign-in", sign_in), action("/sign-in", enter, Budget.SIGN_INS), action("/sign-out", sign_out)]
"""How one gets in and out."""
