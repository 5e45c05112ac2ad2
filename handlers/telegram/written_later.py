"""What became of updates, gathered for a moment and then written down together: those handled, and those put off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.errors import BotError
from bot.storage.sql_inbox import SqlInbox

LONGEST_DELAY = 600.0
"""Seconds after which an update that was put off is handled once more at the latest."""


class WrittenLater:
    """Gathers what is to be written down.

    Args:
        clock: Tells the time, with a time zone.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._done: list[int] = []
        self._late: list[tuple[list[int], datetime]] = []

    def handled(self, update: int) -> None:
        """Note that an update is handled."""
        self._done.append(update)

    def put_off(self, updates: list[int], seconds: float) -> None:
        """Note that updates are to be handled once more in so many seconds."""
        self._late.append((updates, self._clock() + timedelta(seconds=min(seconds, LONGEST_DELAY))))

    async def write(self, inbox: SqlInbox) -> None:
        """Write everything down.

        Raises:
            StorageError: The database fails; what could not be written is kept for the next time.
        """
        while self._late:
            updates, until = self._late[0]
            await inbox.put_off(updates, until, self._clock())
            del self._late[0]
        await self.write_handled(inbox)

    async def write_handled(self, inbox: SqlInbox) -> None:
        """Write down what is handled.

        Raises:
            StorageError: The database fails; what could not be written is kept for the next time.
        """
        done, self._done = self._done, []
        if not done:
            return
        try:
            await inbox.done(done, self._clock())
        except BotError:
            self._done = done + self._done
            raise
