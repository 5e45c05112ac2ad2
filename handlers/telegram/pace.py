"""How fast the bot may speak, and what it does when Telegram or the network refuses: it waits, and tries again.

The limiter lets a burst pass and then so many a second: 4 and 23 are 3 less than the 30 a second that Telegram allows
over all, for what is sent evenly arrives in bunches; 5 and 15 are the 20 a minute into a group
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).

Where Telegram asks to wait, the chat waits and no other; where it asks that in several chats at once, all of them do.
What was surely not sent is tried again a few times here, and then put off: the update is handled once more later.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter

from bot.counting import Counts
from handlers.telegram.counted import fault_of
from handlers.telegram.in_hand import InHand, in_hand
from handlers.telegram.refusals import passes, seconds_of, surely_not_done

logger = logging.getLogger(__name__)

RETRIES = 3
"""How often a call is tried again that surely was not done."""

STUBBORN_RETRIES = 8
"""The same in the middle of an answer, which cannot be put off any more."""

LONGEST_WAIT = 20.0
"""Seconds that a call waits at most before the update is put off."""

STUBBORN_WAIT = 120.0
"""The same in the middle of an answer."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
"""Seconds before the first try after Telegram's servers have failed, and at most; each pause is twice the last one."""

SLACK = 0.1
"""Seconds waited beyond what Telegram asks for."""

CHATS_TOGETHER = 3
"""So many chats that are asked to wait at the same time mean that the bot is too fast over all."""

LONGEST_FOR_ALL = 30.0
"""Seconds that all chats wait at most."""

BURST, BURST_EVERY = 4, 4 / 23
"""Messages over all, within so many seconds."""

GROUP_BURST, GROUP_BURST_EVERY = 5, 20
"""Messages into one group, within so many seconds."""

SAID = ("send", "edit")
"""Beginnings of the methods that people see."""


class Pace(AIORateLimiter):
    """Waits for each message's turn, marks the update in hand when it has come, and tries again what was refused.

    Args:
        counts: Where it is counted what goes wrong; None where nobody looks.
    """

    def __init__(self, counts: Counts | None = None) -> None:
        super().__init__(BURST, BURST_EVERY, GROUP_BURST, GROUP_BURST_EVERY)
        self._counts = counts
        self._until: dict[int, float] = {}
        self._all_until = 0.0

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,  # noqa: ARG002 - not used by the bot
    ) -> Any:
        """Carry out a request when it is its turn, more than once where that is safe."""
        chat = _chat(data)
        shown = endpoint.startswith(SAID) and endpoint != "sendChatAction"
        hand = in_hand() if shown else None
        group: int | bool = chat if chat < 0 else False
        again = not endpoint.startswith("send")

        async def marked(*given: Any, **named: Any) -> Any:
            if hand is not None:
                await hand.about_to_answer(again=again)
            try:
                return await callback(*given, **named)
            except TelegramError as error:
                if self._counts is not None:
                    self._counts.send_fault(fault_of(error))
                raise

        patience = _Patience(hand)
        while True:
            await patience.wait(self._pause(chat))
            try:
                result = await self._run_request("chat_id" in data, group, False, marked, args, kwargs)
            except TelegramError as error:
                await self._failed(error, hand, chat, again=again)
                await patience.after(error)
                if self._counts is not None:
                    self._counts.retries += 1
            else:
                if hand is not None:
                    hand.said = True
                return result

    async def _failed(self, error: TelegramError, hand: InHand | None, chat: int, *, again: bool) -> None:
        """Take down what a call that failed means; raises its error where the call is not to be tried again.

        Args:
            error: Why it failed.
            hand: The update that it answers.
            chat: The chat that it is about.
            again: Whether doing it twice does no harm.
        """
        if not surely_not_done(error) and not again:
            if hand is not None:
                hand.said = True
            raise error
        if hand is not None:
            await hand.refused()
        if not passes(error):
            raise error
        if isinstance(error, RetryAfter):
            self._refused(chat, seconds_of(error) + SLACK)

    def _pause(self, chat: int) -> float:
        """Return how many seconds a chat has to wait from now on."""
        return max(self._until.get(chat, 0.0), self._all_until) - asyncio.get_running_loop().time()

    def _refused(self, chat: int, seconds: float) -> None:
        now = asyncio.get_running_loop().time()
        self._until = {one: until for one, until in self._until.items() if until > now}
        self._until[chat] = now + seconds
        if len(self._until) >= CHATS_TOGETHER:
            self._all_until = max(self._all_until, now + min(seconds, LONGEST_FOR_ALL))


class _Patience:
    """How often one call is tried, and how long it waits in all."""

    def __init__(self, hand: InHand | None) -> None:
        stubborn = hand is not None and (hand.said or not hand.can_wait)
        self._tries = STUBBORN_RETRIES if stubborn else RETRIES
        self._left = STUBBORN_WAIT if stubborn else LONGEST_WAIT
        self._pause = FIRST_PAUSE

    async def wait(self, seconds: float) -> None:
        """Wait until a chat may be written to again.

        Raises:
            telegram.error.RetryAfter: That takes too long.
        """
        if seconds <= 0:
            return
        if seconds > self._left:
            raise RetryAfter(math.ceil(seconds))
        self._left -= seconds
        await asyncio.sleep(seconds)

    async def after(self, error: TelegramError) -> None:
        """Wait a moment after a call that failed; raises its error where that was once too often."""
        self._tries -= 1
        if self._tries < 0 or self._left < self._pause:
            raise error
        logger.info("tried again: %s", error)
        if not isinstance(error, RetryAfter):
            await self.wait(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)


def _chat(data: dict[str, Any]) -> int:
    """Return the chat that a call is about; 0 for none."""
    try:
        return int(data.get("chat_id") or 0)
    except (TypeError, ValueError):
        return 0
