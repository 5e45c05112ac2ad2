"""Notices in the database: consent in, notice out, nothing kept afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.gaps import WAITING
from bot.curation.notices import Notice, NoticeState
from bot.storage.curation_tables import gaps, groups, notices
from bot.storage.database import storage_errors, writing
from bot.storage.units import carry_out

_ASKING_LOCK = 0x0C1_0576
"""Any number: the advisory lock under which PostgreSQL keeps one notice at a time, so that none is kept twice."""

CLAIM = timedelta(minutes=2)
"""How long an instance has to tell somebody, before another one tries."""

LONGEST_CLAIM = timedelta(hours=7)
"""No claim and no delay ends later than this from now on; one that does was made before the clock was set back."""

MOST_AT_ONCE = 20
"""Notices claimed at a time."""


class SqlNotices:
    """Keeps notices in the table ``notices``.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def ask(self, notice: Notice) -> bool:
        """Keep somebody who wants to be told; the same delivery twice is kept once.

        Returns:
            Whether they were not kept already.
        """
        async with writing(self._engine, _ASKING_LOCK) as connection:
            own = (notices.c.channel == notice.channel) & (notices.c.update_id == notice.update)
            if await connection.scalar(sa.select(notices.c.id).where(own)) is not None:
                return False
            state = await connection.scalar(sa.select(groups.c.state).where(groups.c.id == notice.group))
            waits = state in {waiting.value for waiting in WAITING}
            begins = NoticeState.WAITING if waits else NoticeState.DUE
            await connection.execute(notices.insert().values(**_row(notice), state=begins.value, attempts=0))
        return True

    async def group_of(self, channel: str, update: str) -> int | None:
        """Return the group of the gap that a delivery made; None where it made none."""
        wanted = sa.select(gaps.c.group_id).where(gaps.c.channel == channel, gaps.c.update_id == update)
        found: int | None = await carry_out(self._engine, lambda connection: connection.scalar(wanted), reads=True)
        return found

    async def claim(self, channel: str, now: datetime, limit: int = MOST_AT_ONCE) -> Sequence[Notice]:
        """Return notices that are due, for this instance to tell; no other gets them until the claim runs out."""
        until = notices.c.claimed_until
        free = sa.or_(until.is_(None), until <= now, until > now + LONGEST_CLAIM)
        due = (notices.c.state == NoticeState.DUE.value) & (notices.c.channel == channel)
        wanted = sa.select(notices).where(due, free).order_by(notices.c.id).limit(limit)
        async with writing(self._engine) as connection:
            rows = (await connection.execute(wanted.with_for_update(skip_locked=True))).mappings().all()
            ids = [row["id"] for row in rows]
            if ids:
                claimed = {"claimed_until": now + CLAIM, "attempts": notices.c.attempts + 1}
                await connection.execute(notices.update().where(notices.c.id.in_(ids)).values(**claimed))
        return [_notice(row) for row in rows]

    async def told(self, number: int) -> None:
        """Forget somebody who was told, or cannot be told any more."""
        async with writing(self._engine) as connection:
            await connection.execute(notices.delete().where(notices.c.id == number))

    async def later(self, number: int, until: datetime) -> None:
        """Try again at a time to come."""
        async with writing(self._engine) as connection:
            await connection.execute(notices.update().where(notices.c.id == number).values(claimed_until=until))

    async def still_waiting(self, number: int) -> None:
        """Put a notice back that turned out to have no answer yet."""
        async with writing(self._engine) as connection:
            values = {"state": NoticeState.WAITING.value, "claimed_until": None}
            await connection.execute(notices.update().where(notices.c.id == number).values(**values))

    async def of_person(self, person: str) -> Sequence[Notice]:
        """Return what somebody waits for, oldest first."""
        return await self._notices(notices.c.person == person)

    async def due_at(self, channel: str, person: str) -> Sequence[Notice]:
        """Return what somebody is to be told, oldest first: for a screen that is looked at rather than sent to."""
        due = notices.c.state == NoticeState.DUE.value
        return await self._notices(due & (notices.c.channel == channel) & (notices.c.person == person))

    async def forget_channel(self, channel: str, address: Mapping[str, Any]) -> int:
        """Forget all that waits in a chat that cannot be written to any more; returns how many there were."""
        async with writing(self._engine) as connection:
            rows = (await connection.execute(sa.select(notices).where(notices.c.channel == channel))).mappings().all()
            ids = [row["id"] for row in rows if row["address"].get("chat") == address.get("chat")]
            await connection.execute(notices.delete().where(notices.c.id.in_(ids)))
        return len(ids)

    async def expire(self, now: datetime) -> int:
        """Forget those whose time is up; returns how many there were."""
        async with writing(self._engine) as connection:
            done = await connection.execute(notices.delete().where(notices.c.expires_at <= now))
        return int(done.rowcount)

    async def _notices(self, condition: sa.ColumnElement[bool]) -> list[Notice]:
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(sa.select(notices).where(condition).order_by(notices.c.id))).mappings()
                return [_notice(row) for row in rows]


def _row(notice: Notice) -> dict[str, object]:
    return {
        "group_id": notice.group,
        "channel": notice.channel,
        "update_id": notice.update,
        "address": dict(notice.address),
        "person": notice.person,
        "language": notice.language,
        "text": notice.text,
        "asked_at": notice.asked_at,
        "expires_at": notice.expires_at,
    }


def _notice(row: Mapping[Any, Any]) -> Notice:
    return Notice(
        id=row["id"],
        group=row["group_id"],
        channel=row["channel"],
        update=row["update_id"],
        address=row["address"],
        person=row["person"],
        language=row["language"],
        text=row["text"],
        asked_at=row["asked_at"],
        expires_at=row["expires_at"],
        state=NoticeState(row["state"]),
        attempts=row["attempts"],
    )
