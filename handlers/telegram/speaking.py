"""Says things where they were asked: in the language of the group, and at its new address where it has moved."""

from __future__ import annotations

import logging

from telegram import Chat, InlineKeyboardMarkup, Message, User
from telegram.error import ChatMigrated

from bot.errors import BotError
from handlers.telegram.context import BotContext
from handlers.telegram.sending import send
from handlers.telegram.shown import ShownReply
from handlers.telegram.view import Place

logger = logging.getLogger(__name__)


async def tongue(context: BotContext, chat: Chat, user: User | None) -> str | None:
    """Return the language for fixed words in a chat: that of the group where it has one, else the person's."""
    own = user.language_code if user is not None else None
    meetings = context.parts.meetings
    if meetings is None or chat.type == Chat.PRIVATE:
        return own
    return (await meetings.group(chat.id)).language or own


async def tongue_of(context: BotContext, message: Message) -> str | None:
    """Return the language for fixed words that reply to a message."""
    return await tongue(context, message.chat, message.from_user)


async def say(
    context: BotContext, place: Place, markup: str, buttons: InlineKeyboardMarkup | None = None
) -> tuple[Place, tuple[int, ...]]:
    """Send HTML; where the group has become a supergroup meanwhile, there.

    Returns:
        Where it stands, and the ids of the messages.

    Raises:
        telegram.error.TelegramError: Telegram refuses, or cannot be reached.
    """
    try:
        return place, await send(context.bot, place, markup, buttons)
    except ChatMigrated as error:
        await moved(context, place.chat, error.new_chat_id)
        place = Place(error.new_chat_id)
        return place, await send(context.bot, place, markup, buttons)


async def moved(context: BotContext, old: int, new: int) -> None:
    """Let everything of a group follow it to its new id; once more does no harm."""
    await context.parts.shown.moved(old, new)
    if context.parts.meetings is None:
        return
    try:
        await (await context.parts.meetings.events()).chats.migrated(old, new)
    except BotError as error:
        logger.error("settings of a group that moved are lost: %s", error)  # noqa: TRY400 - the line says it all


async def gone(context: BotContext, chat: int) -> None:
    """Keep that the bot is no longer in a group."""
    meetings = context.parts.meetings
    if meetings is None:
        return
    try:
        await (await meetings.events()).chats.removed(chat, meetings.clock())
    except BotError as error:
        logger.warning("that a group was left is not kept: %s", error)


async def theirs(context: BotContext, shown: ShownReply, user: User) -> bool:
    """Tell whether a reply is to somebody's own question; to that of an anonymous admin, whether they are an admin.

    Raises:
        telegram.error.TelegramError: Telegram cannot be asked.
    """
    if shown.person is not None or shown.chat > 0:
        return shown.person in {None, user.id}
    return await context.parts.admins.administers(context.bot, shown.chat, user.id)
