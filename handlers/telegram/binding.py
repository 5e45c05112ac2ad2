"""``/start CODE`` and ``/setup CODE`` in a group: the group belongs to an event from then on."""

from __future__ import annotations

from telegram import Message, Update

from bot.errors import BotError
from bot.events.attending import Coming
from bot.events.codes import shown
from handlers.telegram.admins import anonymous, may_set_up
from handlers.telegram.context import BotContext
from handlers.telegram.markup import escape
from handlers.telegram.meetings import Meetings
from handlers.telegram.membership import introduce_again
from handlers.telegram.speaking import say, tongue
from handlers.telegram.view import CHANNEL, place_of

_WORDS = {
    Coming.CLOSED: "group.event_closed",
    Coming.REVOKED: "group.code_revoked",
    Coming.UNKNOWN: "group.code_unknown",
    Coming.SLOW_DOWN: "group.slow_down",
    Coming.NO_CODE: "group.no_code",
}
"""What to say where a code leads to no event."""


async def start(update: Update, context: BotContext) -> None:
    """``/start`` in a group: Telegram sends it with a code after the group link of an event was followed."""
    if context.args:
        await bind(update, context)
    else:
        await introduce_again(update, context)


async def bind(update: Update, context: BotContext) -> None:
    """Bind a group to the event of a code, if an admin says so, or whoever has just added the bot; else say why not."""
    message = update.message
    if message is None:
        return
    language = await tongue(context, message.chat, message.from_user)
    meetings = context.parts.meetings
    try:
        if meetings is None:
            text = context.say(language, "group.nothing_kept")
        elif not await _may_bind(context, meetings, message):
            text = context.say(language, "group.admins_only")
        else:
            text = await _bound(context, meetings, message, language)
    except BotError:
        text = context.say(language, "desk_error.storage")
    await say(context, place_of(message), escape(text))


async def _may_bind(context: BotContext, meetings: Meetings, message: Message) -> bool:
    if await may_set_up(context.parts.admins, context.bot, message):
        return True
    user = message.from_user
    if user is None or not context.parts.admins.just_added(message.chat.id, user.id):
        return False
    return (await meetings.group(message.chat.id)).event is None


async def _bound(context: BotContext, meetings: Meetings, message: Message, language: str | None) -> str:
    """Bind a group and return what to say; in the language of the event, which is now the group's."""
    events, chat, user = await meetings.events(), message.chat.id, message.from_user
    guesser = meetings.person(user) if user and not anonymous(message) else meetings.hasher(f"{CHANNEL}:{chat}")
    found = await events.attending.find(" ".join(context.args or ()), guesser)
    if found.coming is not Coming.WELCOME or found.event is None:
        title = found.event.plan.title if found.event is not None else ""
        return context.say(language, _WORDS[found.coming], title=title)
    event = found.event
    if (await events.chats.of(chat)).event == event.id:
        return context.say(language, "group.bound_already", title=event.plan.title)
    spoken = context.parts.phrases.language(event.plan.language)
    await events.chats.choose(chat, event_id=event.id, language=spoken)
    lines = [context.say(spoken, "group.bound", title=event.plan.title)]
    if found.corrected:
        lines.insert(0, context.say(spoken, "group.corrected", code=shown(event.code)))
    if event.plan.questions:
        lines += [context.say(spoken, "group.try"), *(f"/ask {question}" for question in event.plan.questions[:3])]
    return "\n".join(lines)
