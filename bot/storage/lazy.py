"""Logs in a database that cost nothing until they are used: see ``opened.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.messages import Outcome
from bot.storage.opened import Database
from bot.storage.question_log import LoggedQuestion

if TYPE_CHECKING:
    from bot.conversation import Kept
    from bot.curation.gaps import Gap
    from bot.storage.sql_conversations import SqlConversations
    from bot.storage.sql_log import SqlQuestionLog


class LazyQuestionLog:
    """Keeps questions in a database.

    Args:
        database: Opened with the first question.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self) -> None:
        """Open the database and bring its tables up to date."""
        await self._log()

    async def record(self, question: LoggedQuestion) -> None:
        """Store a question."""
        await (await self._log()).record(question)

    async def rate(self, channel: str, update: str, *, helpful: bool) -> bool:
        """Store what the person said about a reply."""
        return await (await self._log()).rate(channel, update, helpful=helpful)

    async def find(self, channel: str, update: str) -> LoggedQuestion | None:
        """Return the question of a delivery."""
        return await (await self._log()).find(channel, update)

    async def recent(
        self, limit: int = 100, *, outcome: Outcome | None = None, since: datetime | None = None
    ) -> Sequence[LoggedQuestion]:
        """Return the latest questions, newest first."""
        return await (await self._log()).recent(limit, outcome=outcome, since=since)

    async def totals(self, *, since: datetime | None = None) -> Mapping[Outcome, int]:
        """Return how many questions had each outcome."""
        return await (await self._log()).totals(since=since)

    async def close(self) -> None:
        """Close the database if it was opened."""
        await self._database.close()

    async def _log(self) -> SqlQuestionLog:
        from bot.storage.sql_log import SqlQuestionLog  # noqa: PLC0415 - imports the database library

        return SqlQuestionLog(await self._database.engine())


class LazyGapLog:
    """Keeps gaps in a database.

    Args:
        database: Opened with the first gap.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, gap: Gap) -> int:
        """Store a gap in the group with the same wish; returns the group."""
        from bot.storage.sql_groups import SqlGroups  # noqa: PLC0415 - imports the database library

        return await SqlGroups(await self._database.engine()).add(gap)


class LazyConversations:
    """Keeps conversations in a database.

    Args:
        database: Opened with the first conversation.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str, since: datetime) -> Kept:
        """Return what is kept of a conversation."""
        return await (await self._kept()).get(key, since)

    async def put(self, key: str, kept: Kept, person: str | None, now: datetime) -> None:
        """Keep a conversation."""
        await (await self._kept()).put(key, kept, person, now)

    async def keys(self, since: datetime) -> Sequence[str]:
        """Return the keys of conversations that were not silent since a moment."""
        return await (await self._kept()).keys(since)

    async def forget(self, keys: Sequence[str] = (), person: str | None = None) -> None:
        """Forget conversations, by key or by who had them."""
        await (await self._kept()).forget(keys, person)

    async def _kept(self) -> SqlConversations:
        from bot.storage.sql_conversations import SqlConversations  # noqa: PLC0415 - imports the database library

        return SqlConversations(await self._database.engine())
