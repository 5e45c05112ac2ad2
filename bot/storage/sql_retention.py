"""Deletes what has been kept for long enough."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.conversation import FORGOTTEN_AFTER
from bot.curation.gaps import WAITING, GroupState
from bot.storage.curation_tables import drafts, gaps, groups, notices
from bot.storage.database import writing
from bot.storage.desk_tables import sessions, sign_ins
from bot.storage.event_tables import attendances, code_guesses, events, releases, remembered
from bot.storage.sql_budgets import SqlBudgets
from bot.storage.sql_conversations import SqlConversations
from bot.storage.sql_exchanges import SqlExchanges
from bot.storage.sql_inbox import SqlInbox
from bot.storage.sql_shown import SqlShown
from bot.storage.sql_typed import KEPT as TYPING_KEPT
from bot.storage.steady_tables import typed_texts
from bot.storage.tables import questions

_LOCK = 0x0C1_0579
"""Any number: the advisory lock under which PostgreSQL lets one instance at a time take a round on."""

_ROUND = "retention"
"""Name under which it is remembered when the last round was."""

GUESSES_KEPT = timedelta(days=1)
"""How long wrong guesses of codes are kept; they count for minutes."""


class SqlRetention:
    """Deletes from all tables that hold something for a time.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def claim(self, now: datetime, every: timedelta, kept_for: timedelta) -> bool:
        """Note that a round begins; returns whether it is due: of several instances one does it.

        It is due sooner where questions are to be kept for a shorter time than in the last round.
        """
        mine = remembered.c.name == _ROUND
        async with writing(self._engine, _LOCK) as connection:
            last = await connection.scalar(sa.select(remembered.c.value).where(mine))
            moment, _, days = (last or "").partition(" ")
            # One in the future was noted before the clock was set back.
            lately = moment and now - every < datetime.fromisoformat(moment) <= now
            if lately and kept_for.days >= int(days or 0):
                return False
            await connection.execute(remembered.delete().where(mine))
            await connection.execute(
                remembered.insert().values(name=_ROUND, value=f"{now.isoformat()} {kept_for.days}")
            )
        return True

    async def give_back(self) -> None:
        """Note that the round was not done after all."""
        async with writing(self._engine) as connection:
            await connection.execute(remembered.delete().where(remembered.c.name == _ROUND))

    async def forget_before(self, moment: datetime) -> int:
        """Delete all questions asked before a moment: of the log, of curators, of those who wait to be told.

        A group is called by the oldest question left; one without any is emptied, and nobody waits for it any more. An
        event goes with its questions, once it has been over for as long.

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
            await _forget_events(connection, moment)
        return int(logged.rowcount) + int(missed.rowcount)

    async def drop_drafts(self, before: datetime) -> int:
        """Drop drafts made before a moment; returns how many there were."""
        async with writing(self._engine) as connection:
            done = await connection.execute(drafts.delete().where(drafts.c.drafted_at < before))
        return int(done.rowcount)

    async def end(self, now: datetime) -> int:
        """Delete all whose time is up; returns how many there were.

        Notices, links to sign in by, sessions, updates that were handled, conversations that were silent, what buttons
        mean, texts that somebody was to type.
        """
        ended = 0
        async with writing(self._engine) as connection:
            await connection.execute(code_guesses.delete().where(code_guesses.c.guessed_at < now - GUESSES_KEPT))
            for table in (notices, sign_ins, sessions):
                ended += int((await connection.execute(table.delete().where(table.c.expires_at <= now))).rowcount)
            late = typed_texts.c.asked_at < now - TYPING_KEPT
            ended += int((await connection.execute(typed_texts.delete().where(late))).rowcount)
        ended += await SqlConversations(self._engine).purge(now - FORGOTTEN_AFTER)
        ended += await SqlInbox(self._engine, "retention").purge(now)
        for kept in (SqlShown, SqlExchanges, SqlBudgets):
            await kept(self._engine).purge(now)
        return ended


async def _forget_events(connection: AsyncConnection, moment: datetime) -> None:
    """Delete events that ended before a moment, and who came to them."""
    over = (events.c.starts_at < moment) & (events.c.closes_at.is_(None) | (events.c.closes_at < moment))
    gone = sa.select(events.c.id).where(over)
    for table in (attendances, releases):
        await connection.execute(table.delete().where(table.c.event_id.in_(gone)))
    await connection.execute(events.delete().where(over))


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
