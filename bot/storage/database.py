"""Opens the database: SQLite in a file by default, PostgreSQL where several instances share the work."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import RowRefused, StorageError
from bot.storage.sqlite_file import watch

HEAD = "0006"
"""Latest step of the migrations; a test holds it equal to what the folder says."""

BUSY_MILLISECONDS = 5000
"""How long a writer waits for another process before it gives up."""

NAME = "clusterbot"
"""What connections call themselves in PostgreSQL."""

MIGRATION_LOCK = 0x0C1_0573
"""Any number: the advisory lock under which one instance at a time changes the tables of PostgreSQL."""


async def open_database(url: str) -> AsyncEngine:
    """Connect, and bring the tables up to date.

    Args:
        url: ``sqlite+aiosqlite:///PATH`` or ``postgresql+asyncpg://…``.

    Raises:
        StorageError: It cannot be reached or opened.
        SchemaError: Its tables are of a later version of the bot.
    """
    with storage_errors("open"):
        engine = connect(url)
    try:
        with storage_errors("open", engine):
            await _bring_up_to_date(engine)
    except BaseException:
        await engine.dispose()
        raise
    path = engine.url.database
    if engine.dialect.name == "sqlite" and path and path != ":memory:":
        watch(engine.sync_engine, Path(path))
    return engine


@contextmanager
def storage_errors(doing: str, engine: AsyncEngine | None = None) -> Iterator[None]:
    """Map whatever the database library raises to ``StorageError``, with a cause and without the values.

    Args:
        doing: What was being done, in the infinitive: ``open``, ``write to``, ``read``.
        engine: The database, where it is to be named: what SQLite says of a file does not say of which.
    """
    file = engine.url.database if engine is not None and engine.dialect.name == "sqlite" else None
    cannot = f"cannot {doing} the database{f' {file}' if file else ''}"
    try:
        yield
    except DBAPIError as error:
        # The text of the original says what happened; that of the wrapper repeats the statement and its values.
        unreachable = error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
        what = f"{cannot}: {_without_values(error.orig)}"
        kind = RowRefused if isinstance(error, IntegrityError) else StorageError
        raise kind(what, values_at_fault=not unreachable) from error
    except SQLAlchemyError as error:
        raise StorageError(f"{cannot}: {type(error).__name__}") from error
    except (UnicodeError, OverflowError) as error:
        # Half a character, or a number that is too large; the text of the error would repeat it.
        raise StorageError(f"{cannot}: {type(error).__name__}", values_at_fault=True) from None
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{cannot}: {error}") from error


@asynccontextmanager
async def writing(engine: AsyncEngine, lock: int | None = None) -> AsyncIterator[AsyncConnection]:
    """Begin a transaction that first reads and then writes, and commit it at the end.

    Args:
        engine: An open database.
        lock: Number of the advisory lock to hold on PostgreSQL, so that only one such transaction runs at a time;
            SQLite has one writer at a time anyway.

    Raises:
        StorageError: It cannot be written to.
    """
    with storage_errors("write to"):
        async with engine.connect() as connection:
            await connection.execution_options(sqlite_first_reads=True)
            async with connection.begin():
                if lock is not None and engine.dialect.name == "postgresql":
                    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
                yield connection


async def ping(engine: AsyncEngine) -> None:
    """Ask a database something that it has to look for.

    Raises:
        StorageError: It does not answer.
    """
    with storage_errors("read"):
        async with engine.connect() as connection:
            await version(connection)


def new_id(made: sa.CursorResult[Any]) -> int:
    """Return the number that a row just inserted was given."""
    key = made.inserted_primary_key
    if key is None:
        raise StorageError("cannot write to the database: it gave a new row no number")
    return int(key[0])


def connect(url: str) -> AsyncEngine:
    """Return a database as it stands, its tables not looked at; nothing is connected to yet.

    Raises:
        StorageError: The address is none, or its driver is missing.
    """
    try:
        address = sa.make_url(url)
        if address.get_backend_name() != "sqlite":
            # A connection that went away while nobody asked anything is replaced instead of failing a question.
            named = {"server_settings": {"application_name": NAME}}
            return create_async_engine(address, pool_pre_ping=True, hide_parameters=True, connect_args=named)
        if address.database and address.database != ":memory:":
            _made(Path(address.database))
        # One connection: SQLite has one writer at a time anyway, and writers of one process that wait for each other
        # sleep in ever longer steps, where those that queue here go on at once.
        engine = create_async_engine(address, hide_parameters=True, pool_size=1, max_overflow=0)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StorageError(f"cannot open the database: its driver is not installed ({error})") from error
    _as_we_use_sqlite(engine.sync_engine)
    return engine


def _made(path: Path) -> None:
    """Make the file of a database where there is none: what people ask is in it, and nobody else may read it.

    Raises:
        OSError: It cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # One that is there is left alone: to close it would let go of the locks that this process has on it.
    if not path.exists():
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def connect_writer(engine: AsyncEngine) -> sa.Engine:
    """Return an open SQLite database once more, for the thread that writes to it: see ``units.py``."""
    address = engine.url.set(drivername="sqlite+pysqlite")
    writer = sa.create_engine(address, hide_parameters=True, pool_size=1, max_overflow=0)
    _as_we_use_sqlite(writer)
    watch(writer, Path(address.database or ""))
    return writer


def _as_we_use_sqlite(engine: sa.Engine) -> None:
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions by guesswork, and never for DDL; we say BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    # First of all the patience, for the pragmas after it need the lock themselves.
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    # Changing the mode needs the file alone, and is refused at once where another process does so at that moment; the
    # mode stays with the file, so whoever comes second finds it changed.
    with contextlib.suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode = WAL")
    # In WAL mode NORMAL loses nothing when the process dies, and is 20 times faster than FULL.
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A transaction that first reads and then writes must take the lock at once: waiting does not help it later.
    first_reads = connection.get_execution_options().get("sqlite_first_reads", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if first_reads else "BEGIN")


def _without_values(error: BaseException | None) -> str:
    """Return what a driver says, without the values that it may repeat: they are what people typed."""
    return re.sub(r"(query argument \$\d+).*", r"\1", str(error).partition("\n")[0])


async def _bring_up_to_date(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        if await version(connection) == HEAD:
            return
    # Importing Alembic takes 0.3 s, so only whoever has something to migrate waits for it.
    from bot.storage.migrate import upgrade  # noqa: PLC0415

    async with engine.connect() as connection:
        await connection.execution_options(sqlite_first_reads=True)
        async with connection.begin():
            if engine.dialect.name == "postgresql":
                await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
            await connection.run_sync(upgrade, HEAD)


async def version(connection: AsyncConnection) -> str | None:
    """Return the step that the tables are at; None where there are none yet."""
    if not await connection.run_sync(lambda sync: sa.inspect(sync).has_table("alembic_version")):
        return None
    version: str | None = await connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return version
