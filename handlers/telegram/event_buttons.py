"""Buttons of events: what organisers do with theirs, and what somebody at an event chooses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import CallbackQuery, Message, Update

from bot.errors import BotError
from bot.events.event import Event, Release
from handlers.telegram.admission import Refused
from handlers.telegram.arriving import attendee_page
from handlers.telegram.context import BotContext
from handlers.telegram.curator_view import Page
from handlers.telegram.event_data import Button, Verb, read
from handlers.telegram.event_files import send_report, send_sheet, send_stats
from handlers.telegram.event_typing import ask_for
from handlers.telegram.event_view import CHANGEABLE, EventView
from handlers.telegram.markup import escape
from handlers.telegram.organisers import Organiser, organiser, words_of
from handlers.telegram.sending import edit, send
from handlers.telegram.typed_text import EventTyping
from handlers.telegram.view import Place, answered

Done = Callable[[BotContext, Place, Organiser, Event, Button], Awaitable[Page | None]]


async def pressed(update: Update, context: BotContext) -> None:
    """Do what a button says. One that means nothing any more, or that is somebody else's, gets a polite word."""
    query = update.callback_query
    if query is None:
        return
    button, language = read(query.data), query.from_user.language_code
    if button is None or not isinstance(query.message, Message):
        await answered(query, context.say(language, "screen.stale_button"))
        return
    # The callback first: the button turns until it is answered.
    await answered(query)
    try:
        page = await _page(query, query.message, button, context)
    except (Refused, BotError) as error:
        await send(context.bot, Place(query.message.chat.id), escape(words_of(error, context.parts.phrases, language)))
        return
    if page is not None:
        await edit(context.bot, Place(query.message.chat.id), (query.message.message_id,), page.text, page.buttons)


async def _page(query: CallbackQuery, message: Message, button: Button, context: BotContext) -> Page | None:
    """Do it, and return what is to stand in place of the message; None where it is to stay."""
    if button.verb in {Verb.FOCUS, Verb.LEAVE}:
        return await _attendee(query, button, context)
    who = await organiser(context, query.from_user)
    if button.verb is Verb.LIST:
        return _view(context, who).events(await who.events.organising.mine(who.name))
    event = await who.events.organising.get(button.event, who.name)
    return await _DONE[button.verb](context, Place(message.chat.id), who, event, button)


async def _attendee(query: CallbackQuery, button: Button, context: BotContext) -> Page:
    """Switch the focus of whoever presses, or let them go: only ever their own."""
    meetings = context.parts.meetings
    language = context.parts.phrases.language(query.from_user.language_code)
    if meetings is None:
        raise Refused("curation.nothing_kept")
    attending, person = (await meetings.events()).attending, meetings.person(query.from_user)
    here = await attending.current(person)
    if here is None or here.event.id != button.event:
        return Page(escape(context.say(language, "meeting.nowhere")))
    if button.verb is Verb.LEAVE:
        await attending.leave(person)
        return Page(escape(context.say(language, "meeting.left", title=here.event.plan.title)))
    await attending.focus(here.event, person, focused=button.value == "1")
    return Page(*attendee_page(context, here.event, language, focused=button.value == "1"))


def _view(context: BotContext, who: Organiser) -> EventView:
    return EventView(context.parts.phrases, context.assistant.knowledge, who.language, who.meetings.clock())


async def _card(context: BotContext, _place: Place, who: Organiser, event: Event, _button: Button) -> Page:
    return _view(context, who).card(event, await who.events.links())


async def _edit(context: BotContext, place: Place, who: Organiser, event: Event, button: Button) -> Page | None:
    if button.value not in CHANGEABLE:
        return _view(context, who).changes(event)
    await ask_for(context, place, who, EventTyping(event.id, False, (button.value,), who.meetings.clock()))
    return None


async def _end(context: BotContext, _place: Place, who: Organiser, event: Event, button: Button) -> Page:
    if button.value != "1":
        return _view(context, who).confirm(event, button.verb)
    organising = who.events.organising
    done = organising.close if button.verb is Verb.CLOSE else organising.revoke
    return _view(context, who).card(await done(event.id, who.name), await who.events.links())


async def _copy(context: BotContext, place: Place, who: Organiser, event: Event, _button: Button) -> None:
    await ask_for(context, place, who, EventTyping(event.id, True, ("date",), who.meetings.clock()))


async def _release(context: BotContext, _place: Place, who: Organiser, event: Event, button: Button) -> Page:
    release = Release.AUTOMATIC if button.value == "1" else Release.BY_HAND
    plan = replace(event.plan, release=release)
    return _view(context, who).changes(await who.events.organising.change(event.id, who.name, plan))


async def _sheet(context: BotContext, place: Place, who: Organiser, event: Event, button: Button) -> None:
    await send_sheet(context, place, who, event, button.value)


async def _stats(context: BotContext, place: Place, who: Organiser, event: Event, _button: Button) -> None:
    await send_stats(context, place, who, event)


async def _report(context: BotContext, place: Place, who: Organiser, event: Event, _button: Button) -> None:
    await send_report(context, place, who, event)


_DONE: dict[Verb, Done] = {
    Verb.CARD: _card,
    Verb.EDIT: _edit,
    Verb.CLOSE: _end,
    Verb.REVOKE: _end,
    Verb.COPY: _copy,
    Verb.RELEASE: _release,
    Verb.SHEET: _sheet,
    Verb.STATS: _stats,
    Verb.REPORT: _report,
}
"""What organisers' buttons do."""
