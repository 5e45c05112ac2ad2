"""What organisers do with their events; nobody sees or changes another's."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.errors import EventError
from bot.events.codes import new_code
from bot.events.event import Event, Plan, State
from bot.storage.sql_events import SqlEvents

CONSOLE = "console"
"""Whoever runs commands on the server: sees all events."""

BOARD_BYTES = 24
"""Bytes of the secret in a board's address, 192 bits."""

MOST_TRIES = 20
"""Codes tried until one is unlike all others; the second try is as good as never needed."""


class Organising:
    """Sets up, changes and ends events.

    Args:
        events: Where they are kept.
        clock: Tells the time, with a time zone.
    """

    def __init__(self, events: SqlEvents, clock: Callable[[], datetime]) -> None:
        self._events = events
        self._clock = clock

    async def create(self, organiser: str, plan: Plan) -> Event:
        """Set up an event, with a code of its own.

        Raises:
            EventError: It would be over before it began.
            StorageError: The database fails.
        """
        now = self._clock()
        if plan.ends_at <= now:
            raise EventError("closes_early")
        for _ in range(MOST_TRIES):
            made = await self._events.add(new_code(), secrets.token_urlsafe(BOARD_BYTES), organiser, plan, now)
            if made is not None:
                return made
        raise EventError("no_code")

    async def mine(self, organiser: str) -> Sequence[Event]:
        """Return somebody's events, the latest first; the console sees all."""
        return await self._events.of_organiser(None if organiser == CONSOLE else organiser)

    async def get(self, number: int, organiser: str) -> Event:
        """Return an event of somebody's.

        Raises:
            EventError: There is none, or it is another's, which is told alike.
        """
        event = await self._events.get(number)
        if organiser not in {event.organiser, CONSOLE}:
            raise EventError("no_event")
        return event

    async def change(self, number: int, organiser: str, plan: Plan) -> Event:
        """Change what was said about an event that goes on.

        Raises:
            EventError: It is not theirs, or does not go on.
        """
        event = await self._going_on(number, organiser)
        await self._events.change(number, plan)
        return replace(event, plan=plan)

    async def close(self, number: int, organiser: str) -> Event:
        """End an event; its report can be had from now on.

        Raises:
            EventError: It is not theirs.
        """
        event = await self.get(number, organiser)
        await self._events.close(event.id, self._clock())
        return await self._events.get(event.id)

    async def revoke(self, number: int, organiser: str) -> Event:
        """Take the code of an event back, as if there had never been one.

        Raises:
            EventError: It is not theirs.
        """
        event = await self.get(number, organiser)
        await self._events.revoke(event.id, self._clock())
        return await self._events.get(event.id)

    async def copy(self, number: int, organiser: str, starts_at: datetime) -> Event:
        """Set up an event like another one on another day, with a code of its own.

        Raises:
            EventError: It is not theirs.
        """
        event = await self.get(number, organiser)
        return await self.create(organiser, replace(event.plan, starts_at=starts_at, closes_at=None))

    async def decide(self, number: int, organiser: str, shown: Mapping[tuple[str, str], bool]) -> None:
        """Release questions for the board or hold them back, by channel and delivery.

        Raises:
            EventError: It is not theirs.
        """
        event = await self.get(number, organiser)
        await self._events.decide(event.id, shown, organiser, self._clock())

    async def _going_on(self, number: int, organiser: str) -> Event:
        event = await self.get(number, organiser)
        if event.state(self._clock()) is not State.OPEN:
            raise EventError("over")
        return event
