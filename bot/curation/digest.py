"""What curators are told without asking: a digest a day, and at once that many people want the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

from bot.curation.delivery import NobodyThere, NotDelivered, NotNow
from bot.curation.gaps import Group
from bot.curation.retention import stopped_within
from bot.errors import BotError

logger = logging.getLogger(__name__)

FIRST_HOUR = 8
"""Hour of the day at which curators are told who have not chosen another."""

LOOKED_EVERY = 2.0
"""Seconds between two looks for something to tell: an alert is there within these."""

LISTED = 5
"""Groups named in each part of a digest."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a curator wants to be told."""

    curator: str
    """Who: ``telegram:17``."""
    wanted: bool
    """Whether they want to be told anything."""
    hour: int
    """Hour of the digest, 0 to 23, in the time zone that is set."""
    language: str
    """Language they are told in, ISO 639-1."""
    last_sent: datetime | None
    """When the last digest went out, or when they subscribed."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What has happened, and what is to be done."""

    waiting: int
    """Groups that are open."""
    new: tuple[Group, ...] = ()
    """Open groups that came since the last digest, most wanted first."""
    wanted: tuple[Group, ...] = ()
    """Open groups that most people want."""
    oldest: tuple[Group, ...] = ()
    """Open groups that have waited longest."""
    closed: Mapping[str, int] = field(default_factory=dict)
    """Groups closed since the last digest, by curator."""

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to tell."""
        return not self.waiting and not self.closed


class Digests(Protocol):
    """Where it is kept who wants to be told what."""

    async def subscriptions(self) -> Sequence[Subscription]:
        """Return who wants to be told."""

    async def claim(self, curator: str, slot: datetime, now: datetime, /) -> bool:
        """Note that a digest goes out; returns whether it has not gone out since ``slot``, here or elsewhere."""

    async def give_back(self, curator: str, last_sent: datetime | None, /) -> None:
        """Note that a digest did not go out after all."""

    async def switch_off(self, curator: str, /) -> None:
        """Tell somebody nothing any more."""

    async def digest(self, since: datetime, now: datetime, /) -> Digest:
        """Return what has happened since a moment."""

    async def claim_alerts(self, curator: str, people: int, now: datetime, /) -> Sequence[Group]:
        """Return open groups with so many people that a curator was not yet told of; from now on they were."""

    async def give_back_alerts(self, curator: str, numbers: Sequence[int], /) -> None:
        """Note that a curator was not told of groups after all."""


class ToCurators(Protocol):
    """Brings messages to curators; raises as ``telling.Delivery`` does."""

    async def digest(self, to: Subscription, digest: Digest, /) -> None:
        """Send a digest."""

    async def alert(self, to: Subscription, groups: Sequence[Group], /) -> None:
        """Say that many people want the same."""


class DigestSender:
    """Sends digests and alerts when their time has come.

    Args:
        digests: Who wants what.
        to: Brings the messages.
        curators: Who is a curator; nobody else is told anything.
        people: So many people in one group make an alert.
        zone: Time zone of the hours.
        clock: Tells the time, with a time zone.
    """

    def __init__(
        self,
        digests: Digests,
        to: ToCurators,
        *,
        curators: AbstractSet[str],
        people: int,
        zone: tzinfo,
        clock: Callable[[], datetime],
    ) -> None:
        self._digests = digests
        self._to = to
        self._curators = curators
        self._people = people
        self._zone = zone
        self._clock = clock

    async def run(self, stopping: asyncio.Event) -> None:
        """Look for something to tell, again and again, until told to stop."""
        while not stopping.is_set():
            try:
                await self.round()
            except BotError as error:
                logger.warning("digests cannot be made for now: %s", error)
            await stopped_within(stopping, LOOKED_EVERY)

    async def round(self) -> None:
        """Tell every curator what is due.

        Raises:
            StorageError: The database fails.
        """
        for subscription in await self._digests.subscriptions():
            if subscription.curator in self._curators:
                await self._alert(subscription)
                await self._digest(subscription)

    async def _digest(self, to: Subscription) -> None:
        now = self._clock()
        if not await self._digests.claim(to.curator, last_slot(now, to.hour, self._zone), now):
            return
        digest = await self._digests.digest(to.last_sent or now - timedelta(days=1), now)
        if not digest.empty and not await self._sent(to, lambda: self._to.digest(to, digest)):
            await self._digests.give_back(to.curator, to.last_sent)

    async def _alert(self, to: Subscription) -> None:
        groups = await self._digests.claim_alerts(to.curator, self._people, self._clock())
        if groups and not await self._sent(to, lambda: self._to.alert(to, groups)):
            await self._digests.give_back_alerts(to.curator, [group.id for group in groups])

    async def _sent(self, to: Subscription, send: Callable[[], Awaitable[None]]) -> bool:
        """Send something; returns False where it is to be tried again."""
        try:
            await send()
        except NobodyThere:
            await self._digests.switch_off(to.curator)
        except (NotNow, NotDelivered) as error:
            logger.warning("a curator could not be told, it is tried again: %s", error)
            return False
        return True


def last_slot(now: datetime, hour: int, zone: tzinfo) -> datetime:
    """Return when it was last this hour of the day, UTC."""
    local = now.astimezone(zone)
    slot = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if slot > local:
        slot -= timedelta(days=1)
    return slot.astimezone(UTC)
