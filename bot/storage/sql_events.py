"""Events in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import EventError, RowRefused
from bot.events.codes import digest, possible_codes
from bot.events.event import Event, Plan, Release
from bot.storage.database import new_id, storage_errors, writing
from bot.storage.event_tables import events, releases, remembered

_LOCK = 0x0C1_0574
"""Any number: the advisory lock under which codes are given out, so that no two are alike."""


class SqlEvents:
    """Keeps events.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, code: str, board: str, organiser: str, plan: Plan, now: datetime) -> Event | None:
        """Keep a new event; None where another one has a code that differs by a letter or two."""
        row = {
            "code": code,
            "digest": digest(code),
            "board": board,
            "organiser": organiser,
            "created_at": now,
            **_values(plan),
        }
        async with writing(self._engine, _LOCK) as connection:
            taken = (await connection.scalars(sa.select(events.c.code))).all()
            if any(_alike(code, other) for other in taken):
                return None
            number = new_id(await connection.execute(events.insert().values(**row)))
        return Event(number, code, board, organiser, plan, now)

    async def change(self, number: int, plan: Plan) -> None:
        """Keep another plan of an event."""
        await self._write(events.update().where(events.c.id == number).values(**_values(plan)))

    async def close(self, number: int, now: datetime) -> None:
        """Close an event, unless it was closed by hand before."""
        done = events.update().where(events.c.id == number, events.c.closed_at.is_(None))
        await self._write(done.values(closed_at=now))

    async def revoke(self, number: int, now: datetime) -> None:
        """Take the code of an event back, unless it was taken back before."""
        done = events.update().where(events.c.id == number, events.c.revoked_at.is_(None))
        await self._write(done.values(revoked_at=now))

    async def get(self, number: int) -> Event:
        """Return an event.

        Raises:
            EventError: There is none.
        """
        found = await self._first(events.c.id == number)
        if found is None:
            raise EventError("no_event")
        return found

    async def by_board(self, board: str) -> Event | None:
        """Return the event whose board has this secret address."""
        return await self._first(events.c.board == board)

    async def by_code(self, code: str) -> Event | None:
        """Return the event that has exactly this code."""
        return await self._first(events.c.digest == digest(code))

    async def by_typed(self, letters: str) -> Event | None:
        """Return the event whose code the letters are, or are but for one of them.

        How much is looked up depends on how many letters there are, not on which of them are right.
        """
        wanted = [digest(code) for code in possible_codes(letters)]
        if not wanted:
            return None
        found = await self._all(events.c.digest.in_(wanted))
        exact = [event for event in found if event.code == letters]
        # No two codes are so alike that one slip could mean both.
        return next(iter(exact or found), None)

    async def of_organiser(self, organiser: str | None) -> Sequence[Event]:
        """Return the events of an organiser, the latest first; of all where None is given."""
        whose = sa.true() if organiser is None else events.c.organiser == organiser
        return await self._all(whose)

    async def decide(self, number: int, shown: Mapping[tuple[str, str], bool], who: str, now: datetime) -> None:
        """Keep which questions, by channel and delivery, the board may show or must not."""
        async with writing(self._engine) as connection:
            for (channel, update), visible in shown.items():
                key = (
                    (releases.c.event_id == number) & (releases.c.channel == channel) & (releases.c.update_id == update)
                )
                await connection.execute(releases.delete().where(key))
                row = {"event_id": number, "channel": channel, "update_id": update}
                made = releases.insert().values(**row, shown=visible, decided_by=who, decided_at=now)
                await connection.execute(made)

    async def decisions(self, number: int) -> Mapping[tuple[str, str], bool]:
        """Return what was decided about questions of an event, by channel and delivery."""
        wanted = sa.select(releases).where(releases.c.event_id == number)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted)).mappings().all()
        return {(row["channel"], row["update_id"]): row["shown"] for row in rows}

    async def remember(self, name: str, value: str) -> None:
        """Keep a fact that one screen finds out and others need, such as the user name of the bot."""
        try:
            async with writing(self._engine) as connection:
                known = remembered.c.name == name
                done = await connection.execute(remembered.update().where(known).values(value=value))
                if done.rowcount == 0:
                    await connection.execute(remembered.insert().values(name=name, value=value))
        except RowRefused:
            return  # somebody else has just remembered the same

    async def recall(self, name: str) -> str | None:
        """Return a fact that was remembered."""
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                return await connection.scalar(sa.select(remembered.c.value).where(remembered.c.name == name))

    async def _first(self, condition: sa.ColumnElement[bool]) -> Event | None:
        found = await self._all(condition)
        return found[0] if found else None

    async def _all(self, condition: sa.ColumnElement[bool]) -> Sequence[Event]:
        wanted = sa.select(events).where(condition).order_by(events.c.starts_at.desc(), events.c.id.desc())
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted)).mappings().all()
        return [event_of(row) for row in rows]

    async def _write(self, change: sa.Executable) -> None:
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(change)


def event_of(row: Mapping[Any, Any]) -> Event:
    """Return a row of the table as an event."""
    plan = Plan(
        title=row["title"],
        place=row["place"],
        starts_at=row["starts_at"],
        zone=row["zone"],
        language=row["language"],
        focus=row["focus"],
        questions=tuple(row["questions"]),
        agenda=row["agenda"],
        closes_at=row["closes_at"],
        release=Release(row["release"]),
    )
    return Event(
        id=row["id"],
        code=row["code"],
        board=row["board"],
        organiser=row["organiser"],
        plan=plan,
        created_at=row["created_at"],
        closed_at=row["closed_at"],
        revoked_at=row["revoked_at"],
    )


def _values(plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title,
        "place": plan.place,
        "starts_at": plan.starts_at,
        "zone": plan.zone,
        "language": plan.language,
        "focus": plan.focus,
        "questions": list(plan.questions),
        "agenda": plan.agenda,
        "closes_at": plan.closes_at,
        "release": plan.release.value,
    }


def _alike(code: str, other: str) -> bool:
    """Tell whether one slip could turn both codes into the same letters."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only who sets up an event needs it

    return OSA.distance(code, other) <= 2
