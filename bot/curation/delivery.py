"""How telling somebody can fail; and not faster than a messenger allows."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable


class NobodyThere(Exception):
    """The chat cannot be written to any more: the bot was blocked or removed, or the chat is gone."""


class NotNow(Exception):
    """The messenger wants to be left alone for a while.

    Attributes:
        seconds: For how long.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"not for {seconds:g} s")


class NotDelivered(Exception):
    """It did not work this time; it is worth trying again."""


class Pace:
    """Makes whoever sends wait, so that no chat and not all chats together get too much.

    Args:
        per_chat: Seconds between two messages to one chat.
        overall: Seconds between two messages.
        clock: Counts seconds, from anywhere.
        sleep: Waits for so many seconds.
    """

    def __init__(
        self,
        per_chat: float = 1.0,
        overall: float = 0.05,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._per_chat = per_chat
        self._overall = overall
        self._clock = clock
        self._sleep = sleep
        self._last = float("-inf")
        self._chats: OrderedDict[object, float] = OrderedDict()

    async def turn(self, chat: object) -> None:
        """Wait until a chat may get its next message."""
        before = self._chats.pop(chat, float("-inf"))
        wait = max(before + self._per_chat, self._last + self._overall) - self._clock()
        if wait > 0:
            await self._sleep(wait)
        self._last = self._clock()
        self._chats[chat] = self._last
        while self._chats and next(iter(self._chats.values())) + self._per_chat < self._last:
            self._chats.popitem(last=False)
