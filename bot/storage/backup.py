"""Backs a database up while the bot goes on working, and restores one: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.errors import BackupError
from bot.storage import curation_tables, desk_tables, event_tables, page_tables, steady_tables  # noqa: F401 - so that all are known
from bot.storage.backup_file import Header, Row, Writer, read, verify, written
from bot.storage.database import HEAD, MIGRATION_LOCK, connect, storage_errors, version, writing
from bot.storage.in_use import in_use
from bot.storage.migrate import known_steps, upgrade
from bot.storage.tables import metadata

AT_ONCE = 500
"""Rows read or written at a time."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds."""

    schema: str
    """Step of the migrations that its tables are at."""
    made_at: datetime
    """When it was made."""
    rows: Mapping[str, int]
    """Rows of each table."""

    @property
    def total(self) -> int:
        """Rows in all."""
        return sum(self.rows.values())


async def back_up(url: str, path: Path, *, key: str = "", now: datetime | None = None) -> Kept:
    """Write all that a database holds at this moment into a file; whoever writes to it goes on meanwhile.

    The tables are taken as they are, also those of an earlier version, so that an update can begin with a backup.

    Args:
        url: Address of the database, with driver.
        path: The file, which must not be there yet.
        key: Content of the key file, where it is to be in the backup.
        now: The time; None for now.

    Raises:
        BackupError: There is nothing to back up, the database is damaged, or the file is there or cannot be written.
        StorageError: The database cannot be read.
    """
    engine = connect(url)
    made_at = now or datetime.now(UTC)
    try:
        with storage_errors("read"):
            # Everything is read in one transaction, which sees the database as it is now, whoever writes to it.
            level: dict[str, Any] = (
                {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                if engine.dialect.name == "postgresql"
                else {}
            )
            async with engine.connect() as connection:
                await connection.execution_options(**level)
                schema = await version(connection)
                if schema is None:
                    raise BackupError("there is nothing to back up: the database holds no tables of this bot")
                with written(path) as writer:
                    await connection.run_sync(_dump, writer, schema, key, made_at)
    finally:
        await engine.dispose()
    return Kept(schema, made_at, dict(writer.counts))


async def restore(url: str, path: Path, *, force: bool = False) -> Kept:
    """Put all that a backup holds into a database, and bring its tables up to date, in one transaction.

    Args:
        url: Address of the database, with driver.
        path: The backup.
        force: Whether what the database holds may be lost.

    Raises:
        BackupError: The backup is not whole or of a later version, the database holds something, or is in use.
        StorageError: The database cannot be written to; it is as it was.
    """
    header = verify(path)
    if header.schema not in known_steps():
        raise BackupError(
            f"{path} is of a later version of the bot (its tables are at {header.schema}); update the bot first"
        )
    with storage_errors("open"):
        engine = connect(url)
    try:
        if await in_use(engine):
            raise BackupError("a bot or its pages work with the database: stop them, and restore then")
        async with writing(engine, MIGRATION_LOCK) as connection:
            rows = await connection.run_sync(_load, path, header, force)
    finally:
        await engine.dispose()
    return Kept(header.schema, header.made_at, rows)


def key_in(path: Path) -> str:
    """Return the key that a backup holds; empty for none.

    Raises:
        BackupError: It is no backup.
    """
    with closing(read(path)) as lines:
        header = next(lines)
    return header.key if isinstance(header, Header) else ""


def _dump(connection: sa.Connection, writer: Writer, schema: str, key: str, made_at: datetime) -> None:
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        if found != ["ok"]:
            raise BackupError(f"the database is damaged, and not backed up: {found[0]}")
    tables = _tables(connection).sorted_tables
    columns = {table.name: tuple(column.name for column in table.columns) for table in tables}
    writer.header(Header(schema, made_at, columns, key))
    for table in tables:
        wanted = sa.select(table).order_by(*table.primary_key.columns)
        for row in connection.execute(wanted, execution_options={"yield_per": AT_ONCE}):
            writer.row(table.name, [_plain(value) for value in row])
        there = connection.scalar(sa.select(sa.func.count()).select_from(table))
        got = writer.counts[table.name]
        if there != got:
            raise BackupError(f"the database is damaged: {table.name} has {there} rows, and {got} were read")


def _load(connection: sa.Connection, path: Path, header: Header, force: bool) -> dict[str, int]:
    there = _tables(connection)
    held = [t.name for t in there.sorted_tables if connection.execute(sa.select(t).limit(1)).first() is not None]
    if held and not force:
        raise BackupError(
            f"the database holds something already ({', '.join(held)}), and is left alone; --force puts the backup in "
            "its place"
        )
    there.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    upgrade(connection, header.schema)
    tables = _tables(connection)
    if {t.name: {c.name for c in t.columns} for t in tables.sorted_tables} != {
        name: set(columns) for name, columns in header.tables.items()
    }:
        raise BackupError(f"{path} does not hold the tables of its version ({header.schema})")
    rows = (row for row in read(path) if isinstance(row, Row))
    for name, same in groupby(rows, lambda row: row.table):
        _insert(connection, tables.tables[name], header.tables[name], same)
    counts = {
        table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in tables.sorted_tables
    }
    upgrade(connection, HEAD)
    if connection.dialect.name == "postgresql":
        _number_on(connection)
    return counts


def _insert(connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    moments = [isinstance(table.columns[name].type, sa.DateTime) for name in columns]
    batch: list[dict[str, Any]] = []
    for row in rows:
        values = (
            datetime.fromisoformat(value) if moment and value is not None else value
            for value, moment in zip(row.values, moments, strict=True)
        )
        batch.append(dict(zip(columns, values, strict=True)))
        if len(batch) == AT_ONCE:
            connection.execute(table.insert(), batch)
            batch = []
    if batch:
        connection.execute(table.insert(), batch)


def _tables(connection: sa.Connection) -> sa.MetaData:
    """Return the bot's tables as they are in a database; others, which may share it, are none of our business."""
    found = sa.MetaData()
    found.reflect(connection, only=lambda name, _: name in metadata.tables, resolve_fks=False)
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.JSON):
                # A column that must hold something holds the JSON null, any other one nothing at all.
                column.type = sa.JSON(none_as_null=bool(column.nullable))
    return found


def _number_on(connection: sa.Connection) -> None:
    """Let PostgreSQL go on numbering where the backup ends; SQLite does so by itself."""
    for table in _tables(connection).sorted_tables:
        for column in table.primary_key.columns:
            sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
            if sequence is not None:
                last = connection.scalar(sa.select(sa.func.max(column)))
                connection.execute(sa.select(sa.func.setval(sequence, (last or 0) + 1, False)))


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    return value
