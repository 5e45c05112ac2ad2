"""How requests get to Telegram: through aiohttp, which costs a third of what httpx costs by itself.

python-telegram-bot speaks httpx; httpx-aiohttp lets aiohttp carry what httpx says.
"""

from __future__ import annotations

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from telegram.request import HTTPXRequest

from handlers.telegram.requesting import Calls

PATIENCE = 30.0
"""Seconds that a call may take: one that is given up may have been heard all the same, and nobody can tell."""


class Transport(AiohttpTransport):
    """Carries requests, and says truly where they broke off.

    httpx-aiohttp calls a connection that breaks off in the middle one that was never made, and what was never sent
    would be sent again.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request.

        Raises:
            httpx.TransportError: It was not carried, or its answer has not come back.
        """
        try:
            return await super().handle_async_request(request)
        except httpx.ConnectTimeout as error:
            cause = error.__cause__
            if isinstance(cause, aiohttp.ClientConnectorError):
                raise httpx.ConnectError(str(error)) from error
            if isinstance(cause, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError):
                raise httpx.ReadError(str(error)) from error
            raise


def requests(at_once: int) -> tuple[HTTPXRequest, HTTPXRequest]:
    """Return what sends requests, and what asks for updates.

    Args:
        at_once: Requests at the same time.
    """
    return _request(at_once), _request(1)


def _request(connections: int) -> HTTPXRequest:
    return Calls(
        connection_pool_size=connections,
        connect_timeout=PATIENCE,
        read_timeout=PATIENCE,
        write_timeout=PATIENCE,
        pool_timeout=PATIENCE,
        httpx_kwargs={"transport": Transport()},
    )
