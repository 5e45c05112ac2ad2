"""What the Telegram screen needs for curators and for those who want to be told; opened and closed with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Protocol

from bot.curation.retention import stopped_within
from bot.errors import BotError
from handlers.telegram.typed_text import TypedTexts, Typing
from knowledge import KnowledgeError

if TYPE_CHECKING:
    from bot.curation.opened import Curation

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=365)
"""How long questions are kept where nobody sets anything else."""

TRIED_EVERY = 30.0
"""Seconds before a database that could not be opened is tried again."""

RESTED = 5.0
"""Seconds before work in the background that failed by a fault of ours begins anew."""

PATIENCE = 10.0
"""Seconds that work in the background is given to finish what is in hand."""


class SignIns(Protocol):
    """Makes links by which curators come to the web desk."""

    @property
    def public(self) -> bool:
        """Whether they open elsewhere than on the machine that the pages run on."""

    async def link(self, person: str, /) -> str:
        """Return a link that works once and not for long.

        Args:
            person: Who signs in by it: ``telegram:17``.

        Raises:
            StorageError: The database fails.
        """


Work = Callable[[asyncio.Event], Awaitable[None]]
"""Goes on until an event tells it to stop."""


@dataclass(slots=True)
class Curating:
    """What curators, and those who want to be told, need of the bot."""

    opening: Callable[[], Awaitable[Curation]]
    """Opens the database, and takes over what is published in it."""
    hasher: Callable[[str], str]
    """Keyed hash of people."""
    curators: frozenset[int] = frozenset()
    """Telegram's ids of the curators."""
    sign_ins: SignIns | None = None
    """Makes links to the web desk; None where there is none."""
    kept_for: timedelta = KEPT_FOR
    """How long questions are kept."""
    alert_people: int = 5
    """So many people in one group make an alert."""
    zone: tzinfo = UTC
    """Time zone of the digest's hours."""
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    """Tells the time, with a time zone."""
    curation: Curation | None = None
    """What curators work with; None while the database cannot be opened."""
    typed: TypedTexts[Typing] = field(default_factory=lambda: TypedTexts(Typing))
    """Conversations in which a curator is to type something."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the application ends."""
    task: asyncio.Task[None] | None = None
    """What goes on in the background."""

    async def begin(self, works: Callable[[Curation], dict[str, Work]]) -> None:
        """Open the database and begin what goes on in the background; a database that fails is tried again.

        Args:
            works: Returns what is to go on, by name, once the database is open.
        """
        self.stopping = asyncio.Event()
        await self._open()
        self.task = asyncio.create_task(self._go_on(works))

    async def end(self) -> None:
        """Let the background finish what is in hand, and end it."""
        self.stopping.set()
        if self.task is not None:
            task, self.task = self.task, None
            await asyncio.wait([task], timeout=PATIENCE)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _open(self) -> None:
        try:
            self.curation = await self.opening()
        except (BotError, KnowledgeError) as error:
            logger.error("curators cannot work for now: %s", error)  # noqa: TRY400 - the line says it all

    async def _go_on(self, works: Callable[[Curation], dict[str, Work]]) -> None:
        while self.curation is None:
            if await stopped_within(self.stopping, TRIED_EVERY):
                return
            await self._open()
        await asyncio.gather(*(self._kept_up(name, work) for name, work in works(self.curation).items()))

    async def _kept_up(self, name: str, work: Work) -> None:
        """Do a work until told to stop; a fault of ours in it stops neither it nor others for good."""
        while not self.stopping.is_set():
            try:
                await work(self.stopping)
            except Exception:
                logger.exception("%s failed, and begins anew", name)
                await stopped_within(self.stopping, RESTED)
