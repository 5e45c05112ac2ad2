"""Keeps nothing longer than was promised: a round at the start and then every hour, by one of all instances."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import BotError

logger = logging.getLogger(__name__)

DRAFTS_KEPT = timedelta(days=30)
"""How long a draft that nobody publishes is kept."""

EVERY = timedelta(hours=1)
"""Between two rounds."""

AFTER_FAILURE = timedelta(minutes=10)
"""Before the next round where the database failed."""


class Deleting(Protocol):
    """Where what is old is deleted."""

    async def claim(self, now: datetime, every: timedelta, kept_for: timedelta, /) -> bool:
        """Note that a round begins; returns whether it is due, and not done by another instance.

        It is due sooner where questions are to be kept for a shorter time than in the last round.
        """

    async def give_back(self) -> None:
        """Note that the round was not done after all."""

    async def forget_before(self, moment: datetime, /) -> int:
        """Delete all questions asked before a moment; returns how many there were."""

    async def drop_drafts(self, before: datetime, /) -> int:
        """Drop drafts made before a moment; returns how many there were."""

    async def end(self, now: datetime, /) -> int:
        """Delete notices, links, conversations and the like whose time is up; returns how many there were."""


class Retention:
    """Enforces how long things are kept.

    Args:
        deleting: Where they are deleted.
        kept_for: How long questions are kept.
        clock: Tells the time, with a time zone.
    """

    def __init__(self, deleting: Deleting, kept_for: timedelta, clock: Callable[[], datetime]) -> None:
        self._deleting = deleting
        self._kept_for = kept_for
        self._clock = clock

    async def round(self) -> int:
        """Delete what is too old, unless another instance has done so lately; returns how many rows that were.

        Raises:
            StorageError: The database fails.
        """
        now = self._clock()
        if not await self._deleting.claim(now, EVERY, self._kept_for):
            return 0
        try:
            return await self._delete(now)
        except BotError:
            await self._deleting.give_back()
            raise

    async def _delete(self, now: datetime) -> int:
        gone = await self._deleting.forget_before(now - self._kept_for)
        gone += await self._deleting.drop_drafts(now - DRAFTS_KEPT)
        return gone + await self._deleting.end(now)

    async def run(self, stopping: asyncio.Event) -> None:
        """Do a round at once and then every hour, until told to stop."""
        while not stopping.is_set():
            wait = EVERY
            try:
                gone = await self.round()
                if gone:
                    logger.info("%d rows were kept for long enough and are deleted", gone)
            except BotError as error:
                logger.warning("what is too old cannot be deleted for now: %s", error)
                wait = AFTER_FAILURE
            await stopped_within(stopping, wait.total_seconds())


async def stopped_within(stopping: asyncio.Event, seconds: float) -> bool:
    """Wait for an event, but no longer than so many seconds; returns whether it has come."""
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return False
    return True
