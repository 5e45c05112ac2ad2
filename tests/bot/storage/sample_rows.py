"""Rows for every table of any schema, made from nothing but the tables as they are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

MOMENT = datetime(2026, 3, 1, 12, 34, 56, 789012, tzinfo=UTC)
HOSTILE = "Grüße – 'quoted' \"double\" \\ \n\u2028 😀 {json: [1]}"


def reflected(connection: sa.Connection) -> sa.MetaData:
    """Return all tables but Alembic's own."""
    found = sa.MetaData()
    found.reflect(connection)
    if "alembic_version" in found.tables:
        found.remove(found.tables["alembic_version"])
    return found


def fill(connection: sa.Connection, rows: int = 3) -> None:
    """Put rows into every table; what points to another row points to the one with the same number."""
    for table in reflected(connection).sorted_tables:
        for number in range(1, rows + 1):
            values = {column.name: _value(column, number) for column in table.columns}
            connection.execute(table.insert().values(**values))


def content(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of all tables, moments in UTC."""
    return {
        table.name: [
            {name: _utc(value) for name, value in row._mapping.items()}
            for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
        ]
        for table in reflected(connection).sorted_tables
    }


def _value(column: sa.Column[Any], number: int) -> Any:
    if column.nullable and number == 2:
        return None
    if isinstance(column.type, sa.JSON):
        return [{"a": number, "text": HOSTILE, "none": None}, 0.1, number == 1]
    if isinstance(column.type, sa.DateTime):
        return MOMENT
    if isinstance(column.type, sa.Boolean):
        return number == 1
    if isinstance(column.type, sa.Float):
        return 0.1 + 0.2
    if isinstance(column.type, sa.BigInteger):
        return -(2**53) - number
    if isinstance(column.type, sa.Integer):
        return number
    return f"{number} {HOSTILE}"


def _utc(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
