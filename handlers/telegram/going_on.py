"""``/start q-CODE``: goes on in private with what a group was not to be bothered with."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update

from handlers.telegram.ask import show
from handlers.telegram.context import BotContext
from handlers.telegram.shown import kept_as
from handlers.telegram.speaking import theirs
from handlers.telegram.start import start
from handlers.telegram.unsure import PAYLOAD
from handlers.telegram.view import conversation_of, place_of


async def go_on(update: Update, context: BotContext) -> None:
    """Show the whole reply to whoever asked; everybody else is greeted as ever. Nothing is logged again."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    code = PAYLOAD.fullmatch("".join(context.args or ()))
    shown = await context.parts.shown.anywhere(code[1]) if code else None
    if shown is None or shown.held is None or not await theirs(context, shown, user):
        await start(update, context)
        return
    place = place_of(message)
    conversation = conversation_of(place, user, private=True)
    if not await context.assistant.carry_over(kept_as(shown.conversation, shown.code), conversation):
        # Too long ago: it is shown all the same, but what is typed next is no answer to it.
        conversation = kept_as(shown.conversation, shown.code)
    question = replace(shown.held.question, conversation=conversation, person=str(user.id))
    await show(context, place, question, shown.held.reply, chosen=question.text)
