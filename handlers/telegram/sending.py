"""Says things in Telegram: cut to its limits, in the right topic, as plain text where the markup is refused."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import zip_longest

from telegram import Bot, ForceReply, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.telegram.markup import plain, split
from handlers.telegram.refusals import is_gone
from handlers.telegram.view import Place

logger = logging.getLogger(__name__)

# A preview of the source's web page would bury the answer.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(
    bot: Bot, place: Place, markup: str, buttons: InlineKeyboardMarkup | ForceReply | None = None
) -> tuple[int, ...]:
    """Send HTML in as many messages as it takes, the buttons under the last one.

    Returns:
        Ids of the messages.

    Raises:
        telegram.error.TelegramError: Telegram refuses, or cannot be reached.
    """
    parts = split(markup)
    last = len(parts) - 1
    sent = [
        await _send_part(bot, place, part, buttons if number == last else None, first=number == 0)
        for number, part in enumerate(parts)
    ]
    return tuple(message.message_id for message in sent)


async def edit(
    bot: Bot, place: Place, messages: Sequence[int], markup: str, buttons: InlineKeyboardMarkup | None = None
) -> tuple[int, ...]:
    """Put something else in place of messages that were sent: as many as it takes, those too many are deleted.

    Returns:
        Ids of the messages that it stands in now.

    Raises:
        telegram.error.TelegramError: Telegram refuses, or cannot be reached.
    """
    parts = split(markup)
    now: list[int] = []
    for number, (message, part) in enumerate(zip_longest(messages, parts)):
        under = buttons if number == len(parts) - 1 else None
        if part is None:
            await _delete(bot, place, message)
        elif message is None:
            now.append((await _send_part(bot, place, part, under, first=False)).message_id)
        else:
            now.append(await _edited(bot, place, message, part, under))
    return tuple(now)


async def set_buttons(bot: Bot, place: Place, message: int, buttons: InlineKeyboardMarkup | None) -> None:
    """Put other buttons under a message; that they are there already is fine, and that the message is gone."""
    try:
        await bot.edit_message_reply_markup(place.chat, message, reply_markup=buttons)
    except BadRequest as error:
        if not _is_unchanged(error) and not is_gone(error):
            raise


async def _delete(bot: Bot, place: Place, message: int) -> None:
    """Delete a message; that it is gone already is fine."""
    try:
        await bot.delete_message(place.chat, message)
    except BadRequest as error:
        if not is_gone(error):
            raise


async def _edited(bot: Bot, place: Place, message: int, markup: str, buttons: InlineKeyboardMarkup | None) -> int:
    """Put something else into a message, or into a new one where that is gone; returns which."""
    try:
        await _edit_part(bot, place, message, markup, buttons)
    except BadRequest as error:
        if not is_gone(error):
            raise
        return (await _send_part(bot, place, markup, buttons, first=True)).message_id
    return message


async def _send_part(
    bot: Bot, place: Place, markup: str, buttons: InlineKeyboardMarkup | ForceReply | None, *, first: bool
) -> Message:
    reply_to = (
        # The question may be gone by now; the answer is still wanted.
        ReplyParameters(place.reply_to, allow_sending_without_reply=True)
        if first and place.reply_to is not None
        else None
    )

    async def attempt(text: str, parse_mode: str | None) -> Message:
        return await bot.send_message(
            place.chat,
            text,
            parse_mode=parse_mode,
            reply_markup=buttons,
            message_thread_id=place.thread,
            reply_parameters=reply_to,
            link_preview_options=_NO_PREVIEW,
        )

    try:
        return await attempt(markup, ParseMode.HTML)
    except BadRequest as error:
        if not _is_unparsed(error):
            raise
        logger.warning("markup was refused, sent as plain text: %s", error)
        return await attempt(plain(markup), None)


async def _edit_part(bot: Bot, place: Place, message: int, markup: str, buttons: InlineKeyboardMarkup | None) -> None:
    async def attempt(text: str, parse_mode: str | None) -> None:
        await bot.edit_message_text(
            text,
            place.chat,
            message,
            parse_mode=parse_mode,
            reply_markup=buttons,
            link_preview_options=_NO_PREVIEW,
        )

    try:
        await attempt(markup, ParseMode.HTML)
    except BadRequest as error:
        if _is_unchanged(error):
            return
        if not _is_unparsed(error):
            raise
        logger.warning("markup was refused, sent as plain text: %s", error)
        await attempt(plain(markup), None)


def _is_unparsed(error: BadRequest) -> bool:
    return "can't parse entities" in error.message.lower()


def _is_unchanged(error: BadRequest) -> bool:
    return "message is not modified" in error.message.lower()
