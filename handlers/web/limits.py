"""How much anybody may ask for in a minute, per address and per session.

What is worth a form is counted by all instances together, in the database; pages that are only looked at by each
instance for itself: a write with each of them would be the flood that is to be kept away.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import Protocol

from bot.errors import BotError

MOST_KNOWN = 10_000
"""Buckets kept; the one untouched for longest gives way."""


class Budget(Enum):
    """What is limited, and to how many a minute."""

    REQUESTS = 6000
    """Pages of one address: a whole room may share one."""
    POSTS = 2000
    """Forms sent from one address: 500 people may come and ask within a minute."""
    QUESTIONS = 20
    """Questions of one visitor."""
    CHANGES = 120
    """Forms sent by one curator."""
    SIGN_INS = 10
    """Links tried from one address."""


ALONE = frozenset({Budget.REQUESTS})
"""What each instance counts for itself."""


class Shared(Protocol):
    """Where all instances count together."""

    async def allow(self, name: str, who: str, most: int, now: datetime, /) -> bool:
        """Count one thing asked for, and tell whether it is within the budget."""


class Limits:
    """Counts what is asked for: a bucket that refills evenly over a minute.

    Args:
        clock: Tells seconds that never go back.
        shared: Where all instances count together; None for one instance alone.
        hasher: Keyed hash of whoever asks, for what is shared.
        now: Tells the time, with a time zone.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        shared: Shared | None = None,
        hasher: Callable[[str], str] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._clock = clock
        self._shared = shared
        self._hasher = hasher
        self._now = now
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    async def allow(self, budget: Budget, who: str) -> bool:
        """Count one thing asked for, and tell whether it is within the budget; one process' own where need be."""
        if self._shared is None or self._hasher is None or budget in ALONE:
            return self._allowed_here(budget, who)
        try:
            whose = self._hasher(f"budget:{who}")
            return await self._shared.allow(budget.name, whose, budget.value, self._now())
        except BotError:
            return self._allowed_here(budget, who)

    def _allowed_here(self, budget: Budget, who: str) -> bool:
        now, key = self._clock(), (budget.name, who)
        left, since = self._buckets.get(key, (float(budget.value), now))
        left = min(float(budget.value), left + (now - since) * budget.value / 60)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, now)
        self._buckets.move_to_end(key)
        while len(self._buckets) > MOST_KNOWN:
            self._buckets.popitem(last=False)
        return allowed
