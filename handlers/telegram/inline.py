"""Inline mode: ``@bot nanotech veneto`` in any chat offers answers as cards. Nothing of it is logged."""

from __future__ import annotations

import logging

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.cards import Card
from bot.messages import Reply
from handlers.telegram.context import BotContext
from handlers.telegram.markup import split
from handlers.telegram.view import render

logger = logging.getLogger(__name__)

MOST = 10
"""Cards that are offered."""

CACHED = 10
"""Seconds that Telegram may offer the same cards again; a curator's answer is to be there soon."""

LONGEST_DESCRIPTION = 160
"""Characters of an answer that stand on its card."""

PAYLOAD = "ask"
"""Start payload of the buttons that lead into the private chat."""


async def typed(update: Update, context: BotContext) -> None:
    """Offer answers to what somebody types behind the bot's name; where there is none, to ask in private."""
    query = update.inline_query
    if query is None:
        return
    own = query.from_user.language_code
    cards = context.assistant.cards(query.query, own, MOST)
    ask = InlineQueryResultsButton(context.say(own, "inline.ask_in_private"), start_parameter=PAYLOAD)
    try:
        # Personal, for the words are in the language of whoever types.
        await query.answer(
            [_article(card, context) for card in cards],
            cache_time=CACHED,
            is_personal=True,
            button=None if cards else ask,
        )
    except BadRequest as error:
        # Whoever types on has asked anew long since.
        logger.info("an inline query could not be answered: %s", error)


def _article(card: Card, context: BotContext) -> InlineQueryResultArticle:
    label = context.say(card.reply.language, "inline.ask_the_bot")
    button = InlineKeyboardButton(label, url=f"https://t.me/{context.bot.username}?start={PAYLOAD}")
    return InlineQueryResultArticle(
        id=card.id,
        title=card.title,
        description=_shortened(card.reply),
        input_message_content=InputTextMessageContent(
            # What does not fit into one message is left out: a card is one message.
            split(render(card.reply))[0],
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=InlineKeyboardMarkup([[button]]),
    )


def _shortened(reply: Reply) -> str:
    text = " · ".join([reply.lead, *reply.items])
    return text if len(text) <= LONGEST_DESCRIPTION else f"{text[: LONGEST_DESCRIPTION - 1].rstrip()}…"
