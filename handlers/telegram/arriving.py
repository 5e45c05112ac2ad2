"""People who come to an event: by a scanned code, ``/event CODE`` or the code as plain text; and who leave it."""

from __future__ import annotations

from telegram import Chat, InlineKeyboardMarkup, Message, Update

from bot.errors import BotError
from bot.events.attending import Arrival, Coming, surely_code
from bot.events.codes import typed_code
from bot.events.event import Event, Plan
from bot.messages import Option, Outcome, Reply
from bot.wording import pick
from handlers.event_words import day_and_hour
from handlers.telegram.ask import show
from handlers.telegram.context import BotContext
from handlers.telegram.event_data import Verb, button
from handlers.telegram.markup import escape
from handlers.telegram.meetings import Meetings
from handlers.telegram.sending import send
from handlers.telegram.view import CHANNEL, place_of, question_from


async def arrive(update: Update, context: BotContext, code: str) -> bool:
    """Let whoever sent a message come to an event by a code; returns whether there was anything to say.

    Nothing is said to a text that only might be a code and is none: it is a question like any other.
    """
    message, meetings = update.message, context.parts.meetings
    if message is None or message.from_user is None or meetings is None or message.chat.type != Chat.PRIVATE:
        return False
    user = message.from_user
    language = context.parts.phrases.language(user.language_code)
    try:
        attending = (await meetings.events()).attending
        found = await attending.come(code, meetings.person(user), CHANNEL, language)
    except BotError:
        await _say(context, message, "meeting.not_now")
        return True
    if found.coming is Coming.NO_CODE or (found.coming is Coming.UNKNOWN and not surely_code(code)):
        return False
    if found.event is not None and found.coming in {Coming.WELCOME, Coming.AGAIN}:
        await _welcome(update, context, message, found, found.event)
    else:
        plan = found.event.plan if found.event else None
        title, at = (plan.title, _when(plan, language)) if plan else ("", "")
        await _say(context, message, f"meeting.{found.coming}", title=title, when=at)
    return True


async def typed(update: Update, context: BotContext) -> bool:
    """Take a message for a code where it is one; returns whether it was."""
    message = update.message
    return bool(message and message.text and typed_code(message.text)) and await arrive(
        update, context, message.text if message and message.text else ""
    )


async def here(update: Update, context: BotContext, meetings: Meetings) -> None:
    """Say at which event somebody is, with buttons to switch its focus and to leave.

    Raises:
        StorageError: The database fails.
    """
    message = update.message
    if message is None or message.from_user is None:
        return
    attendance = await (await meetings.events()).attending.current(meetings.person(message.from_user))
    if attendance is None:
        await _say(context, message, "meeting.nowhere")
        return
    language = context.parts.phrases.language(message.from_user.language_code)
    text, buttons = attendee_page(context, attendance.event, language, focused=attendance.focused)
    await send(context.bot, place_of(message), text, buttons)


def attendee_page(
    context: BotContext, event: Event, language: str, *, focused: bool
) -> tuple[str, InlineKeyboardMarkup]:
    """Return what somebody at an event is told about it, with buttons."""
    lines = [context.say(language, "meeting.here", title=event.plan.title, when=_when(event.plan, language))]
    rows = []
    if event.plan.focus:
        name = _name(context, event.plan.focus, language)
        lines.append(context.say(language, "meeting.about" if focused else "meeting.about_all", name=name))
        key = "meeting.focus_off" if focused else "meeting.focus_on"
        rows.append([button(context.say(language, key, name=name), Verb.FOCUS, event.id, int(not focused))])
    rows.append([button(context.say(language, "meeting.leave"), Verb.LEAVE, event.id)])
    return escape("\n".join(lines)), InlineKeyboardMarkup(rows)


async def _welcome(update: Update, context: BotContext, message: Message, found: Arrival, event: Event) -> None:
    """Say welcome in the event's language, with its questions to begin with as buttons."""
    language, plan = event.plan.language, event.plan
    first = found.coming is Coming.WELCOME
    lines = [context.say(language, "meeting.corrected")] if found.corrected else []
    lines.append(context.say(language, "meeting.welcome" if first else "meeting.again", title=plan.title))
    if first:
        lines.append("\n".join(line for line in (plan.place, _when(plan), plan.agenda) if line))
    if plan.focus:
        lines.append(context.say(language, "meeting.about", name=_name(context, plan.focus, language)))
    lines.append(context.say(language, "meeting.begin" if plan.questions else "meeting.ask_away"))
    asks = tuple(Option(question, question) for question in plan.questions)
    reply = Reply(Outcome.SMALLTALK, "\n\n".join(lines), follow_ups=asks, language=language)
    stands_for = question_from("", message, message.from_user, update.update_id)
    await show(context, place_of(message), stands_for, reply, asked_in=message.message_id)


def _when(plan: Plan, language: str | None = None) -> str:
    return day_and_hour(plan.starts_at, plan.zone, language or plan.language)


def _name(context: BotContext, entry: str, language: str) -> str:
    known = context.assistant.knowledge.entries.get(entry)
    return pick(known.title, language) if known else entry


async def _say(context: BotContext, message: Message, key: str, **values: object) -> None:
    language = message.from_user.language_code if message.from_user else None
    await send(context.bot, place_of(message), escape(context.say(language, key, **values)))
