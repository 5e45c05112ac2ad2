"""Digests and alerts in the database: who wants to be told what, when they last were, and what there is to tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.curation.digest import LISTED, Digest, Subscription
from bot.curation.gaps import Group, GroupState
from bot.errors import RowRefused
from bot.storage.curation_tables import groups, revisions
from bot.storage.database import storage_errors, writing
from bot.storage.desk_tables import alerts, digests
from bot.storage.gap_rows import group_of

MOST_ALERTED = 10
"""Groups that one alert names."""

_MOST_WANTED = (groups.c.people.desc(), groups.c.times.desc(), groups.c.id)


class SqlDigests:
    """Keeps the tables ``digests`` and ``alerts``.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(self, curator: str, hour: int, language: str, now: datetime) -> None:
        """Subscribe a curator who has not been here before; whoever has been keeps what they chose, but the language.

        A digest needs a chat that the curator has opened, so this is done when they use it.
        """
        row = {"curator": curator, "wanted": True, "hour": hour, "language": language, "last_sent": now}
        try:
            async with writing(self._engine) as connection:
                mine = digests.c.curator == curator
                found = await connection.execute(digests.update().where(mine).values(language=language))
                if not found.rowcount:
                    await connection.execute(digests.insert().values(**row))
        except RowRefused:
            return  # another of their messages was handled at the same moment

    async def choose(self, curator: str, hour: int, language: str, now: datetime) -> None:
        """Tell a curator at an hour of the day from now on; the first time when it comes round."""
        await self.begin(curator, hour, language, now)
        async with writing(self._engine) as connection:
            values = {"wanted": True, "hour": hour, "language": language, "last_sent": now}
            await connection.execute(digests.update().where(digests.c.curator == curator).values(**values))

    async def switch_off(self, curator: str) -> None:
        """Tell somebody nothing any more."""
        async with writing(self._engine) as connection:
            await connection.execute(digests.update().where(digests.c.curator == curator).values(wanted=False))

    async def of(self, curator: str) -> Subscription | None:
        """Return what a curator wants; None for one who was never here."""
        found = await self._found(digests.c.curator == curator)
        return found[0] if found else None

    async def subscriptions(self) -> Sequence[Subscription]:
        """Return who wants to be told."""
        return await self._found(digests.c.wanted)

    async def claim(self, curator: str, slot: datetime, now: datetime) -> bool:
        """Note that a digest goes out; returns whether it has not gone out since ``slot``, here or elsewhere."""
        due = sa.or_(digests.c.last_sent.is_(None), digests.c.last_sent < slot)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                if (
                    await connection.scalar(sa.select(digests.c.curator).where(digests.c.curator == curator, due))
                    is None
                ):
                    return False
        async with writing(self._engine) as connection:
            mine = digests.update().where(digests.c.curator == curator, digests.c.wanted, due)
            done = await connection.execute(mine.values(last_sent=now))
        return bool(done.rowcount)

    async def give_back(self, curator: str, last_sent: datetime | None) -> None:
        """Note that a digest did not go out after all."""
        async with writing(self._engine) as connection:
            await connection.execute(digests.update().where(digests.c.curator == curator).values(last_sent=last_sent))

    async def digest(self, since: datetime, now: datetime) -> Digest:
        """Return what has happened since a moment."""
        is_open = _open_at(now)
        closing = sa.select(revisions.c.author, revisions.c.closed).where(revisions.c.published_at >= since)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                waiting = await connection.scalar(sa.select(sa.func.count()).select_from(groups).where(is_open))
                new = await _groups(connection, is_open & (groups.c.first_seen >= since), *_MOST_WANTED)
                wanted = await _groups(connection, is_open, *_MOST_WANTED)
                oldest = await _groups(connection, is_open, groups.c.first_seen, groups.c.id)
                closed: Counter[str] = Counter()
                for author, numbers in await connection.execute(closing):
                    closed[author] += len(numbers)
        return Digest(int(waiting or 0), new, wanted, oldest, +closed)

    async def claim_alerts(self, curator: str, people: int, now: datetime) -> Sequence[Group]:
        """Return open groups with so many people that a curator was not yet told of; from now on they were."""
        told = sa.select(alerts.c.group_id).where(alerts.c.curator == curator)
        wanted = _open_at(now) & (groups.c.people >= people) & groups.c.id.not_in(told)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                if not await _groups(connection, wanted, *_MOST_WANTED, limit=1):
                    return ()
        try:
            async with writing(self._engine) as connection:
                found = await _groups(connection, wanted, *_MOST_WANTED, limit=MOST_ALERTED)
                rows: list[Mapping[str, Any]] = [
                    {"curator": curator, "group_id": group.id, "sent_at": now} for group in found
                ]
                if rows:
                    await connection.execute(alerts.insert(), rows)
        except RowRefused:
            return ()  # another instance tells them
        return found

    async def give_back_alerts(self, curator: str, numbers: Sequence[int]) -> None:
        """Note that a curator was not told of groups after all."""
        async with writing(self._engine) as connection:
            mine = (alerts.c.curator == curator) & alerts.c.group_id.in_(numbers)
            await connection.execute(alerts.delete().where(mine))

    async def _found(self, condition: sa.ColumnElement[bool]) -> list[Subscription]:
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(sa.select(digests).where(condition))).mappings().all()
        return [Subscription(**row) for row in rows]


def _open_at(now: datetime) -> sa.ColumnElement[bool]:
    """Return what a group must be like to be open; snoozed ones are again when their day has come."""
    woken = (groups.c.state == GroupState.SNOOZED.value) & (groups.c.snoozed_until <= now)
    return sa.or_(groups.c.state == GroupState.OPEN.value, woken)


async def _groups(
    connection: AsyncConnection, condition: sa.ColumnElement[bool], *order: Any, limit: int = LISTED
) -> tuple[Group, ...]:
    rows = (await connection.execute(sa.select(groups).where(condition).order_by(*order).limit(limit))).mappings()
    return tuple(group_of(row) for row in rows)
