"""How much anybody may ask for in a minute; kept in memory, per address and per session."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from enum import Enum

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


class Limits:
    """Counts what is asked for: a bucket that refills evenly over a minute.

    Args:
        clock: Tells seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def allow(self, budget: Budget, who: str) -> bool:
        """Count one thing asked for, and tell whether it is within the budget."""
        now, key = self._clock(), (budget.name, who)
        left, since = self._buckets.get(key, (float(budget.value), now))
        left = min(float(budget.value), left + (now - since) * budget.value / 60)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, now)
        self._buckets.move_to_end(key)
        while len(self._buckets) > MOST_KNOWN:
            self._buckets.popitem(last=False)
        return allowed
