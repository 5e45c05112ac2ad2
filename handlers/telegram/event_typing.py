"""What an organiser types: asked for one thing after the other, and made into an event, a change, a copy."""

from __future__ import annotations

from dataclasses import replace

from telegram import Chat, ForceReply, Update

from bot.errors import BotError, EventError
from bot.events.event import Event
from bot.events.planning import written
from bot.events.starters import starter_questions
from bot.wording import Wording
from handlers.telegram.admission import Refused
from handlers.telegram.context import BotContext
from handlers.telegram.event_view import EventView
from handlers.telegram.markup import escape
from handlers.telegram.organisers import Organiser, organiser, planner, words_of
from handlers.telegram.sending import send
from handlers.telegram.typed_text import MARK, EventTyping
from handlers.telegram.view import Place, place_of

NEW = ("title", "date", "place", "focus")
"""What is asked for a new event; all else has a default, and can be changed on its card."""


async def ask_for(context: BotContext, place: Place, who: Organiser, typing: EventTyping, wrong: str = "") -> None:
    """Ask an organiser to type the next thing, and wait for it.

    Args:
        context: The context of the callback.
        place: Where to ask.
        who: Who is to type it.
        typing: What it is for, and what is still to be typed.
        wrong: What did not fit the last time.
    """
    await who.meetings.typed.keep(who.id, typing)
    name = typing.wanted[0]
    wanted = context.say(who.language, f"meeting.want_{name}", zone=who.meetings.settings.time_zone)
    hint = context.say(who.language, "curation.cancel_hint")
    lines = [*([escape(wrong)] if wrong else []), f"{MARK} {escape(wanted)}", f"<i>{escape(hint)}</i>"]
    await send(context.bot, place, "\n".join(lines), ForceReply())


async def taken(update: Update, context: BotContext) -> bool:
    """Take a message for what an organiser was asked to type; returns whether it was."""
    message, meetings = update.message, context.parts.meetings
    if message is None or message.from_user is None or meetings is None or message.chat.type != Chat.PRIVATE:
        return False
    if not meetings.organises(message.from_user):
        return False
    typing = await meetings.typed.of(message.from_user.id)
    replied = message.reply_to_message
    elsewhere = replied is not None and not (replied.text or "").partition("\n")[0].startswith(MARK)
    if typing is None or not message.text or (elsewhere and MARK not in (replied.text or "" if replied else "")):
        return False
    try:
        who = await organiser(context, message.from_user)
        if typing.stale(meetings.clock()):
            await meetings.typed.end(who.id)
            raise Refused("curation.stale_request")  # noqa: TRY301 - said like all the others
        await _go_on(context, place_of(message), who, typing, message.text)
    except (Refused, BotError) as error:
        text = words_of(error, context.parts.phrases, message.from_user.language_code)
        await send(context.bot, place_of(message), escape(text))
    return True


async def begin(context: BotContext, place: Place, who: Organiser) -> None:
    """Ask for the first thing of a new event."""
    await ask_for(context, place, who, EventTyping(0, False, NEW, who.meetings.clock()))


async def _go_on(context: BotContext, place: Place, who: Organiser, typing: EventTyping, text: str) -> None:
    """Check what was typed, and ask for the next thing, or do what it was all for."""
    name, before = typing.wanted[0], None
    if typing.event:
        before = (await who.events.organising.get(typing.event, who.name)).plan
    reading = planner(context, who)
    language = {} if typing.event else {"language": who.language}
    try:
        reading.checked(name, text, {**language, **typing.values}, before)
    except EventError as error:
        await ask_for(context, place, who, typing, words_of(error, context.parts.phrases, who.language))
        return
    values = {**typing.values, name: text}
    rest = replace(typing, wanted=typing.wanted[1:], values=values, asked_at=who.meetings.clock())
    if rest.wanted:
        await ask_for(context, place, who, rest)
        return
    await who.meetings.typed.end(who.id)
    event = await _done(context, who, rest)
    view = EventView(context.parts.phrases, context.assistant.knowledge, who.language, who.meetings.clock())
    page = view.card(event, await who.events.links())
    await send(context.bot, place, page.text, page.buttons)


async def _done(context: BotContext, who: Organiser, typing: EventTyping) -> Event:
    """Set up, copy or change an event."""
    organising, reading = who.events.organising, planner(context, who)
    if not typing.event:
        plan = reading.plan({"language": who.language, **typing.values})
        wording = Wording(context.assistant.knowledge, context.parts.phrases)
        asked = starter_questions(context.assistant.understander, wording, plan.language, plan.focus)
        return await organising.create(who.name, replace(plan, questions=asked))
    event = await organising.get(typing.event, who.name)
    if typing.copy:
        fresh = {**written(event.plan), "closes": "", **typing.values}
        return await organising.copy(event.id, who.name, reading.plan(fresh).starts_at)
    return await organising.change(event.id, who.name, reading.plan(typing.values, event.plan))
