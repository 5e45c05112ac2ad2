"""Draft, preview, publish, undo in Telegram: one message that becomes each of them in turn."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from telegram.error import TelegramError

from bot.curation.changes import Action, Change
from bot.curation.revisions import Draft
from bot.errors import BotError
from handlers.telegram.admission import Curator, words_of
from handlers.telegram.context import BotContext
from handlers.telegram.curator_view import CuratorView, Page
from handlers.telegram.markup import escape
from handlers.telegram.sending import edit, send
from handlers.telegram.view import Place
from knowledge import KnowledgeError

logger = logging.getLogger(__name__)

PROGRESS_EVERY = 1.0
"""Seconds between two words on how far a preview has come; before the first second nothing is said."""


async def draft_and_preview(
    context: BotContext,
    place: Place,
    curator: Curator,
    change: Change,
    *,
    group: int | None = None,
    version: int | None = None,
) -> None:
    """Draft a change and show what it does, in a message of its own.

    Args:
        context: The context of the callback.
        place: Where to show it.
        curator: Who drafts it.
        change: What it does.
        group: Group that it is for.
        version: Version of the group that the curator has seen.
    """
    view = CuratorView(context.parts.phrases, curator.language)
    messages = await send(context.bot, place, escape(view.say("working")))
    try:
        draft = await curator.curation.desk.draft(curator.name, change, group, version)
        page = await _previewed(context, place, messages, curator, draft)
    except (BotError, KnowledgeError) as error:
        page = Page(escape(words_of(error, context.parts.phrases, curator.language)))
    await edit(context.bot, place, messages, page.text, page.buttons)


async def publish(context: BotContext, place: Place, message: int, curator: Curator, draft_id: str) -> None:
    """Publish a draft; the message that showed it says so then, with a button to undo it.

    Raises:
        CurationError: Somebody was first, or the draft is gone.
    """
    revision = await curator.curation.desk.publish(draft_id, curator.name)
    page = CuratorView(context.parts.phrases, curator.language).published(revision)
    await edit(context.bot, place, [message], page.text, page.buttons)


async def drop(context: BotContext, place: Place, message: int, curator: Curator, draft_id: str) -> None:
    """Drop a draft of one's own."""
    draft = await curator.curation.revisions.draft(draft_id)
    if draft is not None and draft.author == curator.name:
        await curator.curation.desk.drop(draft_id)
    view = CuratorView(context.parts.phrases, curator.language)
    await edit(context.bot, place, [message], escape(view.say("dropped")))


async def dismiss(
    context: BotContext, place: Place, message: int, curator: Curator, group: int, version: int, reason: str
) -> None:
    """Dismiss a group at once: that changes nothing about the knowledge, and can be undone.

    Raises:
        CurationError: Somebody was first.
    """
    change = Change(Action.DISMISS, values={"reason": reason})
    draft = await curator.curation.desk.draft(curator.name, change, group, version)
    await publish(context, place, message, curator, draft.id)


async def _previewed(
    context: BotContext, place: Place, messages: tuple[int, ...], curator: Curator, draft: Draft
) -> Page:
    view = CuratorView(context.parts.phrases, curator.language)
    done = [0, 0]

    def progress(number: int, total: int) -> None:
        # Called from another thread, for every question: two numbers are all that it does.
        done[:] = number, total

    async with _telling(context, place, messages, view, done):
        draft, impact = await curator.curation.desk.preview(draft.id, progress)
    return view.preview(draft, impact)


@contextlib.asynccontextmanager
async def _telling(
    context: BotContext, place: Place, messages: tuple[int, ...], view: CuratorView, done: list[int]
) -> AsyncIterator[None]:
    """Say every second how far something has come."""

    async def tell() -> None:
        while True:
            await asyncio.sleep(PROGRESS_EVERY)
            # That a word on the way cannot be said is no reason to stop.
            with contextlib.suppress(TelegramError):
                await edit(context.bot, place, messages, escape(view.say("progress", done=done[0], total=done[1])))

    task = asyncio.create_task(tell())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
