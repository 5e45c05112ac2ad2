"""Drafts and revisions in the database; publishing is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.curation.changes import Action, Change
from bot.curation.gaps import WAITING, GroupState
from bot.curation.revisions import Closing, Draft, GoldenQuestion, Revision
from bot.errors import CurationError
from bot.storage.announced import REVISIONS, announce
from bot.storage.curation_tables import drafts, golden, groups, notices, revisions
from bot.storage.database import new_id, storage_errors, writing
from knowledge.edits import Edit

_PUBLISHING_LOCK = 0x0C1_0575
"""Any number: the advisory lock under which PostgreSQL publishes one revision at a time."""


class SqlRevisions:
    """Keeps drafts and revisions.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def latest(self) -> int:
        """Return the number of the latest revision; 0 for none."""
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                return await _latest(connection)

    async def since(self, number: int = 0) -> Sequence[Revision]:
        """Return the revisions after a number, oldest first."""
        return await self._revisions(revisions.c.id > number, newest_first=False)

    async def history(self, *, entry: str = "", limit: int = 50, offset: int = 0) -> Sequence[Revision]:
        """Return revisions, newest first; only those about an entry where one is named."""
        return await self._revisions(revisions.c.entry == entry if entry else sa.true(), limit=limit, offset=offset)

    async def revision(self, number: int) -> Revision | None:
        """Return a revision; None where there is none of this number."""
        found = await self._revisions(revisions.c.id == number)
        return found[0] if found else None

    async def golden(self) -> Sequence[GoldenQuestion]:
        """Return the questions that revisions in force have to answer."""
        undone = sa.select(revisions.c.undoes).where(revisions.c.undoes.is_not(None))
        wanted = sa.select(golden).where(golden.c.revision.not_in(undone)).order_by(golden.c.id)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted)).mappings().all()
        return [GoldenQuestion(row["ask"], row["language"], row["entry"]) for row in rows]

    async def golden_gone(self) -> Sequence[GoldenQuestion]:
        """Return the questions of revisions that were taken back."""
        undone = sa.select(revisions.c.undoes).where(revisions.c.undoes.is_not(None))
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                wanted = sa.select(golden).where(golden.c.revision.in_(undone))
                rows = (await connection.execute(wanted)).mappings().all()
        return [GoldenQuestion(row["ask"], row["language"], row["entry"]) for row in rows]

    async def golden_of(self, number: int) -> Sequence[GoldenQuestion]:
        """Return the questions that a revision has to answer."""
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(sa.select(golden).where(golden.c.revision == number))).mappings().all()
        return [GoldenQuestion(row["ask"], row["language"], row["entry"]) for row in rows]

    async def keep_draft(self, draft: Draft) -> None:
        """Store a draft, in place of the one with the same id."""
        async with writing(self._engine) as connection:
            await connection.execute(drafts.delete().where(drafts.c.id == draft.id))
            await connection.execute(drafts.insert().values(_draft_row(draft)))

    async def draft(self, draft_id: str) -> Draft | None:
        """Return a draft; None where there is none of this id, or it was published or dropped."""
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                row = (await connection.execute(sa.select(drafts).where(drafts.c.id == draft_id))).mappings().first()
        return _draft_of(row) if row else None

    async def drop_draft(self, draft_id: str) -> None:
        """Drop a draft."""
        async with writing(self._engine) as connection:
            await connection.execute(drafts.delete().where(drafts.c.id == draft_id))

    async def publish(self, draft: Draft, reason: str, now: datetime) -> Revision:
        """Publish a draft: revision, groups closed, golden questions, notices due; all of it or nothing.

        Raises:
            CurationError: somebody else published first, or has taken or closed the group; nothing is changed.
            StorageError: the database fails; nothing is changed.
        """
        async with writing(self._engine, _PUBLISHING_LOCK) as connection:
            there = await connection.scalar(sa.select(drafts.c.id).where(drafts.c.id == draft.id))
            if there is None:
                raise CurationError("draft_gone")
            if await _latest(connection) != draft.after:
                raise CurationError("superseded")
            undoes = int(draft.change.target) if draft.change.action is Action.UNDO else None
            if undoes is not None:
                await _still_undoable(connection, undoes)
            closed = await _close(connection, draft)
            made = await connection.execute(
                revisions.insert().values(
                    published_at=now,
                    author=draft.author,
                    reason=reason,
                    action=draft.change.action.value,
                    entry=draft.entry,
                    edits=[edit.to_json() for edit in draft.edits],
                    closed=list(closed),
                    undoes=undoes,
                )
            )
            number = new_id(made)
            await _settle(connection, draft, number, closed, undoes)
            await connection.execute(drafts.delete().where(drafts.c.id == draft.id))
            await announce(connection, REVISIONS)
        return Revision(
            number, now, draft.author, reason, draft.change.action, draft.entry, draft.edits, closed, undoes
        )

    async def exported(self, numbers: Sequence[int], now: datetime) -> None:
        """Note that revisions stand in the YAML files."""
        async with writing(self._engine) as connection:
            await connection.execute(revisions.update().where(revisions.c.id.in_(numbers)).values(exported_at=now))

    async def _revisions(
        self,
        condition: sa.ColumnElement[bool],
        *,
        newest_first: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Revision]:
        undoing = revisions.alias("undoing")
        wanted = (
            sa.select(revisions, undoing.c.id.label("undone_by"))
            .outerjoin(undoing, undoing.c.undoes == revisions.c.id)
            .where(condition)
            .order_by(revisions.c.id.desc() if newest_first else revisions.c.id)
            .limit(limit)
            .offset(offset)
        )
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted)).mappings().all()
        return [_revision_of(row) for row in rows]


async def _latest(connection: AsyncConnection) -> int:
    return int(await connection.scalar(sa.select(sa.func.max(revisions.c.id))) or 0)


async def _still_undoable(connection: AsyncConnection, number: int) -> None:
    again = await connection.scalar(sa.select(revisions.c.id).where(revisions.c.undoes == number))
    if again is not None:
        raise CurationError("undone_already", revision=number)


async def _close(connection: AsyncConnection, draft: Draft) -> tuple[int, ...]:
    """Close the groups of a draft that still wait; the one that it was drafted for must be as its curator saw it."""
    state = GroupState.DISMISSED if draft.change.action is Action.DISMISS else GroupState.CLOSED
    closed: list[int] = []
    if draft.group is not None:
        row = (await connection.execute(sa.select(groups).where(groups.c.id == draft.group.group))).mappings().first()
        if row is None or row["version"] != draft.group.version:
            raise CurationError("group_changed", group=draft.group.group)
        if row["assigned"] not in {None, draft.author}:
            raise CurationError("group_taken", group=draft.group.group, curator=row["assigned"])
    for closing in draft.closes:
        done = await connection.execute(
            groups.update()
            .where(
                groups.c.id == closing.group,
                groups.c.version == closing.version,
                groups.c.state.in_([waiting.value for waiting in WAITING]),
            )
            .values(state=state.value, reason=draft.change.values.get("reason"), version=groups.c.version + 1)
        )
        if done.rowcount:
            closed.append(closing.group)
    return tuple(closed)


async def _settle(
    connection: AsyncConnection, draft: Draft, number: int, closed: Sequence[int], undoes: int | None
) -> None:
    """Note in groups, golden questions and notices what a revision has done."""
    await connection.execute(groups.update().where(groups.c.id.in_(closed)).values(closed_by=number))
    if draft.golden:
        await connection.execute(
            golden.insert(),
            [{"revision": number, "ask": g.ask, "language": g.language, "entry": g.entry} for g in draft.golden],
        )
    if draft.change.action is not Action.DISMISS:
        await connection.execute(
            notices.update().where(notices.c.group_id.in_(closed), notices.c.state == "waiting").values(state="due")
        )
    if undoes is not None:
        # Who has not been told yet waits on.
        reopened = sa.select(groups.c.id).where(groups.c.closed_by == undoes)
        await connection.execute(
            notices.update().where(notices.c.group_id.in_(reopened), notices.c.state == "due").values(state="waiting")
        )
        await connection.execute(
            groups.update()
            .where(groups.c.closed_by == undoes)
            .values(state=GroupState.OPEN.value, reason=None, closed_by=None, version=groups.c.version + 1)
        )


def _revision_of(row: Mapping[Any, Any]) -> Revision:
    return Revision(
        id=row["id"],
        published_at=row["published_at"],
        author=row["author"],
        reason=row["reason"],
        action=Action(row["action"]),
        entry=row["entry"],
        edits=tuple(Edit.from_json(edit) for edit in row["edits"]),
        closed=tuple(row["closed"]),
        undoes=row["undoes"],
        undone_by=row["undone_by"],
        exported_at=row["exported_at"],
    )


def _draft_row(draft: Draft) -> dict[str, object]:
    return {
        "id": draft.id,
        "author": draft.author,
        "drafted_at": draft.drafted_at,
        "group_id": draft.group.group if draft.group else None,
        "group_version": draft.group.version if draft.group else None,
        "change": {
            **draft.change.to_json(),
            "edits": [edit.to_json() for edit in draft.edits],
            "entry": draft.entry,
            "golden": [[g.ask, g.language, g.entry] for g in draft.golden],
        },
        "after": draft.after,
        "closes": [[closing.group, closing.version] for closing in draft.closes],
    }


def _draft_of(row: Mapping[Any, Any]) -> Draft:
    change = row["change"]
    return Draft(
        id=row["id"],
        author=row["author"],
        drafted_at=row["drafted_at"],
        change=Change.from_json(change),
        edits=tuple(Edit.from_json(edit) for edit in change["edits"]),
        entry=change["entry"],
        after=row["after"],
        group=Closing(row["group_id"], row["group_version"]) if row["group_id"] is not None else None,
        closes=tuple(Closing(*closing) for closing in row["closes"]),
        golden=tuple(GoldenQuestion(*golden) for golden in change["golden"]),
    )
