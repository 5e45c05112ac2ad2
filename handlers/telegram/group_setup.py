"""``/setup``: what the admins of a group choose for it; ``/settings``: the same, and in private what can be chosen."""

from __future__ import annotations

from telegram import CallbackQuery, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User

from bot.errors import BotError
from bot.storage.sql_chats import ChatSettings
from handlers.telegram import setup_data
from handlers.telegram.admins import in_group, may_set_up
from handlers.telegram.binding import bind
from handlers.telegram.context import BotContext
from handlers.telegram.markup import escape
from handlers.telegram.meetings import Meetings
from handlers.telegram.membership import seen
from handlers.telegram.sending import edit
from handlers.telegram.setup_data import NONE, Choice, Setting
from handlers.telegram.speaking import say, tongue
from handlers.telegram.view import Place, answered, place_of

ROW = 3
"""Languages beside each other."""


async def setup(update: Update, context: BotContext) -> None:
    """``/setup``, ``/setup CODE`` and ``/settings``: in a group for its admins, in private for whoever asks."""
    message = update.message
    if message is None:
        return
    language = await tongue(context, message.chat, message.from_user)
    if not in_group(message.chat):
        await say(context, place_of(message), escape(_own(context, message.from_user)))
    elif context.args:
        await bind(update, context)
    elif context.parts.meetings is None:
        await say(context, place_of(message), escape(context.say(language, "group.nothing_kept")))
    elif not await may_set_up(context.parts.admins, context.bot, message):
        await say(context, place_of(message), escape(context.say(language, "group.admins_only")))
    else:
        text, buttons = await _panel(context, context.parts.meetings, message.chat, message.from_user)
        await say(context, place_of(message), text, buttons)


async def pressed(update: Update, context: BotContext) -> None:
    """Keep what a button chooses, if whoever presses it is an admin of the group now."""
    query = update.callback_query
    if query is None:
        return
    own, message, meetings = query.from_user.language_code, query.message, context.parts.meetings
    choice = setup_data.read(query.data, context.parts.phrases.languages)
    if choice is None or not isinstance(message, Message) or not in_group(message.chat) or meetings is None:
        await answered(query, context.say(own, "screen.stale_button"))
    elif not await context.parts.admins.administers(context.bot, message.chat.id, query.from_user.id):
        await answered(query, context.say(own, "group.admins_only"))
    else:
        await _choose(context, meetings, query, message, choice)


async def _choose(
    context: BotContext, meetings: Meetings, query: CallbackQuery, message: Message, choice: Choice
) -> None:
    own = query.from_user.language_code
    try:
        await (await meetings.events()).chats.choose(message.chat.id, **_values(choice))
    except BotError:
        await answered(query, context.say(own, "desk_error.storage"))
        return
    await answered(query, context.say(own, "group.chosen"))
    text, buttons = await _panel(context, meetings, message.chat, query.from_user)
    await edit(context.bot, Place(message.chat.id), [message.message_id], text, buttons)


def _values(choice: Choice) -> dict[str, object]:
    """Return a choice as it is kept."""
    if choice.setting is Setting.QUIET:
        return {"quiet": choice.value == "1"}
    chosen = None if choice.value == NONE else choice.value
    return {"language" if choice.setting is Setting.LANGUAGE else "event_id": chosen}


async def _panel(
    context: BotContext, meetings: Meetings, chat: Chat, user: User | None
) -> tuple[str, InlineKeyboardMarkup]:
    """Return what holds in a group, with the buttons that change it."""
    chosen = await meetings.group(chat.id)
    language = await tongue(context, chat, user)
    title = await meetings.title(chosen.event)
    spoken = "group.as_each_asks" if chosen.language is None else "group.language_name"
    lines = [
        context.say(language, "group.setup"),
        context.say(language, "group.setup_language", spoken=context.say(language, spoken)),
        context.say(language, "group.setup_quiet" if chosen.quiet else "group.setup_mentions"),
        context.say(language, "group.setup_event", title=title) if title else context.say(language, "group.no_event"),
        "",
        context.say(language, await seen(context, chat)),
    ]
    return escape("\n".join(lines)), _buttons(context, language, chosen, bound=bool(title))


def _buttons(context: BotContext, language: str | None, chosen: ChatSettings, *, bound: bool) -> InlineKeyboardMarkup:
    def button(label: str, setting: Setting, value: str, *, marked: bool = False) -> InlineKeyboardButton:
        data = setup_data.write(Choice(setting, value))
        return InlineKeyboardButton(f"✓ {label}" if marked else label, callback_data=data)

    languages = [
        button(context.say(code, "group.language_name"), Setting.LANGUAGE, code, marked=code == chosen.language)
        for code in context.parts.phrases.languages
    ]
    each = context.say(language, "group.as_each_asks_button")
    languages.append(button(each, Setting.LANGUAGE, NONE, marked=chosen.language is None))
    rows = [languages[place : place + ROW] for place in range(0, len(languages), ROW)]
    key = "group.answer_mentions" if chosen.quiet else "group.be_quiet"
    rows.append([button(context.say(language, key), Setting.QUIET, "0" if chosen.quiet else "1")])
    if bound:
        rows.append([button(context.say(language, "group.leave_event"), Setting.EVENT, NONE)])
    return InlineKeyboardMarkup(rows)


def _own(context: BotContext, user: User | None) -> str:
    """Return what holds in private, and what can be chosen where."""
    own = user.language_code if user is not None else None
    return context.say(own, "group.settings_private", spoken=context.say(own, "group.language_name"))
