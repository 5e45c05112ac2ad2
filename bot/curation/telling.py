"""Tells those who asked to be told: claims what is due, asks again, sends question and answer, forgets the address."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.curation.delivery import NobodyThere, NotDelivered, NotNow, Pace
from bot.curation.notices import Notice
from bot.curation.retention import stopped_within
from bot.errors import BotError
from bot.messages import Outcome, Question, Reply

logger = logging.getLogger(__name__)

LOOKED_EVERY = 1.0
"""Seconds between two looks for notices that are due."""

FIRST_DELAY = timedelta(seconds=30)
"""Before telling is tried again; twice as long with each further failure."""

LONGEST_DELAY = timedelta(hours=6)
"""Between two tries at most."""


class DueNotices(Protocol):
    """Where notices are kept, as far as telling goes."""

    async def claim(self, channel: str, now: datetime, /) -> Sequence[Notice]:
        """Return notices that are due, for this instance to tell."""

    async def told(self, number: int, /) -> None:
        """Forget somebody who was told."""

    async def later(self, number: int, until: datetime, /) -> None:
        """Try again at a time to come."""

    async def still_waiting(self, number: int, /) -> None:
        """Put a notice back that turned out to have no answer yet."""

    async def forget_channel(self, channel: str, address: Mapping[str, Any], /) -> int:
        """Forget all that waits in a chat."""


class Answers(Protocol):
    """Who answers the question once more."""

    def answer(self, question: Question, /) -> Reply:
        """Answer a question without logging it."""

    async def forget_context(self, conversation: str, /) -> None:
        """Begin a conversation anew."""


class Delivery(Protocol):
    """Brings a message to where a notice says."""

    async def tell(self, notice: Notice, reply: Reply, /) -> None:
        """Send question and answer.

        Raises:
            NobodyThere: The chat cannot be written to any more.
            NotNow: The messenger wants to be left alone for a while.
            NotDelivered: It did not work this time.
        """


class Teller:
    """Tells what is due on one channel.

    A notice is deleted right after it was sent, so a restart neither loses nor repeats it. Only where the power goes
    in the milliseconds between the two is it sent again: telling twice is better than never.

    Args:
        notices: Where notices are kept.
        answers: Who answers the questions.
        delivery: Brings the messages.
        channel: The channel, e.g. ``telegram``.
        clock: Tells the time, with a time zone.
        pace: Makes it wait between messages.
    """

    def __init__(
        self,
        notices: DueNotices,
        answers: Answers,
        delivery: Delivery,
        *,
        channel: str,
        clock: Callable[[], datetime],
        pace: Pace | None = None,
    ) -> None:
        self._notices = notices
        self._answers = answers
        self._delivery = delivery
        self._channel = channel
        self._clock = clock
        self._pace = pace or Pace()

    async def run(self, stopping: asyncio.Event) -> None:
        """Tell what is due, until told to stop; the one in hand is finished first."""
        while not stopping.is_set():
            try:
                found = await self.round(stopping)
            except BotError as error:
                logger.warning("notices cannot be read for now: %s", error)
                found = 0
            if not found:
                await stopped_within(stopping, LOOKED_EVERY)

    async def round(self, stopping: asyncio.Event | None = None) -> int:
        """Tell what is due now; returns how many notices were in hand.

        Raises:
            StorageError: The database fails.
        """
        claimed = await self._notices.claim(self._channel, self._clock())
        gone: set[Any] = set()
        for notice in claimed:
            if stopping is not None and stopping.is_set():
                await self._notices.later(notice.id, self._clock())
            elif notice.address.get("chat") not in gone and not await self._told(notice):
                gone.add(notice.address.get("chat"))
        return len(claimed)

    async def _told(self, notice: Notice) -> bool:
        """Tell one; returns whether its chat is still there."""
        reply = await self._asked_again(notice)
        if reply.outcome is not Outcome.ANSWERED:
            await self._notices.still_waiting(notice.id)
            return True
        await self._pace.turn(notice.address.get("chat"))
        try:
            await self._delivery.tell(notice, reply)
        except NobodyThere:
            await self._notices.forget_channel(self._channel, notice.address)
            return False
        except NotNow as error:
            await self._notices.later(notice.id, self._clock() + timedelta(seconds=error.seconds))
        except NotDelivered as error:
            delay = min(FIRST_DELAY * 2 ** min(notice.attempts, 20), LONGEST_DELAY)
            logger.warning("a notice could not be sent, it is tried again in %s: %s", delay, error)
            await self._notices.later(notice.id, self._clock() + delay)
        else:
            await self._notices.told(notice.id)
        return True

    async def _asked_again(self, notice: Notice) -> Reply:
        """Return what is answered by now, in a conversation of its own."""
        conversation = f"notice:{notice.id}"
        question = Question(notice.text, conversation, channel=self._channel, language=notice.language)
        try:
            return self._answers.answer(question)
        finally:
            await self._answers.forget_context(conversation)
