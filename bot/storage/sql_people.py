"""What the database keeps of one person: to be shown, and to be forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.gaps import WAITING, Gap
from bot.curation.people import Forgotten, Kept, OpenQuestion
from bot.storage.curation_tables import gaps, groups, notices
from bot.storage.database import storage_errors, writing
from bot.storage.desk_tables import alerts, digests, sessions, sign_ins
from bot.storage.event_tables import attendances, code_guesses, events
from bot.storage.gap_rows import gap_of
from bot.storage.sql_notices import SqlNotices
from bot.storage.tables import questions

MOST_SHOWN = 20
"""Questions shown of one person."""


class SqlPeople:
    """Finds by the keyed hash of a person what belongs to them.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def gap(self, channel: str, update: str) -> tuple[int, Gap] | None:
        """Return the gap that a delivery made, and its group; None where it made none."""
        wanted = sa.select(gaps).where(gaps.c.channel == channel, gaps.c.update_id == update)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                row = (await connection.execute(wanted)).mappings().first()
        return (row["group_id"], gap_of(row)) if row else None

    async def open_questions(self, person: str) -> Sequence[OpenQuestion]:
        """Return somebody's questions that have no answer yet, newest first, at most 20."""
        told = (notices.c.channel == gaps.c.channel) & (notices.c.update_id == gaps.c.update_id)
        wanted = (
            sa.select(gaps.c.text, gaps.c.asked_at, notices.c.id)
            .join(groups, groups.c.id == gaps.c.group_id)
            .outerjoin(notices, told)
            .where(gaps.c.person == person, groups.c.state.in_([state.value for state in WAITING]))
            .order_by(gaps.c.asked_at.desc(), gaps.c.id.desc())
            .limit(MOST_SHOWN)
        )
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted)).all()
        return [OpenQuestion(text, asked_at, notice is not None) for text, asked_at, notice in rows]

    async def kept(self, person: str, curator: str) -> Kept:
        """Return all that is kept of somebody.

        Args:
            person: Their keyed hash.
            curator: Their name as a curator, should they be one: ``telegram:17``.
        """
        mine = questions.c.person == person
        latest = sa.select(questions.c.text).where(mine).order_by(questions.c.asked_at.desc(), questions.c.id.desc())
        waiting = await SqlNotices(self._engine).of_person(person)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                counted = sa.select(sa.func.count(), sa.func.min(questions.c.asked_at)).where(mine)
                count, first = (await connection.execute(counted)).one()
                texts = (await connection.scalars(latest.limit(MOST_SHOWN))).all()
                held = await connection.scalar(sa.select(sa.func.count()).where(gaps.c.person == person))
                told = await connection.scalar(sa.select(digests.c.wanted).where(digests.c.curator == curator))
                been = sa.select(events.c.title).join(attendances, attendances.c.event_id == events.c.id)
                been = been.where(attendances.c.person == person).order_by(attendances.c.joined_at)
                at = (await connection.scalars(been)).all()
        return Kept(count, tuple(texts), first, int(held or 0), tuple(waiting), bool(told), tuple(at))

    async def forget(self, person: str, curator: str) -> Forgotten:
        """Forget somebody: addresses go, questions stay without anybody to whom they belong.

        The questions of one conversation are torn apart too, lest one of them tell whose the others are.

        Args:
            person: Their keyed hash.
            curator: Their name as a curator: what they subscribed to and how they sign in goes as well.
        """
        async with writing(self._engine) as connection:
            gone = await connection.execute(notices.delete().where(notices.c.person == person))
            held = await connection.execute(gaps.update().where(gaps.c.person == person).values(person=None))
            mine = (await connection.scalars(sa.select(questions.c.id).where(questions.c.person == person))).all()
            if mine:
                torn = questions.update().where(questions.c.id == sa.bindparam("row"))
                torn = torn.values(person=None, conversation=sa.bindparam("fresh"))
                await connection.execute(torn, [{"row": number, "fresh": uuid.uuid4().hex} for number in mine])
            for table in (attendances, code_guesses):
                await connection.execute(table.delete().where(table.c.person == person))
            for table in (digests, alerts):
                await connection.execute(table.delete().where(table.c.curator == curator))
            for table in (sign_ins, sessions):
                await connection.execute(table.delete().where(table.c.person == curator))
        return Forgotten(len(mine), int(held.rowcount), int(gone.rowcount))
