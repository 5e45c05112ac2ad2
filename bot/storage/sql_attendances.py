"""Who is at which event, and how often codes were guessed wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import RowRefused
from bot.events.event import Event
from bot.storage.database import storage_errors, writing
from bot.storage.event_tables import attendances, code_guesses, events
from bot.storage.sql_events import event_of
from bot.storage.units import carry_out

_CURRENT = (
    sa.select(events, attendances.c.focused)
    .join(events, events.c.id == attendances.c.event_id)
    .where(attendances.c.person == sa.bindparam("whose"), attendances.c.left_at.is_(None))
    .where(events.c.closed_at.is_(None), events.c.revoked_at.is_(None))
    .order_by(attendances.c.joined_at.desc())
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody at an event."""

    event: Event
    """The event."""
    focused: bool
    """Whether questions that name nothing are about what the event is about."""


class SqlAttendances:
    """Keeps who is at which event.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def join(self, event: int, person: str, channel: str, language: str, now: datetime) -> bool:
        """Keep that somebody has come; returns whether they come for the first time.

        Whoever comes again is at that event again, should they have been at another one in between.
        """
        key = (attendances.c.event_id == event) & (attendances.c.person == person)
        row = {"event_id": event, "person": person, "channel": channel, "language": language}
        try:
            async with writing(self._engine) as connection:
                again = await connection.execute(attendances.update().where(key).values(joined_at=now, left_at=None))
                if again.rowcount == 0:
                    await connection.execute(attendances.insert().values(**row, joined_at=now, focused=True))
                return again.rowcount == 0
        except RowRefused:
            return False  # both of two deliveries at once

    async def current(self, person: str, now: datetime) -> Attendance | None:
        """Return the event that somebody is at: of those that go on the one they came to last."""
        asked = {"whose": person}
        rows = await carry_out(
            self._engine, lambda connection: connection.execute(_CURRENT, asked).mappings().all(), reads=True
        )
        found = [Attendance(event_of(row), row["focused"]) for row in rows]
        return next((at for at in found if at.event.plan.ends_at > now), None)

    async def focus(self, event: int, person: str, *, focused: bool) -> None:
        """Keep whether somebody's questions are about what the event is about."""
        key = (attendances.c.event_id == event) & (attendances.c.person == person)
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(attendances.update().where(key).values(focused=focused))

    async def leave(self, event: int, person: str, now: datetime) -> None:
        """Keep that somebody has left an event; they are still counted as having been there."""
        key = (attendances.c.event_id == event) & (attendances.c.person == person)
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(attendances.update().where(key).values(left_at=now))

    async def guessed(self, person: str, now: datetime) -> None:
        """Keep that somebody has tried a code that does not exist."""
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(code_guesses.insert().values(person=person, guessed_at=now))

    async def guesses(self, person: str, since: datetime) -> int:
        """Return how often somebody has tried a code that does not exist since a moment."""
        wanted = sa.select(sa.func.count()).where(code_guesses.c.person == person, code_guesses.c.guessed_at > since)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                return int(await connection.scalar(wanted) or 0)
