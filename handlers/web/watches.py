"""Who is looking at which board: one task looks for all of them, and none where nobody does."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from bot.errors import BotError

logger = logging.getLogger(__name__)

EVERY = 0.3
"""Seconds between two looks: what the room does is on the wall within a second."""

HEARTBEAT = 15.0
"""Seconds of silence after which a sign of life is sent: servers in between cut what is silent."""

MOST_OF_A_BOARD = 60
"""Streams of one board: a projector or two, and whoever is curious."""

MOST_OF_AN_ADDRESS = 30
"""Streams to one address: the whole room may share it."""

MOST = 400
"""Streams in all."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A board as it was seen."""

    mark: str
    """Differs from one state of the board to the next."""
    html: str
    """The board as a piece of a page."""


Look = Callable[[str, str], Awaitable[Seen | None]]
"""Looks at the board with a secret, given the mark of what was seen last, and returns the board if it looks otherwise
by now. Raises LookupError where there is no such board any more."""


@dataclass(slots=True)
class _Watch:
    """A board that somebody looks at."""

    viewers: int = 0
    latest: Seen | None = None
    gone: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    looking: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Let everybody who waits look again."""
        self.changed.set()
        self.changed = asyncio.Event()


class Watches:
    """Keeps count of the streams, and lets them know what has changed.

    Args:
        look: Looks at a board.
        every: Seconds between two looks.
    """

    def __init__(self, look: Look, every: float = EVERY) -> None:
        self._look = look
        self._every = every
        self._watches: dict[str, _Watch] = {}
        self._addresses: Counter[str] = Counter()
        self._closed = False

    @property
    def looking(self) -> int:
        """How many boards are being looked at."""
        return len(self._watches)

    @property
    def viewers(self) -> int:
        """How many streams there are."""
        return self._addresses.total()

    def enter(self, secret: str, address: str) -> bool:
        """Take a seat before a board; returns whether there was one. Whoever has one gives it back by ``leave``."""
        watch = self._watches.get(secret)
        full = watch is not None and watch.viewers >= MOST_OF_A_BOARD
        if self._closed or full or self._addresses[address] >= MOST_OF_AN_ADDRESS or self.viewers >= MOST:
            return False
        if watch is None:
            watch = self._watches[secret] = _Watch()
            watch.looking = asyncio.create_task(self._keep_looking(secret, watch))
        watch.viewers += 1
        self._addresses[address] += 1
        return True

    def leave(self, secret: str, address: str) -> None:
        """Give a seat back; with the last one of a board, nobody looks at it any more."""
        self._addresses[address] -= 1
        if self._addresses[address] <= 0:
            del self._addresses[address]
        watch = self._watches[secret]
        watch.viewers -= 1
        if watch.viewers == 0:
            del self._watches[secret]
            if watch.looking is not None:
                watch.looking.cancel()

    async def follow(self, secret: str, known: str = "") -> AsyncIterator[Seen | None]:
        """Yield a board whenever it has changed, and None after a while in which it has not.

        Args:
            secret: Of the board; whoever follows has a seat before it.
            known: Mark of what the viewer has on the screen already.
        """
        watch = self._watches[secret]
        while not self._closed and not watch.gone:
            changed = watch.changed
            if watch.latest is not None and watch.latest.mark != known:
                known = watch.latest.mark
                yield watch.latest
                continue
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await changed.wait()
            except TimeoutError:
                yield None

    async def close(self) -> None:
        """End all streams, and let no new ones begin: the server is going down."""
        self._closed = True
        looking = [watch.looking for watch in self._watches.values() if watch.looking is not None]
        for watch in self._watches.values():
            watch.wake()
        for task in looking:
            task.cancel()
        for task in looking:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _keep_looking(self, secret: str, watch: _Watch) -> None:
        while True:
            try:
                seen = await self._look(secret, watch.latest.mark if watch.latest else "")
                if seen is not None:
                    watch.latest = seen
                    watch.wake()
            except LookupError:
                watch.gone = True
                watch.wake()
                return
            except BotError as error:
                # The database may be back with the next look; the room keeps what it has on the wall.
                logger.warning("a board could not be looked at: %s", error)
                await asyncio.sleep(HEARTBEAT / 5)
            except Exception as error:  # noqa: BLE001 - the board must not stand still for good
                # Only the kind of error: its text may repeat what somebody asked.
                logger.warning("a board could not be shown: %s", type(error).__name__)
                await asyncio.sleep(HEARTBEAT / 5)
            await asyncio.sleep(self._every)
