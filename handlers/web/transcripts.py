"""What visitors see of their conversations: the latest exchanges, in memory only."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.messages import Reply

EXCHANGES = 20
"""Questions with their replies that a visitor sees."""

VISITORS = 2_000
"""Visitors remembered; the one silent for longest gives way."""


@dataclass(slots=True)
class Exchange:
    """A question and its reply, with what the visitor did about it."""

    ask: str
    """What was asked; empty where the bot speaks by itself."""
    reply: Reply
    """What was said."""
    update: str
    """Id of the delivery, by which the log knows the question."""
    rated: bool = False
    """Whether the visitor said if it helped."""
    outdated: bool = False
    """Whether the visitor said that it is out of date."""
    missed: str = ""
    """Id of the delivery that curators have as a gap, so that the visitor can be told; empty for none."""
    awaited: bool = False
    """Whether the visitor wants to be told."""
    again: bool = False
    """Whether the visitor has asked the same again, apart from what their event is about."""
    notice: bool = False
    """Whether it is an answer that the visitor was waiting for."""


class Transcripts:
    """Remembers what was said to whom."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, list[Exchange]] = OrderedDict()

    def of(self, person: str) -> list[Exchange]:
        """Return what was said to a visitor, oldest first."""
        return list(self._kept.get(person, ()))

    def add(self, person: str, exchange: Exchange) -> None:
        """Remember an exchange."""
        self._kept[person] = [*self._kept.get(person, ()), exchange][-EXCHANGES:]
        self._kept.move_to_end(person)
        while len(self._kept) > VISITORS:
            self._kept.popitem(last=False)

    def find(self, person: str, update: str) -> Exchange | None:
        """Return the exchange of a delivery; None where it is not remembered, or was somebody else's."""
        return next((exchange for exchange in self._kept.get(person, ()) if exchange.update == update), None)

    def forget(self, person: str) -> None:
        """Forget what was said to a visitor."""
        self._kept.pop(person, None)
