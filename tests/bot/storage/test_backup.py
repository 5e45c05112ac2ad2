from __future__ import annotations

import asyncio
import gzip
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import BackupError, StorageError
from bot.storage.backup import back_up, key_in, restore
from bot.storage.backup_file import read
from bot.storage.database import HEAD, connect, open_database, version
from bot.storage.migrate import upgrade
from bot.storage.sql_log import SqlQuestionLog
from bot.storage.tables import metadata
from tests.bot.storage.sample_rows import content, fill
from tests.bot.storage.test_question_log import question
from tests.databases import new_database

KINDS = ("sqlite", "postgresql")


async def filled(url: str, rows: int = 3) -> dict:
    engine = await open_database(url)
    async with engine.begin() as connection:
        await connection.run_sync(fill, rows)
        held = await connection.run_sync(content)
    await engine.dispose()
    return held


async def held(url: str) -> dict:
    engine = connect(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(content)
    await engine.dispose()
    return found


def left(folder: Path) -> list[str]:
    """Return what is there of backups, whole or not."""
    return [path.name for path in folder.glob("*backup*")]


def other(tmp_path: Path, kind: str) -> str:
    (tmp_path / "other").mkdir(exist_ok=True)
    return new_database(kind, tmp_path / "other")


@pytest.mark.parametrize("to", KINDS)
@pytest.mark.parametrize("kind", KINDS)
async def test_all_that_one_database_holds_comes_back_in_any_other(kind: str, to: str, tmp_path: Path) -> None:
    url, target, file = new_database(kind, tmp_path), other(tmp_path, to), tmp_path / "backup.gz"
    before = await filled(url)
    made = await back_up(url, file)
    assert made.schema == HEAD
    assert set(made.rows) == set(metadata.tables) == set(before)
    assert made.total == 3 * len(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert left(tmp_path) == ["backup.gz"]
    done = await restore(target, file)
    assert done.rows == made.rows
    assert await held(target) == before
    # New rows get new numbers.
    log = await SqlQuestionLog.open_at(target)
    await log.record(question("fresh"))
    await log.close()
    assert [row["id"] for row in (await held(target))["questions"]] == [1, 2, 3, 4]


async def test_tables_of_an_earlier_version_are_taken_as_they_are_and_brought_up_to_date(tmp_path: Path) -> None:
    url, file = new_database("sqlite", tmp_path), tmp_path / "backup.gz"
    engine = connect(url)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, "0001")
        await connection.run_sync(fill)
        before = await connection.run_sync(content)
    await engine.dispose()
    assert (await back_up(url, file)).schema == "0001"
    for kind in KINDS:
        target = other(tmp_path, kind)
        await restore(target, file)
        after = await held(target)
        assert after["questions"] == before["questions"]
        assert set(after) == set(metadata.tables)
        engine = connect(target)
        async with engine.connect() as connection:
            assert await version(connection) == HEAD
        await engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
async def test_whoever_writes_goes_on_writing(kind: str, tmp_path: Path) -> None:
    url, file = new_database(kind, tmp_path), tmp_path / "backup.gz"
    log = await SqlQuestionLog.open_at(url)
    for number in range(600):
        await log.record(question(f"before {number}"))
    stopping, more = asyncio.Event(), 0

    async def write() -> None:
        nonlocal more
        while not stopping.is_set():
            await log.record(question(f"meanwhile {more}"))
            more += 1

    writer = asyncio.create_task(write())
    await asyncio.sleep(0.05)
    begun = more
    made = await back_up(url, file)
    during = more - begun
    stopping.set()
    await writer
    await log.close()
    assert during > 0
    assert 600 + begun <= made.rows["questions"] <= 600 + more
    target = other(tmp_path, "sqlite")
    assert (await restore(target, file)).rows == made.rows
    kept = [row["update_id"] for row in (await held(target))["questions"]]
    # One moment of the database: no gap in what was written one after the other.
    assert kept == [f"before {n}" for n in range(600)] + [f"meanwhile {n}" for n in range(len(kept) - 600)]


async def test_nothing_is_overwritten(tmp_path: Path) -> None:
    url, file = new_database("sqlite", tmp_path), tmp_path / "backup.gz"
    before = await filled(url)
    file.write_bytes(b"mine")
    with pytest.raises(BackupError, match="exists already"):
        await back_up(url, file)
    assert file.read_bytes() == b"mine"
    file.unlink()
    await back_up(url, file)
    target = other(tmp_path, "postgresql")
    theirs = await filled(target, rows=1)
    with pytest.raises(BackupError, match=r"holds something already \(.*questions.*--force"):
        await restore(target, file)
    assert await held(target) == theirs
    await restore(target, file, force=True)
    assert await held(target) == before
    await restore(url, file, force=True)
    assert await held(url) == before


async def test_a_database_that_was_only_opened_holds_nothing(tmp_path: Path) -> None:
    url, target, file = new_database("sqlite", tmp_path), other(tmp_path, "sqlite"), tmp_path / "backup.gz"
    before = await filled(url)
    await back_up(url, file)
    await (await open_database(target)).dispose()
    await restore(target, file)
    assert await held(target) == before


async def test_where_there_is_nothing_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="nothing to back up"):
        await back_up(new_database("postgresql", tmp_path), tmp_path / "backup.gz")
    assert left(tmp_path) == []


async def test_a_damaged_database_is_not_backed_up(tmp_path: Path) -> None:
    url = new_database("sqlite", tmp_path)
    await filled(url, rows=60)
    path = tmp_path / "bot.sqlite3"
    data = bytearray(path.read_bytes())
    for place in range(len(data) // 2, len(data) - 4096, 4096):
        data[place : place + 2000] = b"\xff" * 2000
    path.write_bytes(data)
    with pytest.raises((BackupError, StorageError), match=r"damaged|malformed"):
        await back_up(url, tmp_path / "backup.gz")
    assert left(tmp_path) == []


async def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    url = new_database("sqlite", tmp_path)
    await filled(url)
    with pytest.raises(BackupError, match="cannot be written: No such file"):
        await back_up(url, tmp_path / "nowhere" / "backup.gz")


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_end(data: bytes) -> bytes:
    return gzip.compress(b"\n".join(gzip.decompress(data).split(b"\n")[:-2]) + b"\n")


def flipped(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[len(data) // 2] ^= 0x10
    return bytes(changed)


def edited(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data).replace(b'"telegram"', b'"Telegram"').replace(b"0.3000", b"0.4000"))


def a_row_less(data: bytes) -> bytes:
    lines = gzip.decompress(data).split(b"\n")
    return gzip.compress(b"\n".join([*lines[:3], *lines[4:]]))


def later(data: bytes) -> bytes:
    """A whole backup, of a version that is yet to come."""
    import hashlib

    lines = gzip.decompress(data).replace(f'"schema":"{HEAD}"'.encode(), b'"schema":"9999"').splitlines(keepends=True)
    last = json.loads(lines[-1])
    last["sha256"] = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    return gzip.compress(b"".join([*lines[:-1], json.dumps(last, separators=(",", ":")).encode()]))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (halved, "cut short|damaged"),
        (without_end, "cut short"),
        (flipped, "damaged|cut short"),
        (edited, "damaged"),
        (a_row_less, "damaged"),
        (lambda _: b"", "cut short|damaged|no backup"),
        (lambda _: b"nothing of the kind", "no backup of this bot"),
        (lambda _: gzip.compress(b"[1]\n"), "no backup of this bot"),
        (lambda _: gzip.compress(b"{}\n"), "no backup of this bot"),
        (later, "later version of the bot"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
async def test_a_spoiled_backup_changes_nothing(
    spoil: Callable[[bytes], bytes], told: str, kind: str, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    source, file = new_database("sqlite", tmp_path / "source"), tmp_path / "backup.gz"
    await filled(source)
    await back_up(source, file)
    file.write_bytes(spoil(file.read_bytes()))
    target = new_database(kind, tmp_path)
    before = await filled(target, rows=1)
    with pytest.raises(BackupError, match=told) as caught:
        await restore(target, file, force=True)
    assert "\n" not in str(caught.value)
    assert await held(target) == before


@pytest.mark.parametrize("kind", KINDS)
async def test_what_fails_in_the_middle_leaves_all_as_it_was(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "source").mkdir()
    source, file = new_database("sqlite", tmp_path / "source"), tmp_path / "backup.gz"
    await filled(source)
    await back_up(source, file)
    target = new_database(kind, tmp_path)
    before = await filled(target, rows=1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.storage.backup._insert", full)
    with pytest.raises(StorageError, match="No space left"):
        await restore(target, file, force=True)
    assert await held(target) == before


async def test_the_key_is_in_it_only_where_that_is_wanted(tmp_path: Path) -> None:
    url = new_database("sqlite", tmp_path)
    await filled(url)
    await back_up(url, tmp_path / "without.gz")
    await back_up(url, tmp_path / "with.gz", key="ab" * 32)
    assert key_in(tmp_path / "without.gz") == ""
    assert key_in(tmp_path / "with.gz") == "ab" * 32
    assert len(list(read(tmp_path / "with.gz"))) == 1 + 3 * len(metadata.tables)


async def test_tables_of_others_in_the_same_database_are_left_alone(tmp_path: Path) -> None:
    url, file = new_database("postgresql", tmp_path), tmp_path / "backup.gz"
    await filled(url)
    engine = connect(url)
    async with engine.begin() as connection:
        await connection.execute(sa.text("CREATE TABLE theirs (x integer)"))
    await engine.dispose()
    assert "theirs" not in (await back_up(url, file)).rows
    await restore(url, file, force=True)
    async with engine.connect() as connection:
        assert await connection.scalar(sa.text("SELECT count(*) FROM theirs")) == 0
    await engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_restored_where_others_are_connected(kind: str, tmp_path: Path) -> None:
    url, file = new_database(kind, tmp_path), tmp_path / "backup.gz"
    before = await filled(url)
    await back_up(url, file)
    log = await SqlQuestionLog.open_at(url)
    with pytest.raises(BackupError, match="stop them"):
        await restore(url, file, force=True)
    await log.close()
    await restore(url, file, force=True)
    assert await held(url) == before
