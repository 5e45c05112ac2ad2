"""Rows put in place of what was there, in one statement, in the words of each database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine


def put(engine: AsyncEngine, table: sa.Table, values: Mapping[str, Any]) -> sa.Executable:
    """Return what stores a row in place of the one with the same key."""
    insert = postgresql.insert(table) if engine.dialect.name == "postgresql" else sqlite.insert(table)
    key = [column.name for column in table.primary_key.columns]
    row = insert.values(**values)
    return row.on_conflict_do_update(index_elements=key, set_={n: row.excluded[n] for n in values if n not in key})
