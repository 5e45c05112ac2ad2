"""Gaps and their groups in the database: what missed goes in, the queue comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.curation.gaps import WAITING, Gap, Group, GroupState, Wanted
from bot.curation.grouping import Grouper, represented
from bot.storage.curation_tables import gaps, group_keys, groups
from bot.storage.database import new_id, storage_errors, writing
from bot.storage.gap_rows import gap_of, gap_row, group_of
from knowledge.wishes import Wish, keys, sought

_GROUPING_LOCK = 0x0C1_0574
"""Any number: the advisory lock under which PostgreSQL places one gap at a time, so that no group is made twice."""

MOST_COMPARED = 300
"""Groups that a new gap is compared with; of more with the same keys, those last seen latest."""


class SqlGroups:
    """Keeps gaps in the tables ``gaps``, ``groups`` and ``group_keys``.

    Args:
        engine: An open database whose tables are up to date.
        grouper: Tells which group a wish belongs to.
    """

    def __init__(self, engine: AsyncEngine, grouper: Grouper | None = None) -> None:
        self._engine = engine
        self._grouper = grouper or Grouper()

    async def add(self, gap: Gap) -> int:
        """Store a gap in the group with the same wish, or in one of its own; the same delivery twice is one gap.

        Returns:
            Number of the group.
        """
        async with writing(self._engine, _GROUPING_LOCK) as connection:
            known = await connection.scalar(
                sa.select(gaps.c.group_id).where(gaps.c.channel == gap.channel, gaps.c.update_id == gap.update)
            )
            if known is not None:
                return int(known)
            group = await self._placed(connection, gap)
            if group is None:
                number = await self._new_group(connection, gap)
            else:
                number = group.id
                await self._joined(connection, group, gap)
            await connection.execute(gaps.insert().values(gap_row(gap, number)))
        return number

    async def queue(self, wanted: Wanted, now: datetime) -> tuple[Sequence[Group], int]:
        """Return the groups that a curator wants to see, most wanted first, and how many there are in all."""
        condition = _condition(wanted, now)
        order = (groups.c.people.desc(), groups.c.times.desc(), groups.c.last_seen.desc(), groups.c.id)
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (
                    await connection.execute(
                        sa.select(groups).where(*condition).order_by(*order).limit(wanted.limit).offset(wanted.offset)
                    )
                ).mappings()
                total = await connection.scalar(sa.select(sa.func.count()).select_from(groups).where(*condition))
        return [group_of(row) for row in rows], int(total or 0)

    async def group(self, number: int) -> Group | None:
        """Return a group; None where there is none of this number."""
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                row = (await connection.execute(sa.select(groups).where(groups.c.id == number))).mappings().first()
        return group_of(row) if row else None

    async def gaps(self, number: int, limit: int = 1_000) -> Sequence[Gap]:
        """Return the latest gaps of a group, newest first."""
        wanted = sa.select(gaps).where(gaps.c.group_id == number).order_by(gaps.c.asked_at.desc(), gaps.c.id.desc())
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(wanted.limit(limit))).mappings().all()
        return [gap_of(row) for row in rows]

    async def with_keys(self, wanted: Sequence[str], limit: int) -> Sequence[Group]:
        """Return waiting groups that share one of the keys, most wanted first."""
        numbers = sa.select(group_keys.c.group_id).where(group_keys.c.key.in_(wanted))
        chosen = (
            sa.select(groups)
            .where(groups.c.id.in_(numbers), groups.c.state.in_([state.value for state in WAITING]))
            .order_by(groups.c.people.desc(), groups.c.times.desc())
            .limit(limit)
        )
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                rows = (await connection.execute(chosen)).mappings().all()
        return [group_of(row) for row in rows]

    async def _placed(self, connection: AsyncConnection, gap: Gap) -> Group | None:
        """Return the group with the same wish."""
        numbers = sa.select(group_keys.c.group_id).where(group_keys.c.key.in_(sorted(sought(gap.wish))))
        near = (
            sa.select(groups)
            .where(groups.c.id.in_(numbers), groups.c.state != GroupState.MERGED.value)
            .order_by(groups.c.last_seen.desc())
            .limit(MOST_COMPARED)
        )
        found = {row["id"]: group_of(row) for row in (await connection.execute(near)).mappings()}
        place = self._grouper.place(gap.wish, ((number, group.wishes) for number, group in found.items()))
        return None if place is None else found[place]

    async def _new_group(self, connection: AsyncConnection, gap: Gap) -> int:
        made = await connection.execute(
            groups.insert().values(
                state=GroupState.OPEN.value,
                title=gap.text,
                language=gap.language,
                wishes=[gap.wish.to_json()],
                times=1,
                people=1,
                first_seen=gap.asked_at,
                last_seen=gap.asked_at,
                ignored=0,
                version=1,
            )
        )
        number = new_id(made)
        await keep_keys(connection, number, (gap.wish,))
        return number

    async def _joined(self, connection: AsyncConnection, group: Group, gap: Gap) -> None:
        """Count a gap to a group. One that was answered, and is asked for again in vain, opens again."""
        seen_before = await connection.scalar(
            sa.select(gaps.c.id).where(gaps.c.group_id == group.id, gaps.c.person.is_not_distinct_from(gap.person))
        )
        wishes = represented((*group.wishes, gap.wish))
        values: dict[str, Any] = {
            "times": group.times + 1,
            "people": group.people + (seen_before is None),
            "last_seen": max(group.last_seen, gap.asked_at),
            "wishes": [wish.to_json() for wish in wishes],
        }
        if not group.title:
            # Its questions were old and are deleted; from now on it is called by this one.
            values |= {"title": gap.text, "language": gap.language}
        if group.state is GroupState.DISMISSED:
            values["ignored"] = group.ignored + 1
        elif group.state is GroupState.CLOSED:
            values |= {"state": GroupState.OPEN.value, "closed_by": None, "version": group.version + 1}
        await connection.execute(groups.update().where(groups.c.id == group.id).values(**values))
        if wishes != group.wishes:
            await keep_keys(connection, group.id, (gap.wish,))


async def keep_keys(connection: AsyncConnection, number: int, wishes: Sequence[Wish]) -> None:
    """Note by which keys a group is found."""
    wanted = {key for wish in wishes for key in keys(wish)}
    there = set((await connection.scalars(sa.select(group_keys.c.key).where(group_keys.c.group_id == number))).all())
    rows: list[Mapping[str, Any]] = [{"key": key, "group_id": number} for key in sorted(wanted - there)]
    if rows:
        await connection.execute(group_keys.insert(), rows)


def _condition(wanted: Wanted, now: datetime) -> list[sa.ColumnElement[bool]]:
    """Return what a group must be like to be wanted; snoozed ones are open again when their day has come."""
    states = [state.value for state in wanted.states]
    found: list[sa.ColumnElement[bool]] = [groups.c.state.in_(states)]
    if GroupState.OPEN in wanted.states:
        woken = (groups.c.state == GroupState.SNOOZED.value) & (groups.c.snoozed_until <= now)
        found = [sa.or_(found[0], woken)]
    if wanted.since is not None:
        found.append(groups.c.last_seen >= wanted.since)
    of_gaps: list[sa.ColumnElement[bool]] = []
    if wanted.language:
        of_gaps.append(gaps.c.language == wanted.language)
    if wanted.event:
        of_gaps.append(gaps.c.event == wanted.event)
    if wanted.search:
        of_gaps.append(gaps.c.text.icontains(wanted.search, autoescape=True))
    if of_gaps:
        found.append(groups.c.id.in_(sa.select(gaps.c.group_id).where(*of_gaps)))
    return found
