"""What a group reads where the bot is not sure: one line, and a button that goes on in private."""

from __future__ import annotations

import re

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Outcome, Reply
from handlers.telegram.context import BotContext
from handlers.telegram.markup import escape
from handlers.telegram.view import Place

PAYLOAD = re.compile(r"q-([A-Za-z0-9_-]{8})", re.ASCII)
"""Start payload that goes on with a reply, by its code."""

MOST_WORDS_OF_A_REMARK = 2
"""Words of a reply to the bot that is hardly a question: "haha"."""


def is_unsure(place: Place, reply: Reply) -> bool:
    """Tell whether a reply is nothing to put before a whole group."""
    return place.chat < 0 and reply.outcome in {Outcome.SUGGESTED, Outcome.UNANSWERED}


def is_remark(text: str, reply: Reply) -> bool:
    """Tell whether something said to the bot in a group asks for nothing: a few words that it can make nothing of."""
    nothing = reply.outcome is Outcome.UNANSWERED and not reply.candidates and not reply.follow_ups
    return nothing and len(text.split()) <= MOST_WORDS_OF_A_REMARK and "?" not in text


def is_wordless(text: str) -> bool:
    """Tell whether a text has neither letter nor digit: a smiley, dots."""
    return not any(map(str.isalnum, text))


def in_private(
    context: BotContext, reply: Reply, code: str, last: InlineKeyboardButton | None = None
) -> tuple[str, InlineKeyboardMarkup]:
    """Return the line for the group, and the button that opens the private chat at the reply.

    Args:
        context: The context of the callback.
        reply: What is said in private.
        code: What its buttons call it.
        last: A button below it.
    """
    key = "group.not_sure"
    if reply.outcome is Outcome.UNANSWERED:
        key = "group.not_known" if context.parts.curating is not None else "group.not_known_unlogged"
    label = context.say(reply.language, "group.go_on")
    button = InlineKeyboardButton(label, url=f"https://t.me/{context.bot.username}?start=q-{code}")
    return escape(context.say(reply.language, key)), InlineKeyboardMarkup([[button], *([[last]] if last else [])])
