"""Updates that have arrived: stored before they are acknowledged, handled once, whichever instance handles them.

A row is claimed by one instance for a short time, which it renews for as long as it lives; when it dies another one
takes over. Of the updates of one chat only the oldest can be claimed elsewhere, so that their order is kept. Just
before an answer is sent the row is marked: where the bot dies after that, Telegram has most likely got the answer, and
it is not sent again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.database import storage_errors, writing
from bot.storage.opened import Database
from bot.storage.steady_tables import inbox

LEASE = timedelta(seconds=15)
"""How long a claim holds that is not renewed."""

MOST_ATTEMPTS = 3
"""How often an update is tried that brings the whole bot down; then it is left alone."""

LONGEST_CLAIM = timedelta(minutes=20)
"""No claim and no delay ends later than this from now on; one that does was made before the clock was set back."""

GIVEN_UP_AFTER = timedelta(days=1)
"""How long an update is put off again and again."""

_LOCK = 0x0C1_0575
"""Any number: the advisory lock under which updates are stored, so that two of one chat see each other."""

LATELY = timedelta(minutes=1)
"""How long ago an update counts that has arrived lately."""

KEPT = timedelta(days=2)
"""How long it is remembered that an update was handled: Telegram sends one again for a day."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it arrived."""

    id: int
    """Telegram's number of it."""
    chat: int | None
    """Chat that it belongs to, whose updates are handled in order."""
    payload: str
    """The update as JSON; gone once it is handled."""
    lately: int = 0
    """How many of the chat's updates have arrived lately, this one included."""


class SqlInbox:
    """Keeps updates until they are handled.

    Args:
        engine: An open database whose tables are up to date.
        instance: Name of this instance, unlike that of any other.
    """

    def __init__(self, engine: AsyncEngine, instance: str) -> None:
        self._engine = engine
        self._instance = instance

    async def accept(self, arrived: Sequence[Arrived], now: datetime) -> Sequence[Arrived]:
        """Store updates, and return those that this instance is to handle now.

        What was stored before is not returned; nor is what has to wait for another instance that handles an earlier
        update of the same chat: whoever comes by when its turn has come claims it.
        """
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = {"received_at": now, "attempts": 1, "answering": False}
        rows = [{"id": one.id, "chat": one.chat, "payload": one.payload, **row} for one in arrived]
        async with writing(self._engine, _LOCK) as connection:
            stored = insert(inbox).on_conflict_do_nothing(index_elements=["id"]).returning(inbox.c.id)
            new = set((await connection.scalars(stored, rows)).all())
            chats = {one.chat for one in arrived if one.id in new and one.chat is not None}
            busy = await self._busy_elsewhere(connection, chats, new) if chats else set()
            lately = await self._lately(connection, chats, now)
            mine = [
                replace(one, lately=lately.get(one.chat, 1))
                for one in arrived
                if one.id in new and one.chat not in busy
            ]
            await self._claim(connection, [one.id for one in mine], now)
        return mine

    async def claim(self, now: datetime, most: int, *, alone: bool = False) -> Sequence[Arrived]:
        """Take over updates that nobody handles: the oldest of each chat, the oldest chats first.

        Args:
            now: The time.
            most: How many.
            alone: Whether there is no other instance, so that every claim but our own is a dead one's.
        """
        before = inbox.alias("before")
        first = ~sa.exists().where(before.c.done_at.is_(None), before.c.chat == inbox.c.chat, before.c.id < inbox.c.id)
        # Never its own: they are in hand, however late the clock says it is.
        others = inbox.c.claimed_by.is_(None) | (inbox.c.claimed_by != self._instance)
        until = inbox.c.claimed_until
        over = until.is_(None) | (until < now) | (until > now + LONGEST_CLAIM)
        free = others if alone else others & over
        wanted = (
            sa.select(inbox.c.id, inbox.c.chat, inbox.c.payload, inbox.c.attempts, inbox.c.answering)
            .where(inbox.c.done_at.is_(None), free, first)
            .order_by(inbox.c.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        async with writing(self._engine) as connection:
            rows = (await connection.execute(wanted)).all()
            given_up = [row.id for row in rows if row.answering or row.attempts > MOST_ATTEMPTS or row.payload is None]
            await connection.execute(inbox.update().where(inbox.c.id.in_(given_up)).values(done_at=now, payload=None))
            taken = [row for row in rows if row.id not in given_up]
            more = inbox.update().where(inbox.c.id.in_([row.id for row in taken]))
            await connection.execute(more.values(attempts=inbox.c.attempts + 1))
            await self._claim(connection, [row.id for row in taken], now)
        return [Arrived(row.id, row.chat, row.payload) for row in taken]

    async def answering(self, update: int) -> bool:
        """Mark that an answer to an update is about to be sent; returns whether it is still ours to be sent."""
        return await self._marked(update, to=True)

    async def not_answering(self, update: int) -> bool:
        """Take back that an answer to an update is about to be sent: it was refused; returns whether it was marked."""
        return await self._marked(update, to=False)

    async def _marked(self, update: int, *, to: bool) -> bool:
        ours = (inbox.c.id == update) & (inbox.c.claimed_by == self._instance)
        mark = inbox.update().where(ours, inbox.c.done_at.is_(None), inbox.c.answering.is_(not to))
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                return (await connection.execute(mark.values(answering=to))).rowcount == 1

    async def put_off(self, updates: Sequence[int], until: datetime, now: datetime) -> None:
        """Give updates back, to be handled from a moment on; one that was put off for a whole day is left alone."""
        ours = (inbox.c.claimed_by == self._instance) & inbox.c.done_at.is_(None)
        these = inbox.c.id.in_(updates) & ours
        free = {"claimed_by": None, "claimed_until": until, "answering": False, "attempts": inbox.c.attempts - 1}
        async with writing(self._engine) as connection:
            too_old = inbox.update().where(these, inbox.c.received_at < now - GIVEN_UP_AFTER)
            await connection.execute(too_old.values(done_at=now, payload=None))
            await connection.execute(inbox.update().where(these).values(**free))

    async def done(self, updates: Sequence[int], now: datetime) -> None:
        """Keep that updates are handled; what they said is gone with it."""
        await self._write(inbox.update().where(inbox.c.id.in_(updates)).values(done_at=now, payload=None))

    async def release(self) -> None:
        """Give back all that is claimed and not begun, for others or for the next start."""
        mine = (inbox.c.claimed_by == self._instance) & inbox.c.done_at.is_(None)
        await self._write(inbox.update().where(mine).values(claimed_by=None, claimed_until=None))

    async def renew(self, now: datetime) -> None:
        """Keep what is claimed for longer."""
        mine = (inbox.c.claimed_by == self._instance) & inbox.c.done_at.is_(None)
        await self._write(inbox.update().where(mine).values(claimed_until=now + LEASE))

    async def waiting(self) -> int:
        """Return how many updates are not handled yet."""
        wanted = sa.select(sa.func.count()).where(inbox.c.done_at.is_(None))
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                return int(await connection.scalar(wanted) or 0)

    async def purge(self, now: datetime) -> int:
        """Forget updates handled long ago; returns how many there were."""
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                return int((await connection.execute(inbox.delete().where(inbox.c.done_at < now - KEPT))).rowcount)

    async def _busy_elsewhere(self, connection: AsyncConnection, chats: set[int], new: set[int]) -> set[int | None]:
        """Return the chats with an update, stored before, that this instance does not handle."""
        others = inbox.c.claimed_by.is_(None) | (inbox.c.claimed_by != self._instance)
        waiting = sa.select(inbox.c.chat).where(inbox.c.done_at.is_(None), inbox.c.chat.in_(chats), others)
        return set((await connection.scalars(waiting.where(inbox.c.id.not_in(new)).distinct())).all())

    async def _lately(self, connection: AsyncConnection, chats: set[int], now: datetime) -> dict[int | None, int]:
        """Return how many updates of each chat have arrived lately; before the clock was set back is not lately."""
        when = inbox.c.received_at
        lately = (when > now - LATELY) & (when <= now)
        wanted = sa.select(inbox.c.chat, sa.func.count()).where(inbox.c.chat.in_(chats), lately)
        rows = (await connection.execute(wanted.group_by(inbox.c.chat))).all() if chats else []
        return {chat: int(count) for chat, count in rows}

    async def _claim(self, connection: AsyncConnection, updates: Sequence[int], now: datetime) -> None:
        taken = inbox.update().where(inbox.c.id.in_(updates))
        await connection.execute(taken.values(claimed_by=self._instance, claimed_until=now + LEASE))

    async def _write(self, change: sa.Executable) -> None:
        with storage_errors("write to"):
            async with self._engine.begin() as connection:
                await connection.execute(change)


async def open_inbox(database: Database) -> SqlInbox:
    """Open the database, and return the inbox as this instance sees it.

    Raises:
        StorageError: It cannot be opened.
    """
    return SqlInbox(await database.engine(), uuid.uuid4().hex)
