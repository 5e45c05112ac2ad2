"""Who writes too much: a chat is answered so many updates a minute, and asked once a minute to slow down."""

from __future__ import annotations

import asyncio
from enum import Enum

from bot.storage.sql_inbox import LATELY

MOST_OF_A_PERSON = 30
"""Updates of a private chat within a minute that are answered: nobody reads faster."""

MOST_OF_A_GROUP = 60
"""The same for a group."""


class Much(Enum):
    """How much a chat writes."""

    FINE = "fine"
    """So much that it is answered."""
    FIRST = "first"
    """The first one too many: it is asked to slow down."""
    MORE = "more"
    """Too much, and it was asked: what else arrives is not even looked at."""


class Floods:
    """Tells floods by how much of a chat has arrived lately."""

    def __init__(self) -> None:
        self._asked: dict[int | None, float] = {}
        self.updates = 0
        """Updates that were too many."""
        self.first: set[int] = set()
        """Updates that were the first one too many of their chat, and wait for their turn."""

    def asked(self, update: int) -> bool:
        """Tell whether an update is the first one too many of its chat, and forget it."""
        there = update in self.first
        self.first.discard(update)
        return there

    def how_much(self, chat: int | None, lately: int) -> Much:
        """Tell what an update is to a chat.

        Args:
            chat: The chat.
            lately: How many of its updates have arrived within the last minute, this one included.
        """
        most = MOST_OF_A_GROUP if chat is not None and chat < 0 else MOST_OF_A_PERSON
        if lately <= most:
            return Much.FINE
        self.updates += 1
        now = asyncio.get_running_loop().time()
        self._asked = {one: then for one, then in self._asked.items() if now - then < LATELY.total_seconds()}
        if chat in self._asked:
            return Much.MORE
        self._asked[chat] = now
        return Much.FIRST
