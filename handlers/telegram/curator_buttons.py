"""Curators' buttons: whoever presses one is asked anew whether they are a curator."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from telegram import Update
from telegram.error import BadRequest

from bot.curation.changes import Action, Change
from bot.curation.gaps import GroupDetails
from bot.errors import BotError, CurationError
from handlers.telegram import changing, curator_data, curators
from handlers.telegram.admission import Curator, Refused, admitted, words_of
from handlers.telegram.context import BotContext
from handlers.telegram.curator_data import Button, Verb
from handlers.telegram.curator_typing import ask_for, typing_for, typing_for_change
from handlers.telegram.curator_view import SNOOZES, CuratorView, Page
from handlers.telegram.markup import escape
from handlers.telegram.proposals import entry_coded, found, kinds, with_entry
from handlers.telegram.sending import edit, send
from handlers.telegram.typed_text import Purpose
from handlers.telegram.view import Place, answered
from knowledge import KnowledgeError

logger = logging.getLogger(__name__)

REASONS = {"scope": "out_of_scope", "spam": "spam"}
"""Why a group is dismissed: what the button says, and what is stored."""

MOST_TO_SPLIT = 20
"""Questions of a group that can be chosen from to be split off."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button that a curator has pressed."""

    context: BotContext
    """The context of the callback."""
    curator: Curator
    """Who pressed it."""
    button: Button
    """What it says."""
    place: Place
    """Chat that it is in."""
    message: int
    """Message that it is under."""

    @property
    def view(self) -> CuratorView:
        """Words things for the curator."""
        return CuratorView(self.context.parts.phrases, self.curator.language)


async def pressed(update: Update, context: BotContext) -> None:
    """Do what a curator's button says; anybody else gets a polite word."""
    query = update.callback_query
    if query is None:
        return
    language, phrases = query.from_user.language_code, context.parts.phrases
    button = curator_data.read(query.data)
    if button is None or query.message is None:
        await answered(query, context.say(language, "screen.stale_button"))
        return
    try:
        curator = admitted(context, query.from_user)
    except Refused as error:
        await answered(query, words_of(error, phrases, language))
        return
    await answered(query)
    press = Press(context, curator, button, Place(query.message.chat.id), query.message.message_id)
    try:
        page = await _ACTIONS[button.verb](press)
    except (Refused, BotError, KnowledgeError) as error:
        await send(context.bot, press.place, escape(words_of(error, phrases, language)))
        return
    if page is not None:
        await _put(press, page)


async def _put(press: Press, page: Page) -> None:
    """Put a page in place of the one that the button is under; where that cannot be edited, below it."""
    try:
        await edit(press.context.bot, press.place, [press.message], page.text, page.buttons)
    except BadRequest as error:
        logger.info("a page could not be edited and is sent anew: %s", error)
        await send(press.context.bot, press.place, page.text, page.buttons)


async def _queue(press: Press) -> Page | None:
    return await curators.queue_page(press.context, press.curator, press.button.number())


async def _open(press: Press) -> Page | None:
    return await curators.group_page(press.context, press.curator, press.button.number())


async def _history(press: Press) -> Page | None:
    return await curators.history_page(press.context, press.curator, press.button.number())


async def _proposal(press: Press) -> Page | None:
    details = await _details(press)
    texts = [example.text for example in details.examples]
    understander = press.curator.curation.live.understander
    way = found(press.button.text(2), texts, understander)
    if way is None:
        raise Refused("curation.no_way")
    values = {"name": way.name, "field": way.field}
    if way.action is not Action.ATTACH:
        values["language"] = details.group.language
    change = Change(way.action, way.target, {name: value for name, value in values.items() if value})
    number, version = press.button.number(), press.button.number(1)
    typing = typing_for_change(press.curator, change, number, version)
    if typing is None:
        await changing.draft_and_preview(
            press.context, press.place, press.curator, change, group=number, version=version
        )
    else:
        await ask_for(press.context, press.place, press.curator, typing, way.field or way.target)
    return None


async def _dismiss(press: Press) -> Page | None:
    reason = REASONS.get(press.button.text(2))
    if reason is None:
        raise Refused("screen.stale_button")
    number, version = press.button.number(), press.button.number(1)
    await changing.dismiss(press.context, press.place, press.message, press.curator, number, version, reason)
    return None


async def _take(press: Press) -> Page | None:
    await press.curator.curation.work.take(press.button.number(), press.curator.name)
    return await _open(press)


async def _release(press: Press) -> Page | None:
    await press.curator.curation.work.release(press.button.number(), press.curator.name)
    return await _open(press)


async def _snooze(press: Press) -> Page | None:
    days = press.button.number(1)
    if days not in SNOOZES:
        raise Refused("screen.stale_button")
    until = press.curator.curating.clock() + timedelta(days=days)
    await press.curator.curation.work.snooze(press.button.number(), press.curator.name, until)
    return await _open(press)


async def _comment(press: Press) -> Page | None:
    return await _ask(press, Purpose.COMMENT, "comment")


async def _merge(press: Press) -> Page | None:
    return await _ask(press, Purpose.MERGE, "into")


async def _other(press: Press) -> Page | None:
    return await _ask(press, Purpose.ENTRY, "entry")


async def _ask(press: Press, purpose: Purpose, wanted: str) -> Page | None:
    await _details(press)
    number, version = press.button.number(), press.button.number(1)
    typing = typing_for(press.curator, purpose, number, version, wanted)
    await ask_for(press.context, press.place, press.curator, typing)
    return None


async def _split(press: Press) -> Page | None:
    details = await _details(press, MOST_TO_SPLIT)
    texts = {str(place): example.text for place, example in enumerate(details.examples, 1)}
    number, version = press.button.number(), press.button.number(1)
    typing = replace(typing_for(press.curator, Purpose.SPLIT, number, version, "numbers"), values=texts)
    listed = "\n".join(f"{place}. {text}" for place, text in texts.items())
    await ask_for(press.context, press.place, press.curator, typing, listed)
    return None


async def _entry(press: Press) -> Page | None:
    understander = press.curator.curation.live.understander
    entry = entry_coded(press.button.text(2), understander.knowledge)
    if entry is None:
        raise Refused("curation.no_way")
    number, version = press.button.number(), press.button.number(1)
    return press.view.ways(number, version, with_entry(entry, understander), understander)


async def _kinds(press: Press) -> Page | None:
    understander = press.curator.curation.live.understander
    number, version = press.button.number(), press.button.number(1)
    return press.view.ways(number, version, kinds(understander.knowledge), understander)


async def _publish(press: Press) -> Page | None:
    await changing.publish(press.context, press.place, press.message, press.curator, press.button.text(0))
    return None


async def _drop(press: Press) -> Page | None:
    await changing.drop(press.context, press.place, press.message, press.curator, press.button.text(0))
    return None


async def _undo(press: Press) -> Page | None:
    change = Change(Action.UNDO, str(press.button.number()))
    await changing.draft_and_preview(press.context, press.place, press.curator, change)
    return None


async def _off(press: Press) -> Page | None:
    await press.curator.curation.digests.switch_off(press.curator.name)
    return Page(escape(press.context.say(press.curator.language, "digest.off")))


async def _details(press: Press, examples: int = 3) -> GroupDetails:
    """Return the group that a button is about.

    Raises:
        CurationError: There is none.
    """
    number = press.button.number()
    if number < 0:
        raise CurationError("no_group", group=press.button.text(0))
    return await press.curator.curation.work.details(number, press.curator.curating.clock(), examples)


_ACTIONS: dict[Verb, Callable[[Press], Awaitable[Page | None]]] = {
    Verb.QUEUE: _queue,
    Verb.OPEN: _open,
    Verb.PROPOSAL: _proposal,
    Verb.DISMISS: _dismiss,
    Verb.TAKE: _take,
    Verb.RELEASE: _release,
    Verb.SNOOZE: _snooze,
    Verb.COMMENT: _comment,
    Verb.MERGE: _merge,
    Verb.SPLIT: _split,
    Verb.OTHER: _other,
    Verb.ENTRY: _entry,
    Verb.KINDS: _kinds,
    Verb.PUBLISH: _publish,
    Verb.DROP: _drop,
    Verb.UNDO: _undo,
    Verb.HISTORY: _history,
    Verb.OFF: _off,
}
