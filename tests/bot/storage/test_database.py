from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.errors import SchemaError, StorageError
from bot.storage import curation_tables, desk_tables, event_tables, steady_tables  # noqa: F401 - so that the metadata knows all tables
from bot.storage.database import HEAD, open_database
from bot.storage.migrate import latest_step
from bot.storage.sql_log import SqlQuestionLog
from bot.storage.tables import metadata
from tests.bot.storage.test_question_log import question
from tests.conftest import ROOT


def address(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def test_head_is_the_last_step_in_the_folder() -> None:
    assert latest_step() == HEAD


async def test_the_steps_lead_to_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    engine = await open_database(address(tmp_path / "a.sqlite3"))
    async with engine.connect() as connection:
        difference = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)
        )
    await engine.dispose()
    assert difference == []


async def test_sqlite_is_fast_and_patient(tmp_path: Path) -> None:
    engine = await open_database(address(tmp_path / "100%.sqlite3"))
    async with engine.connect() as connection:
        pragmas = {
            name: await connection.scalar(sa.text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    await engine.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 5000, "foreign_keys": 1}


async def test_whoever_starts_together_migrates_once(tmp_path: Path) -> None:
    url = address(tmp_path / "a.sqlite3")
    engines = await asyncio.gather(*(open_database(url) for _ in range(4)))
    for engine in engines:
        await engine.dispose()


async def test_a_database_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    await (await open_database(address(path))).dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(SchemaError, match="update the bot"):
        await open_database(address(path))


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:////proc/no/such/place.sqlite3",
        "sqlite+aiosqlite:////proc",
        "nonsense://x",
        "postgresql+nodriver://h/d",
    ],
)
async def test_what_cannot_be_opened_is_a_storage_error(url: str) -> None:
    with pytest.raises(StorageError, match="cannot open the database"):
        await open_database(url)
    # The driver's thread of a connection that failed has a last word for this loop.
    await asyncio.sleep(0.1)


async def test_a_file_that_is_no_database_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite3").write_text("nothing of the kind" * 100, encoding="utf-8")
    with pytest.raises(StorageError, match="not a database"):
        await open_database(address(tmp_path / "a.sqlite3"))


async def test_errors_while_working_are_storage_errors_without_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    log = await SqlQuestionLog.open_at(address(path))
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE questions")
    connection.close()
    with pytest.raises(StorageError) as caught:
        await log.record(question(text="my secret"))
    assert "my secret" not in str(caught.value)
    with pytest.raises(StorageError):
        await log.recent()
    with pytest.raises(StorageError):
        await log.totals()
    with pytest.raises(StorageError):
        await log.rate("telegram", "1", helpful=True)
    await log.close()


def test_a_log_that_is_never_used_imports_no_database_library() -> None:
    code = (
        "import sys; from bot.storage import open_log; open_log('sqlite+aiosqlite:///x');"
        "sys.exit(bool({'sqlalchemy', 'alembic', 'aiosqlite'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_an_up_to_date_database_is_opened_without_alembic(tmp_path: Path) -> None:
    url = address(tmp_path / "a.sqlite3")
    code = (
        "import asyncio, sys; from bot.storage import open_log; log = open_log(sys.argv[1])\n"
        "async def go():\n    await log.open(); await log.close()\n"
        "asyncio.run(go()); print('alembic' in sys.modules)"
    )
    ran = [
        subprocess.run([sys.executable, "-c", code, url], check=True, cwd=ROOT, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    assert [line.strip() for line in ran] == ["True", "False"]


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    url = address(tmp_path / "a.sqlite3")
    code = (
        "import asyncio, os, signal, sys\n"
        "from bot.storage import open_log\n"
        "from tests.bot.storage.test_question_log import question\n"
        "async def go():\n"
        "    log = open_log(sys.argv[1])\n"
        "    for number in range(1000):\n"
        "        await log.record(question(str(number)))\n"
        "        print(number, flush=True)\n"
        "        if number == 25: os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(go())"
    )
    killed = subprocess.run([sys.executable, "-c", code, url], cwd=ROOT, capture_output=True, text=True, check=False)
    acknowledged = killed.stdout.split()
    assert len(acknowledged) == 26, killed.stderr

    async def kept() -> set[str]:
        log = await SqlQuestionLog.open_at(url)
        updates = {kept.update for kept in await log.recent()}
        await log.close()
        return updates

    assert set(acknowledged) <= asyncio.run(kept())
