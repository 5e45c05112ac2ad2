"""Impacts of drafts, worked out in the background where they take longer than a page may."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.curation.desk import Desk
from bot.curation.impact import Impact
from bot.curation.revisions import Draft

PATIENCE = 1.0
"""Seconds that a page waits for an impact before it shows how far it has come."""


@dataclass(slots=True)
class Working:
    """An impact that is being worked out."""

    task: asyncio.Task[tuple[Draft, Impact]]
    """What works it out."""
    done: int = 0
    """Questions replayed."""
    total: int = 0
    """Questions to be replayed; 0 before that is known."""


class Previews:
    """Works impacts out, each once however many look at it.

    Args:
        desk: Works out the impact of a draft, and keeps the latest.
        patience: Seconds to wait before showing how far it has come.
    """

    def __init__(self, desk: Desk, patience: float = PATIENCE) -> None:
        self._desk = desk
        self._patience = patience
        self._working: dict[str, Working] = {}

    async def look(self, draft_id: str) -> tuple[Draft, Impact] | Working:
        """Return the impact of a draft, or how far it has come.

        Raises:
            CurationError: There is no such draft, or another revision was published since it was made.
            StorageError: The database fails.
        """
        working = self._working.get(draft_id)
        if working is None:
            working = self._working[draft_id] = self._begun(draft_id)
        done, _ = await asyncio.wait({working.task}, timeout=self._patience)
        if not done:
            return working
        self._working.pop(draft_id, None)
        return working.task.result()

    def progress(self, draft_id: str) -> tuple[int, int, bool]:
        """Return how many of how many questions were replayed, and whether there is nothing to wait for."""
        working = self._working.get(draft_id)
        if working is None:
            return 0, 0, True
        return working.done, working.total, working.task.done()

    async def close(self) -> None:
        """Give up what is being worked out."""
        tasks = [working.task for working in self._working.values()]
        self._working.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begun(self, draft_id: str) -> Working:
        def told(done: int, total: int) -> None:
            working.done, working.total = done, total

        working = Working(asyncio.create_task(self._desk.preview(draft_id, told)))
        # Who never comes back must not leave an error that nobody has looked at.
        working.task.add_done_callback(lambda task: task.cancelled() or task.exception())
        return working
