"""A log in a database that costs nothing until it is used.

The database library takes half a second to import, which nobody who only wants one answer should wait for twice: with
``--no-log`` it is never imported, in the chat not before the first question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.messages import Outcome
from bot.storage.question_log import LoggedQuestion

if TYPE_CHECKING:
    from bot.storage.sql_log import SqlQuestionLog


class LazyQuestionLog:
    """Opens its database with the first question. Where that fails, the next question tries again.

    Args:
        url: Address of the database, with driver: ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._log: SqlQuestionLog | None = None
        self._opening = asyncio.Lock()

    async def open(self) -> None:
        """Open the database and bring its tables up to date."""
        await self._opened()

    async def record(self, question: LoggedQuestion) -> None:
        """Store a question."""
        await (await self._opened()).record(question)

    async def rate(self, channel: str, update: str, *, helpful: bool) -> bool:
        """Store what the person said about a reply."""
        return await (await self._opened()).rate(channel, update, helpful=helpful)

    async def recent(
        self, limit: int = 100, *, outcome: Outcome | None = None, since: datetime | None = None
    ) -> Sequence[LoggedQuestion]:
        """Return the latest questions, newest first."""
        return await (await self._opened()).recent(limit, outcome=outcome, since=since)

    async def totals(self, *, since: datetime | None = None) -> Mapping[Outcome, int]:
        """Return how many questions had each outcome."""
        return await (await self._opened()).totals(since=since)

    async def close(self) -> None:
        """Close the database if it was opened."""
        if self._log is not None:
            await self._log.close()
            self._log = None

    async def _opened(self) -> SqlQuestionLog:
        if self._log is None:
            async with self._opening:
                if self._log is None:
                    from bot.storage.sql_log import SqlQuestionLog  # noqa: PLC0415 - the point of this module

                    self._log = await SqlQuestionLog.open_at(self._url)
        return self._log
