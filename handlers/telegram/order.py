"""Whose turn it is: many chats at once, each chat in order, and none that writes much before one that writes little."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.counting import Fate
from bot.storage.arrived import Saying
from bot.storage.units import gathering, write_gathered
from handlers.telegram.arrivals import Arrivals
from handlers.telegram.counted import timed
from handlers.telegram.in_hand import InHand, take_in_hand

logger = logging.getLogger(__name__)

FULL = 2_000
"""Updates that wait here at most; more wait where they came from."""

PATIENCE = 8.0
"""Seconds that updates in hand are given to be finished when the bot stops."""

Word = Callable[[Update], Awaitable[None]]


class ChatByChat(BaseUpdateProcessor):
    """Handles updates of different chats at the same time, and those of one chat one after the other.

    Otherwise "and its website?" could be understood before the question that it follows. Chats take turns: one with a
    hundred updates waiting gets one handled for each of the others. python-telegram-bot is told that one update is
    handled at a time and hands over the next one at once, so that nothing waits in places that nobody can look into.

    Args:
        most: How many updates are handled at the same time.
        arrivals: Where it is kept that an update is handled.
    """

    def __init__(self, most: int, arrivals: Arrivals) -> None:
        super().__init__(1)
        self._most = most
        self._arrivals = arrivals
        self._waiting: OrderedDict[object, deque[tuple[object, Awaitable[Any]]]] = OrderedDict()
        self._running: dict[object, asyncio.Task[None]] = {}
        self._changed = asyncio.Condition()
        self._stopping = False
        self.slow_down: Word | None = None
        """Says a word to a chat that writes too much."""
        self.ask_again: Word | None = None
        """Tells somebody that the bot fell when it was about to say something other than an answer."""

    @property
    def waiting(self) -> int:
        """How many updates wait for their turn."""
        return sum(map(len, self._waiting.values()))

    @property
    def in_hand(self) -> int:
        """How many updates are being handled."""
        return len(self._running)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Let an update wait for its turn; returns at once unless too many wait already."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.waiting < FULL)
        chat = _whose(update)
        self._waiting.setdefault(chat, deque()).append((update, coroutine))
        self._go_on()

    async def initialize(self) -> None:
        """Take updates on."""
        self._stopping = False

    async def shutdown(self) -> None:
        """Do nothing; see ``finish``."""

    async def finish(self) -> None:
        """Finish what is in hand, for ``PATIENCE`` at most, and leave all else to the next start or to others."""
        self._stopping = True
        for waiting in self._waiting.values():
            for _, coroutine in waiting:
                _drop(coroutine)
        self._waiting.clear()
        running = list(self._running.values())
        if running:
            _, late = await asyncio.wait(running, timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            if late:
                logger.warning("%d updates were not finished in time; they are handled after the next start", len(late))

    def _go_on(self) -> None:
        """Begin as many updates as there is room for, the chat that waits longest first."""
        for chat in list(self._waiting):
            if len(self._running) >= self._most or self._stopping:
                return
            if chat in self._running:
                continue
            update, coroutine = self._waiting[chat].popleft()
            if self._waiting[chat]:
                self._waiting.move_to_end(chat)
            else:
                del self._waiting[chat]
            task = asyncio.create_task(self._handle(update, coroutine))
            self._running[chat] = task
            task.add_done_callback(lambda _, chat=chat: self._ended(chat))  # type: ignore[misc]

    def _ended(self, chat: object) -> None:
        task = self._running.pop(chat)
        if not task.cancelled() and task.exception() is not None:
            # python-telegram-bot deals with what its callbacks raise; this is what goes wrong around them.
            logger.error("an update could not be handled", exc_info=task.exception())
        self._go_on()
        # Whoever hands over updates may wait for room.
        notifying = asyncio.ensure_future(self._notify())
        notifying.add_done_callback(lambda done: done.exception())

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _handle(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update; one that is broken off is not done, and is handled again after the next start."""
        if not isinstance(update, Update):
            await coroutine
            return
        number, arrivals = update.update_id, self._arrivals
        was_said = arrivals.interrupted(number)
        hand = InHand(
            lambda saying: arrivals.mark(number, saying),
            lambda: arrivals.unmark(number),
            arrivals.keeps(number),
            interrupted=was_said is Saying.ANSWER,
        )
        take_in_hand(hand)
        with gathering():
            try:
                with timed(arrivals.counts, update):
                    if was_said is not None:
                        arrivals.count(update, Fate.INTERRUPTED)
                    if arrivals.floods.asked(number):
                        _drop(coroutine)
                        arrivals.count(update, Fate.REFUSED)
                        await _said(self.slow_down, update)
                    elif was_said is Saying.WORD:
                        _drop(coroutine)
                        await _said(self.ask_again, update)
                    else:
                        await coroutine
                if hand.put_off is not None:
                    arrivals.put_off([number, *self._withdrawn(update)], hand.put_off)
                else:
                    await arrivals.handled(number)
            finally:
                await write_gathered()

    def _withdrawn(self, update: Update) -> list[int]:
        """Take back what waits of the chat of an update that is put off: its order is kept; returns their numbers."""
        chat = _whose(update)
        waiting = self._waiting.pop(chat, deque())
        kept: deque[tuple[object, Awaitable[Any]]] = deque()
        numbers: list[int] = []
        for other, coroutine in waiting:
            if isinstance(other, Update) and self._arrivals.keeps(other.update_id):
                numbers.append(other.update_id)
                _drop(coroutine)
            else:
                kept.append((other, coroutine))
        if kept:
            self._waiting[chat] = kept
        return numbers


def _whose(update: object) -> object:
    """Return whose turn it is with an update: its chat's, or that of somebody who types inline."""
    if not isinstance(update, Update):
        return object()
    if update.effective_chat:
        return update.effective_chat.id
    return ("inline", update.effective_user.id) if update.effective_user else object()


async def _said(word: Word | None, update: Update) -> None:
    if word is not None:
        await word(update)


def _drop(coroutine: Awaitable[Any]) -> None:
    """Leave a coroutine that was never begun without a warning that it was not."""
    if asyncio.iscoroutine(coroutine):
        coroutine.close()
