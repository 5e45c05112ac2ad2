"""A process that publishes one draft after the other, to be killed while it does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from multiprocessing.connection import Connection

from bot.storage.database import open_database
from bot.storage.sql_revisions import SqlRevisions
from tests.bot.storage.made import NOW


def publish_all(url: str, drafts: list[str], begun: Connection) -> None:
    """Publish every draft that is still there; says so when it begins."""
    asyncio.run(_publish_all(url, drafts, begun))


async def _publish_all(url: str, drafts: list[str], begun: Connection) -> None:
    revisions = SqlRevisions(await open_database(url))
    begun.send(None)
    for draft_id in drafts:
        draft = await revisions.draft(draft_id)
        if draft is not None:
            await revisions.publish(replace(draft, after=await revisions.latest()), draft_id, NOW)
