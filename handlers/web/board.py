"""The board for the projector, at a secret address, and the stream that keeps it as it is in the room."""

from __future__ import annotations

from collections.abc import AsyncIterator

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.events.codes import LONGEST_TYPED
from bot.events.event import Event
from handlers.web.context import web_of
from handlers.web.rendering import told
from handlers.web.routes import page
from handlers.web.security import address_of
from handlers.web.watches import Watches
from handlers.web.words import Words, environment

SECRET = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
"""Keeps the address of a board with those who have it."""

RETRY = 2000
"""Milliseconds after which a browser connects again."""

REFRESH = 15
"""Seconds between two pages where there are no scripts."""


async def board(request: Request) -> Response:
    """Show the board."""
    web, event = web_of(request), await _event(request)
    words = Words(web.assistant.phrases, event.plan.language)
    html = (
        environment()
        .get_template("board.html")
        .render(
            say=words.say,
            plan=event.plan,
            refresh=REFRESH,
            stream=f"/board/{event.board}/stream",
            board=Markup(await web.walls.rendered(event)),  # noqa: S704 - rendered from a template that escapes
        )
    )
    return Response(html, media_type="text/html", headers=SECRET)


async def stream(request: Request) -> Response:
    """Send the board whenever it changes."""
    web, event, address = web_of(request), await _event(request), address_of(request)
    if request.method == "HEAD":
        return Response(media_type="text/event-stream", headers=SECRET)
    known = request.headers.get("last-event-id", "")[:LONGEST_TYPED]
    if not web.watches.enter(event.board, address):
        return told(request, "board.full", 429)
    return _Stream(web.watches, event.board, address, known)


class _Stream(StreamingResponse):
    """Server-sent events of a board, whose seat is given back whatever happens.

    Args:
        watches: Where the seat was taken.
        secret: Of the board.
        address: Whose seat it is.
        known: Mark of what the viewer has already.
    """

    def __init__(self, watches: Watches, secret: str, address: str, known: str) -> None:
        # A server in front must not wait until there is more to send.
        headers = {**SECRET, "X-Accel-Buffering": "no"}
        super().__init__(_sent(watches, secret, known), media_type="text/event-stream", headers=headers)
        self._seat = (watches, secret, address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the viewer goes, the board is gone or the server goes down."""
        watches, secret, address = self._seat
        try:
            await super().__call__(scope, receive, send)
        finally:
            watches.leave(secret, address)


async def _sent(watches: Watches, secret: str, known: str) -> AsyncIterator[str]:
    """Yield what is sent (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    yield f"retry: {RETRY}\n\n"
    async for seen in watches.follow(secret, known):
        if seen is None:
            # The comment keeps the connection open; the event lets the page see that it is.
            yield ": still there\nevent: alive\ndata:\n\n"
            continue
        lines = "".join(f"data: {line}\n" for line in seen.html.splitlines() if line.strip())
        yield f"id: {seen.mark}\nevent: board\n{lines}\n"


async def _event(request: Request) -> Event:
    """Return the event of a board; a wrong address is told like any other."""
    event = await web_of(request).events.stored.by_board(request.path_params["secret"][:100])
    if event is None:
        raise HTTPException(404)
    return event


ROUTES = [page("/board/{secret}", board), page("/board/{secret}/stream", stream)]
"""What the projector shows."""
