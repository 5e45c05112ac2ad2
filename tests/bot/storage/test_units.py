"""Units of work: all of one or nothing, together where that saves something, and never at each other's cost."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageError
from bot.storage import database as storage
from bot.storage.database import open_database
from bot.storage.event_tables import remembered
from bot.storage.units import Unit, anything_gathered, carry_out, gathering, write, write_gathered, writer_of

HALF = "\ud800"


def putting(*names: str) -> Unit[None]:
    def unit(connection: sa.Connection) -> None:
        for name in names:
            connection.execute(remembered.insert().values(name=name, value=name))

    return unit


async def kept(engine: AsyncEngine) -> set[str]:
    return set(await carry_out(engine, lambda found: found.scalars(sa.select(remembered.c.name)).all(), reads=True))


async def test_a_unit_that_fails_takes_no_other_along_and_leaves_nothing_of_itself(engine: AsyncEngine) -> None:
    units = [putting("a"), putting("b", HALF), putting("c"), putting("a"), putting("d")]
    done = await asyncio.gather(*(carry_out(engine, unit) for unit in units), return_exceptions=True)
    failed = [isinstance(one, StorageError) for one in done]
    # Of the two that put the same, either may come first.
    assert failed in ([False, True, False, True, False], [True, True, False, False, False])
    assert all(one.values_at_fault for one in done if isinstance(one, StorageError))
    assert await kept(engine) == {"a", "c", "d"}


async def test_what_is_gathered_is_written_with_what_cannot_wait(engine: AsyncEngine) -> None:
    with gathering():
        await write(engine, putting("a"), "a is lost")
        assert anything_gathered()
        # What it reads is as if all before it had been written.
        assert await kept(engine) == {"a"}
        assert not anything_gathered()
        await write(engine, putting("b"), "b is lost")
        await write_gathered()
        await write(engine, putting("c"), "c is lost")
    await write(engine, putting("d"), "d is lost")
    assert await kept(engine) == {"a", "b", "d"}


async def test_what_was_gathered_and_cannot_be_stored_is_told_and_costs_the_rest_nothing(
    engine: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with gathering():
        await write(engine, putting("a"), "a is lost")
        await write(engine, putting(HALF), "half a character is lost")
        await carry_out(engine, putting("b"))
    assert await kept(engine) == {"a", "b"}
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["half a character is lost"]


async def test_what_goes_on_after_the_end_is_written_at_once(engine: AsyncEngine) -> None:
    ended = asyncio.Event()

    async def later() -> None:
        await ended.wait()
        await write(engine, putting("a"), "a is lost")

    with gathering():
        task = asyncio.create_task(later())
        await asyncio.sleep(0)
    ended.set()
    await task
    assert await kept(engine) == {"a"}


async def test_what_only_reads_does_not_wait_for_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "BUSY_MILLISECONDS", 200)
    engine = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}")
    await carry_out(engine, putting("a"))
    other = sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    written, read = await asyncio.gather(carry_out(engine, putting("b")), kept(engine), return_exceptions=True)
    assert isinstance(written, StorageError)
    assert not written.values_at_fault
    assert read == {"a"}
    other.execute("COMMIT")
    other.close()
    await carry_out(engine, putting("b"))
    assert await kept(engine) == {"a", "b"}
    await engine.dispose()


async def test_the_thread_ends_with_its_database_and_begins_anew(tmp_path: Path) -> None:
    engine = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}")
    first = writer_of(engine)
    assert first is not None
    await carry_out(engine, putting("a"))
    await engine.dispose()
    assert first.ended
    assert not first._thread.is_alive()
    assert await kept(engine) == {"a"}
    await engine.dispose()
