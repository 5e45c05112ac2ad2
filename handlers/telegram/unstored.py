"""Updates that could not be stored: they are handled all the same, and remembered, so that none is handled twice."""

from __future__ import annotations

import asyncio
from collections import deque

RESTED = 5.0
"""Seconds before a database that failed is asked again to store an update: all that arrive would wait for it."""

REMEMBERED = 1_000
"""Updates that are remembered."""


class Unstored:
    """Remembers updates that were not stored, and that the database fails."""

    def __init__(self) -> None:
        self.remembered: deque[int] = deque(maxlen=REMEMBERED)
        """Those that have come, in hand or not."""
        self._in_hand: set[int] = set()
        self._fails_until = 0.0

    def came(self, update: int) -> None:
        """Remember an update."""
        self._in_hand.add(update)
        self.remembered.append(update)

    def handled(self, update: int) -> None:
        """Note that an update is handled; it is remembered on."""
        self._in_hand.discard(update)

    def has(self, update: int) -> bool:
        """Tell whether an update is in hand without being stored."""
        return update in self._in_hand

    def failed(self) -> None:
        """Note that the database has failed a moment ago."""
        self._fails_until = asyncio.get_running_loop().time() + RESTED

    @property
    def resting(self) -> bool:
        """Whether the database is not to be asked yet."""
        return asyncio.get_running_loop().time() < self._fails_until
