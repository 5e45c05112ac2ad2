"""What whoever watches the bot may ask it: whether it lives, whether it is ready, what it has counted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from bot.errors import BotError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

logger = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds that a part has to answer."""

HEALTH, READY, METRICS = "/healthz", "/readyz", "/metrics"
"""Paths that are answered."""

TEXT = "text/plain; charset=utf-8"
"""Kind of all answers but the metrics."""

Check = Callable[[], Awaitable[str]]
"""Looks at one part of the bot; returns what is wrong with it, in a few words without secrets, empty for nothing."""

Exposition = Callable[[], Awaitable[tuple[bytes, str]]]
"""Returns all that is counted, and the kind of text that it is."""


class Checks:
    """Looks at all parts at once.

    Args:
        parts: Checks by the name of the part.
        patience: Seconds that each has.
    """

    def __init__(self, parts: Mapping[str, Check], patience: float = PATIENCE) -> None:
        self._parts = parts
        self._patience = patience
        self._looking: dict[str, asyncio.Task[str]] = {}

    async def problems(self) -> list[str]:
        """Return a line for each part that is not as it should be, beginning with its name."""
        found = await asyncio.gather(*(self._problem(name, check) for name, check in self._parts.items()))
        return [f"{name}: {problem}" for name, problem in zip(self._parts, found, strict=True) if problem]

    async def _problem(self, name: str, check: Check) -> str:
        # A look that takes too long is not broken off, which could leave a connection behind, and not begun twice.
        looking = self._looking.get(name)
        if looking is None or looking.done():
            looking = self._looking[name] = asyncio.ensure_future(check())
        await asyncio.wait([looking], timeout=self._patience)
        if not looking.done():
            return f"does not answer within {self._patience:g} s"
        try:
            return looking.result()
        except BotError:
            # The log says why; here it might tell strangers where the database is.
            return "does not answer"


class ProbePaths:
    """Answers ``/healthz``, ``/readyz`` and, where something is counted, ``/metrics``; passes on everything else.

    Args:
        app: Who gets everything else; None for nobody.
        checks: What readiness depends on.
        exposition: What is counted; None where that is no business of whoever asks here.
    """

    def __init__(self, app: ASGIApp | None, checks: Checks, exposition: Exposition | None = None) -> None:
        self._app = app
        self._checks = checks
        self._exposition = exposition
        self.waiting = ""
        """What has to come before anything is looked at, as the checks may not be used yet; empty for nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            if scope["path"] == HEALTH:
                await _answer(send, 200, b"ok\n")
                return
            if self.waiting and scope["path"] in {READY, METRICS}:
                await _answer(send, 503, f"{self.waiting}\n".encode())
                return
            if scope["path"] == READY:
                problems = await self._checks.problems()
                text = "".join(f"{line}\n" for line in problems or ["ready"])
                await _answer(send, 503 if problems else 200, text.encode())
                return
            if scope["path"] == METRICS and self._exposition is not None:
                body, kind = await self._exposition()
                await _answer(send, 200, body, kind)
                return
        if self._app is not None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await _answer(send, 404, b"there are /healthz, /readyz and /metrics\n")


class Probes:
    """Serves the probes at a port of their own, beside whatever else goes on in the event loop.

    Args:
        listening: Where they are served.
        checks: What readiness depends on.
        exposition: What is counted.
    """

    def __init__(self, listening: socket.socket, checks: Checks, exposition: Exposition) -> None:
        self._listening = listening
        self._app = ProbePaths(None, checks, exposition)
        self._stop: Callable[[], None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def begin(self, waiting: str = "") -> None:
        """Begin to answer, or go on with it.

        Args:
            waiting: What has to come first; until then it is alive and not ready, and nothing is looked at.
        """
        self._app.waiting = waiting
        if self._task is not None:
            return
        import uvicorn  # noqa: PLC0415 - only whoever is watched needs it

        class Server(uvicorn.Server):
            @contextlib.contextmanager
            def capture_signals(self) -> Iterator[None]:
                # They belong to what is watched.
                yield

        server = Server(
            uvicorn.Config(self._app, access_log=False, log_config=None, server_header=False, lifespan="off", ws="none")
        )

        def stop() -> None:
            server.should_exit = True
            server.force_exit = True

        self._stop = stop
        self._task = asyncio.create_task(server.serve(sockets=[self._listening]))
        logger.info("watched at port %d", self._listening.getsockname()[1])

    async def end(self) -> None:
        """Answer no more."""
        if self._stop is not None and self._task is not None:
            self._stop()
            await self._task
            self._task = self._stop = None
        self._listening.close()


async def _answer(send: Send, status: int, body: bytes, kind: str = TEXT) -> None:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
