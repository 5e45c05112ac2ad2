"""What the bot keeps of whoever asks: shown, and forgotten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.curation.opened import Curation
from bot.errors import BotError
from handlers.telegram.context import BotContext
from handlers.telegram.markup import escape
from handlers.telegram.sending import edit, send
from handlers.telegram.speaking import tongue_of
from handlers.telegram.view import CHANNEL, Place, answered, place_of

YES, NO = "1f:1", "1f:0"
"""Data of the buttons that say whether to forget."""

Handler = Callable[[Update, BotContext], Coroutine[Any, Any, None]]
Telling = Callable[[BotContext, Curation, int, str], Awaitable[str]]


def privately(telling: Telling) -> Handler:
    """Answer a command about somebody's own data: in private, for in a group everybody would read it."""

    async def checked(update: Update, context: BotContext) -> None:
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        language = context.parts.phrases.language(await tongue_of(context, message))
        if message.chat.type != Chat.PRIVATE:
            text = context.say(language, "notice.private_only")
        elif context.parts.curating is None:
            text = context.say(language, "notice.nothing_kept")
        elif context.curation is None:
            text = context.say(language, "desk_error.storage")
        else:
            try:
                text = await telling(context, context.curation, user.id, language)
            except BotError:
                text = context.say(language, "desk_error.storage")
        await send(context.bot, place_of(message), escape(text))

    return checked


async def mine(context: BotContext, curation: Curation, user: int, language: str) -> str:
    """``/mine``: somebody's questions that have no answer yet."""
    found = await curation.people.open_questions(_person(context, user))
    if not found:
        return context.say(language, "notice.mine_none")
    lines = [f"{'🔔' if q.told else '•'} {q.asked_at.date().isoformat()} {q.text}" for q in found]
    return "\n".join([context.say(language, "notice.mine"), *lines])


async def mydata(context: BotContext, curation: Curation, user: int, language: str) -> str:
    """``/mydata``: all that is kept of somebody."""
    kept = await curation.people.kept(_person(context, user), f"{CHANNEL}:{user}")
    first = kept.first_asked.date().isoformat() if kept.first_asked else "–"
    lines = [context.say(language, "notice.data", questions=kept.questions, first=first, gaps=kept.gaps)]
    lines += [f"• {text}" for text in kept.latest]
    lines.append(context.say(language, "notice.data_notices", count=len(kept.notices)))
    lines += [
        context.say(
            language,
            "notice.data_notice",
            text=notice.text,
            chat=notice.address.get("chat"),
            until=notice.expires_at.date().isoformat(),
        )
        for notice in kept.notices
    ]
    if kept.digest:
        lines.append(context.say(language, "notice.data_digest"))
    return "\n".join([*lines, context.say(language, "notice.data_forget")])


async def forget(update: Update, context: BotContext) -> None:
    """``/forget``: ask whether to forget somebody."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    language = await tongue_of(context, message)
    if message.chat.type != Chat.PRIVATE:
        await send(context.bot, place_of(message), escape(context.say(language, "notice.private_only")))
        return
    row = [
        InlineKeyboardButton(context.say(language, "notice.forget_yes"), callback_data=YES),
        InlineKeyboardButton(context.say(language, "notice.forget_no"), callback_data=NO),
    ]
    text = escape(context.say(language, "notice.forget_sure"))
    await send(context.bot, place_of(message), text, InlineKeyboardMarkup([row]))


async def forget_pressed(update: Update, context: BotContext) -> None:
    """Forget whoever pressed the button, or not."""
    query = update.callback_query
    if query is None or query.message is None:
        return
    await answered(query)
    user, language = query.from_user.id, query.from_user.language_code
    key = "notice.forget_kept"
    values: dict[str, int] = {}
    if query.data == YES:
        try:
            key, values = await _forgotten(context, user)
        except BotError:
            key = "desk_error.storage"
    text = escape(context.say(language, key, **values))
    await edit(context.bot, Place(query.message.chat.id), [query.message.message_id], text)


async def _forgotten(context: BotContext, user: int) -> tuple[str, dict[str, int]]:
    """Forget somebody, in memory and in the database; returns what to say."""
    await context.assistant.forget_person(CHANNEL, str(user))
    await context.parts.shown.forget(user)
    curating = context.parts.curating
    if curating is None:
        return "notice.nothing_kept", {}
    await curating.typed.end(user)
    if context.curation is None:
        return "desk_error.storage", {}
    gone = await context.curation.people.forget(_person(context, user), f"{CHANNEL}:{user}")
    return "notice.forgotten", {"questions": gone.questions, "notices": gone.notices}


def _person(context: BotContext, user: int) -> str:
    """Return the keyed hash of somebody, as the log has it."""
    curating = context.parts.curating
    return curating.hasher(f"{CHANNEL}:{user}") if curating else ""
