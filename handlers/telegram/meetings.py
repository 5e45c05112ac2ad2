"""What the Telegram screen needs for events: opened with the first use, tried again where the database failed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telegram import Chat, Message, User

from bot.errors import BotError
from bot.messages import Occasion, Question
from handlers.telegram.typed_text import EventTyping, TypedTexts
from handlers.telegram.view import CHANNEL

if TYPE_CHECKING:
    from bot.events.event import Event
    from bot.events.opened import Events
    from bot.settings import Settings
    from bot.storage import Database
    from bot.storage.sql_chats import ChatSettings

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Meetings:
    """Events, for the Telegram screen."""

    database: Database
    """Where all is kept."""
    settings: Settings
    """Who is an organiser, where the pages are, and the time zone where nothing is said."""
    hasher: Callable[[str], str]
    """Keyed hash of people."""
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    """Tells the time, with a time zone."""
    typed: TypedTexts[EventTyping] = field(default_factory=lambda: TypedTexts(EventTyping))
    """Conversations in which an organiser is to type something."""
    _opened: Events | None = None
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def events(self) -> Events:
        """Return what events are made of.

        Raises:
            StorageError: The database cannot be opened.
        """
        from bot.events.opened import open_events  # noqa: PLC0415 - imports the database library

        async with self._opening:
            if self._opened is None:
                self._opened = await open_events(self.database, self.settings, clock=self.clock)
        return self._opened

    def person(self, user: User) -> str:
        """Return what somebody is stored as."""
        return self.hasher(f"{CHANNEL}:{user.id}")

    def organises(self, user: User) -> bool:
        """Tell whether somebody may set up events."""
        return user.id in self.settings.organiser_ids

    async def group(self, chat: int) -> ChatSettings:
        """Return what was chosen for a group; the defaults where the database fails."""
        from bot.storage.sql_chats import ChatSettings  # noqa: PLC0415 - imports the database library

        try:
            return await (await self.events()).chats.of(chat)
        except BotError as error:
            logger.warning("what was chosen for a group is not known: %s", error)
            return ChatSettings()

    async def title(self, event: int | None) -> str:
        """Return what an event is called that goes on; empty for none, and where the database fails."""
        try:
            found = await (await self.events()).attending.event(event)
        except BotError as error:
            logger.warning("the event of a group is not known: %s", error)
            return ""
        return found.plan.title if found is not None else ""

    async def at(self, question: Question, chat: Chat, user: User | None) -> Question:
        """Return a question with the event that it is asked at: the group's, or in private the asker's.

        A language of the group is also the screen's. A database that fails costs nobody the answer.
        """
        try:
            if chat.type != Chat.PRIVATE:
                return await self._in_group(question, chat)
            occasion = await self._occasion(user) if user is not None else None
        except BotError as error:
            logger.warning("at which event a question was asked is not known: %s", error)
            return question
        return replace(question, at=occasion) if occasion is not None else question

    async def _in_group(self, question: Question, chat: Chat) -> Question:
        events, chosen = await self.events(), await self.group(chat.id)
        event = await events.attending.event(chosen.event)
        return replace(
            question,
            language=chosen.language or question.language,
            at=occasion_of(event) if event is not None else question.at,
        )

    async def _occasion(self, user: User) -> Occasion | None:
        here = await (await self.events()).attending.current(self.person(user))
        return occasion_of(here.event, focused=here.focused) if here is not None else None


def occasion_of(event: Event, *, focused: bool = True) -> Occasion:
    """Return an event as it matters to a question."""
    return Occasion(event.code, event.plan.title, event.plan.focus if focused else "")


async def asked(question: Question, message: Message, meetings: Meetings | None) -> Question:
    """Return a question as it is asked: at an event, if the asker or the group is at one."""
    return question if meetings is None else await meetings.at(question, message.chat, message.from_user)
