"""How pages and forms are served; whatever is registered here has passed the checks of ``security.py``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from handlers.web.context import visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.rendering import said
from handlers.web.security import address_of, forged

LARGEST_FORM = 64 * 1024
"""Bytes of a form."""

MOST_FIELDS = 300
"""Fields of a form."""

LONGEST_VALUE = 4_096
"""Characters read of a field."""

TOKEN = "csrf"  # noqa: S105 - the name of the field
"""Field that brings the visitor's own token along."""


class Form:
    """A form that was sent: text by field.

    Args:
        pairs: Fields and values as they came.
    """

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def get(self, name: str) -> str:
        """Return a field, without spaces around it; empty where it is missing."""
        return next((value.strip() for field, value in self._pairs if field == name), "")

    def number(self, name: str) -> int | None:
        """Return a field that holds a number; None where it holds none."""
        text = self.get(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

    def all(self, name: str) -> list[str]:
        """Return all values of a field."""
        return [value for field, value in self._pairs if field == name]

    @property
    def values(self) -> Mapping[str, str]:
        """All fields but the token, the first value of each."""
        return {field: self.get(field) for field, _ in self._pairs if field != TOKEN}


Page = Callable[[Request], Awaitable[Response]]
Action = Callable[[Request, Form], Awaitable[Response]]


def page(path: str, shown: Page) -> Route:
    """Return the route of a page that is looked at."""
    return Route(path, shown, methods=["GET"])


def action(path: str, done: Action, *budgets: Budget) -> Route:
    """Return the route of a form: nothing is done for one that is too large, too frequent or another site's.

    Args:
        path: Where it is sent to.
        done: What does it.
        budgets: What it counts towards, besides the forms of its address.
    """

    async def endpoint(request: Request) -> Response:
        visit, limits = visit_of(request), web_of(request).limits
        address = address_of(request)
        who = {Budget.SIGN_INS: address, Budget.CHANGES: visit.session}
        counted = [(Budget.POSTS, address), *((budget, who.get(budget, visit.person)) for budget in budgets)]
        for budget, whose in counted:
            if not await limits.allow(budget, whose):
                return said(request, "error.slow_down", 429)
        form = await _read(request)
        if form is None:
            return said(request, "error.too_large", 413)
        if forged(request, form.get(TOKEN)):
            return said(request, "error.forged", 403)
        return await done(request, form)

    return Route(path, endpoint, methods=["POST"])


def back(path: str) -> RedirectResponse:
    """Return the way to a page after a form, so that a refresh does not send it twice."""
    return RedirectResponse(path, status_code=303)


def local(path: str, otherwise: str) -> str:
    """Return a path within these pages; another one where it leads elsewhere."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if plain else otherwise


async def _read(request: Request) -> Form | None:
    """Return the form of a request; None where it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    return Form([(field, value.replace("\x00", "")[:LONGEST_VALUE]) for field, value in pairs])
