"""Questions: typed, after /ask, or changed afterwards."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.messages import Question, Reply
from handlers.screen import offered
from handlers.telegram import callback_data
from handlers.telegram.addressing import addressed_text, after_ask, replies_to
from handlers.telegram.admins import in_group
from handlers.telegram.callback_data import Kind, Pressed, new_code
from handlers.telegram.context import BotContext
from handlers.telegram.focus_switch import with_switch
from handlers.telegram.in_hand import answer_follows
from handlers.telegram.markup import escape
from handlers.telegram.meetings import asked
from handlers.telegram.notices import tell_me_button
from handlers.telegram.sending import edit
from handlers.telegram.shown import Held, ShownReply, kept_as
from handlers.telegram.speaking import say, tongue_of
from handlers.telegram.unsure import in_private, is_remark, is_unsure, is_wordless
from handlers.telegram.view import Place, keyboard, place_of, question_from, render


async def typed(update: Update, context: BotContext) -> None:
    """Answer a message that is meant for the bot."""
    message = update.message
    if message is None:
        return
    text = addressed_text(message, context.bot.id, context.bot.username)
    if text is None:
        return
    if in_group(message.chat):
        # A smiley in a reply wants no answer; a mention alone does.
        replied = replies_to(message, context.bot.id)
        if (text or replied) and is_wordless(text):
            return
        if not replied and await _quiet(context, message):
            return
    await _answer(update, context, text)


async def command(update: Update, context: BotContext) -> None:
    """``/ask QUESTION``: what people can use in groups, where the bot sees commands but not every message."""
    await _answer(update, context, " ".join(context.args or ()))


async def edited(update: Update, context: BotContext) -> None:
    """Answer a changed question where the old answer stands; no second post."""
    message = update.edited_message
    if message is None:
        return
    shown = await context.parts.shown.by_question(message.chat.id, message.message_id)
    text = after_ask(message) or addressed_text(message, context.bot.id, context.bot.username)
    if shown is None or not text:
        return
    question = question_from(text, message, message.from_user, update.update_id)
    question = await asked(question, message, context.parts.meetings)
    reply = await context.assistant.ask(question)
    place = place_of(message)
    code, reply = new_code(), with_switch(reply, question, context)
    markup, buttons = await _said(context, place, question, reply, code)
    messages = await edit(context.bot, place, shown.messages, markup, buttons)
    await context.parts.shown.keep(_shown(place, question, reply, code, messages, message.message_id))


async def show(
    context: BotContext,
    place: Place,
    question: Question,
    reply: Reply,
    *,
    asked_in: int | None = None,
    chosen: str = "",
) -> None:
    """Send a reply and remember what its buttons mean.

    Args:
        context: The context of the callback.
        place: Where to send it.
        question: What it replies to.
        reply: What to say.
        asked_in: Id of the message that asked, if one did.
        chosen: Label of the button that asked, if one did.
    """
    if answer_follows():
        await _tell_lost(context, place, question, reply, asked_in, chosen)
        return
    code, reply = new_code(), with_switch(reply, question, context)
    markup, buttons = await _said(context, place, question, reply, code, chosen)
    place, messages = await say(context, place, markup, buttons)
    await context.parts.shown.keep(_shown(place, question, reply, code, messages, asked_in))


async def bring(context: BotContext, query: CallbackQuery, lost: ShownReply) -> None:
    """Put an answer that may have got lost in place of the message that says so; once more, and it is the same.

    Args:
        context: The context of the callback.
        query: Whose message says so.
        lost: What is remembered of that message.
    """
    if lost.held is None or query.message is None:
        return
    # One that is too old comes without its content: its place can be edited no more, and the answer is posted anew.
    place = place_of(query.message) if isinstance(query.message, Message) else Place(query.message.chat.id)
    conversation = lost.held.question.conversation
    if not await context.assistant.carry_over(kept_as(conversation, lost.code), conversation):
        # Too long ago: it is shown all the same, but what is typed next is no answer to it.
        conversation = kept_as(conversation, lost.code)
    person = None if lost.person is None else str(lost.person)
    question = replace(lost.held.question, conversation=conversation, person=person)
    reply = with_switch(lost.held.reply, question, context)
    chosen = question.text if lost.question is None else ""
    markup, buttons = await _said(context, place, question, reply, lost.code, chosen)
    messages = await edit(context.bot, place, [query.message.message_id], markup, buttons)
    await context.parts.shown.keep(_shown(place, question, reply, lost.code, messages, lost.question))


async def _tell_lost(
    context: BotContext, place: Place, question: Question, reply: Reply, asked_in: int | None, chosen: str
) -> None:
    """Say that an answer may have got lost, with a button that brings it; what it stands for is kept before that."""
    code = new_code()
    await context.assistant.carry_over(question.conversation, kept_as(question.conversation, code))
    lost = _shown(place, question, reply, code, (), asked_in, held=Held(question, reply))
    await context.parts.shown.keep(lost)
    line = f"<i>› {escape(chosen)}</i>\n" if chosen else ""
    line += escape(context.say(reply.language, "screen.lost_answer"))
    data = callback_data.write(Pressed(Kind.BRING, code, 0))
    button = InlineKeyboardButton(context.say(reply.language, "screen.bring_answer"), callback_data=data)
    place = replace(place, reply_to=asked_in or place.reply_to)
    place, messages = await say(context, place, line, InlineKeyboardMarkup([[button]]))
    await context.parts.shown.keep(replace(lost, chat=place.chat, messages=messages))


async def _said(
    context: BotContext, place: Place, question: Question, reply: Reply, code: str, chosen: str = ""
) -> tuple[str, InlineKeyboardMarkup | None]:
    """Return what is said, with its buttons; to a group only what the bot is sure of."""
    tell_me = await tell_me_button(context, question, reply)
    if is_unsure(place, reply):
        # Before it is said: whoever is quick presses at once.
        await context.assistant.carry_over(question.conversation, kept_as(question.conversation, code))
        return in_private(context, reply, code, tell_me)
    outdated = context.say(reply.language, "screen.outdated")
    return render(reply, chosen), keyboard(reply, code, outdated=outdated, last=tell_me)


async def _quiet(context: BotContext, message: Message) -> bool:
    """Tell whether mentions are not to be answered in a group."""
    meetings = context.parts.meetings
    return meetings is not None and (await meetings.group(message.chat.id)).quiet


async def _answer(update: Update, context: BotContext, text: str) -> None:
    message = update.message
    if message is None:
        return
    place = place_of(message)
    question = question_from(text, message, message.from_user, update.update_id)
    if not text.strip():
        await say(context, place, escape(context.say(await tongue_of(context, message), "screen.ask_usage")))
        return
    question = await asked(question, message, context.parts.meetings)
    reply = await context.assistant.ask(question)
    if in_group(message.chat) and replies_to(message, context.bot.id) and is_remark(text, reply):
        return
    await show(context, place, question, reply, asked_in=message.message_id)


def _shown(
    place: Place,
    question: Question,
    reply: Reply,
    code: str,
    messages: tuple[int, ...],
    asked_in: int | None,
    *,
    held: Held | None = None,
) -> ShownReply:
    """Return what is remembered of a reply; one that is not said before a group stands for what it holds."""
    if held is None and is_unsure(place, reply):
        held = Held(question, reply)
    return ShownReply(
        chat=place.chat,
        code=code,
        conversation=question.conversation,
        update=question.update or "",
        person=None if question.person is None else int(question.person),
        question=asked_in,
        messages=messages,
        language=reply.language,
        offered=() if held else offered(reply),
        held=held,
    )
