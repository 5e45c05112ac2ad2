"""Many chats at once, each chat in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.counting import Fate
from handlers.telegram.arrivals import Arrivals
from handlers.telegram.counted import kind_of
from handlers.telegram.in_hand import take_in_hand


class ChatByChat(BaseUpdateProcessor):
    """Handles updates of different chats at the same time, and those of one chat one after the other.

    Otherwise "and its website?" could be understood before the question that it follows.

    Args:
        max_concurrent_updates: How many at the same time.
        arrivals: Where it is kept that an update is handled.
    """

    def __init__(self, max_concurrent_updates: int, arrivals: Arrivals) -> None:
        super().__init__(max_concurrent_updates)
        self._arrivals = arrivals
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update when it is its turn."""
        counts = self._arrivals.counts
        if counts is None or not isinstance(update, Update):
            await self._in_turn(update, coroutine)
            return
        began = counts.clock()
        counts.in_hand += 1
        try:
            await self._in_turn(update, coroutine)
        finally:
            counts.in_hand -= 1
        counts.handling[kind_of(update)].add(counts.clock() - began)
        counts.update(kind_of(update), Fate.HANDLED)

    async def _in_turn(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat.id if isinstance(update, Update) and update.effective_chat else None
        if chat is None:
            await self._handle(update, coroutine)
            return
        turn = self._turns.setdefault(chat, asyncio.Lock())
        self._waiting[chat] = self._waiting.get(chat, 0) + 1
        try:
            async with turn:
                await self._handle(update, coroutine)
        finally:
            self._waiting[chat] -= 1
            # The last one turns off the light: chats that are silent take no memory.
            if not self._waiting[chat]:
                del self._waiting[chat], self._turns[chat]

    async def _handle(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update; one that is broken off is not done, and is handled again after the next start."""
        if not isinstance(update, Update):
            await coroutine
            return
        take_in_hand(lambda: self._arrivals.mark(update.update_id))
        await coroutine
        await self._arrivals.handled(update.update_id)

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""
