"""Updates on their way in: acknowledged to Telegram only once they are stored, handled once, never forgotten.

python-telegram-bot puts every update into a queue, and acknowledges it when that is done: to Telegram by the next
request for updates, or by the answer of the webhook. So the queue is the place to store it. Where the database fails
the bot goes on answering from memory: then an update is acknowledged once it is answered, and what comes later is
stored as soon as it can be.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from telegram import Bot, Update

from bot.counting import Counts, Fate
from bot.curation.retention import stopped_within
from bot.errors import BotError
from bot.storage.arrived import Arrived, Saying
from bot.storage.sql_inbox import SqlInbox
from bot.storage.units import anything_gathered
from handlers.telegram.counted import kind_of
from handlers.telegram.floods import Floods, Much
from handlers.telegram.in_hand import NotOurs
from handlers.telegram.unstored import Unstored
from handlers.telegram.written_later import WrittenLater

logger = logging.getLogger(__name__)

RENEWED_EVERY = 5.0
"""Seconds between two renewals of what is claimed; a claim holds three times as long."""

LOOKED_EVERY = 0.25
"""Seconds between two looks for updates that nobody handles."""

TAKEN_AT_ONCE = 100
"""Updates taken over at a time."""

FULL = 1_000
"""Updates that wait in memory at most; more wait in the database."""


Opening = Callable[[], Awaitable[SqlInbox]]
"""Opens the inbox; raises ``StorageError`` where the database cannot be opened."""


class Arrivals(asyncio.Queue[object]):
    """The queue between receiving updates and handling them, kept in the database.

    Args:
        opening: Opens the inbox; None where nothing is kept.
        clock: Tells the time, with a time zone.
        counts: Where updates are counted; None where nobody looks.
    """

    def __init__(
        self,
        opening: Opening | None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        counts: Counts | None = None,
    ) -> None:
        super().__init__()
        self.counts = counts
        self._opening = opening
        self._clock = clock
        self._inbox: SqlInbox | None = None
        self._taken: dict[int, Arrived | None] = {}
        self._later = WrittenLater(clock)
        self.unstored = Unstored()
        self._left: set[int] = set()
        self.shared = False
        """Whether other instances share the work: then nothing is answered that cannot be stored."""
        self._stopped = False
        self._interrupted: dict[int, Saying] = {}
        self.floods = Floods()
        self.put_off_often = 0
        """How often an update was put off."""
        self.duplicates = 0
        """Updates that arrived again, and were left alone."""

    async def take(self, arrived: Sequence[Arrived]) -> None:
        """Store updates that are queued next, all at once; where that fails, each is handled without being stored.

        Raises:
            StorageError: They cannot be stored, and others share the work: whoever sent them tries another instance.
        """
        if self._opening is None:
            return
        new = [one for one in arrived if one.id not in self.unstored.remembered and one.id not in self._taken]
        if not new or (self.unstored.resting and not self.shared):
            return
        try:
            mine = await (await self._opened()).accept(new, self._clock())
        except BotError as error:
            if self.shared:
                raise
            self.unstored.failed()
            logger.warning("updates are handled without being stored for now: %s", error)
        else:
            self._taken |= dict.fromkeys(one.id for one in new)
            self._taken |= {one.id: one for one in mine}

    async def put(self, item: object) -> None:
        """Queue an update that was taken; one that was taken before is left alone.

        Raises:
            StorageError: It cannot be stored, and others share the work: whoever sent it tries another instance.
        """
        if not isinstance(item, Update):
            # What python-telegram-bot ends with: only what is in hand is finished, the rest is stored.
            self._leave_the_rest()
        self.count(item, Fate.RECEIVED)
        if not isinstance(item, Update) or self._opening is None:
            await super().put(item)
            return
        if item.update_id in self.unstored.remembered:
            self._again(item)
            return
        chat = item.effective_chat.id if item.effective_chat else None
        if item.update_id not in self._taken:
            await self.take([Arrived(item.update_id, chat, item.to_json())])
        if item.update_id not in self._taken:
            self.unstored.came(item.update_id)
            self.count(item, Fate.UNSTORED)
            await super().put(item)
            return
        mine = self._taken.pop(item.update_id)
        if mine is None:
            self._again(item)
            return
        much = self.floods.how_much(chat, mine.lately)
        if much is Much.MORE:
            self.count(item, Fate.REFUSED)
            await self.handled(item.update_id)
            return
        if much is Much.FIRST:
            self.floods.first.add(item.update_id)
        if self.qsize() < FULL and not self._stopped:
            await super().put(item)
        elif not self._stopped:
            # Claimed by this instance it would be nobody's: it waits in the database until there is room.
            self.put_off([item.update_id], 0)

    def interrupted(self, update: int) -> Saying | None:
        """Return what was being said of an update by an instance that is gone, and forget it; None for most."""
        return self._interrupted.pop(update, None)

    def count(self, item: object, fate: Fate) -> None:
        """Count what became of an update."""
        if self.counts is not None and isinstance(item, Update):
            self.counts.update(kind_of(item), fate)
            if fate is Fate.RECEIVED:
                self.counts.heard()

    async def waiting(self) -> int:
        """Return how many updates are stored and not handled yet, of all instances; 0 where nothing is kept.

        Raises:
            StorageError: The database fails.
        """
        return await (await self._opened()).waiting() if self._opening is not None else 0

    async def handled(self, update: int) -> None:
        """Keep that an update is handled: with what else is to be written now, or a moment later, with others."""
        if update in self._left:
            self._left.discard(update)
            return
        self.unstored.handled(update)
        if self._opening is not None:
            # Also one that could not be stored: it may have been, where the connection was lost at that moment.
            self._later.handled(update)
            if anything_gathered():
                with contextlib.suppress(BotError):
                    await self._later.write_handled(await self._opened())

    async def mark(self, update: int, saying: Saying) -> None:
        """Mark an update as one of which something is about to be said.

        Raises:
            NotOurs: It is not to be answered here.
        """
        if self._inbox is None or self.unstored.has(update):
            return
        try:
            ours = await self._inbox.answering(update, saying)
        except BotError as error:
            if not self.shared:
                return
            logger.warning("update %d is left to others: %s", update, error)
            self.put_off([update], 0)
            ours = False
        if not ours:
            self._left.add(update)
            raise NotOurs

    def keeps(self, update: int) -> bool:
        """Tell whether an update is stored, so that it can be put off."""
        return self._inbox is not None and not self.unstored.has(update)

    async def unmark(self, update: int) -> bool:
        """Take back that an answer to an update is about to be sent: it was refused; returns whether that worked."""
        if not self.keeps(update) or self._inbox is None:
            return True
        try:
            return await self._inbox.not_answering(update)
        except BotError:
            return False

    def put_off(self, updates: list[int], seconds: float) -> None:
        """Let stored updates be handled once more in a while; written a moment later."""
        self.put_off_often += len(updates)
        self._later.put_off(updates, seconds)

    async def keep(self, bot: Bot, stopping: asyncio.Event, *, alone: bool) -> None:
        """Write down what is handled, renew claims, and take over what nobody handles, until told to stop.

        Args:
            bot: Whose updates these are.
            stopping: Tells to stop.
            alone: Whether there is no other instance: whoever polls is.
        """
        renewed = 0.0
        loop = asyncio.get_running_loop()
        while not stopping.is_set():
            try:
                await self._later.write(await self._opened())
                if loop.time() - renewed > RENEWED_EVERY:
                    await (await self._opened()).renew(self._clock())
                    renewed = loop.time()
                await self._take_over(bot, alone=alone)
                alone = False
            except BotError as error:
                logger.warning("what has arrived cannot be looked through for now: %s", error)
            await stopped_within(stopping, LOOKED_EVERY)

    async def close(self) -> None:
        """Write down what is handled, and give back what is not: it waits for the next start, or for others."""
        self._stopped = True
        if self._inbox is None:
            return
        try:
            await self._later.write(self._inbox)
            await self._inbox.release()
        except BotError as error:
            logger.warning("what is handled could not be written down: %s", error)

    def _again(self, item: object) -> None:
        self.duplicates += 1
        self.count(item, Fate.DUPLICATE)

    def _leave_the_rest(self) -> None:
        if self._opening is None:
            return
        self._stopped = True
        while not self.empty():
            self.get_nowait()
            self.task_done()

    async def _take_over(self, bot: Bot, *, alone: bool) -> None:
        room = min(TAKEN_AT_ONCE, FULL - self.qsize())
        if room <= 0 or self._stopped:
            return
        for one in await (await self._opened()).claim(self._clock(), room, alone=alone):
            update = Update.de_json(json.loads(one.payload), bot)
            if one.interrupted is not None:
                self._interrupted[one.id] = one.interrupted
            await super().put(update)

    async def _opened(self) -> SqlInbox:
        if self._inbox is None:
            assert self._opening is not None  # noqa: S101 - nothing is kept otherwise
            self._inbox = await self._opening()
        return self._inbox
