"""The knowledge as it is now: the folder, with all revisions laid over it; followed by every running instance."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from bot.curation.retention import stopped_within
from bot.curation.revisions import Revision
from bot.errors import BotError
from knowledge import KnowledgeError
from knowledge.amending import Base, read_base
from knowledge.edits import Edit
from knowledge.models import KnowledgeBase
from knowledge.understanding import Understander

logger = logging.getLogger(__name__)

FOLLOWED_EVERY = 0.25
"""Seconds between two looks for new revisions. A change is live everywhere a second after it was published: this, and
half a second to build what understands it."""

LISTENING_FOLLOWED_EVERY = 2.0
"""The same while it is heard when one is published."""

FOLDER_LOOKED_AT_EVERY = 2.0
"""Seconds between two looks whether a file of the folder has changed."""

NEVER = datetime.min.replace(tzinfo=UTC)
"""Before all revisions."""


class Revisions(Protocol):
    """Where revisions are kept, as far as following them goes."""

    async def latest(self) -> int:
        """Return the number of the latest revision; 0 for none."""

    async def since(self, number: int = 0) -> Sequence[Revision]:
        """Return the revisions after a number, oldest first."""


class Announcements(Protocol):
    """Where it is heard that a revision was published."""

    listening: bool
    """Whether it is heard now."""

    async def listen(self, stopping: asyncio.Event, heard: Callable[[], None], /) -> None:
        """Call something with each announcement, until told to stop."""


class LiveKnowledge:
    """Holds what understands questions now, and renews it when a revision is published anywhere.

    Args:
        folder: The knowledge folder.
        understander: What understands questions to the folder as it stands.
        revisions: Where revisions are kept.
        announcements: Where it is heard that one was published; None where it has to be looked for.
    """

    def __init__(
        self,
        folder: Path,
        understander: Understander,
        revisions: Revisions,
        announcements: Announcements | None = None,
    ) -> None:
        self.folder = folder
        self.understander = understander
        self.revision = 0
        self.problem = ""
        """What is wrong with the folder, or with a revision, in one line: where and why; empty for nothing."""
        self._base: Base | None = None
        self.indexed = understander
        self._edits: tuple[Edit, ...] = ()
        self._revisions = revisions
        self._announcements = announcements
        self._heard = asyncio.Event()
        self._listeners: list[Callable[[Understander], None]] = []
        self._renewing = asyncio.Lock()
        self._unfit = 0
        self._files = self._seen = signature(folder)

    def on_change(self, listener: Callable[[Understander], None]) -> None:
        """Call a listener with what understands questions from now on, whenever that changes."""
        self._listeners.append(listener)

    async def refresh(self) -> bool:
        """Take over revisions that were published since; returns whether there were any.

        A revision that does not fit the folder any more is left out, as are those after it; the last good knowledge
        stays, and ``problem`` says what is wrong.

        Raises:
            StorageError: The database fails.
        """
        latest = await self._revisions.latest()
        # One that does not fit is not built again and again; the next one may put it right.
        if latest in {self.revision, self._unfit}:
            return False
        async with self._renewing:
            new = await self._revisions.since(self.revision)
            if not new:
                return False
            laid_over = [revision for revision in new if not self._stands_in_files(revision)]
            edits = (*self._edits, *(edit for revision in laid_over for edit in revision.edits))
            try:
                understander = await self.amended(edits[len(self._edits) :])
            except (KnowledgeError, BotError) as error:
                self.problem, self._unfit = _line(error), new[-1].id
                logger.error("revision %d cannot be taken over: %s", new[-1].id, error)  # noqa: TRY400 - it says it all
                return False
            self._take(new[-1].id, edits, understander)
        return True

    async def adopt(self, revision: Revision, understander: Understander) -> None:
        """Take over a revision that this instance has just published and has built already."""
        async with self._renewing:
            if revision.id > self.revision:
                self._take(revision.id, (*self._edits, *revision.edits), understander)

    async def amended(self, edits: Sequence[Edit]) -> Understander:
        """Return what would understand questions with more edits laid over what is live; in a thread of its own.

        Raises:
            KnowledgeProblems: An edit does not fit, or breaks a rule of the format.
        """
        return await asyncio.to_thread(self._amended, (*self._edits, *edits))

    async def look_at_folder(self) -> None:
        """See whether files have changed since, and what is wrong with them now.

        Changed files are taken over with the next start. One that is broken or gone is told meanwhile, and changes
        nothing: what understands questions stays as it is.
        """
        seen = await asyncio.to_thread(signature, self.folder)
        if seen == self._seen:
            return
        self._seen = seen
        async with self._renewing:
            try:
                base = await asyncio.to_thread(read_base, self.folder, self.indexed)
                await asyncio.to_thread(base.amended, self._edits)
            except (KnowledgeError, OSError) as error:
                self.problem = "; ".join([*self._gone(), _line(error)])
                logger.error("the knowledge folder has a problem, the last good knowledge stays: %s", self.problem)  # noqa: TRY400 - it says it all
            else:
                # A revision that did not fit may do so now.
                self.problem, self._unfit, self._base = "; ".join(self._gone()), 0, base

    def _gone(self) -> list[str]:
        """Return which file of those at the start is gone, if one is: what is wrong elsewhere may follow from it."""
        here = {path for path, _, _ in self._seen}
        gone = [Path(path).relative_to(self.folder) for path, _, _ in self._files if path not in here]
        return [f"{gone[0].as_posix()}: the file is gone"] if gone else []

    async def follow(self, stopping: asyncio.Event) -> None:
        """Take over new revisions as they are published, until told to stop; a database that fails is asked again.

        It is never cancelled in the middle of a look, which would leave a connection behind.
        """
        listening = asyncio.create_task(self._listen(stopping))
        try:
            await self._look_again_and_again(stopping)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _listen(self, stopping: asyncio.Event) -> None:
        if self._announcements is not None:
            await self._announcements.listen(stopping, self._heard.set)
        await stopping.wait()
        self._heard.set()

    async def _look_again_and_again(self, stopping: asyncio.Event) -> None:
        failing = False
        loop = asyncio.get_running_loop()
        looked = loop.time()
        while not stopping.is_set():
            if loop.time() - looked >= FOLDER_LOOKED_AT_EVERY:
                await self.look_at_folder()
                looked = loop.time()
            try:
                await self.refresh()
                failing = False
            except BotError as error:
                if not failing:
                    logger.warning("revisions cannot be read for now: %s", error)
                failing = True
            hears = self._announcements is not None and self._announcements.listening
            await stopped_within(self._heard, LISTENING_FOLLOWED_EVERY if hears else FOLLOWED_EVERY)
            self._heard.clear()

    def _amended(self, edits: tuple[Edit, ...]) -> Understander:
        if self._base is None:
            self._base = read_base(self.folder, self.indexed)
        return self._base.amended(edits)

    def _stands_in_files(self, revision: Revision) -> bool:
        return revision.published_at <= exported_until(self.indexed.knowledge)

    def _take(self, revision: int, edits: tuple[Edit, ...], understander: Understander) -> None:
        self.understander, self.revision, self._edits, self.problem = understander, revision, edits, ""
        for listener in self._listeners:
            listener(understander)


def signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes whenever a file of a folder does."""
    found = []
    for path in sorted(folder.rglob("*")):
        with contextlib.suppress(OSError):
            if path.suffix in {".yaml", ".yml", ".txt"}:
                about = path.stat()
                found.append((str(path), about.st_size, about.st_mtime_ns))
    return tuple(found)


def _line(error: Exception) -> str:
    """Return the first line of an error: the first problem of many."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def exported_until(knowledge: KnowledgeBase) -> datetime:
    """Return when the last revision was published that stands in the files; long ago where none does."""
    try:
        found = datetime.fromisoformat(knowledge.exported) if knowledge.exported else NEVER
    except ValueError:
        return NEVER
    return found if found.tzinfo is not None else NEVER


@contextlib.asynccontextmanager
async def following(live: LiveKnowledge) -> AsyncIterator[None]:
    """Follow revisions for as long as a screen is open."""
    stopping = asyncio.Event()
    task = asyncio.create_task(live.follow(stopping))
    try:
        yield
    finally:
        stopping.set()
        await task
