"""What Telegram sends, as a question; a reply, as what Telegram shows."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, User
from telegram.error import BadRequest

from bot.messages import Outcome, Question, Reply
from handlers.screen import offered
from handlers.telegram import callback_data
from handlers.telegram.admins import anonymous
from handlers.telegram.callback_data import Kind, Pressed
from handlers.telegram.markup import escape

logger = logging.getLogger(__name__)

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Telegram something is said."""

    chat: int
    """Id of the chat."""
    thread: int | None = None
    """Id of the forum topic; without it an answer would land in General."""
    reply_to: int | None = None
    """Message that is replied to; in groups, where several people talk at once."""


def place_of(message: Message) -> Place:
    """Return where a message is to be answered."""
    # In an ordinary group a thread id only says what was replied to, and sending with it fails.
    thread = message.message_thread_id if message.is_topic_message else None
    reply_to = None if message.chat.type == Chat.PRIVATE else message.message_id
    return Place(message.chat.id, thread, reply_to)


def conversation_of(place: Place, user: User | None, *, private: bool) -> str:
    """Return the key of a conversation: the chat and topic, in a group also the person.

    In a group several people ask at once; "and its website?" must never mean what somebody else has just asked.
    """
    key = f"{CHANNEL}:{place.chat}:{-1 if place.thread is None else place.thread}"
    return key if private or user is None else f"{key}:{user.id}"


def question_from(text: str, message: Message, user: User | None, update_id: int) -> Question:
    """Return a question somebody typed.

    Args:
        text: The question itself, without the bot's name.
        message: The message it came in.
        user: Who asks.
        update_id: Telegram's id of the update.
    """
    return Question(
        text,
        conversation_of(place_of(message), user, private=message.chat.type == Chat.PRIVATE),
        channel=CHANNEL,
        # Who an anonymous admin is nobody knows; all of them, of every group, would be one person.
        person=None if user is None or anonymous(message) else str(user.id),
        language=None if user is None else user.language_code,
        update=str(update_id),
        asked_at=message.edit_date or message.date,
    )


def render(reply: Reply, chosen: str = "") -> str:
    """Return a reply as HTML: the fact, its list, its source and date in small print.

    Args:
        reply: What to say.
        chosen: Label of the button that asked, to be repeated above; otherwise the answer would stand alone.
    """
    lines = [f"<i>› {escape(chosen)}</i>"] if chosen else []
    lines += [escape(reply.lead), *(f"• {escape(item)}" for item in reply.items)]
    if reply.note:
        lines.append(f"<i>{escape(reply.note)}</i>")
    return "\n".join(lines)


async def answered(query: CallbackQuery, word: str | None = None) -> None:
    """Answer a callback, with a word that floats over the chat; that it is too old is no reason to stop."""
    try:
        await query.answer(word)
    except BadRequest as error:
        logger.info("a callback could not be answered: %s", error)


def keyboard(
    reply: Reply,
    code: str,
    *,
    ask_helpful: bool = True,
    outdated: str = "",
    last: InlineKeyboardButton | None = None,
) -> InlineKeyboardMarkup | None:
    """Return the buttons under a reply: one a line for what is offered, then small ones for "was this helpful?".

    Args:
        reply: The reply they stand under.
        code: What its buttons call it.
        ask_helpful: Whether to ask.
        outdated: Label of the third small one, which says that the reply is out of date; empty for none.
        last: A button below all others.
    """
    rows = [
        [InlineKeyboardButton(option.label, callback_data=callback_data.write(Pressed(Kind.CHOOSE, code, number)))]
        for number, option in enumerate(offered(reply))
    ]
    if ask_helpful and reply.outcome is Outcome.ANSWERED:
        rows.append(
            [
                InlineKeyboardButton(face, callback_data=callback_data.write(Pressed(Kind.HELPFUL, code, number)))
                for face, number in (("👍", 1), ("👎", 0))
            ]
        )
        if outdated:
            data = callback_data.write(Pressed(Kind.OUTDATED, code, 0))
            rows[-1].append(InlineKeyboardButton(outdated, callback_data=data))
    if last is not None:
        rows.append([last])
    return InlineKeyboardMarkup(rows) if rows else None
