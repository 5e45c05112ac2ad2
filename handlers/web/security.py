"""What stands before every page: headers, cookies, who is looking, how much they ask for, whose forms these are."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import BotError
from bot.sign_in import CONSOLE, LONGEST_TOKEN, SESSION_LIVES, Admitted, Role
from handlers.web.context import Visit, Web, visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.rendering import said, told

VISITOR, SESSION, LANGUAGE = "visitor", "desk", "language"
"""Names of the cookies."""

VISITOR_LIVES = 90 * 24 * 3600
"""Seconds that a visitor is known; a notice waits as long."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": forms would come from "null" then, and nobody could tell whose they are.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every response says; nothing inline is ever run."""

DESK = "/desk"
"""Where curators work."""

EVENTS = "/events"
"""Where organisers work."""

STATIC = "/static/"
"""Begins the paths of what is the same for everybody."""


class Entrance:
    """Finds out who is looking before a page is made, and secures what goes back.

    Args:
        app: What makes the pages.
        web: The parts of the bot.
    """

    def __init__(self, app: ASGIApp, web: Web) -> None:
        self._app = app
        self._web = web

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        known = _token(connection.cookies.get(VISITOR))
        token = known or secrets.token_urlsafe(32)
        fixed = scope["path"].startswith(STATIC)

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers["Cache-Control"] = "public, max-age=3600" if fixed else "no-store"
                if not known and not fixed:
                    headers.append("Set-Cookie", cookie(VISITOR, token, VISITOR_LIVES, secure=self._web.secure))
            await send(message)

        scope["visit"] = Visit(token, _person(token), _csrf(token, ""), self._language(connection))
        if not await self._web.limits.allow(Budget.REQUESTS, address_of(connection)):
            await said(Request(scope, receive), "error.slow_down", 429)(scope, receive, secured)
            return
        if not fixed:
            try:
                scope["visit"] = await self._visit(connection, token)
            except BotError:
                # The chat answers without a database too; the desk refuses whoever it does not know.
                scope["visit"] = Visit(token, _person(token), _csrf(token, ""), self._language(connection))
        await self._app(scope, receive, secured)

    async def _visit(self, connection: HTTPConnection, token: str) -> Visit:
        session = _token(connection.cookies.get(SESSION)) or ""
        admitted = await self._web.doorkeeper.admitted(session) if session else None
        if admitted is None:
            session = ""
        language = self._language(connection)
        organiser = self._organiser(admitted)
        return Visit(token, _person(token), _csrf(token, session), language, session, admitted, organiser)

    def _organiser(self, admitted: Admitted | None) -> str:
        """Return whose events somebody may see: admins everybody's, organisers their own, however they signed in."""
        if admitted is None:
            return ""
        if admitted.role is Role.ADMIN:
            return CONSOLE
        return admitted.person if self._web.doorkeeper.has(admitted.person, Role.ORGANISER) else ""

    def _language(self, connection: HTTPConnection) -> str:
        """Return the language chosen, else the first one accepted that the bot speaks."""
        spoken = self._web.assistant.phrases.languages
        chosen = connection.cookies.get(LANGUAGE, "")
        if chosen in spoken:
            return chosen
        for part in connection.headers.get("accept-language", "")[:200].split(","):
            code = part.split(";")[0].strip().split("-")[0].lower()
            if code in spoken:
                return code
        return "en"


class MembersOnly:
    """Refuses everybody who may not be there, whatever the path below ``/desk`` or ``/events``: no page can forget it.

    Args:
        app: What makes the pages.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        visit: Visit | None = scope.get("visit")
        if visit is None or _may_pass(scope["path"], visit):
            await self._app(scope, receive, send)
            return
        status = 401 if visit.admitted is None else 403
        words = "event_web" if _below(EVENTS, scope["path"]) else "desk.error"
        key = f"{words}.sign_in" if visit.admitted is None else f"{words}.not_for_you"
        await told(Request(scope, receive), key, status)(scope, receive, send)


def _may_pass(path: str, visit: Visit) -> bool:
    if _below(DESK, path):
        return visit.curating
    return bool(visit.organiser) or not _below(EVENTS, path)


def _below(place: str, path: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def forged(request: Request, token: str) -> bool:
    """Tell whether a form may come from another site: without the visitor's own token, or from elsewhere."""
    if not hmac.compare_digest(token.encode(), visit_of(request).csrf.encode()):
        return True
    origin = request.headers.get("origin")
    # A server in front may ask for another host than people did; then it is WEB_URL that they see.
    own = {request.headers.get("host", ""), urlsplit(web_of(request).settings.web_address).netloc}
    return origin is not None and urlsplit(origin).netloc not in own


def address_of(connection: HTTPConnection) -> str:
    """Return the address that a request came from; of a server in front, what that one says."""
    return connection.client.host if connection.client else "unknown"


def cookie(name: str, value: str, seconds: int, *, secure: bool) -> str:
    """Return a Set-Cookie header; scripts cannot read it, and other sites' forms do not bring it along."""
    flags = "; Secure" if secure else ""
    return f"{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{flags}"


def begin_session(response: Response, token: str, *, secure: bool) -> None:
    """Make a response sign its receiver in."""
    seconds = int(SESSION_LIVES.total_seconds())
    response.headers.append("Set-Cookie", cookie(SESSION, token, seconds, secure=secure))


def end_session(response: Response, *, secure: bool) -> None:
    """Make a response sign its receiver out."""
    response.headers.append("Set-Cookie", cookie(SESSION, "", 0, secure=secure))


def _token(value: str | None) -> str | None:
    """Return a cookie that may be one of ours."""
    if value and 20 <= len(value) <= LONGEST_TOKEN and value.replace("-", "").replace("_", "").isalnum():
        return value if value.isascii() else None
    return None


def _person(token: str) -> str:
    return hashlib.sha256(f"visitor {token}".encode()).hexdigest()[:32]


def _csrf(token: str, session: str) -> str:
    """Return what forms must bring along: it follows from the cookies, and nobody gets from it to them."""
    return hashlib.sha256(f"form {token} {session}".encode()).hexdigest()
