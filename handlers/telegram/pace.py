"""How fast the bot may speak: what is too much waits for its turn, and is marked as being said when that has come.

The limiter lets a burst pass and then so many a second: 5 and 25 are the 30 a second that Telegram allows over all,
5 and 15 the 20 a minute into a group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter

from bot.counting import Counts
from handlers.telegram.counted import fault_of
from handlers.telegram.in_hand import about_to_answer

RETRIES = 3
"""How often a message is sent again after Telegram has asked to wait (429)."""

BURST, BURST_EVERY = 5, 0.2
"""Messages over all, within so many seconds."""

GROUP_BURST, GROUP_BURST_EVERY = 5, 20
"""Messages into one group, within so many seconds."""

SAID = ("send", "edit")
"""Beginnings of the methods that people see."""


class Pace(AIORateLimiter):
    """Waits for each message's turn, and marks the update in hand only when it has come.

    Args:
        counts: Where it is counted what goes wrong; None where nobody looks.
    """

    def __init__(self, counts: Counts | None = None) -> None:
        self._counts = counts
        super().__init__(BURST, BURST_EVERY, GROUP_BURST, GROUP_BURST_EVERY, max_retries=RETRIES)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Carry out a request when it is its turn."""
        tries = 0

        async def marked(*given: Any, **named: Any) -> Any:
            nonlocal tries
            tries += 1
            if self._counts is not None and tries > 1:
                self._counts.retries += 1
            if endpoint.startswith(SAID) and endpoint != "sendChatAction":
                await about_to_answer()
            try:
                return await callback(*given, **named)
            except TelegramError as error:
                if self._counts is not None:
                    self._counts.send_fault(fault_of(error))
                raise

        return await super().process_request(marked, args, kwargs, endpoint, data, rate_limit_args)
