"""Replies as they stand in chats, kept for other instances and for after a fall; else in memory."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.errors import BotError
from bot.messages import Option
from bot.plain_values import question_of, question_values, reply_of, reply_values
from handlers.telegram.shown import Held, RecentlyShown, ShownReply

if TYPE_CHECKING:
    from bot.storage import Database
    from bot.storage.sql_shown import SqlShown

logger = logging.getLogger(__name__)


class KeptReplies:
    """Remembers replies; a database that fails costs only what this process does not remember itself.

    Args:
        database: Where they are kept; opened with the first one.
        clock: Tells the time, with a time zone.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._clock = clock
        self._recent = RecentlyShown()

    async def keep(self, shown: ShownReply, /) -> None:
        """Remember a reply, in place of the one with the same code."""
        await self._recent.keep(shown)
        values = {item.name: getattr(shown, item.name) for item in fields(shown)}
        values["update_id"] = values.pop("update")
        held = values.pop("held")
        values["held"] = held and {"question": question_values(held.question), "reply": reply_values(held.reply)}
        values["messages"] = list(shown.messages)
        values["offered"] = [[option.label, option.ask] for option in shown.offered]
        try:
            await (await self._kept()).keep(values, self._clock())
        except BotError as error:
            logger.warning("buttons are remembered by this process alone: %s", error)

    async def by_code(self, chat: int, code: str, /) -> ShownReply | None:
        """Return the reply that a button stands under."""
        return await self._read("by_code", chat, code) or await self._recent.by_code(chat, code)

    async def anywhere(self, code: str, /) -> ShownReply | None:
        """Return a reply by its code, in whatever chat it stands."""
        return await self._read("anywhere", code) or await self._recent.anywhere(code)

    async def moved(self, old: int, new: int, /) -> None:
        """Take what was shown in a group along to its new id."""
        await self._recent.moved(old, new)
        try:
            await (await self._kept()).moved(old, new)
        except BotError as error:
            logger.warning("buttons of a group that has moved are remembered by this process alone: %s", error)

    async def by_question(self, chat: int, question: int, /) -> ShownReply | None:
        """Return the latest reply to a message."""
        return await self._read("by_question", chat, question) or await self._recent.by_question(chat, question)

    async def forget(self, person: int, /) -> None:
        """Forget the replies to somebody's questions.

        Raises:
            StorageError: The database fails.
        """
        await self._recent.forget(person)
        await (await self._kept()).forget(person)

    async def _read(self, how: str, *what: str | int) -> ShownReply | None:
        try:
            row = await getattr(await self._kept(), how)(*what)
        except BotError as error:
            logger.warning("what a button means cannot be looked up: %s", error)
            return None
        return _shown(row) if row else None

    async def _kept(self) -> SqlShown:
        from bot.storage.sql_shown import SqlShown  # noqa: PLC0415 - imports the database library

        return SqlShown(await self._database.engine())


def _shown(row: Mapping[str, Any]) -> ShownReply:
    return ShownReply(
        chat=row["chat"],
        code=row["code"],
        conversation=row["conversation"],
        update=row["update_id"],
        person=row["person"],
        question=row["question"],
        messages=tuple(row["messages"]),
        language=row["language"],
        offered=tuple(Option(label, ask) for label, ask in row["offered"]),
        held=Held(question_of(held["question"]), reply_of(held["reply"])) if (held := row["held"]) else None,
    )
