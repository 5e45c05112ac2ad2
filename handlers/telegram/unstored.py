"""Updates that could not be stored: they are handled all the same, and remembered, so that none is handled twice."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque

RESTED = 5.0
"""Seconds before a database that failed is asked again to store an update: all that arrive would wait for it."""

WAITED = 0.5
"""Seconds that the next request for updates waits for those in hand, which it would acknowledge."""

REMEMBERED = 1_000
"""Updates that are remembered."""


class Unstored:
    """Remembers updates that were not stored, and that the database fails."""

    def __init__(self) -> None:
        self.remembered: deque[int] = deque(maxlen=REMEMBERED)
        """Those that have come, in hand or not."""
        self._in_hand: set[int] = set()
        self._none_in_hand = asyncio.Event()
        self._none_in_hand.set()
        self._fails_until = 0.0

    def came(self, update: int) -> None:
        """Remember an update."""
        self._in_hand.add(update)
        self._none_in_hand.clear()
        self.remembered.append(update)

    def handled(self, update: int) -> None:
        """Note that an update is handled; it is remembered on."""
        self._in_hand.discard(update)
        if not self._in_hand:
            self._none_in_hand.set()

    def has(self, update: int) -> bool:
        """Tell whether an update is in hand without being stored."""
        return update in self._in_hand

    async def first_in_hand(self) -> int | None:
        """Return the first update in hand, which is not to be acknowledged yet; waits a moment for there to be none.

        Nothing else keeps it: were the bot killed, what Telegram was told to forget would be lost.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._none_in_hand.wait(), WAITED)
        return min(self._in_hand, default=None)

    def failed(self) -> None:
        """Note that the database has failed a moment ago."""
        self._fails_until = asyncio.get_running_loop().time() + RESTED

    @property
    def resting(self) -> bool:
        """Whether the database is not to be asked yet."""
        return asyncio.get_running_loop().time() < self._fails_until
