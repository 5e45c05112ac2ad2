"""kill -9 while publishing: all of a change or none of it, and whoever waits is told once."""

from __future__ import annotations

import multiprocessing
import random
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation.gaps import GroupState
from bot.curation.revisions import Closing
from bot.storage.curation_tables import drafts, golden, groups, notices, revisions
from bot.storage.database import open_database
from bot.storage.sql_groups import SqlGroups
from bot.storage.sql_notices import SqlNotices
from bot.storage.sql_revisions import SqlRevisions
from tests.bot.curation.publishing import publish_all
from tests.bot.storage.made import NOW, draft, gap, notice, wish
from tests.databases import new_database

KILLS = 50
"""Processes that are killed while they publish."""

GROUPS = 600
"""Groups there are; each process gets through a few."""

LATEST = 0.04
"""Seconds after which a process is killed at the latest; it publishes every few milliseconds."""


async def prepared(engine: AsyncEngine) -> list[str]:
    """Make groups, each with somebody who waits and a draft that closes it; return the drafts."""
    made = []
    kept, waiting, published = SqlGroups(engine), SqlNotices(engine), SqlRevisions(engine)
    for number in range(1, GROUPS + 1):
        subject = f"entry-{number}"
        group = await kept.add(gap(str(number), "a", wish(subject, "phone", f"phone {subject}")))
        await waiting.ask(notice(group, str(number)))
        closing = Closing(group, 1)
        await published.keep_draft(draft(f"d{number}", group=closing, closes=(closing,)))
        made.append(f"d{number}")
    return made


async def check(engine: AsyncEngine) -> int:
    """Check that each group is either published whole or not at all; return how many are published."""
    async with engine.connect() as connection:
        made = (await connection.execute(sa.select(revisions.c.id, revisions.c.closed))).all()
        closed = dict((await connection.execute(sa.select(groups.c.id, groups.c.closed_by))).all())
        states = dict((await connection.execute(sa.select(groups.c.id, groups.c.state))).all())
        waiting = dict((await connection.execute(sa.select(notices.c.group_id, notices.c.state))).all())
        asked = set((await connection.scalars(sa.select(golden.c.revision))).all())
        left = set((await connection.scalars(sa.select(drafts.c.group_id))).all())
    by_group = {group: number for number, numbers in made for group in numbers}
    assert len(by_group) == len(made)
    for group, state in states.items():
        published = group in by_group
        assert closed[group] == by_group.get(group)
        assert state == (GroupState.CLOSED if published else GroupState.OPEN)
        assert waiting[group] == ("due" if published else "waiting")
        assert (group in left) != published
        assert (by_group.get(group) in asked) == published
    return len(made)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_change_is_published_whole_or_not_at_all(kind: str, tmp_path: Path) -> None:
    url = new_database(kind, tmp_path)
    engine = await open_database(url)
    waiting = await prepared(engine)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.bot.curation.publishing"])
    chance = random.Random(7)  # noqa: S311 - nothing secret
    done, killed = 0, 0
    while killed < KILLS:
        begun, signal = processes.Pipe(duplex=False)
        process = processes.Process(target=publish_all, args=(url, waiting, signal))
        process.start()
        assert begun.poll(30)
        process.join(chance.uniform(0, LATEST))
        if process.exitcode is None:
            process.kill()
            killed += 1
        process.join()
        now = await check(engine)
        assert now >= done
        done = now
        assert done < GROUPS, "there was nothing left to be killed at; make more groups"
    assert done > 0
    told = await everybody_told(SqlNotices(engine))
    assert len(told) == len(set(told)) == done
    await engine.dispose()


async def everybody_told(kept: SqlNotices) -> list[str]:
    """Tell all whose turn has come, by two instances in turn."""
    told: list[str] = []
    while claimed := await kept.claim("telegram", NOW):
        for one in claimed:
            told.append(one.update)
            await kept.told(one.id)
    return told
