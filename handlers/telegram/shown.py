"""What the bot has shown in each chat, so that buttons and edited questions find their way back to it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Protocol

from bot.messages import Option, Question, Reply

CHATS = 2_000
"""Chats remembered; of more, the one that was silent longest is forgotten."""
REPLIES_A_CHAT = 10
"""Replies remembered in a chat, 1.5 KB each (30 MB in all); buttons further up are stale."""


@dataclass(frozen=True, slots=True)
class Held:
    """What was not said before a group, to go on with in private; or what may have got lost, to be brought."""

    question: Question
    """The question."""
    reply: Reply
    """The whole reply."""


@dataclass(frozen=True, slots=True)
class ShownReply:
    """A reply as it stands in a chat."""

    chat: int
    """Telegram's id of the chat."""
    code: str
    """What its buttons call it, see ``callback_data``."""
    conversation: str
    """Key of the conversation it belongs to."""
    update: str
    """Id of the delivery it replies to."""
    person: int | None
    """Telegram's id of whoever asked; its buttons are theirs. None in a group for an admin who asked as the group."""
    question: int | None
    """Id of the message that asked; None where a button did."""
    messages: tuple[int, ...]
    """Ids of the messages it was sent as."""
    language: str
    """Language of its fixed words."""
    offered: tuple[Option, ...] = ()
    """What its buttons offer, in order."""
    held: Held | None = None
    """What it stands for, where it only says that it goes on in private, or that an answer may have got lost."""


class ShownReplies(Protocol):
    """Remembers the latest replies of each chat; asynchronous, so that a database can do it for several instances."""

    async def keep(self, shown: ShownReply, /) -> None:
        """Remember a reply, in place of the one with the same code."""

    async def by_code(self, chat: int, code: str, /) -> ShownReply | None:
        """Return the reply that a button stands under, None if it is forgotten."""

    async def anywhere(self, code: str, /) -> ShownReply | None:
        """Return a reply by its code, in whatever chat it stands; None if it is forgotten."""

    async def by_question(self, chat: int, question: int, /) -> ShownReply | None:
        """Return the reply to a message, None if it is forgotten or there was none."""

    async def forget(self, person: int, /) -> None:
        """Forget the replies to somebody's questions."""

    async def moved(self, old: int, new: int, /) -> None:
        """Take what was shown in a group along to its new id."""


class RecentlyShown:
    """Remembers in memory, within bounds.

    Args:
        chats: How many chats.
        replies: How many replies in each.
    """

    def __init__(self, chats: int = CHATS, replies: int = REPLIES_A_CHAT) -> None:
        self._chats = chats
        self._replies = replies
        self._shown: OrderedDict[int, OrderedDict[str, ShownReply]] = OrderedDict()

    async def keep(self, shown: ShownReply, /) -> None:
        """Remember a reply; the oldest make room."""
        replies = self._shown.setdefault(shown.chat, OrderedDict())
        self._shown.move_to_end(shown.chat)
        replies[shown.code] = shown
        replies.move_to_end(shown.code)
        while len(replies) > self._replies:
            replies.popitem(last=False)
        while len(self._shown) > self._chats:
            self._shown.popitem(last=False)

    async def by_code(self, chat: int, code: str, /) -> ShownReply | None:
        """Return the reply that a button stands under."""
        replies = self._shown.get(chat)
        return None if replies is None else replies.get(code)

    async def anywhere(self, code: str, /) -> ShownReply | None:
        """Return a reply by its code."""
        return next((replies[code] for replies in self._shown.values() if code in replies), None)

    async def by_question(self, chat: int, question: int, /) -> ShownReply | None:
        """Return the latest reply to a message."""
        replies = self._shown.get(chat)
        if replies is None:
            return None
        return next((shown for shown in reversed(replies.values()) if shown.question == question), None)

    async def forget(self, person: int, /) -> None:
        """Forget the replies to somebody's questions, in every chat."""
        for replies in self._shown.values():
            for code in [code for code, shown in replies.items() if shown.person == person]:
                del replies[code]

    async def moved(self, old: int, new: int, /) -> None:
        """Take what was shown in a group along to its new id."""
        for shown in self._shown.pop(old, {}).values():
            await self.keep(replace(shown, chat=new))


def kept_as(conversation: str, code: str) -> str:
    """Return the key under which a conversation is kept as it stood with the reply of that code."""
    return f"{conversation}:{code}"
