"""Counts what a database is asked to do, how long it takes and what fails."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.counting import Counts, Operation
from bot.storage.units import writer_of

_BEGAN = "bot_began"
_BY_WORD = {operation.value: operation for operation in Operation}


def watch(engine: AsyncEngine, counts: Counts) -> None:
    """Count every statement from now on.

    Args:
        engine: The database.
        counts: Where it is counted.
    """

    def begins(connection: sa.Connection, *_: object) -> None:
        connection.info[_BEGAN] = counts.clock()

    def ended(connection: sa.Connection, _cursor: object, statement: str, *_: object) -> None:
        counts.queried(_operation(statement), counts.clock() - connection.info.get(_BEGAN, counts.clock()))

    def failed(context: sa.ExceptionContext) -> None:
        counts.database_failed(_operation(context.statement or ""))

    thread = writer_of(engine)
    watched: list[Any] = [engine.sync_engine, *([thread.engine] if thread is not None else [])]
    for sync in watched:
        sa.event.listen(sync, "before_cursor_execute", begins)
        sa.event.listen(sync, "after_cursor_execute", ended)
        sa.event.listen(sync, "handle_error", failed)


def _operation(statement: str) -> Operation:
    return _BY_WORD.get(statement[:6].lower(), Operation.OTHER)
