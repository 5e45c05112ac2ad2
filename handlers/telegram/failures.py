"""What happens when a callback fails, or Telegram does: log first, then a word to the person."""

from __future__ import annotations

import logging
from dataclasses import replace

from telegram import Bot, Chat, Message, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, RetryAfter, TelegramError

from bot.counting import Fate
from bot.phrases import Phrases
from handlers.telegram.admins import in_group
from handlers.telegram.context import BotContext
from handlers.telegram.in_hand import NotOurs, in_hand
from handlers.telegram.markup import escape
from handlers.telegram.refusals import is_gone, passes, seconds_of
from handlers.telegram.sending import send
from handlers.telegram.speaking import blocked, gone, moved, tongue
from handlers.telegram.view import place_of

logger = logging.getLogger(__name__)

PUT_OFF = 5.0
"""Seconds at least before an update that was put off is handled once more."""

_SILENCED = ("not enough rights to send", "have no rights to send", "topic_closed")
"""What Telegram says where the bot may not write, in small letters."""


async def failed(update: object, context: BotContext) -> None:
    """Deal with an error, in this order.

    1. Another program reads the same bot's updates: stop, for each would get only half of them.
    2. The person has blocked the bot, or the group has removed it: nobody is there to be told. A group is kept as left.
    3. A group has become a supergroup: what is kept of it follows. One that lets the bot say nothing: nothing to say.
    4. Telegram's servers or the network, and nothing was said yet: the update is handled once more in a while.
    5. The network, where an answer may have arrived or not: a word that says so; it is not sent again.
    6. The network while polling: one line; python-telegram-bot tries again by itself.
    7. A message that is gone: nothing to say.
    8. Everything else is a fault of ours: the traceback to the log, an apology to the person.
    """
    error = context.error
    if isinstance(error, NotOurs):
        return
    if isinstance(error, Conflict):
        context.parts.fatal = (
            "TELEGRAM_BOT_TOKEN is in use: another program reads this bot's updates (Telegram says 409). "
            "Stop the other one, or use a token of its own"
        )
        context.parts.stop()
    elif isinstance(error, Forbidden):
        logger.info("nobody there any more: %s", error)
        await _left(update, context)
    elif isinstance(error, ChatMigrated):
        await _moved(update, context, error.new_chat_id)
    elif isinstance(error, BadRequest) and any(word in error.message.lower() for word in _SILENCED):
        logger.info("nothing may be said there: %s", error)
    elif isinstance(error, BadRequest) and is_gone(error):
        logger.info("the message is not there any more: %s", error)
    elif isinstance(error, TelegramError) and passes(error):
        await _not_now(update, context, error)
    else:
        # Neither the update nor its text: what people write does not belong into the program's log.
        number = update.update_id if isinstance(update, Update) else None
        context.parts.arrivals.count(update, Fate.FAILED)
        logger.error("update %s could not be handled", number, exc_info=error)
        await _apologise(update, context)


async def _not_now(update: object, context: BotContext, error: TelegramError) -> None:
    """Deal with what may succeed later."""
    hand = in_hand()
    if not isinstance(update, Update):
        logger.warning("Telegram cannot be reached, trying again: %s", error)
    elif hand is not None and hand.can_wait and not hand.said:
        hand.put_off = max(seconds_of(error), PUT_OFF)
        logger.warning("update %d is put off for %.0f s: %s", update.update_id, hand.put_off, error)
    elif isinstance(error, RetryAfter):
        logger.warning("sending too fast: %s", error)
    else:
        logger.warning("whether update %d was answered cannot be told: %s", update.update_id, error)
        await _say(update, context, "screen.perhaps")


async def _left(update: object, context: BotContext) -> None:
    """Keep that the bot is no longer in the group that an update came from, or drop what waits for the person."""
    chat = update.effective_chat if isinstance(update, Update) else None
    if chat is not None and in_group(chat):
        await gone(context, chat.id)
    elif chat is not None and chat.type == Chat.PRIVATE:
        await blocked(context, chat.id)


async def _moved(update: object, context: BotContext, new: int) -> None:
    chat = update.effective_chat if isinstance(update, Update) else None
    if chat is not None:
        await moved(context, chat.id, new)


async def _apologise(update: object, context: BotContext) -> None:
    await _say(update, context, "screen.apology")


async def _say(update: object, context: BotContext, key: str) -> None:
    message = update.effective_message if isinstance(update, Update) else None
    user = update.effective_user if isinstance(update, Update) else None
    if message is None or not hasattr(message, "text"):
        return
    try:
        text = context.say(await tongue(context, message.chat, user), key)
        await send(context.bot, place_of(message), escape(text))
    except TelegramError as error:
        logger.warning("the apology could not be sent either: %s", error)


async def ask_again(update: Update, context: BotContext) -> None:
    """Tell somebody, once, that the bot fell when it was about to say something to them that was no answer."""
    message = update.effective_message
    if not isinstance(message, Message):
        return
    language = await tongue(context, message.chat, update.effective_user)
    key = "screen.interrupted_press" if update.callback_query is not None else "screen.interrupted"
    place = replace(place_of(message), reply_to=message.message_id)
    try:
        await send(context.bot, place, escape(context.say(language, key)))
    except Exception as error:  # noqa: BLE001 - dealt with like those of every callback
        context.error = error
        await failed(update, context)


async def slow_down(update: Update, bot: Bot, phrases: Phrases) -> None:
    """Ask a chat that writes too much to slow down; that it cannot be said is no reason to stop."""
    message, user = update.effective_message, update.effective_user
    if message is None or not hasattr(message, "text"):
        return
    try:
        text = phrases.say(user.language_code if user else None, "screen.slow_down")
        await send(bot, place_of(message), escape(text))
    except TelegramError as error:
        logger.info("a chat could not be asked to slow down: %s", error)
