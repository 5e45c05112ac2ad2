"""What a curator types: asked for, taken, and made into a change, a comment, a merged or a split group."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from telegram import Chat, ForceReply, Update

from bot.curation.changes import Action, Change
from bot.entry_search import entries_called
from bot.errors import BotError, CurationError
from bot.wording import Wording
from handlers.telegram import changing
from handlers.telegram.admission import Curator, Refused, admitted, words_of
from handlers.telegram.context import BotContext
from handlers.telegram.curator_view import CuratorView, Page
from handlers.telegram.curators import group_page
from handlers.telegram.markup import escape
from handlers.telegram.sending import send
from handlers.telegram.typed_text import MARK, Purpose, Typing, replies_to_request
from handlers.telegram.view import Place, place_of
from knowledge import KnowledgeError

WANTED: Mapping[Action, tuple[str, ...]] = {
    Action.ALIAS: ("name",),
    Action.FILL: ("value", "source"),
    Action.ANSWER: ("say", "source"),
    Action.ENTRY: ("title", "say", "source"),
}
"""What has to be typed for a change, in this order."""


async def ask_for(context: BotContext, place: Place, curator: Curator, typing: Typing, about: str = "") -> None:
    """Ask a curator to type the next thing, and wait for it.

    Args:
        context: The context of the callback.
        place: Where to ask.
        curator: Who is to type it.
        typing: What it is for, and what is still to be typed.
        about: What is said about it beside what it is.
    """
    await curator.curating.typed.keep(curator.id, typing)
    language = typing.values.get("language", curator.language)
    text = context.say(curator.language, f"curation.want_{typing.wanted[0]}", group=typing.group, written_in=language)
    lines = [f"{MARK} {escape(text)}", *([escape(about)] if about else []), f"<i>{_cancel(context, curator)}</i>"]
    await send(context.bot, place, "\n".join(lines), ForceReply())


async def taken(update: Update, context: BotContext) -> bool:
    """Take a message for what a curator was asked to type; returns whether it was.

    Only what a curator writes in private, as a reply to the request or to nothing: a reply to something else is a
    question like any other, and the request goes on waiting.
    """
    message = update.message
    if message is None or message.from_user is None or message.chat.type != Chat.PRIVATE or not message.text:
        return False
    try:
        curator = admitted(context, message.from_user)
    except Refused:
        return False
    requested = replies_to_request(message, context.bot.id)
    typing = await curator.curating.typed.of(curator.id)
    if message.reply_to_message is not None and not requested:
        return False
    if typing is None and not requested:
        return False
    if typing is None or typing.stale(curator.curating.clock()):
        await curator.curating.typed.end(curator.id)
        await send(context.bot, place_of(message), escape(context.say(curator.language, "curation.stale_request")))
        return True
    await _go_on(context, place_of(message), curator, typing.with_text(message.text, curator.curating.clock()))
    return True


async def _go_on(context: BotContext, place: Place, curator: Curator, typing: Typing) -> None:
    if typing.wanted:
        await ask_for(context, place, curator, typing)
        return
    await curator.curating.typed.end(curator.id)
    try:
        page = await _done(context, place, curator, typing)
    except (BotError, KnowledgeError) as error:
        page = Page(escape(words_of(error, context.parts.phrases, curator.language)))
    if page is not None:
        await send(context.bot, place, page.text, page.buttons)


async def _done(context: BotContext, place: Place, curator: Curator, typing: Typing) -> Page | None:
    """Do what all the texts were for; returns what to show then."""
    work, values = curator.curation.work, typing.values
    if typing.purpose is Purpose.CHANGE:
        change = Change(Action(typing.action), typing.target, values)
        await changing.draft_and_preview(context, place, curator, change, group=typing.group, version=typing.version)
        return None
    if typing.purpose is Purpose.ENTRY:
        return _entries(context, curator, typing)
    shown = typing.group
    if typing.purpose is Purpose.COMMENT:
        await work.comment(typing.group, curator.name, values["comment"], curator.curating.clock())
    elif typing.purpose is Purpose.MERGE:
        into = values["into"].removeprefix("#")
        if not into.isascii() or not into.isdecimal() or len(into) > 9:
            raise CurationError("no_group", group=into)
        shown = (await work.merge(typing.group, int(into), curator.name)).id
    else:
        chosen = [values[number] for number in re.findall(r"[0-9]+", values["numbers"]) if number in values]
        shown = (await work.split(typing.group, chosen, curator.name)).id
    return await group_page(context, curator, shown)


def _entries(context: BotContext, curator: Curator, typing: Typing) -> Page:
    knowledge = curator.curation.live.understander.knowledge
    wording = Wording(knowledge, context.parts.phrases)
    found = entries_called(typing.values["entry"], knowledge)
    titles = {entry: wording.title(entry, curator.language) for entry in found}
    return CuratorView(context.parts.phrases, curator.language).entries(typing.group, typing.version, titles)


def typing_for(curator: Curator, purpose: Purpose, group: int, version: int, *wanted: str) -> Typing:
    """Return the beginning of such a conversation."""
    return Typing(purpose, group, version, wanted, curator.curating.clock())


def typing_for_change(curator: Curator, change: Change, group: int, version: int) -> Typing | None:
    """Return what is to be typed for a change; None where all is there."""
    wanted = tuple(name for name in WANTED.get(change.action, ()) if not change.values.get(name))
    if not wanted:
        return None
    begun = typing_for(curator, Purpose.CHANGE, group, version, *wanted)
    return replace(begun, action=change.action.value, target=change.target, values=change.values)


def _cancel(context: BotContext, curator: Curator) -> str:
    return escape(context.say(curator.language, "curation.cancel_hint"))
