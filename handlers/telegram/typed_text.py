"""A short conversation: what curators and organisers are asked to type, one thing after the other."""

from __future__ import annotations

import contextlib
import logging
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from telegram import Message

from bot.errors import BotError

if TYPE_CHECKING:
    from bot.storage import Database
    from bot.storage.sql_typed import SqlTyped

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=30)
"""How long the bot waits for a text; what comes later is hardly meant for it."""

MOST = 200
"""People in the middle of something."""

MARK = "✍️"
"""First character of every request for text: a reply to it is recognised even when the request is forgotten."""


class Purpose(StrEnum):
    """What the texts are for."""

    CHANGE = "change"
    """A change of the knowledge."""
    COMMENT = "comment"
    """A comment on a group."""
    MERGE = "merge"
    """The number of the group that another becomes part of."""
    SPLIT = "split"
    """Numbers of the questions that become a group of their own."""
    ENTRY = "entry"
    """The name of an entry that a change is to be about."""


@dataclass(frozen=True, slots=True)
class Typing:
    """Where such a conversation stands."""

    purpose: Purpose
    """What the texts are for."""
    group: int
    """Group that it is about."""
    version: int
    """Version of the group that the curator has seen."""
    wanted: tuple[str, ...]
    """What is still to be typed, by name of the value; the first is asked for."""
    asked_at: datetime
    """When it was asked for."""
    action: str = ""
    """Action of the change."""
    target: str = ""
    """Target of the change."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What is known already."""

    def with_text(self, text: str, now: datetime) -> Typing:
        """Return where it stands once a text was typed."""
        return replace(self, wanted=self.wanted[1:], values={**self.values, self.wanted[0]: text.strip()}, asked_at=now)

    def stale(self, now: datetime) -> bool:
        """Tell whether it was asked too long ago."""
        return now - self.asked_at > PATIENCE


@dataclass(frozen=True, slots=True)
class EventTyping:
    """Where an organiser stands who types what an event is to be."""

    event: int
    """Event that is changed or copied; 0 for a new one."""
    copy: bool
    """Whether it is copied."""
    wanted: tuple[str, ...]
    """What is still to be typed, by name of the planner's fields; the first is asked for."""
    asked_at: datetime
    """When it was asked for."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What was typed already."""

    def stale(self, now: datetime) -> bool:
        """Tell whether it was asked too long ago."""
        return now - self.asked_at > PATIENCE


Waiting = TypeVar("Waiting", Typing, EventTyping)


class TypedTexts(Generic[Waiting]):
    """Remembers who is in the middle of what: one thing at a time, by Telegram's id of the person.

    It is remembered in memory, and in the database where there is one, for other instances and for after a fall.

    Args:
        kind: What is remembered: ``Typing`` or ``EventTyping``.
        database: Where it is kept; None for memory alone.
    """

    def __init__(self, kind: type[Waiting], database: Database | None = None) -> None:
        self._kind: type[Waiting] = kind
        self._database = database
        self._waiting: OrderedDict[int, Waiting] = OrderedDict()

    async def keep(self, person: int, typing: Waiting) -> None:
        """Remember it, in place of whatever it was before."""
        self._waiting[person] = typing
        self._waiting.move_to_end(person)
        while len(self._waiting) > MOST:
            self._waiting.popitem(last=False)
        if self._database is not None:
            with _in_memory_alone():
                values = {item.name: getattr(typing, item.name) for item in fields(typing)}
                asked_at = values.pop("asked_at")
                plain = {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
                await (await self._kept()).keep(self._key(person), plain, asked_at)

    async def of(self, person: int) -> Waiting | None:
        """Return what somebody is in the middle of."""
        if self._database is None:
            return self._waiting.get(person)
        with _in_memory_alone():
            found = await (await self._kept()).of(self._key(person))
            return None if found is None else _typing(self._kind, *found)
        return self._waiting.get(person)

    async def end(self, person: int) -> bool:
        """Forget it; returns whether there was anything."""
        there = self._waiting.pop(person, None) is not None
        if self._database is not None:
            with _in_memory_alone():
                return await (await self._kept()).end(self._key(person))
        return there

    def _key(self, person: int) -> str:
        return f"{self._kind.__name__}:{person}"

    async def _kept(self) -> SqlTyped:
        from bot.storage.sql_typed import SqlTyped  # noqa: PLC0415 - imports the database library

        assert self._database is not None  # noqa: S101 - asked for only where there is one
        return SqlTyped(await self._database.engine())


@contextlib.contextmanager
def _in_memory_alone() -> Iterator[None]:
    """Go on with what this process remembers where the database fails."""
    try:
        yield
    except BotError as error:
        logger.warning("what somebody is to type is remembered by this process alone: %s", error)


def _typing(kind: type[Waiting], values: Mapping[str, Any], asked_at: datetime) -> Waiting:
    """Return what was kept as it was."""
    plain = {**values, "wanted": tuple(values["wanted"]), "asked_at": asked_at}
    if "purpose" in plain:
        plain["purpose"] = Purpose(plain["purpose"])
    return kind(**plain)


def replies_to_request(message: Message, bot_id: int) -> bool:
    """Tell whether a message replies to a request for text, even one that is forgotten."""
    requested = message.reply_to_message
    return (
        requested is not None
        and requested.from_user is not None
        and requested.from_user.id == bot_id
        and (requested.text or "").startswith(MARK)
    )
