"""Values of columns that hold lists, one a row, in the words of each database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine


def listed(engine: AsyncEngine, column: sa.Column[Any]) -> Any:
    """Return the values of a column of lists, one a row; its ``table`` is to be joined to that of the column."""
    if engine.dialect.name == "postgresql":
        return sa.func.json_array_elements_text(column).table_valued("value").c.value
    return sa.func.json_each(column).table_valued("value").c.value
