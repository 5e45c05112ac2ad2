"""Revisions that other processes publish, heard on PostgreSQL; looked for where nothing can be heard."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Self

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.curation import live as following
from bot.curation.live import LiveKnowledge
from bot.storage import announced
from bot.storage.announced import REVISIONS, Announced
from bot.storage.database import open_database
from bot.storage.sql_revisions import SqlRevisions
from tests.bot.storage.made import NOW, draft
from tests.conftest import ROOT, bundled_understander
from tests.databases import new_database

NEVER = 3600.0
PUBLISHING = """
import asyncio, sys
from bot.storage.database import open_database
from bot.storage.sql_revisions import SqlRevisions
from tests.bot.storage.made import NOW, draft

async def main():
    engine = await open_database(sys.argv[1])
    revisions = SqlRevisions(engine)
    made = draft(after=await revisions.latest())
    await revisions.keep_draft(made)
    await revisions.publish(made, "", NOW)
    await engine.dispose()

asyncio.run(main())
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_database("postgresql", tmp_path)


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    opened = await open_database(url)
    yield opened
    await opened.dispose()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announced, "AGAIN_AFTER", 0.05)
    monkeypatch.setattr(following, "LISTENING_FOLLOWED_EVERY", NEVER)


class Follower:
    """An instance that follows revisions."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.ear = Announced(engine, REVISIONS)
        self.live = LiveKnowledge(ROOT / "knowledge" / "data", bundled_understander(), SqlRevisions(engine), self.ear)
        self.stopping = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.task = asyncio.create_task(self.live.follow(self.stopping))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stopping.set()
        await asyncio.wait_for(self.task, 5)
        assert not self.ear.listening

    async def listens(self) -> None:
        async with asyncio.timeout(20):
            while not self.ear.listening:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)

    async def has(self, revision: int) -> None:
        async with asyncio.timeout(20):
            while self.live.revision != revision:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)


async def publish(engine: AsyncEngine) -> None:
    revisions = SqlRevisions(engine)
    made = draft(after=await revisions.latest())
    await revisions.keep_draft(made)
    await revisions.publish(made, "", NOW)


async def cut_off(engine: AsyncEngine) -> None:
    """End the connection that listens, as a database that is started anew does."""
    ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    async with engine.connect() as connection:
        here = f"{ended} AND datname = current_database()"
        assert await connection.scalar(sa.text(here)) == 1


async def test_a_revision_of_another_process_is_heard_of_without_looking(url: str, engine: AsyncEngine) -> None:
    async with Follower(engine) as one:
        await one.listens()
        done = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", PUBLISHING, url], cwd=ROOT, check=True)
        assert done.returncode == 0
        await one.has(1)


async def test_where_listening_ends_it_begins_anew(engine: AsyncEngine) -> None:
    async with Follower(engine) as one:
        await one.listens()
        await cut_off(engine)
        await publish(engine)
        await one.listens()
        await one.has(1)
        await publish(engine)
        await one.has(2)


async def test_where_nobody_can_listen_revisions_are_looked_for(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "FOLLOWED_EVERY", 0.05)
    async with Follower(engine) as one:
        await one.listens()
        monkeypatch.setattr(announced, "AGAIN_AFTER", NEVER)
        await cut_off(engine)
        await publish(engine)
        await one.has(1)
        assert not one.ear.listening


async def test_a_file_has_nothing_to_listen_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "FOLLOWED_EVERY", 0.05)
    engine = await open_database(new_database("sqlite", tmp_path))
    async with Follower(engine) as one:
        await publish(engine)
        await one.has(1)
        assert not one.ear.listening
    await engine.dispose()
