"""From every earlier schema up to this one, with rows in it; and three that start at once on nothing."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.database import HEAD, connect, open_database, version
from bot.storage.migrate import known_steps, upgrade
from bot.storage.sql_log import SqlQuestionLog
from bot.storage.tables import metadata
from tests.bot.storage.sample_rows import content, fill
from tests.bot.storage.test_question_log import question
from tests.conftest import ROOT
from tests.databases import new_database

OPEN = (
    "import asyncio, sys; from bot.storage.database import open_database\n"
    "async def go():\n    await (await open_database(sys.argv[1])).dispose()\n"
    "print('here', flush=True); sys.stdin.readline(); asyncio.run(go())"
)
"""Waits for a word, and opens a database."""


@pytest.mark.parametrize("step", sorted(known_steps()))
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_from_each_schema_up_with_rows_in_it(kind: str, step: str, tmp_path: Path) -> None:
    url = new_database(kind, tmp_path)
    engine = connect(url)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, step)
        await connection.run_sync(fill)
        before = await connection.run_sync(content)
    await engine.dispose()
    engine = await open_database(url)
    async with engine.connect() as connection:
        after = await connection.run_sync(content)
        assert await version(connection) == HEAD
    await engine.dispose()
    assert set(after) == set(metadata.tables)
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]]
        assert kept == rows, name


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_three_processes_that_start_together_make_the_tables_once(kind: str, tmp_path: Path) -> None:
    for attempt in range(3):
        (tmp_path / str(attempt)).mkdir()
        url = new_database(kind, tmp_path / str(attempt))
        pipe = asyncio.subprocess.PIPE
        started = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", OPEN, url, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe
            )
            for _ in range(3)
        ]
        for process in started:  # each of them stands at the line
            assert process.stdout is not None
            assert await process.stdout.readline() == b"here\n"
        told = await asyncio.gather(*(process.communicate(b"go\n") for process in started))
        assert [process.returncode for process in started] == [0, 0, 0], told
        log = await SqlQuestionLog.open_at(url)
        await log.record(question("1"))
        assert len(await log.recent()) == 1
        await log.close()
        engine = connect(url)
        async with engine.connect() as connection:
            assert (await connection.scalars(sa.text("SELECT version_num FROM alembic_version"))).all() == [HEAD]
        await engine.dispose()
