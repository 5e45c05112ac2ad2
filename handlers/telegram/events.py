"""``/event``: coming to an event, and for organisers setting one up, listing them and looking at the figures."""

from __future__ import annotations

from telegram import Chat, Update

from bot.errors import BotError
from handlers.telegram import arriving, curators
from handlers.telegram.admission import Refused, for_curators
from handlers.telegram.context import BotContext
from handlers.telegram.event_files import send_stats
from handlers.telegram.event_typing import begin
from handlers.telegram.event_view import EventView
from handlers.telegram.markup import escape
from handlers.telegram.organisers import Organiser, organiser, words_of
from handlers.telegram.sending import send
from handlers.telegram.speaking import tongue_of
from handlers.telegram.view import place_of


async def event(update: Update, context: BotContext) -> None:
    """``/event``, ``/event CODE``, and for organisers ``/event new``, ``list`` and ``stats``."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    command, *rest = context.args or [""]
    try:
        if message.chat.type != Chat.PRIVATE:
            raise Refused("meeting.private_only")  # noqa: TRY301 - said like all the others
        if command.lower() in _COMMANDS:
            await _COMMANDS[command.lower()](update, context, await organiser(context, user), " ".join(rest))
        elif not command:
            await _begin_here(update, context)
        elif not await arriving.arrive(update, context, " ".join(context.args or ())):
            raise Refused("meeting.no_code")  # noqa: TRY301 - said like all the others
    except (Refused, BotError) as error:
        text = words_of(error, context.parts.phrases, await tongue_of(context, message))
        await send(context.bot, place_of(message), escape(text))


async def cancel(update: Update, context: BotContext) -> None:
    """``/cancel``: type nothing after all."""
    message, user, meetings = update.message, update.effective_user, context.parts.meetings
    if message is None or user is None:
        return
    if meetings is not None and await meetings.typed.end(user.id):
        await send(context.bot, place_of(message), escape(context.say(user.language_code, "curation.cancelled")))
    else:
        await for_curators(curators.cancel)(update, context)


async def _begin_here(update: Update, context: BotContext) -> None:
    """Show organisers their events, and anybody else where they are."""
    meetings = context.parts.meetings
    if meetings is None:
        raise Refused("curation.nothing_kept")
    if update.effective_user is not None and meetings.organises(update.effective_user):
        await _list(update, context, await organiser(context, update.effective_user), "")
    else:
        await arriving.here(update, context, meetings)


async def _new(update: Update, context: BotContext, who: Organiser, _rest: str) -> None:
    if update.message is not None:
        await begin(context, place_of(update.message), who)


async def _list(update: Update, context: BotContext, who: Organiser, _rest: str) -> None:
    view = EventView(context.parts.phrases, context.assistant.knowledge, who.language, who.meetings.clock())
    page = view.events(await who.events.organising.mine(who.name))
    if update.message is not None:
        await send(context.bot, place_of(update.message), page.text, page.buttons)


async def _stats(update: Update, context: BotContext, who: Organiser, rest: str) -> None:
    """Show the figures of the event that is named by its code, else of the latest."""
    mine = await who.events.organising.mine(who.name)
    letters = rest.replace("-", "").replace(" ", "").lower()
    wanted = next((one for one in mine if not letters or one.code == letters), None)
    if wanted is None:
        raise Refused("meeting.list_empty" if not mine else "meeting.no_code")
    if update.message is not None:
        await send_stats(context, place_of(update.message), who, wanted)


_COMMANDS = {"new": _new, "list": _list, "stats": _stats}
"""What organisers write behind ``/event``."""
