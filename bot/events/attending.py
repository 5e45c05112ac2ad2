"""What people in the room do: come by a code, ask for what the event is about, go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.events.codes import is_code, typed_code
from bot.events.event import Event, State
from bot.storage.sql_attendances import Attendance, SqlAttendances
from bot.storage.sql_events import SqlEvents

MOST_GUESSES = 6
"""Codes that do not exist which somebody may try within ``GUESSES_COUNT``; then even a right one is not looked up."""

GUESSES_COUNT = timedelta(minutes=10)
"""How long a wrong guess counts. 6 in 10 minutes are 864 a day; one code is found in 36 bits, or 29 with one slip."""


class Coming(StrEnum):
    """What became of a code."""

    WELCOME = "welcome"
    """They are at the event now."""
    AGAIN = "again"
    """They were at the event already."""
    CLOSED = "closed"
    """The event is over."""
    REVOKED = "revoked"
    """The code was taken back."""
    UNKNOWN = "unknown"
    """There is no such code."""
    SLOW_DOWN = "slow_down"
    """Too many wrong codes."""
    NO_CODE = "no_code"
    """The text is no code at all."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a code that somebody brought."""

    coming: Coming
    """What became of it."""
    event: Event | None = None
    """The event, where they may know it."""
    corrected: bool = False
    """Whether the code was misspelt by one letter."""


class Attending:
    """Lets people in, and tells at which event somebody is.

    Args:
        events: Where events are kept.
        attendances: Where it is kept who came.
        clock: Tells the time, with a time zone.
    """

    def __init__(self, events: SqlEvents, attendances: SqlAttendances, clock: Callable[[], datetime]) -> None:
        self._events = events
        self._attendances = attendances
        self._clock = clock

    async def come(self, text: str, person: str, channel: str, language: str, *, guesser: str = "") -> Arrival:
        """Let somebody in by a code, as they scanned or typed it.

        Args:
            text: The code, however written.
            person: Keyed hash of the person.
            channel: Where they come from.
            language: Their language.
            guesser: Whose wrong guesses count; the person's where nothing is said.

        Raises:
            StorageError: The database fails.
        """
        found = await self.find(text, guesser or person)
        if found.coming is not Coming.WELCOME or found.event is None:
            return found
        first = await self._attendances.join(found.event.id, person, channel, language, self._clock())
        return found if first else Arrival(Coming.AGAIN, found.event, found.corrected)

    async def find(self, text: str, guesser: str) -> Arrival:
        """Return the event of a code without anybody coming to it.

        Raises:
            StorageError: The database fails.
        """
        letters = typed_code(text)
        if not letters:
            return Arrival(Coming.NO_CODE)
        now = self._clock()
        if await self._attendances.guesses(guesser, now - GUESSES_COUNT) >= MOST_GUESSES:
            return Arrival(Coming.SLOW_DOWN)
        event = await self._events.by_typed(letters)
        if event is None:
            await self._attendances.guessed(guesser, now)
            return Arrival(Coming.UNKNOWN)
        corrected = event.code != letters
        state = event.state(now)
        if state is State.REVOKED:
            # Not even its title: it may have been taken back because the wrong people had it.
            return Arrival(Coming.REVOKED)
        return Arrival(Coming.CLOSED if state is State.CLOSED else Coming.WELCOME, event, corrected)

    async def current(self, person: str) -> Attendance | None:
        """Return the event that somebody is at.

        Raises:
            StorageError: The database fails.
        """
        return await self._attendances.current(person, self._clock())

    async def event(self, number: int | None) -> Event | None:
        """Return an event that goes on, by number; None for none."""
        if number is None:
            return None
        event = await self._events.get(number)
        return event if event.state(self._clock()) is State.OPEN else None

    async def focus(self, event: Event, person: str, *, focused: bool) -> None:
        """Switch on or off that somebody's questions are about what an event is about.

        Raises:
            StorageError: The database fails.
        """
        await self._attendances.focus(event.id, person, focused=focused)

    async def leave(self, person: str) -> Event | None:
        """Take somebody out of the event that they are at; returns it, None where they were at none.

        Raises:
            StorageError: The database fails.
        """
        at = await self.current(person)
        if at is None:
            return None
        await self._attendances.leave(at.event.id, person, self._clock())
        return at.event


def surely_code(text: str) -> bool:
    """Tell whether a text is meant as a code, right or wrong, and not as a question: it has exactly its form."""
    return is_code(typed_code(text))
