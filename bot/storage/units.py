"""Units of work: pieces of SQL that belong together, carried out in one transaction.

Of what is written while an update is handled, most can wait a moment: until something has to be known or kept before
the bot goes on, or else until the update is handled. Then all of it is written at once.

With SQLite a thread carries them out, all that wait at a moment in one transaction: what costs is beginning and
committing, and getting to the thread and back, not the statements. With PostgreSQL each is a transaction of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageError
from bot.storage.database import connect_writer, storage_errors

logger = logging.getLogger(__name__)

T = TypeVar("T")
Unit = Callable[[sa.Connection], T]
"""Reads and writes what belongs together. It may be carried out more than once, the last time counts; so all that it
does it does to the database."""

MOST_TOGETHER = 200
"""Units in one transaction at most: others wait for the database no longer than that takes."""


@dataclass(slots=True)
class Gathering:
    """What is to be written with the next unit that cannot wait."""

    writes: list[tuple[AsyncEngine, Unit[Any], str]] = field(default_factory=list)
    """Units, each with its database and what to say where it fails."""
    ended: bool = False
    """Whether nothing is gathered any more."""


_gathering: ContextVar[Gathering | None] = ContextVar("gathering", default=None)


@contextlib.contextmanager
def gathering() -> Iterator[Gathering]:
    """Let what this task writes wait for what cannot; whoever begins it calls ``write_gathered`` at the end."""
    gathered = Gathering()
    token = _gathering.set(gathered)
    try:
        yield gathered
    finally:
        gathered.ended = True
        _gathering.reset(token)


async def write(engine: AsyncEngine, unit: Unit[Any], failed: str) -> None:
    """Carry out a unit soon that nobody waits for; where nothing is gathered, now.

    Args:
        engine: An open database.
        unit: What is to be done.
        failed: What to say in the log where that fails later.

    Raises:
        StorageError: The database fails now.
    """
    gathered = _gathering.get()
    if gathered is None or gathered.ended:
        await _carry_out(engine, unit, reads=False)
    else:
        gathered.writes.append((engine, unit, failed))


def anything_gathered() -> bool:
    """Tell whether something waits to be written."""
    gathered = _gathering.get()
    return gathered is not None and bool(gathered.writes)


async def write_gathered() -> None:
    """Write what was gathered."""
    gathered = _gathering.get()
    if gathered is not None and gathered.writes:
        with contextlib.suppress(StorageError):  # each that fails has been told
            await carry_out(gathered.writes[0][0], lambda _: None)


async def carry_out(engine: AsyncEngine, unit: Unit[T], *, reads: bool = False) -> T:
    """Carry out a unit of work, after what was gathered and together with it; return what it returns.

    Args:
        engine: An open database.
        unit: What is to be done: all of it or, where it raises, nothing.
        reads: Whether it changes nothing, so that it need not wait for writers of other processes.

    Raises:
        StorageError: The database fails.
    """
    gathered = _gathering.get()
    if gathered is None or not gathered.writes:
        return await _carry_out(engine, unit, reads=reads)
    waiting, gathered.writes = gathered.writes, []

    def all_of_it(connection: sa.Connection) -> T:
        for _, write, _ in waiting:
            write(connection)
        return unit(connection)

    try:
        return await _carry_out(engine, all_of_it, reads=False)
    except StorageError as error:
        # What cannot be stored must not take the rest along; but where the database is gone nothing else is tried.
        for where, write, failed in waiting:
            why = await _failing(where, write) if error.values_at_fault else error
            if why is not None:
                logger.warning("%s: %s", failed, why)
        if not (error.values_at_fault or reads):
            raise
        return await _carry_out(engine, unit, reads=reads)


async def _failing(engine: AsyncEngine, unit: Unit[Any]) -> StorageError | None:
    """Carry out a unit by itself; returns why that failed."""
    try:
        await _carry_out(engine, unit, reads=False)
    except StorageError as error:
        return error
    return None


async def _carry_out(engine: AsyncEngine, unit: Unit[T], *, reads: bool) -> T:
    thread = writer_of(engine)
    if thread is not None:
        return await thread.carry_out(unit, reads=reads)
    with storage_errors(_doing(reads=reads)):
        async with engine.begin() as connection:
            return await connection.run_sync(unit)


def writer_of(engine: AsyncEngine) -> OneWriter | None:
    """Return the thread that carries out the units of a database in a file; None for others."""
    if engine.dialect.name != "sqlite" or engine.url.database in {None, "", ":memory:"}:
        return None
    found = _writers.get(engine)
    if found is None or found.ended:
        found = _writers[engine] = OneWriter(connect_writer(engine))
        sa.event.listen(engine.sync_engine, "engine_disposed", lambda _: found.end(), once=True)
    return found


_writers: WeakKeyDictionary[AsyncEngine, OneWriter] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A unit that waits for its turn."""

    unit: Unit[Any]
    """What is to be done."""
    reads: bool
    """Whether it changes nothing."""
    loop: asyncio.AbstractEventLoop
    """Where somebody waits for it."""
    done: asyncio.Future[Any]
    """What tells them."""


_Outcome = tuple[_Waiting, Any, Exception | None]
"""A unit, with what it returned or why it failed."""


class OneWriter:
    """A thread with a connection of its own to a SQLite database.

    Args:
        engine: The database, with one connection.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.ended = False
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="database", daemon=True)
        self._thread.start()

    async def carry_out(self, unit: Unit[T], *, reads: bool) -> T:
        """Let a unit be carried out, with whatever waits at that moment; return what it returns.

        Raises:
            StorageError: The database fails.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._waiting.put(_Waiting(unit, reads, loop, done))
        return await done

    def end(self) -> None:
        """Carry out what waits, close the connection, and end the thread."""
        self.ended = True
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        going_on = True
        while going_on:
            group, going_on = self._next()
            if group:
                _tell(self._together(group))
        self.engine.dispose()

    def _next(self) -> tuple[list[_Waiting], bool]:
        """Wait for units; return those that wait now, and whether there can be more."""
        found: list[_Waiting] = []
        one = self._waiting.get()
        while one is not None:
            found.append(one)
            if len(found) == MOST_TOGETHER:
                break
            try:
                one = self._waiting.get_nowait()
            except queue.Empty:
                break
        return found, one is not None

    def _together(self, group: Sequence[_Waiting]) -> list[_Outcome]:
        """Carry out units in one transaction; where one fails, each in its own."""
        writes = not all(one.reads for one in group)
        begun = False
        try:
            with storage_errors(_doing(reads=not writes)), self.engine.connect() as connection:
                connection.execution_options(sqlite_first_reads=writes)
                with connection.begin():
                    begun = True
                    return [(one, one.unit(connection), None) for one in group]
        except Exception as error:  # noqa: BLE001 - whoever waits for it is told
            if len(group) == 1:
                return [(group[0], None, error)]
            failed = error
        if begun:
            return [outcome for one in group for outcome in self._together([one])]
        # It cannot be written to, and each of them would wait for that once more; what only reads may be able to.
        readers = [one for one in group if one.reads] if writes else []
        told: list[_Outcome] = [(one, None, failed) for one in group if one not in readers]
        return told + (self._together(readers) if readers else [])


def _tell(outcomes: Sequence[_Outcome]) -> None:
    """Tell whoever waits, each in the loop where they wait."""
    for loop in {outcome[0].loop for outcome in outcomes}:
        theirs = [outcome for outcome in outcomes if outcome[0].loop is loop]
        with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits any more
            loop.call_soon_threadsafe(_deliver, theirs)


def _deliver(outcomes: Sequence[_Outcome]) -> None:
    for waiting, result, error in outcomes:
        if waiting.done.done():
            continue
        if error is None:
            waiting.done.set_result(result)
        else:
            waiting.done.set_exception(error)


def _doing(*, reads: bool) -> str:
    return "read" if reads else "write to"
