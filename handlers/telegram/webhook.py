"""Updates that Telegram sends by itself: taken only from whoever knows the secret, and answered once they are stored.

https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.counting import Counts, Refusal
from bot.errors import BotError
from bot.settings import Settings
from handlers.listening import listen, quiet_server
from handlers.telegram.arrivals import Arrivals
from handlers.telegram.context import BotApplication, parts_of
from handlers.telegram.requesting import as_arrived, read

logger = logging.getLogger(__name__)

LARGEST = 1024 * 1024
"""Bytes of an update; Telegram's largest have some tens of thousands."""

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
"""Header with what Telegram proves itself with."""

AT_ONCE = 40
"""Connections that Telegram opens at a time, as it does where nothing is said."""


class Webhook:
    """Takes updates.

    Args:
        bot: Whose updates they are.
        arrivals: Where they are stored and queued; one is answered for once that is done.
        secret: What Telegram proves itself with.
        counts: Where it is counted what is refused; None where nobody looks.
    """

    def __init__(self, bot: Bot, arrivals: Arrivals, secret: str, counts: Counts | None = None) -> None:
        self._counts = counts
        self._bot = bot
        self._arrivals = arrivals
        self._secret = secret.encode()
        self.refused = dict.fromkeys(("secret", "size", "json", "update", "storage"), 0)
        """How often something was refused, by why."""

    async def take(self, request: Request) -> Response:
        """Store one update; whatever is none is refused, which tells Telegram not to send it again."""
        if not hmac.compare_digest(request.headers.get(SECRET, "").encode(), self._secret):
            return self._refuse("secret", 403)
        body = await _body(request)
        if body is None:
            return self._refuse("size", 413)
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            return self._refuse("json", 400)
        update, why = read(data, self._bot)
        if update is None:
            logger.warning("an update cannot be read: %s", why)
            # Answered as if it were fine: one that nobody can read would else be sent again and again.
            return self._refuse("update", 200)
        try:
            await self._arrivals.take([as_arrived(update, data)])
            await self._arrivals.put(update)
        except BotError as error:
            logger.warning("an update is left to others: %s", error)
            return self._refuse("storage", 503)
        return Response(status_code=200)

    def _refuse(self, why: str, status: int) -> Response:
        self.refused[why] += 1
        if self._counts is not None:
            self._counts.refusals[Refusal(why)] += 1
        logger.info("a request to the webhook was refused: %s", why)
        return Response(status_code=status)


def build_app(webhook: Webhook, address: str) -> Starlette:
    """Return the application that listens for updates at the path of an address."""
    return Starlette(routes=[Route(urlsplit(address).path or "/", webhook.take, methods=["POST"])])


async def serve(application: BotApplication, settings: Settings, updates: list[str], stopping: asyncio.Event) -> None:
    """Take updates by webhook until told to stop.

    Args:
        application: Handles them; it has been started.
        settings: Address, port and secret.
        updates: Kinds of update that are asked for.
        stopping: Tells to stop.

    Raises:
        StartError: Nothing can listen at the port.
        telegram.error.TelegramError: Telegram does not accept the address.
    """
    address, secret = settings.webhook_url or "", settings.webhook_secret
    known = secret.get_secret_value() if secret is not None else ""
    parts = parts_of(application)
    parts.polls, parts.arrivals.shared = False, True
    webhook = Webhook(application.bot, parts.arrivals, known, parts.arrivals.counts)
    listening = listen(settings.web_host, settings.webhook_port, "WEBHOOK_PORT")
    server = quiet_server(build_app(webhook, address), signals=False)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await application.bot.set_webhook(address, secret_token=known, allowed_updates=updates, max_connections=AT_ONCE)
        logger.info("taking updates by webhook")
        await stopping.wait()
    finally:
        server.should_exit = True
        await serving
        listening.close()


async def _body(request: Request) -> bytes | None:
    """Return the body of a request; None for one that is too large or was broken off."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
