"""What is counted of Telegram: updates by kind, calls that go wrong, and when it was last heard of."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.counting import Counts, Fate, Kind, SendFault


def kind_of(update: Update) -> Kind:
    """Return what an update is."""
    return next((kind for kind in Kind if getattr(update, kind.value, None) is not None), Kind.OTHER)


def fault_of(error: BaseException) -> SendFault:
    """Return how a call of Telegram went wrong."""
    if isinstance(error, RetryAfter):
        return SendFault.TOO_MANY
    if isinstance(error, Forbidden):
        return SendFault.FORBIDDEN
    if isinstance(error, TimedOut):
        return SendFault.TIMEOUT
    if isinstance(error, BadRequest):
        return SendFault.REFUSED
    if isinstance(error, NetworkError):
        # The library says so of the connection; everything else of this kind is an answer of a server in trouble.
        return SendFault.NETWORK if error.message.startswith("httpx.") else SendFault.SERVER
    return SendFault.OTHER


@contextlib.contextmanager
def timed(counts: Counts | None, update: Update) -> Iterator[None]:
    """Count an update as handled once it is, and how long that took."""
    began = counts.clock() if counts is not None else 0.0
    yield
    if counts is not None:
        counts.handling[kind_of(update)].add(counts.clock() - began)
        counts.update(kind_of(update), Fate.HANDLED)


class Overheard(BaseRequest):
    """Requests for updates, with the moment noted at which Telegram last answered one.

    Args:
        request: What makes the requests.
        counts: Where it is noted.
    """

    def __init__(self, request: BaseRequest, counts: Counts) -> None:
        self._request = request
        self._counts = counts

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take."""
        return self._request.read_timeout

    async def initialize(self) -> None:
        """Make ready."""
        await self._request.initialize()

    async def shutdown(self) -> None:
        """Give back what is held."""
        await self._request.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        """Make a request; returns status and body of the answer."""
        status, body = await self._request.do_request(url, method, request_data, *args, **timeouts)
        if status == 200:
            self._counts.heard()
        return status, body
