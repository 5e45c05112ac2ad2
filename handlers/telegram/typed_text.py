"""A short conversation: what a curator is asked to type, one thing after the other, until all is there."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

PATIENCE = timedelta(minutes=30)
"""How long the bot waits for a text; what comes later is hardly meant for it."""

MOST = 200
"""Curators in the middle of something."""

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


class TypedTexts:
    """Remembers in memory who is in the middle of what: one thing at a time, by Telegram's id of the curator."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[int, Typing] = OrderedDict()

    def keep(self, curator: int, typing: Typing) -> None:
        """Remember it, in place of whatever it was before."""
        self._waiting[curator] = typing
        self._waiting.move_to_end(curator)
        while len(self._waiting) > MOST:
            self._waiting.popitem(last=False)

    def of(self, curator: int) -> Typing | None:
        """Return what a curator is in the middle of."""
        return self._waiting.get(curator)

    def end(self, curator: int) -> bool:
        """Forget it; returns whether there was anything."""
        return self._waiting.pop(curator, None) is not None
