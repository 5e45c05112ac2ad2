"""A short conversation: what curators and organisers are asked to type, one thing after the other."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from telegram import Message

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


Waiting = TypeVar("Waiting")


class TypedTexts(Generic[Waiting]):
    """Remembers in memory who is in the middle of what: one thing at a time, by Telegram's id of the person."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[int, Waiting] = OrderedDict()

    def keep(self, person: int, typing: Waiting) -> None:
        """Remember it, in place of whatever it was before."""
        self._waiting[person] = typing
        self._waiting.move_to_end(person)
        while len(self._waiting) > MOST:
            self._waiting.popitem(last=False)

    def of(self, person: int) -> Waiting | None:
        """Return what somebody is in the middle of."""
        return self._waiting.get(person)

    def end(self, person: int) -> bool:
        """Forget it; returns whether there was anything."""
        return self._waiting.pop(person, None) is not None


def replies_to_request(message: Message, bot_id: int) -> bool:
    """Tell whether a message replies to a request for text, even one that is forgotten."""
    requested = message.reply_to_message
    return (
        requested is not None
        and requested.from_user is not None
        and requested.from_user.id == bot_id
        and (requested.text or "").startswith(MARK)
    )
