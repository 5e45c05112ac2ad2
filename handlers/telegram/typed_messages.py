"""A text that somebody typed: what was asked for, a code of an event, or else a question."""

from __future__ import annotations

from telegram import Update

from handlers.telegram import arriving, ask, curator_typing, event_typing
from handlers.telegram.context import BotContext


async def typed(update: Update, context: BotContext) -> None:
    """Take a text for what it is meant as."""
    for taken in (event_typing.taken, curator_typing.taken, arriving.typed):
        if await taken(update, context):
            return
    await ask.typed(update, context)
