"""Everything that events need, put together over one open database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.events.attending import Attending
from bot.events.links import BOT_NAME, Links
from bot.events.organising import Organising
from bot.settings import Settings
from bot.storage import Database
from bot.storage.sql_attendances import SqlAttendances
from bot.storage.sql_chats import SqlChats
from bot.storage.sql_event_figures import SqlEventFigures
from bot.storage.sql_events import SqlEvents


@dataclass(frozen=True, slots=True)
class Events:
    """What events are made of."""

    stored: SqlEvents
    """Where they are kept."""
    organising: Organising
    """What organisers do."""
    attending: Attending
    """What people in the room do."""
    figures: SqlEventFigures
    """What an event comes to."""
    chats: SqlChats
    """Settings of group chats."""
    settings: Settings
    """Where the pages are, and the time zone where nothing is said."""
    clock: Callable[[], datetime]
    """Tells the time, with a time zone."""

    async def links(self) -> Links:
        """Return what makes addresses; the bot's name is known once it has run, or where the settings name it.

        Raises:
            StorageError: The database fails.
        """
        name = self.settings.bot_name or await self.stored.recall(BOT_NAME) or ""
        return Links(name, self.settings.web_address)


async def open_events(
    database: Database, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Events:
    """Open the database and return what events are made of.

    Args:
        database: Where all is kept.
        settings: What was set from outside.
        clock: Tells the time, with a time zone.

    Raises:
        StorageError: It cannot be opened.
    """
    engine = await database.engine()
    stored, attendances = SqlEvents(engine), SqlAttendances(engine)
    return Events(
        stored=stored,
        organising=Organising(stored, clock),
        attending=Attending(stored, attendances, clock),
        figures=SqlEventFigures(engine),
        chats=SqlChats(engine),
        settings=settings,
        clock=clock,
    )
