"""Whether Telegram can be reached, said before anything else: whoever starts the bot should not look at nothing."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from handlers.telegram.requesting import Calls

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
"""Seconds between two tries at most."""

PATIENCE = 10.0
"""Seconds that a try may take."""


async def reach(token: str, base_url: str) -> None:
    """Wait until Telegram answers, with a line for each try that fails.

    Args:
        token: Token of the bot.
        base_url: Start of every request's address.

    Raises:
        telegram.error.InvalidToken: Telegram answers, and refuses the token.
    """
    pause = 1.0
    while True:
        try:
            async with Bot(token, base_url, request=Calls(connect_timeout=PATIENCE, read_timeout=PATIENCE)):
                return
        except InvalidToken:
            raise
        except TelegramError as error:
            logger.warning("Telegram cannot be reached (%s); trying again in %.0f s", error, pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
