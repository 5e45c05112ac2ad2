"""What must be so before a process is ready to answer people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.probes import Check

if TYPE_CHECKING:
    from bot.storage import Database
    from handlers.screen import Answering


def database_answers(database: Database) -> Check:
    """Return the check that a database answers; where it does not, it raises ``StorageError``."""

    async def check() -> str:
        await database.answers()
        return ""

    return check


def knowledge_loaded(assistant: Answering) -> Check:
    """Return the check that there is something to answer from."""

    async def check() -> str:
        return "" if assistant.knowledge.entries else "nothing is loaded"

    return check
