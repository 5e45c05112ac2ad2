"""/topics: what there is, level by level, in one message that changes."""

from __future__ import annotations

from dataclasses import replace

from telegram import Chat, Update

from handlers.screen import offered
from handlers.telegram.admins import anonymous
from handlers.telegram.callback_data import new_code
from handlers.telegram.context import BotContext
from handlers.telegram.sending import edit
from handlers.telegram.shown import ShownReply
from handlers.telegram.speaking import say, tongue_of
from handlers.telegram.view import Place, conversation_of, keyboard, place_of, render


async def topics(update: Update, context: BotContext) -> None:
    """``/topics`` shows where one can begin."""
    message = update.message
    if message is None:
        return
    user = message.from_user
    language = context.parts.phrases.language(await tongue_of(context, message))
    reply = context.assistant.topics(language, tuple(context.args or ()))
    place = place_of(message)
    code = new_code()
    place, messages = await say(context, place, render(reply), keyboard(reply, code, ask_helpful=False))
    shown = ShownReply(
        chat=place.chat,
        code=code,
        conversation=conversation_of(place, user, private=message.chat.type == Chat.PRIVATE),
        update=str(update.update_id),
        person=user.id if user and not anonymous(message) else None,
        question=message.message_id,
        messages=messages,
        language=reply.language,
        offered=offered(reply),
    )
    await context.parts.shown.keep(shown)


async def browse_further(context: BotContext, shown: ShownReply, path: tuple[str, ...]) -> None:
    """Put the level below ``path`` in place of the one shown."""
    reply = context.assistant.topics(shown.language, path)
    buttons = keyboard(reply, shown.code, ask_helpful=False)
    messages = await edit(context.bot, Place(shown.chat), shown.messages, render(reply), buttons)
    await context.parts.shown.keep(replace(shown, messages=messages, offered=offered(reply)))
