"""What is counted while the bot works: plain numbers with names that are known beforehand, and no library.

Screens show them (see ``handlers/metrics.py``). Nothing that anybody typed, no id and no token can get in: every label
is a member of an enumeration here.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from bot.messages import Outcome


class Kind(StrEnum):
    """What an update is."""

    MESSAGE = "message"
    EDITED = "edited_message"
    BUTTON = "callback_query"
    INLINE = "inline_query"
    MEMBER = "my_chat_member"
    OTHER = "other"


class Fate(StrEnum):
    """What became of an update."""

    RECEIVED = "received"
    """It came in."""
    DUPLICATE = "duplicate"
    """It had come before, and was left alone."""
    UNSTORED = "unstored"
    """It is handled without being stored: the database failed."""
    HANDLED = "handled"
    """It is done with."""
    INTERRUPTED = "interrupted"
    """An instance fell while it answered it; whoever asked is told."""
    FAILED = "failed"
    """Handling it raised an error of ours; the person was apologised to."""
    REFUSED = "refused"
    """It was no update, had no right to come in, or was too much."""


class Refusal(StrEnum):
    """Why a request to the webhook was refused."""

    SECRET = "secret"  # noqa: S105 - a reason, no secret
    SIZE = "size"
    JSON = "json"
    UPDATE = "update"
    STORAGE = "storage"


class SendFault(StrEnum):
    """How sending something went wrong."""

    TOO_MANY = "429"
    FORBIDDEN = "403"
    SERVER = "5xx"
    TIMEOUT = "timeout"
    NETWORK = "network"
    REFUSED = "400"
    OTHER = "other"


class Channel(StrEnum):
    """Where a question was asked."""

    TELEGRAM = "telegram"
    WEB = "web"
    OTHER = "other"


class Operation(StrEnum):
    """What the database was asked to do."""

    SELECT = "select"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    OTHER = "other"


class Spread:
    """How many durations were how long.

    Args:
        bounds: Upper bounds of the classes, in seconds, rising; what is longer counts in all of them together.
    """

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        """How many fell into each class and into none of those before; the last one holds what is longer."""
        self.total = 0.0
        """Seconds in all."""

    def add(self, seconds: float) -> None:
        """Count one duration."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += seconds


HANDLING = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds to handle an update: from less than one call to Telegram to a wait that people notice."""

QUERYING = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0)
"""Seconds of a statement of the database; 5 is as long as a writer waits for another one."""


class Counts:
    """All that one process counts.

    Args:
        clock: Tells seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.updates: Counter[tuple[Kind, Fate]] = Counter()
        """Updates by kind and by what became of them."""
        self.handling = {kind: Spread(HANDLING) for kind in Kind}
        """Seconds from the moment it was an update's turn until it was handled."""
        self.refusals: Counter[Refusal] = Counter()
        """Requests to the webhook that were refused."""
        self.questions: Counter[tuple[Channel, Outcome]] = Counter()
        """Questions answered, by channel and outcome."""
        self.send_faults: Counter[SendFault] = Counter()
        """Calls of Telegram that went wrong."""
        self.retries = 0
        """Calls of Telegram made once more."""
        self.querying = {operation: Spread(QUERYING) for operation in Operation}
        """Seconds that the database took, by what it did."""
        self.database_errors: Counter[Operation] = Counter()
        """Statements that the database refused, or that failed with it."""
        self.heard_at: float | None = None
        """When Telegram last answered a request for updates or sent one, by ``clock``; None for never."""

    def update(self, kind: Kind, fate: Fate) -> None:
        """Count what became of an update."""
        self.updates[kind, fate] += 1

    def heard(self) -> None:
        """Note that updates can come in: Telegram has just been heard of."""
        self.heard_at = self.clock()

    def question(self, channel: str, outcome: Outcome) -> None:
        """Count a question; channels that nobody watches count together."""
        known = Channel(channel) if channel in tuple(Channel) else Channel.OTHER
        self.questions[known, outcome] += 1

    def send_fault(self, fault: SendFault) -> None:
        """Count a call of Telegram that went wrong."""
        self.send_faults[fault] += 1

    def queried(self, operation: Operation, seconds: float) -> None:
        """Count a statement of the database."""
        self.querying[operation].add(seconds)

    def database_failed(self, operation: Operation) -> None:
        """Count a statement that failed."""
        self.database_errors[operation] += 1
