"""The queue: what people wanted and did not get, most wanted first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.curation.gaps import GroupState, Wanted
from handlers.web.context import web_of
from handlers.web.rendering import shown
from handlers.web.routes import page

PAGE = 20
"""Groups on one page."""

LAST_PAGE = 10_000
"""Number of the last page that is looked for."""

STATES = (GroupState.OPEN, GroupState.SNOOZED, GroupState.CLOSED, GroupState.DISMISSED)
"""States that can be looked at."""


async def queue(request: Request) -> Response:
    """Show the groups that fit the filters."""
    web, asked = web_of(request), request.query_params
    number = page_number(asked)
    wanted = Wanted(
        states=(_state(asked.get("state", "")),),
        language=asked.get("language") or None,
        event=asked.get("event", "").strip() or None,
        since=_day(asked.get("since", "")),
        search=asked.get("q", "").strip()[:200],
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    groups, total = await web.curation.groups.queue(wanted, web.clock())
    return shown(
        request,
        "queue.html",
        groups=groups,
        total=total,
        wanted=wanted,
        problem=web.curation.live.problem,
        states=STATES,
        typed=dict(asked),
        known_languages=sorted(web.assistant.knowledge.languages),
        **paging(asked, number, total, PAGE),
    )


def paging(asked: Mapping[str, str], number: int, total: int, size: int) -> dict[str, Any]:
    """Return what a page shows of where it is: its number, how many there are, and the addresses around it."""
    pages = max(1, -(-total // size))
    kept = {name: value for name, value in asked.items() if name not in {"page", "done"} and value}

    def address(other: int) -> str:
        return "?" + urlencode({**kept, "page": other})

    return {
        "number": number,
        "pages": pages,
        "before": address(number - 1) if number > 1 else "",
        "after": address(number + 1) if number < pages else "",
    }


def page_number(asked: Mapping[str, str]) -> int:
    """Return which page is wanted, from 1."""
    text = asked.get("page", "")
    return max(1, min(int(text), LAST_PAGE)) if text.isascii() and text.isdecimal() and len(text) < 10 else 1


def _state(text: str) -> GroupState:
    return next((state for state in STATES if state.value == text), GroupState.OPEN)


def _day(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None


ROUTES = [page("/desk", queue)]
"""Where curators begin."""
