"""Being added to a group, promoted, silenced, removed, blocked; and groups that become supergroups."""

from __future__ import annotations

import logging

from telegram import Chat, ChatMember, ChatMemberRestricted, Message, Update, User
from telegram.error import TelegramError

from bot.errors import BotError
from handlers.telegram.admins import in_group
from handlers.telegram.context import BotContext
from handlers.telegram.markup import escape
from handlers.telegram.speaking import gone, moved, say, tongue
from handlers.telegram.view import Place

logger = logging.getLogger(__name__)


async def changed(update: Update, context: BotContext) -> None:
    """What the bot is in a chat has changed: introduce it where it can speak now, forget the group where it is out."""
    change = update.my_chat_member
    if change is None:
        return
    chat, member = change.chat, change.new_chat_member
    if chat.type == Chat.PRIVATE:
        if member.status == ChatMember.BANNED:
            await _blocked(context, chat.id)
    elif in_group(chat):
        context.parts.admins.note(chat.id, context.bot.id, member.status)
        if not _inside(member):
            await gone(context, chat.id)
        elif _speaks(member) and not _speaks(change.old_chat_member):
            if not _inside(change.old_chat_member):
                context.parts.admins.added(chat.id, change.from_user.id)
            await _introduce(context, chat, change.from_user)


async def told(update: Update, context: BotContext) -> None:
    """A group says itself that somebody came or went: it counts where that was the bot, which may know it already."""
    message = update.message
    if message is None or not in_group(message.chat) or context.parts.meetings is None:
        return
    came = any(user.id == context.bot.id for user in message.new_chat_members)
    if message.left_chat_member is not None and message.left_chat_member.id == context.bot.id:
        await gone(context, message.chat.id)
    elif message.from_user is not None and (came or message.group_chat_created or message.supergroup_chat_created):
        context.parts.admins.added(message.chat.id, message.from_user.id)
        await _introduce(context, message.chat, message.from_user)


async def upgraded(update: Update, context: BotContext) -> None:
    """A group has become a supergroup, as the old one or the new one says: all that is kept of it follows."""
    message = update.message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await moved(context, message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await moved(context, message.migrate_from_chat_id, message.chat.id)


async def introduction(context: BotContext, chat: Chat, language: str | None) -> str:
    """Return what the bot says of itself in a group, as HTML: what it does, and what it can see there."""
    sees = context.say(language, await seen(context, chat))
    return escape(context.say(language, "group.introduction", sees=sees))


async def seen(context: BotContext, chat: Chat) -> str:
    """Return the key of the text that tells what the bot can see in a group.

    Raises:
        telegram.error.TelegramError: Telegram cannot be asked.
    """
    if context.bot.can_read_all_group_messages:
        return "group.sees_all"
    promoted = await context.parts.admins.administers(context.bot, chat.id, context.bot.id)
    return "group.sees_as_admin" if promoted else "group.sees_some"


async def introduce_again(update: Update, context: BotContext) -> None:
    """``/start`` and ``/help`` in a group: what the bot says when it is added."""
    message = update.message
    if message is not None:
        language = await tongue(context, message.chat, message.from_user)
        place = Place(message.chat.id, _topic(message), message.message_id)
        await say(context, place, await introduction(context, message.chat, language))


async def _introduce(context: BotContext, chat: Chat, by: User) -> None:
    """Say once what the bot does; in General, which every group has."""
    if not await _first_time(context, chat):
        return
    try:
        language = await tongue(context, chat, by)
        await say(context, Place(chat.id), await introduction(context, chat, language))
    except TelegramError:
        await _not_said(context, chat)
        raise


async def _first_time(context: BotContext, chat: Chat) -> bool:
    """Keep that the bot introduces itself; where nothing can be kept it does so each time."""
    meetings = context.parts.meetings
    if meetings is None:
        return True
    try:
        return await (await meetings.events()).chats.introduce(chat.id, meetings.clock())
    except BotError as error:
        logger.warning("that the bot has introduced itself is not kept: %s", error)
        return True


async def _not_said(context: BotContext, chat: Chat) -> None:
    if context.parts.meetings is None:
        return
    try:
        await (await context.parts.meetings.events()).chats.not_introduced(chat.id)
    except BotError as error:
        logger.warning("that the bot has not introduced itself is not kept: %s", error)


async def _blocked(context: BotContext, person: int) -> None:
    if context.parts.meetings is None:
        return
    try:
        await (await context.parts.meetings.events()).chats.blocked(person)
    except BotError as error:
        logger.warning("what waits for somebody who blocked the bot is not dropped: %s", error)


def _inside(member: ChatMember) -> bool:
    """Tell whether somebody is in a chat."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMember.LEFT, ChatMember.BANNED}


def _speaks(member: ChatMember) -> bool:
    """Tell whether somebody is in a chat and may write there."""
    return _inside(member) and (not isinstance(member, ChatMemberRestricted) or member.can_send_messages)


def _topic(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None
