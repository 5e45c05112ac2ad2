"""Settings of group chats: language, event, quiet; and that the bot was added, introduced, removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.curation_tables import notices
from bot.storage.database import writing
from bot.storage.event_tables import chats
from bot.storage.units import carry_out

_OF = sa.select(chats).where(chats.c.chat == sa.bindparam("wanted"))


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a group's admins have chosen."""

    language: str | None = None
    """Language that the bot speaks there; None for that of whoever asks."""
    event: int | None = None
    """Event that the group belongs to."""
    quiet: bool = False
    """Answers to commands and replies alone, not to mentions."""
    introduced: bool = False
    """Whether the bot has said what it does."""


class SqlChats:
    """Keeps settings of group chats.

    Args:
        engine: An open database whose tables are up to date.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, chat: int) -> ChatSettings:
        """Return the settings of a group; the defaults where nothing was chosen."""
        asked = {"wanted": chat}
        row = await carry_out(
            self._engine, lambda connection: connection.execute(_OF, asked).mappings().first(), reads=True
        )
        if row is None:
            return ChatSettings()
        here = row["removed_at"] is None
        event = row["event_id"] if here else None
        return ChatSettings(row["language"], event, row["quiet"], here and row["introduced_at"] is not None)

    async def introduce(self, chat: int, now: datetime) -> bool:
        """Keep that the bot has introduced itself; returns whether this was the first time since it was added."""
        async with writing(self._engine) as connection:
            known = (await connection.execute(sa.select(chats).where(chats.c.chat == chat))).mappings().first()
            if known is not None and known["introduced_at"] is not None and known["removed_at"] is None:
                return False
            gone = known is not None and known["removed_at"] is not None
            await _put(connection, chat, introduced_at=now, removed_at=None, **({"event_id": None} if gone else {}))
        return True

    async def not_introduced(self, chat: int) -> None:
        """Keep that the bot could not say what it does after all."""
        async with writing(self._engine) as connection:
            await connection.execute(chats.update().where(chats.c.chat == chat).values(introduced_at=None))

    async def removed(self, chat: int, now: datetime) -> None:
        """Keep that the bot was removed; what was chosen stays for when it is added again, its event does not.

        The event is only out of sight until then: a group that becomes a supergroup is left as well, and keeps it.
        """
        async with writing(self._engine) as connection:
            # A group that is not known stays so: a supergroup may have taken all along already.
            await connection.execute(chats.update().where(chats.c.chat == chat).values(removed_at=now))
            await _drop_waiting(connection, chat)

    async def blocked(self, person: int) -> None:
        """Drop what waits to be said in the private chat of somebody who wants no more of the bot; nothing is kept."""
        async with writing(self._engine) as connection:
            await _drop_waiting(connection, person)

    async def choose(self, chat: int, **values: Any) -> None:
        """Keep what was chosen: ``language``, ``event_id`` or ``quiet``."""
        async with writing(self._engine) as connection:
            await _put(connection, chat, **values)

    async def migrated(self, old: int, new: int) -> None:
        """Move everything of a group that became a supergroup to its new id, all at once; once more does no harm."""
        async with writing(self._engine) as connection:
            row = (await connection.execute(sa.select(chats).where(chats.c.chat == old))).mappings().first()
            if row is not None:
                await _put(connection, new, **{**{k: v for k, v in row.items() if k != "chat"}, "removed_at": None})
                await connection.execute(chats.delete().where(chats.c.chat == old))
            for number, address in await _waiting_in(connection, old):
                moved = {**address, "chat": new, "message": None}
                await connection.execute(notices.update().where(notices.c.id == number).values(address=moved))


async def _put(connection: AsyncConnection, chat: int, **values: Any) -> None:
    """Change the row of a chat, or make it."""
    done = await connection.execute(chats.update().where(chats.c.chat == chat).values(**values))
    if done.rowcount == 0:
        try:
            async with connection.begin_nested():
                await connection.execute(chats.insert().values(**{"chat": chat, "quiet": False, **values}))
        except IntegrityError:
            await connection.execute(chats.update().where(chats.c.chat == chat).values(**values))


async def _drop_waiting(connection: AsyncConnection, chat: int) -> None:
    """Drop the notices that are to be sent to a chat."""
    for number, _ in await _waiting_in(connection, chat):
        await connection.execute(notices.delete().where(notices.c.id == number))


async def _waiting_in(connection: AsyncConnection, chat: int) -> list[tuple[int, dict[str, Any]]]:
    """Return the notices that are to be sent to a chat, with their addresses."""
    # Compared here: the id of a supergroup is too large for what PostgreSQL takes out of JSON as a number.
    rows = (await connection.execute(sa.select(notices.c.id, notices.c.address))).all()
    return [(number, address) for number, address in rows if address.get("chat") == chat]
