"""Who administers a group, and who has just added the bot to it: asked of Telegram, remembered for a minute at most."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from telegram import Bot, Chat, ChatMember, Message
from telegram.constants import ChatID
from telegram.error import BadRequest

REMEMBERED = 60.0
"""Seconds for which it counts what Telegram said: whoever is no admin any more chooses nothing after that."""

JUST_ADDED = 600.0
"""Seconds for which whoever added the bot may bind the group to an event, admin or not."""

MOST = 2_000
"""People remembered."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_ADMINS = {ChatMember.OWNER, ChatMember.ADMINISTRATOR}


class Admins:
    """Remembers who administers which group.

    Args:
        clock: Counts seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[int, int], tuple[float, bool]] = OrderedDict()
        self._added: OrderedDict[int, tuple[float, int]] = OrderedDict()

    async def administers(self, bot: Bot, chat: int, person: int) -> bool:
        """Tell whether somebody administers a group.

        Raises:
            telegram.error.TelegramError: Telegram cannot be asked.
        """
        until, known = self._known.get((chat, person), (0.0, False))
        if self._clock() < until:
            return known
        try:
            status = (await bot.get_chat_member(chat, person)).status
        except BadRequest:
            # Nobody there of that name, or the bot is not told who is.
            status = ChatMember.LEFT
        self.note(chat, person, status)
        return status in _ADMINS

    def note(self, chat: int, person: int, status: str) -> None:
        """Remember what somebody is in a group."""
        _keep(self._known, (chat, person), (self._clock() + REMEMBERED, status in _ADMINS))

    def added(self, chat: int, person: int) -> None:
        """Remember who has added the bot to a group."""
        _keep(self._added, chat, (self._clock() + JUST_ADDED, person))

    def just_added(self, chat: int, person: int) -> bool:
        """Tell whether somebody has just added the bot to a group."""
        until, who = self._added.get(chat, (0.0, 0))
        return who == person and self._clock() < until


def anonymous(message: Message) -> bool:
    """Tell whether an admin of a group has written in the name of the group: "Group", without a person."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def in_group(chat: Chat) -> bool:
    """Tell whether a chat is a group of any kind; channels are none."""
    return chat.type in {Chat.GROUP, Chat.SUPERGROUP}


async def may_set_up(admins: Admins, bot: Bot, message: Message) -> bool:
    """Tell whether whoever wrote a message in a group may choose what holds there.

    Raises:
        telegram.error.TelegramError: Telegram cannot be asked.
    """
    if anonymous(message):
        return True
    user = message.from_user
    return (
        user is not None
        and user.id != ChatID.ANONYMOUS_ADMIN
        and await admins.administers(bot, message.chat.id, user.id)
    )


def _keep(kept: OrderedDict[_Key, _Value], key: _Key, value: _Value) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > MOST:
        kept.popitem(last=False)
