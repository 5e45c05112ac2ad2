"""Buttons under replies: what is offered, and "was this helpful?"."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Message, Update

from bot.messages import Question
from handlers.screen import browse_path
from handlers.telegram import callback_data
from handlers.telegram.ask import bring, show
from handlers.telegram.browse import browse_further
from handlers.telegram.callback_data import Kind, Pressed
from handlers.telegram.context import BotContext
from handlers.telegram.focus_switch import switch_off, without_switch
from handlers.telegram.sending import set_buttons
from handlers.telegram.shown import ShownReply
from handlers.telegram.speaking import theirs
from handlers.telegram.view import CHANNEL, Place, answered, place_of


async def pressed(update: Update, context: BotContext) -> None:
    """Do what a button says. One that nobody remembers, or that is somebody else's, gets a polite word."""
    query = update.callback_query
    if query is None:
        return
    button = callback_data.read(query.data)
    shown = await _shown(query, button, context)
    if button is None or shown is None:
        await answered(query, context.say(query.from_user.language_code, "screen.stale_button"))
    elif not await theirs(context, shown, query.from_user):
        await answered(query, context.say(query.from_user.language_code, "screen.foreign_button"))
    elif button.kind is Kind.BRING:
        await answered(query)
        await bring(context, query, shown)
    elif button.kind in {Kind.HELPFUL, Kind.OUTDATED}:
        await _rate(query, button, shown, context)
    else:
        await _choose(update, query, button, shown, context)


async def _shown(query: CallbackQuery, button: Pressed | None, context: BotContext) -> ShownReply | None:
    """Return the reply that a button stands under, if it is remembered and has such a button."""
    if button is None or query.message is None:
        return None
    shown = await context.parts.shown.by_code(query.message.chat.id, button.code)
    if shown is None:
        return None
    buttons = {Kind.HELPFUL: 2, Kind.OUTDATED: 1, Kind.BRING: 1, Kind.CHOOSE: len(shown.offered)}
    return shown if button.number < buttons[button.kind] else None


async def _rate(query: CallbackQuery, button: Pressed, shown: ShownReply, context: BotContext) -> None:
    helpful, outdated = bool(button.number), button.kind is Kind.OUTDATED
    key = "screen.thanks_helpful" if helpful else "screen.thanks_unhelpful"
    key = "screen.thanks_outdated" if outdated else key
    # The callback first: the button turns until it is answered.
    await answered(query, context.say(shown.language, key))
    if outdated:
        await context.assistant.outdated(shown.conversation, shown.update)
    else:
        await context.assistant.feedback(shown.conversation, helpful, shown.update)
    if isinstance(query.message, Message):
        await set_buttons(context.bot, Place(shown.chat), query.message.message_id, _without_faces(query.message))


async def _choose(
    update: Update, query: CallbackQuery, button: Pressed, shown: ShownReply, context: BotContext
) -> None:
    await answered(query)
    option = shown.offered[button.number]
    path = browse_path(option.ask)
    if path is not None:
        await browse_further(context, shown, path)
        return
    everywhere = without_switch(option.ask)
    if everywhere is not None:
        # What was talked about is what is to be left behind.
        await context.assistant.forget_context(shown.conversation)
        if shown.chat > 0:
            await switch_off(context, query.from_user)
    question = Question(
        everywhere or option.ask,
        shown.conversation,
        channel=CHANNEL,
        # An anonymous admin stays anonymous.
        person=None if shown.person is None and shown.chat < 0 else str(query.from_user.id),
        language=query.from_user.language_code,
        update=str(update.update_id),
    )
    if context.parts.meetings is not None and query.message is not None:
        question = await context.parts.meetings.at(question, query.message.chat, query.from_user)
    if everywhere is not None and question.at is not None:
        # In a group this once: what its event is about is not one member's to switch off.
        question = replace(question, at=replace(question.at, focus=""))
    reply = await context.assistant.ask(question)
    await show(context, _place(query, shown), question, reply, chosen=option.label)


def _place(query: CallbackQuery, shown: ShownReply) -> Place:
    """Return where the answer to a pressed button belongs: under the message that has the button."""
    if not isinstance(query.message, Message):
        return Place(shown.chat)
    place = place_of(query.message)
    return Place(place.chat, place.thread) if query.message.chat.type == Chat.PRIVATE else place


def _without_faces(message: Message) -> InlineKeyboardMarkup | None:
    """Return the buttons of a message without those that ask whether it helped."""
    if message.reply_markup is None:
        return None
    rows = [
        row
        for row in message.reply_markup.inline_keyboard
        if not any(_asks_whether_it_helped(button.callback_data) for button in row)
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _asks_whether_it_helped(data: object) -> bool:
    button = callback_data.read(data) if isinstance(data, str) else None
    return button is not None and button.kind in {Kind.HELPFUL, Kind.OUTDATED}
