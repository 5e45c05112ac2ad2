"""Updates that have arrived: stored before they are acknowledged, handled once, whichever instance handles them.

A row is claimed by one instance for a short time, which it renews for as long as it lives; when it dies another one
takes over. Of the updates of one chat only the oldest can be claimed elsewhere, so that their order is kept. Just
before an answer is sent the row is marked, and it stays so until the update is handled: it is being said. Where the bot
dies in between, nobody can tell whether Telegram has got the answer. It is not sent again; the update is taken over as
interrupted, and whoever asked is told. Where that is interrupted too they are told again: better twice than never.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.arrived import Arrived, Saying
from bot.storage.opened import Database
from bot.storage.steady_tables import inbox
from bot.storage.tables import UtcDateTime
from bot.storage.units import carry_out

LEASE = timedelta(seconds=15)
"""How long a claim holds that is not renewed."""

MOST_ATTEMPTS = 3
"""How often an update is taken over with others; who handles them may have fallen before its turn came."""

MOST_ALONE = 3
"""How often after that, as the only such one at a time: it may bring the whole bot down. Then that is told."""

LONGEST_CLAIM = timedelta(minutes=20)
"""No claim and no delay ends later than this from now on; one that does was made before the clock was set back."""

GIVEN_UP_AFTER = timedelta(days=1)
"""How long an update is put off again and again."""

_LOCK = 0x0C1_0578
"""Any number: the advisory lock under which updates are stored, so that two of one chat see each other."""

LATELY = timedelta(minutes=1)
"""How long ago an update counts that has arrived lately."""

KEPT = timedelta(days=2)
"""How long it is remembered that an update was handled: Telegram sends one again for a day."""


_NOW = sa.bindparam("now", type_=UtcDateTime)
_UNTIL = sa.bindparam("until", type_=UtcDateTime)
_SELF = sa.bindparam("self", type_=sa.Text)
_THESE = inbox.c.id.in_(sa.bindparam("ids", expanding=True))
_OPEN = inbox.c.done_at.is_(None)
_MINE = (inbox.c.claimed_by == _SELF) & _OPEN
_OTHERS = inbox.c.claimed_by.is_(None) | (inbox.c.claimed_by != _SELF)
_CHATS = inbox.c.chat.in_(sa.bindparam("chats", expanding=True))

# Putting statements together takes longer than carrying them out, so it is done once.
_STORE = {
    name: insert(inbox).on_conflict_do_nothing(index_elements=["id"]).returning(inbox.c.id)
    for name, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
_BUSY_ELSEWHERE = sa.select(inbox.c.chat).where(_OPEN, _CHATS, _OTHERS).distinct()
_LATELY = (
    sa.select(inbox.c.chat, sa.func.count())
    .where(_CHATS, inbox.c.received_at > sa.bindparam("since", type_=UtcDateTime), inbox.c.received_at <= _NOW)
    .group_by(inbox.c.chat)
)
_LEAVE = inbox.update().where(_THESE).values(claimed_by=None, claimed_until=None)
_ONE = inbox.c.id == sa.bindparam("one")
_REPEATABLE = inbox.c.saying == Saying.EDIT.value
_MARK = (
    inbox.update()
    .where(_ONE, _MINE, inbox.c.answering.is_(False) | _REPEATABLE)
    .values(answering=True, saying=sa.bindparam("what", type_=sa.Text))
)
_UNMARK = inbox.update().where(_ONE, _MINE, inbox.c.answering.is_(True)).values(answering=False)
_DONE = inbox.update().where(_THESE).values(done_at=_NOW, payload=None)
_RENEW = inbox.update().where(_MINE).values(claimed_until=_UNTIL)
_RELEASE = inbox.update().where(_MINE).values(claimed_by=None, claimed_until=None)
_TAKE = inbox.update().where(_THESE).values(claimed_by=_SELF, claimed_until=_UNTIL, attempts=inbox.c.attempts + 1)
_TAKE_BACK = _TAKE.values(answering=False)
_TELL = _TAKE_BACK.values(interrupted=Saying.WORD.value)
_INTERRUPT = _TAKE_BACK.values(interrupted=sa.func.coalesce(inbox.c.saying, Saying.WORD.value))
_TOO_OLD = inbox.update().where(_THESE, _MINE, inbox.c.received_at < sa.bindparam("before", type_=UtcDateTime))
_PUT_OFF = (
    inbox.update()
    .where(_THESE, _MINE)
    .values(claimed_by=None, claimed_until=_UNTIL, answering=False, attempts=inbox.c.attempts - 1)
)

_SUSPECTED = inbox.c.attempts > MOST_ATTEMPTS
_IN_HAND = sa.select(sa.func.count()).select_from(inbox).where(_MINE, _SUSPECTED)

_SEEN = ("id", "chat", "payload", "attempts", "answering", "saying", "interrupted")


def _free(*, alone: bool) -> sa.Select[Any]:
    """Return the oldest update of each chat that nobody handles, the oldest chats first."""
    before = inbox.alias("before")
    first = ~sa.exists().where(before.c.done_at.is_(None), before.c.chat == inbox.c.chat, before.c.id < inbox.c.id)
    until = inbox.c.claimed_until
    over = until.is_(None) | (until < _NOW) | (until > sa.bindparam("never", type_=UtcDateTime))
    return (
        sa.select(*(inbox.c[name] for name in _SEEN))
        # Never its own: they are in hand, however late the clock says it is.
        .where(_OPEN, _OTHERS if alone else _OTHERS & over, first)
        .order_by(inbox.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=True)
    )


_FREE = {alone: _free(alone=alone) for alone in (True, False)}


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
        row = {"received_at": now, "attempts": 1, "answering": False}
        claim = {"claimed_by": self._instance, "claimed_until": now + LEASE}
        rows = [{"id": one.id, "chat": one.chat, "payload": one.payload, **row, **claim} for one in arrived]

        def unit(connection: sa.Connection) -> Sequence[Arrived]:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            new = set(connection.scalars(_STORE[connection.dialect.name], rows))
            chats = {one.chat for one in arrived if one.id in new and one.chat is not None}
            if not chats:
                return [one for one in arrived if one.id in new]
            asked = {"chats": list(chats), "self": self._instance}
            busy = set(connection.scalars(_BUSY_ELSEWHERE, asked))
            counts = connection.execute(_LATELY, {**asked, "since": now - LATELY, "now": now})
            lately = {chat: int(count) for chat, count in counts}
            waits = [one.id for one in arrived if one.id in new and one.chat in busy]
            if waits:
                connection.execute(_LEAVE, {"ids": waits})
            mine = [one for one in arrived if one.id in new and one.chat not in busy]
            return _counted(mine, lately)

        return await carry_out(self._engine, unit)

    async def claim(self, now: datetime, most: int, *, alone: bool = False) -> Sequence[Arrived]:
        """Take over updates that nobody handles: the oldest of each chat, the oldest chats first.

        One that was being said by whoever had it comes as interrupted: whoever asked is told, and told again where that
        is interrupted too. One that was tried too often comes so as well, and once.

        Args:
            now: The time.
            most: How many.
            alone: Whether there is no other instance, so that every claim but our own is a dead one's.
        """
        asked = {"self": self._instance, "now": now, "never": now + LONGEST_CLAIM, "most": most}

        def unit(connection: sa.Connection) -> Sequence[Arrived]:
            rows = _few_suspected(connection.execute(_FREE[alone], asked).all(), connection, asked)
            given_up = [row.id for row in rows if _is_hopeless(row)]
            if given_up:
                connection.execute(_DONE, {"ids": given_up, "now": now})
            taken = [(row, _taking(row)) for row in rows if row.id not in given_up]
            for change in {change for _, change in taken}:
                ids = [row.id for row, how in taken if how is change]
                connection.execute(change, {"ids": ids, "self": self._instance, "until": now + LEASE})
            return [Arrived(row.id, row.chat, row.payload, interrupted=_interrupted(row)) for row, _ in taken]

        return await carry_out(self._engine, unit)

    async def answering(self, update: int, saying: Saying = Saying.ANSWER) -> bool:
        """Mark that an answer to an update is about to be sent; returns whether it is still ours to be sent."""
        return await self._change(_MARK, one=update, what=saying.value) == 1

    async def not_answering(self, update: int) -> bool:
        """Take back that an answer to an update is about to be sent: it was refused; returns whether it was marked."""
        return await self._change(_UNMARK, one=update) == 1

    async def put_off(self, updates: Sequence[int], until: datetime, now: datetime) -> None:
        """Give updates back, to be handled from a moment on; one that was put off for a whole day is left alone."""
        asked = {"ids": list(updates), "self": self._instance}

        def unit(connection: sa.Connection) -> None:
            too_old = _TOO_OLD.values(done_at=now, payload=None)
            connection.execute(too_old, {**asked, "before": now - GIVEN_UP_AFTER})
            connection.execute(_PUT_OFF, {**asked, "until": until})

        await carry_out(self._engine, unit)

    async def done(self, updates: Sequence[int], now: datetime) -> None:
        """Keep that updates are handled; what they said is gone with it."""
        await self._change(_DONE, ids=list(updates), now=now)

    async def release(self) -> None:
        """Give back all that is claimed and not begun, for others or for the next start."""
        await self._change(_RELEASE)

    async def renew(self, now: datetime) -> None:
        """Keep what is claimed for longer."""
        await self._change(_RENEW, until=now + LEASE)

    async def waiting(self) -> int:
        """Return how many updates are not handled yet."""
        wanted = sa.select(sa.func.count()).select_from(inbox).where(_OPEN)
        return await carry_out(self._engine, lambda connection: int(connection.scalar(wanted) or 0), reads=True)

    async def purge(self, now: datetime) -> int:
        """Forget updates handled long ago; returns how many there were."""
        return await self._change(inbox.delete().where(inbox.c.done_at < now - KEPT))

    async def _change(self, change: sa.Executable, **values: object) -> int:
        """Make a change; returns how many updates it was made to."""
        given = {"self": self._instance, **values}

        def unit(connection: sa.Connection) -> int:
            return int(connection.execute(change, given).rowcount)

        return await carry_out(self._engine, unit)


def _few_suspected(
    rows: Sequence[sa.Row[Any]], connection: sa.Connection, asked: Mapping[str, object]
) -> Sequence[sa.Row[Any]]:
    """Leave all but one of those that may bring the bot down for later; all of them while one is in hand."""
    suspected = [row for row in rows if row.attempts > MOST_ATTEMPTS]
    if not suspected:
        return rows
    room = 0 if connection.scalar(_IN_HAND, {"self": asked["self"]}) else 1
    return [row for row in rows if row not in suspected[room:]]


def _is_hopeless(row: sa.Row[Any]) -> bool:
    """Tell whether an update that nobody handles is left alone from now on."""
    return (_is_tried(row) and row.interrupted is not None) or row.payload is None


def _is_tried(row: sa.Row[Any]) -> bool:
    """Tell whether an update was tried so often that it is not tried any more: whoever sent it is told that."""
    return bool(row.attempts > MOST_ATTEMPTS + MOST_ALONE)


def _taking(row: sa.Row[Any]) -> sa.Update:
    """Return how an update is taken over that nobody handles."""
    if not row.answering:
        return _TELL if _is_tried(row) else _TAKE
    return _TAKE_BACK if row.saying == Saying.EDIT else _INTERRUPT


def _interrupted(row: sa.Row[Any]) -> Saying | None:
    """Return what was about to be said of an update, as it was before it was taken over."""
    being_said = row.answering and row.saying != Saying.EDIT
    if not being_said and row.interrupted is None:
        return Saying.WORD if _is_tried(row) else None
    what = row.saying if being_said else row.interrupted
    # Rows of before there was a name for it, and names that a later version may have.
    return Saying.ANSWER if what == Saying.ANSWER else Saying.WORD


def _counted(arrived: Sequence[Arrived], lately: Mapping[int | None, int]) -> list[Arrived]:
    """Return updates stored together, each with how many of its chat had arrived lately when it came."""
    later: Counter[int | None] = Counter()
    counted = []
    for one in reversed(arrived):
        counted.append(replace(one, lately=lately.get(one.chat, 1 + later[one.chat]) - later[one.chat]))
        later[one.chat] += 1
    return counted[::-1]


async def open_inbox(database: Database) -> SqlInbox:
    """Open the database, and return the inbox as this instance sees it.

    Raises:
        StorageError: It cannot be opened.
    """
    return SqlInbox(await database.engine(), uuid.uuid4().hex)
