"""How much a bot may send: 30 messages a second over all, about one a second into a chat, 20 a minute into a group.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import time
from collections import defaultdict, deque

from tests.telegram_api.rules import ApiError

OVERALL = (30, 1.0)
"""Messages, within so many seconds."""
A_CHAT = (3, 3.0)
"""The same for a chat: one a second, in short bursts."""
A_GROUP = (20, 60.0)
"""The same for a group."""


class SendLimits:
    """Counts what is sent, and refuses what is too much."""

    def __init__(self) -> None:
        self._sent: dict[object, deque[float]] = defaultdict(deque)
        self.refused = 0
        """How often somebody was told to wait."""

    def count(self, chat: int) -> None:
        """Count one message into a chat.

        Raises:
            ApiError: It is one too many.
        """
        now = time.monotonic()
        windows = {"all": OVERALL, chat: A_GROUP if chat < 0 else A_CHAT}
        for key, (most, seconds) in windows.items():
            sent = self._sent[key]
            while sent and now - sent[0] > seconds:
                sent.popleft()
            if len(sent) >= most:
                self.refused += 1
                wait = int(seconds - (now - sent[0])) + 1
                raise ApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        for key in windows:
            self._sent[key].append(now)
