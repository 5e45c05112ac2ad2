"""How fast the bot may speak: what is too much waits for its turn, and is marked as being said when that has come.

The limiter lets a burst pass and then so many a second: 5 and 25 are the 30 a second that Telegram allows over all,
5 and 15 the 20 a minute into a group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import AIORateLimiter

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
    """Waits for each message's turn, and marks the update in hand only when it has come."""

    def __init__(self) -> None:
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

        async def marked(*given: Any, **named: Any) -> Any:
            if endpoint.startswith(SAID) and endpoint != "sendChatAction":
                await about_to_answer()
            return await callback(*given, **named)

        return await super().process_request(marked, args, kwargs, endpoint, data, rate_limit_args)
