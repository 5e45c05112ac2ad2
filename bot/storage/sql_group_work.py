"""What curators do with groups besides answering them: look, take, snooze, comment, merge, split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.curation.gaps import WAITING, Gap, Group, GroupDetails, GroupState
from bot.curation.grouping import represented
from bot.errors import CurationError
from bot.storage.curation_tables import comments, gaps, group_keys, groups, notices
from bot.storage.database import new_id, storage_errors, writing
from bot.storage.gap_rows import comment_of, gap_of, group_of
from bot.storage.sql_groups import keep_keys
from knowledge.text import fold

TREND = 14
"""Days that the trend of a group shows."""

MOST_READ = 2_000
"""Gaps of a group that are looked at for its details."""

LONGEST_COMMENT = 2_000
"""Characters of a comment."""


class SqlGroupWork:
    """Changes groups and tells about them.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def details(self, number: int, now: datetime, examples: int = 3) -> GroupDetails:
        """Return a group with its examples, causes, languages, trend and comments.

        Raises:
            CurationError: There is no such group.
        """
        with storage_errors("read"):
            async with self._engine.connect() as connection:
                group = await _group(connection, number)
                wanted = sa.select(gaps).where(gaps.c.group_id == number).order_by(gaps.c.asked_at.desc())
                found = [gap_of(row) for row in (await connection.execute(wanted.limit(MOST_READ))).mappings()]
                written = sa.select(comments).where(comments.c.group_id == number).order_by(comments.c.id)
                said = tuple(comment_of(row) for row in (await connection.execute(written)).mappings())
        return GroupDetails(
            group=group,
            examples=_different(found)[:examples],
            causes=Counter(gap.cause for gap in found),
            languages=Counter(gap.language for gap in found),
            trend=_trend(found, now),
            comments=said,
            events=Counter(gap.event for gap in found if gap.event),
        )

    async def take(self, number: int, curator: str) -> Group:
        """Give a group to a curator; taking one's own again changes nothing.

        Raises:
            CurationError: Another curator has it, or it is closed.
        """
        return await self._change(number, curator, {"assigned": curator})

    async def release(self, number: int, curator: str) -> Group:
        """Give a group back to everybody.

        Raises:
            CurationError: Another curator has it, or it is closed.
        """
        return await self._change(number, curator, {"assigned": None})

    async def snooze(self, number: int, curator: str, until: datetime) -> Group:
        """Put a group out of sight until a day.

        Raises:
            CurationError: Another curator has it, or it is closed.
        """
        return await self._change(number, curator, {"state": GroupState.SNOOZED.value, "snoozed_until": until})

    async def comment(self, number: int, author: str, text: str, now: datetime) -> None:
        """Write something about a group.

        Raises:
            CurationError: There is no such group, or nothing is written.
        """
        said = text.strip()[:LONGEST_COMMENT]
        if not said:
            raise CurationError("missing", what="comment")
        async with writing(self._engine) as connection:
            await _group(connection, number)
            row = {"group_id": number, "author": author, "written_at": now, "text": said}
            await connection.execute(comments.insert().values(**row))

    async def merge(self, number: int, into: int, curator: str) -> Group:
        """Make a group part of another; both must wait for an answer.

        Returns:
            The group that holds both now.

        Raises:
            CurationError: They are one and the same, one is closed, or another curator has one.
        """
        if number == into:
            raise CurationError("same_group", group=number)
        async with writing(self._engine) as connection:
            gone = _workable(await _group(connection, number), curator)
            kept = _workable(await _group(connection, into), curator)
            for table in (gaps, notices, comments):
                await connection.execute(table.update().where(table.c.group_id == number).values(group_id=into))
            await connection.execute(group_keys.delete().where(group_keys.c.group_id == number))
            await keep_keys(connection, into, gone.wishes)
            merged = {"state": GroupState.MERGED.value, "merged_into": into, "version": gone.version + 1}
            await connection.execute(groups.update().where(groups.c.id == number).values(**merged))
            return await _counted(connection, kept, curator)

    async def split(self, number: int, texts: Sequence[str], curator: str) -> Group:
        """Take questions out of a group into one of their own.

        Args:
            number: The group.
            texts: The questions, word for word.
            curator: Who does it.

        Returns:
            The new group.

        Raises:
            CurationError: None or all of its questions were named, it is closed, or another curator has it.
        """
        async with writing(self._engine) as connection:
            group = _workable(await _group(connection, number), curator)
            rows = (await connection.execute(sa.select(gaps).where(gaps.c.group_id == number))).mappings().all()
            wanted = {fold(text) for text in texts}
            moved = [row for row in rows if fold(row["text"]) in wanted]
            if not moved or len(moved) == len(rows):
                raise CurationError("nothing_to_split", group=number)
            first = gap_of(moved[0])
            values = {"state": GroupState.OPEN.value, "title": first.text, "language": first.language, "wishes": []}
            counted = {"times": 0, "people": 0, "ignored": 0, "version": 0}
            seen = {"first_seen": first.asked_at, "last_seen": first.asked_at}
            made = await connection.execute(groups.insert().values(**values, **counted, **seen))
            new = new_id(made)
            ids = [row["id"] for row in moved]
            updates = [(row["channel"], row["update_id"]) for row in moved]
            await connection.execute(gaps.update().where(gaps.c.id.in_(ids)).values(group_id=new))
            for channel, update in updates:
                own = (notices.c.channel == channel) & (notices.c.update_id == update)
                await connection.execute(notices.update().where(own).values(group_id=new))
            await _counted(connection, group, curator)
            return await _counted(connection, await _group(connection, new), curator)

    async def _change(self, number: int, curator: str, values: dict[str, Any]) -> Group:
        async with writing(self._engine) as connection:
            group = _workable(await _group(connection, number), curator)
            values = {**values, "version": group.version + 1}
            await connection.execute(groups.update().where(groups.c.id == number).values(**values))
            return await _group(connection, number)


async def _group(connection: AsyncConnection, number: int) -> Group:
    row = (await connection.execute(sa.select(groups).where(groups.c.id == number))).mappings().first()
    if row is None:
        raise CurationError("no_group", group=number)
    return group_of(row)


def _workable(group: Group, curator: str) -> Group:
    if group.state not in WAITING:
        raise CurationError("group_closed", group=group.id)
    if group.assigned not in {None, curator}:
        raise CurationError("group_taken", group=group.id, curator=group.assigned)
    return group


async def _counted(connection: AsyncConnection, group: Group, curator: str) -> Group:
    """Count a group anew after gaps came or went, and find anew what represents it."""
    wanted = sa.select(gaps).where(gaps.c.group_id == group.id).order_by(gaps.c.asked_at, gaps.c.id)
    found = [gap_of(row) for row in (await connection.execute(wanted)).mappings()]
    wishes = represented([gap.wish for gap in found])
    await connection.execute(group_keys.delete().where(group_keys.c.group_id == group.id))
    await keep_keys(connection, group.id, wishes)
    values = {
        "times": len(found),
        "people": len({gap.person for gap in found}),
        "title": found[0].text,
        "language": found[0].language,
        "wishes": [wish.to_json() for wish in wishes],
        "first_seen": found[0].asked_at,
        "last_seen": found[-1].asked_at,
        "assigned": curator if group.assigned else None,
        "version": group.version + 1,
    }
    await connection.execute(groups.update().where(groups.c.id == group.id).values(**values))
    return await _group(connection, group.id)


def _different(found: Sequence[Gap]) -> tuple[Gap, ...]:
    """Return one gap a wording, in the order given."""
    by_words: dict[str, Gap] = {}
    for gap in found:
        by_words.setdefault(fold(gap.text), gap)
    return tuple(by_words.values())


def _trend(found: Sequence[Gap], now: datetime) -> tuple[int, ...]:
    """Return gaps a day, over the days up to now, oldest first."""
    days = Counter((now - gap.asked_at) // timedelta(days=1) for gap in found)
    return tuple(days[TREND - 1 - day] for day in range(TREND))
