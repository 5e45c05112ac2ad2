"""Puts the parts of the bot together, as settings and options say. What a command does not need is not imported."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.commands.options import Options

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.counting import Counts
    from bot.phrases import Phrases
    from bot.settings import Settings
    from bot.storage import Database, QuestionLog


@dataclass(frozen=True, slots=True)
class Parts:
    """What every screen is put together from."""

    settings: Settings
    """What was set from outside."""
    assistant: Assistant
    """Who answers."""
    phrases: Phrases
    """The fixed words."""
    log: QuestionLog
    """Where questions are kept; to be closed by whoever ran the assistant."""
    database: Database
    """Where all is kept, opened with its first use."""
    counts: Counts | None = None
    """What is counted; None where nobody looks."""


def put_together(options: Options, *, needs: Sequence[str] = (), keeps: bool = False) -> Parts:
    """Return the parts of the bot; nothing is connected to yet.

    Args:
        options: What the command line said.
        needs: Settings that the command cannot do without.
        keeps: Whether conversations are to outlive the process.
    """
    from bot.assistant import Assistant
    from bot.counting import Counts
    from bot.errors import BotError, SettingsError
    from bot.phrases import Phrases
    from bot.prepared import prepare
    from bot.settings import STATE_DIR, load_settings
    from bot.storage import Database, LazyConversations, LazyGapLog, LazyQuestionLog, NoQuestionLog
    from knowledge import KnowledgeError, KnowledgeProblems

    settings = load_settings(needs=needs, knowledge_dir=options.knowledge, database_url=options.database)
    if not settings.knowledge_dir.is_dir():
        named = "--knowledge" if options.knowledge is not None else "KNOWLEDGE_DIR"
        raise SettingsError([f"{named} is no folder: {settings.knowledge_dir}; give the one with your knowledge base"])
    try:
        known = prepare(settings.knowledge_dir, STATE_DIR / "cache")
    except KnowledgeProblems as error:
        raise BotError("\n".join(problem.within(settings.knowledge_dir) for problem in error.problems)) from error
    except KnowledgeError as error:
        raise BotError(str(error)) from error
    # Only what stays can be looked at.
    counts = Counts() if keeps and settings.metrics_port is not None else None
    database = Database(settings.database_url, counts)
    log = NoQuestionLog() if options.no_log else LazyQuestionLog(database)
    gaps = None if options.no_log else LazyGapLog(database)
    hasher = None if options.no_log else person_hasher_for(settings)
    kept = LazyConversations(database) if keeps and not options.no_log else None
    assistant = Assistant(known, log=log, hasher=hasher, gaps=gaps, kept=kept, counts=counts)
    return Parts(settings, assistant, Phrases(known.knowledge.phrases), log, database, counts)


def take_over_revisions(parts: Parts, runner: asyncio.Runner) -> None:
    """Answer as curators have published, if they have; a database that fails is no reason not to answer."""
    from bot.storage.opened import may_hold_revisions

    if not may_hold_revisions(parts.settings.database_path):
        return
    from bot.curation.live import LiveKnowledge
    from bot.errors import BotError
    from bot.storage.sql_revisions import SqlRevisions

    async def taken_over() -> None:
        revisions = SqlRevisions(await parts.database.engine())
        live = LiveKnowledge(parts.settings.knowledge_dir, parts.assistant.understander, revisions)
        live.on_change(parts.assistant.use)
        await live.refresh()

    try:
        runner.run(taken_over())
    except BotError as error:
        logging.getLogger(__name__).warning("what curators have published is not answered from: %s", error)


def person_hasher_for(settings: Settings) -> Callable[[str], str]:
    """Return the hash that people are stored under: keyed by SECRET_KEY, else by a key beside the database."""
    from bot.errors import StorageError
    from bot.privacy import person_hasher
    from bot.secret_key import key_beside, random_key

    if settings.secret_key is not None:
        return person_hasher(settings.secret_key.get_secret_value().encode())
    path = settings.database_path
    try:
        key = random_key() if path is None else key_beside(path)
    except StorageError as error:
        # Where nothing can be kept, questions are still answered.
        logging.getLogger(__name__).warning("people are not recognised again: %s", error)
        key = random_key()
    return person_hasher(key)


@contextmanager
def running(parts: Parts) -> Iterator[asyncio.Runner]:
    """Run an event loop for as long as a screen is open, and close the log at the end."""
    with asyncio.Runner() as runner:
        try:
            yield runner
        finally:
            runner.run(parts.database.close())
