"""The commands that say something fixed: /start, /help, /privacy, /new; and /why."""

from __future__ import annotations

from telegram import Chat, Message, Update, User

from handlers.telegram.addressing import addressed_text
from handlers.telegram.arriving import arrive
from handlers.telegram.context import BotContext
from handlers.telegram.curating import KEPT_FOR
from handlers.telegram.markup import escape
from handlers.telegram.speaking import say, tongue_of
from handlers.telegram.view import conversation_of, place_of, render


async def start(update: Update, context: BotContext) -> None:
    """``/start``: who the bot is and what to ask; with a code behind it, welcome to an event."""
    if not context.args or not await arrive(update, context, context.args[0]):
        await _say(update, context, "screen.start", name=_first_name(update.effective_user))


async def help_(update: Update, context: BotContext) -> None:
    """``/help``: how to ask, and the commands."""
    await _say(update, context, "screen.help")


async def privacy(update: Update, context: BotContext) -> None:
    """``/privacy``: what is kept."""
    curating = context.parts.curating
    days = curating.kept_for.days if curating else KEPT_FOR.days
    await _say(update, context, "screen.privacy", days=days)


async def new(update: Update, context: BotContext) -> None:
    """``/new``: forget what the conversation was about."""
    if update.message is not None:
        await context.assistant.forget_context(_conversation(update.message))
        await _say(update, context, "screen.new")


async def why(update: Update, context: BotContext) -> None:
    """``/why``: how the last question was understood."""
    if update.message is not None:
        reply = context.assistant.why(_conversation(update.message), await tongue_of(context, update.message))
        await say(context, place_of(update.message), render(reply))


async def unknown_command(update: Update, context: BotContext) -> None:
    """A command that does not exist, in private; in a group it may be meant for another bot."""
    await _say(update, context, "screen.unknown_command")


async def no_text(update: Update, context: BotContext) -> None:
    """A picture, a voice message, a sticker in private: a word on what the bot can read."""
    if update.message is not None and addressed_text(update.message, context.bot.id, context.bot.username) is not None:
        await _say(update, context, "screen.text_only")


async def _say(update: Update, context: BotContext, key: str, **values: object) -> None:
    message = update.message
    if message is None:
        return
    await say(context, place_of(message), escape(context.say(await tongue_of(context, message), key, **values)))


def _conversation(message: Message) -> str:
    return conversation_of(place_of(message), message.from_user, private=message.chat.type == Chat.PRIVATE)


def _first_name(user: User | None) -> str:
    return user.first_name if user else ""
