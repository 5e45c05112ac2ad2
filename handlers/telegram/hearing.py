"""Whether updates can come in: what the Telegram process is not ready without."""

from __future__ import annotations

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.counting import Counts
from bot.settings import Settings
from handlers.probes import PATIENCE, Check

SILENCE = 60.0
"""Seconds in which Telegram must have been heard of: a request for updates is answered within 25."""


def updates_come(settings: Settings, counts: Counts) -> Check:
    """Return the check that updates can come in.

    By polling, Telegram answers again and again also where nobody writes. By webhook it is silent then, so it is asked,
    at most once a minute, whether it knows our address. What errors it had with that is not looked at: a process that
    were taken out of service for those could never answer again.

    Args:
        settings: Token, and where updates are sent to.
        counts: When Telegram was last heard of.
    """

    async def check() -> str:
        if counts.heard_at is not None and counts.clock() - counts.heard_at <= SILENCE:
            return ""
        if settings.webhook_url is not None:
            return await _known(settings, settings.webhook_url, counts)
        if counts.heard_at is None:
            return "Telegram has not answered yet"
        return f"Telegram has not answered for {counts.clock() - counts.heard_at:.0f} s"

    return check


async def _known(settings: Settings, address: str, counts: Counts) -> str:
    token = settings.telegram_bot_token
    request = HTTPXRequest(connect_timeout=PATIENCE - 1, read_timeout=PATIENCE - 1)
    bot = Bot("" if token is None else token.get_secret_value(), settings.telegram_api_url, request=request)
    try:
        async with request:
            found = (await bot.get_webhook_info()).url
    except TelegramError:
        return "Telegram does not answer"
    if found != address:
        return "Telegram sends updates elsewhere"
    counts.heard()
    return ""
