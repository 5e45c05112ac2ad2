"""What the desk needs of where things are kept; no database here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.curation.gaps import Gap, Group
from bot.curation.revisions import Draft, GoldenQuestion, Revision


class Groups(Protocol):
    """Where gaps and their groups are kept, as far as the desk goes."""

    async def group(self, number: int) -> Group | None:
        """Return a group; None where there is none of this number."""

    async def gaps(self, number: int, limit: int = ...) -> Sequence[Gap]:
        """Return the latest gaps of a group, newest first."""

    async def with_keys(self, wanted: Sequence[str], limit: int) -> Sequence[Group]:
        """Return waiting groups that share one of the keys, most wanted first."""


class Published(Protocol):
    """Where drafts and revisions are kept, as far as the desk goes."""

    async def keep_draft(self, draft: Draft) -> None:
        """Store a draft."""

    async def draft(self, draft_id: str) -> Draft | None:
        """Return a draft."""

    async def drop_draft(self, draft_id: str) -> None:
        """Drop a draft."""

    async def publish(self, draft: Draft, reason: str, now: datetime) -> Revision:
        """Publish a draft, all of it or nothing."""

    async def revision(self, number: int) -> Revision | None:
        """Return a revision."""

    async def golden_of(self, number: int) -> Sequence[GoldenQuestion]:
        """Return the questions that a revision has to answer."""

    async def golden(self) -> Sequence[GoldenQuestion]:
        """Return the questions that revisions in force have to answer."""
