"""Rows put in place of what was there, or only where nothing was, in one statement in the words of each database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

_INSERTS: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

ByDialect = Mapping[str, sa.Executable]
"""A statement by the name of the dialect. It is put together once: that takes longer than carrying it out."""


def put(table: sa.Table, *once: str) -> ByDialect:
    """Return what stores a row, all of its columns given, in place of the one with the same key.

    Args:
        table: Where.
        once: Columns that stay as they were.
    """
    made = {}
    for name, insert in _INSERTS.items():
        row = insert(table)
        rest = {c.name: row.excluded[c.name] for c in table.columns if not c.primary_key and c.name not in once}
        made[name] = row.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=rest)
    return made


def put_new(table: sa.Table, *unique: str) -> ByDialect:
    """Return what stores a row unless there is one with the same values in some columns."""
    return {
        name: insert(table).on_conflict_do_nothing(index_elements=list(unique)) for name, insert in _INSERTS.items()
    }
