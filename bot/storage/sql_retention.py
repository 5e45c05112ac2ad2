"""Deletes what has been kept for long enough."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.curation.gaps import WAITING, GroupState
from bot.storage.curation_tables import drafts, gaps, groups, notices
from bot.storage.database import writing
from bot.storage.desk_tables import sessions, sign_ins
from bot.storage.tables import questions


class SqlRetention:
    """Deletes from all tables that hold something for a time.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def forget_before(self, moment: datetime) -> int:
        """Delete all questions asked before a moment: of the log, of curators, of those who wait to be told.

        A group is called by the oldest question left; one without any is emptied, and nobody waits for it any more.

        Returns:
            How many questions of the log and of curators were deleted.
        """
        async with writing(self._engine) as connection:
            logged = await connection.execute(questions.delete().where(questions.c.asked_at < moment))
            await connection.execute(notices.delete().where(notices.c.asked_at < moment))
            old = gaps.c.asked_at < moment
            touched = (await connection.scalars(sa.select(gaps.c.group_id).where(old).distinct())).all()
            missed = await connection.execute(gaps.delete().where(old))
            for number in touched:
                await _renamed(connection, number)
        return int(logged.rowcount) + int(missed.rowcount)

    async def drop_drafts(self, before: datetime) -> int:
        """Drop drafts made before a moment; returns how many there were."""
        async with writing(self._engine) as connection:
            done = await connection.execute(drafts.delete().where(drafts.c.drafted_at < before))
        return int(done.rowcount)

    async def end(self, now: datetime) -> int:
        """Delete notices, links to sign in by and sessions whose time is up; returns how many there were."""
        ended = 0
        async with writing(self._engine) as connection:
            for table in (notices, sign_ins, sessions):
                ended += int((await connection.execute(table.delete().where(table.c.expires_at <= now))).rowcount)
        return ended


async def _renamed(connection: AsyncConnection, number: int) -> None:
    """Call a group by the oldest of its questions that is left."""
    left = sa.select(gaps.c.text, gaps.c.language).where(gaps.c.group_id == number)
    row = (await connection.execute(left.order_by(gaps.c.asked_at, gaps.c.id).limit(1))).first()
    values: dict[str, Any] = {"title": row.text, "language": row.language} if row else {"title": ""}
    await connection.execute(groups.update().where(groups.c.id == number).values(**values))
    if row is None:
        nobody = (groups.c.id == number) & groups.c.state.in_([state.value for state in WAITING])
        closed = {"state": GroupState.CLOSED.value, "closed_by": None, "version": groups.c.version + 1}
        await connection.execute(groups.update().where(nobody).values(**closed))
