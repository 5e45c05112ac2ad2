"""“Tell me when there is an answer”: the button, what pressing it keeps, and the message that comes one day."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from telegram import Bot, CallbackQuery, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.curation.delivery import NobodyThere, NotDelivered, NotNow
from bot.curation.gaps import Gap
from bot.curation.notices import KEPT_FOR, Notice
from bot.errors import BotError
from bot.messages import Outcome, Question, Reply
from bot.phrases import Phrases
from handlers.telegram.context import BotContext
from handlers.telegram.curating import Curating
from handlers.telegram.markup import escape
from handlers.telegram.sending import send, set_buttons
from handlers.telegram.view import CHANNEL, Place, answered, place_of, render

logger = logging.getLogger(__name__)

_SHAPE = re.compile(r"1t:([0-9]{1,20})", re.ASCII)


async def tell_me_button(context: BotContext, question: Question, reply: Reply) -> InlineKeyboardButton | None:
    """Return the button under a reply that leaves a question open; None where nobody could tell them.

    Its data names the delivery that missed, so that it works after a restart as well.
    """
    if context.curation is None or reply.outcome is not Outcome.UNANSWERED:
        return None
    update = context.assistant.last_delivery(question.conversation)
    data = f"1t:{update}"
    try:
        if (
            update is None
            or not _SHAPE.fullmatch(data)
            or await context.curation.notices.group_of(CHANNEL, update) is None
        ):
            return None
    except BotError:
        return None
    return InlineKeyboardButton(context.say(reply.language, "notice.tell_me"), callback_data=data)


async def pressed(update: Update, context: BotContext) -> None:
    """Keep that somebody wants to be told; their chat is stored now, and only now."""
    query, curating = update.callback_query, context.parts.curating
    if query is None:
        return
    shape = _SHAPE.fullmatch(query.data or "")
    try:
        found = await context.curation.people.gap(CHANNEL, shape[1]) if context.curation and shape else None
    except BotError:
        await answered(query, context.say(query.from_user.language_code, "desk_error.storage"))
        return
    if found is None or curating is None or query.message is None:
        await answered(query, context.say(query.from_user.language_code, "screen.stale_button"))
    elif not await _theirs(context, found[1], query, curating):
        await answered(query, context.say(query.from_user.language_code, "screen.foreign_button"))
    else:
        await answered(query, context.say(found[1].language, "notice.kept", days=KEPT_FOR.days))
        await _keep(context, curating, query, *found)


async def _keep(context: BotContext, curating: Curating, query: CallbackQuery, group: int, gap: Gap) -> None:
    now = curating.clock()
    notice = Notice(
        id=0,
        group=group,
        channel=CHANNEL,
        update=gap.update,
        address=_address(query),
        person=curating.hasher(f"{CHANNEL}:{query.from_user.id}"),
        language=gap.language,
        text=gap.text,
        asked_at=gap.asked_at,
        expires_at=now + KEPT_FOR,
    )
    if context.curation is not None:
        await context.curation.notices.ask(notice)
    if isinstance(query.message, Message):
        buttons = _without(query.message, query.data)
        await set_buttons(context.bot, Place(query.message.chat.id), query.message.message_id, buttons)


async def _theirs(context: BotContext, gap: Gap, query: CallbackQuery, curating: Curating) -> bool:
    """Tell whether somebody pressed a button under their own question; that of an anonymous admin is the admins'."""
    if gap.person is not None or query.message is None:
        return gap.person == curating.hasher(f"{CHANNEL}:{query.from_user.id}")
    chat = query.message.chat
    return chat.type == Chat.PRIVATE or await context.parts.admins.administers(context.bot, chat.id, query.from_user.id)


def _address(query: CallbackQuery) -> dict[str, int | None]:
    """Return where to tell: the chat, its topic, and in a group the message that asked."""
    message = query.message
    if not isinstance(message, Message):
        return {"chat": message.chat.id if message else 0, "thread": None, "message": None}
    place = place_of(message)
    asked = message.reply_to_message.message_id if message.reply_to_message else place.reply_to
    return {"chat": place.chat, "thread": place.thread, "message": asked if place.reply_to is not None else None}


def _without(message: Message, data: str | None) -> InlineKeyboardMarkup | None:
    rows: Sequence[Sequence[InlineKeyboardButton]] = (
        message.reply_markup.inline_keyboard if message.reply_markup else ()
    )
    left = [row for row in rows if all(button.callback_data != data for button in row)]
    return InlineKeyboardMarkup(left) if left else None


class TelegramDelivery:
    """Sends notices to the chats that they name.

    Args:
        bot: Sends them.
        phrases: The fixed words.
    """

    def __init__(self, bot: Bot, phrases: Phrases) -> None:
        self._bot = bot
        self._phrases = phrases

    async def tell(self, notice: Notice, reply: Reply) -> None:
        """Send question and answer, in a group as a reply in the same topic."""
        address = notice.address
        place = Place(address["chat"], address.get("thread"), address.get("message"))
        head = escape(self._phrases.say(notice.language, "notice.told"))
        text = f"{head}\n{render(reply, notice.text)}"
        with delivery_errors():
            try:
                await send(self._bot, place, text)
            except ChatMigrated as error:
                await send(self._bot, replace(place, chat=error.new_chat_id, reply_to=None), text)
            except BadRequest as error:
                if "thread not found" not in error.message.lower():
                    raise
                # The topic is gone, the group is not.
                await send(self._bot, Place(place.chat), text)


@contextlib.contextmanager
def delivery_errors() -> Iterator[None]:
    """Map what Telegram refuses to what it means for somebody who is to be told."""
    try:
        yield
    except Forbidden as error:
        raise NobodyThere(error.message) from error
    except RetryAfter as error:
        wait = error.retry_after
        raise NotNow(wait.total_seconds() if isinstance(wait, timedelta) else float(wait)) from error
    except BadRequest as error:
        if "chat not found" in error.message.lower():
            raise NobodyThere(error.message) from error
        raise NotDelivered(error.message) from error
    except TelegramError as error:
        raise NotDelivered(error.message) from error
