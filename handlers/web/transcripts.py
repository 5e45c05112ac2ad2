"""What visitors see of their conversations: the latest exchanges, kept for all instances, and here in memory."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Protocol

from bot.errors import BotError
from bot.messages import Reply
from bot.plain_values import reply_of, reply_values
from bot.privacy import storable
from bot.storage.question_log import LONGEST_TEXT

logger = logging.getLogger(__name__)

EXCHANGES = 20
"""Questions with their replies that a visitor sees."""

VISITORS = 2_000
"""Visitors remembered; the one silent for longest gives way."""


@dataclass(slots=True)
class Exchange:
    """A question and its reply, with what the visitor did about it."""

    ask: str
    """What was asked; empty where the bot speaks by itself."""
    reply: Reply
    """What was said."""
    update: str
    """Id of the delivery, by which the log knows the question."""
    rated: bool = False
    """Whether the visitor said if it helped."""
    outdated: bool = False
    """Whether the visitor said that it is out of date."""
    missed: str = ""
    """Id of the delivery that curators have as a gap, so that the visitor can be told; empty for none."""
    awaited: bool = False
    """Whether the visitor wants to be told."""
    again: bool = False
    """Whether the visitor has asked the same again, apart from what their event is about."""
    notice: bool = False
    """Whether it is an answer that the visitor was waiting for."""


class Stored(Protocol):
    """Where exchanges are kept for all instances."""

    async def keep(self, person: str, update: str, said: Mapping[str, Any], now: datetime, /) -> None:
        """Keep an exchange, in place of the one of the same delivery."""

    async def of(self, person: str, most: int, /) -> Sequence[Mapping[str, Any]]:
        """Return the latest exchanges of a visitor, oldest first."""

    async def forget(self, person: str, /) -> None:
        """Forget what was said to a visitor."""


class Transcripts:
    """Remembers what was said to whom; a database that fails costs only what this process does not remember itself.

    Args:
        stored: Where it is kept for other instances; None for memory alone.
        hasher: Keyed hash of visitors, for what is stored.
        clock: Tells the time, with a time zone.
    """

    def __init__(
        self,
        stored: Stored | None = None,
        hasher: Callable[[str], str] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._stored = stored if hasher is not None else None
        self._hasher = hasher or (lambda plain: plain)
        self._clock = clock
        self._here: OrderedDict[str, list[Exchange]] = OrderedDict()

    async def of(self, person: str) -> list[Exchange]:
        """Return what was said to a visitor, oldest first."""
        if self._stored is not None:
            try:
                return [_exchange(said) for said in await self._stored.of(self._key(person), EXCHANGES)]
            except BotError as error:
                logger.warning("what was said to a visitor is shown as this process remembers it: %s", error)
        return list(self._here.get(person, ()))

    async def add(self, person: str, exchange: Exchange) -> None:
        """Remember an exchange."""
        self._here[person] = [*self._here.get(person, ()), exchange][-EXCHANGES:]
        self._here.move_to_end(person)
        while len(self._here) > VISITORS:
            self._here.popitem(last=False)
        await self._keep(person, exchange)

    async def find(self, person: str, update: str) -> Exchange | None:
        """Return the exchange of a delivery; None where it is not remembered, or was somebody else's."""
        return next((exchange for exchange in await self.of(person) if exchange.update == update), None)

    async def change(self, person: str, exchange: Exchange) -> None:
        """Remember what has become of an exchange."""
        here = self._here.get(person, [])
        here[:] = [exchange if one.update == exchange.update else one for one in here]
        await self._keep(person, exchange)

    async def forget(self, person: str) -> None:
        """Forget what was said to a visitor.

        Raises:
            StorageError: The database fails.
        """
        self._here.pop(person, None)
        if self._stored is not None:
            await self._stored.forget(self._key(person))

    async def _keep(self, person: str, exchange: Exchange) -> None:
        if self._stored is None:
            return
        said = {item.name: getattr(exchange, item.name) for item in fields(exchange)}
        said |= {"ask": storable(exchange.ask, LONGEST_TEXT), "reply": reply_values(exchange.reply)}
        try:
            await self._stored.keep(self._key(person), exchange.update, said, self._clock())
        except BotError as error:
            logger.warning("what was said to a visitor is remembered by this process alone: %s", error)

    def _key(self, person: str) -> str:
        return self._hasher(f"exchanges:{person}")


def _exchange(said: Mapping[str, Any]) -> Exchange:
    return Exchange(**{**said, "reply": reply_of(said["reply"])})
