"""Curators' commands: the queue, a group, the history, the digest, the web desk."""

from __future__ import annotations

from telegram import Update

from bot.curation.gaps import Wanted
from bot.curation.suggesting import suggestions
from bot.errors import CurationError
from handlers.telegram.admission import Curator, Refused
from handlers.telegram.context import BotContext
from handlers.telegram.curator_view import PAGE, CuratorView, Page
from handlers.telegram.markup import escape
from handlers.telegram.sending import send
from handlers.telegram.view import place_of


async def unanswered(update: Update, context: BotContext, curator: Curator) -> None:
    """``/unanswered``: the queue, most wanted first."""
    await _show(update, context, await queue_page(context, curator, 0))


async def gap(update: Update, context: BotContext, curator: Curator) -> None:
    """``/gap ID``: a group, and what can be done about it."""
    typed = "".join(context.args or ()).removeprefix("#")
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 9:
        raise Refused("curation.gap_usage")
    await _show(update, context, await group_page(context, curator, int(typed)))


async def history(update: Update, context: BotContext, curator: Curator) -> None:
    """``/history``, ``/history ENTRY``: what was changed, by whom, when and why."""
    await _show(update, context, await history_page(context, curator, 0, "".join(context.args or ())))


async def digest(update: Update, context: BotContext, curator: Curator) -> None:
    """``/digest``, ``/digest 8``, ``/digest off``: when to be told, or not."""
    typed = "".join(context.args or ()).lower()
    digests, view = curator.curation.digests, CuratorView(context.parts.phrases, curator.language)
    if typed == "off":
        await digests.switch_off(curator.name)
    elif typed.isascii() and typed.isdecimal() and int(typed) < 24:
        await digests.choose(curator.name, int(typed), curator.language, curator.curating.clock())
    elif typed:
        raise Refused("digest.usage")
    chosen = await digests.of(curator.name)
    key, hour = ("digest.on", chosen.hour) if chosen and chosen.wanted else ("digest.off", 0)
    said = context.say(curator.language, key, hour=hour, zone=str(curator.curating.zone))
    await _show(update, context, Page(escape(said), None if key == "digest.off" else view.off()))


async def desk(update: Update, context: BotContext, curator: Curator) -> None:
    """``/desk``: a link to the desk in the browser."""
    if curator.curating.sign_ins is not None:
        link = await curator.curating.sign_ins.link(curator.name)
        lines = [context.say(curator.language, "curation.desk", link=link)]
        if not curator.curating.sign_ins.public:
            lines.append(context.say(curator.language, "curation.desk_here"))
        await _show(update, context, Page(escape("\n".join(lines))))


async def cancel(update: Update, context: BotContext, curator: Curator) -> None:
    """``/cancel``: type nothing after all."""
    key = "curation.cancelled" if await curator.curating.typed.end(curator.id) else "curation.nothing_to_cancel"
    await _show(update, context, Page(escape(context.say(curator.language, key))))


async def queue_page(context: BotContext, curator: Curator, offset: int) -> Page:
    """Return the queue from a place on."""
    wanted = Wanted(limit=PAGE, offset=max(offset, 0))
    groups, total = await curator.curation.groups.queue(wanted, curator.curating.clock())
    return CuratorView(context.parts.phrases, curator.language).queue(
        groups, total, wanted.offset, curator.curation.live.problem
    )


async def group_page(context: BotContext, curator: Curator, number: int) -> Page:
    """Return a group with what is proposed for it.

    Raises:
        CurationError: There is no such group.
    """
    if number < 0:
        raise CurationError("no_group", group=number)
    details = await curator.curation.work.details(number, curator.curating.clock())
    understander = curator.curation.live.understander
    texts = [example.text for example in details.examples]
    # Dismissing has buttons of its own, one for each reason.
    proposed = suggestions(texts, understander)[:-1] if texts else ()
    return CuratorView(context.parts.phrases, curator.language).group(details, proposed, understander)


async def history_page(context: BotContext, curator: Curator, offset: int, entry: str = "") -> Page:
    """Return the history from a place on; only that of an entry where one is named."""
    place = max(offset, 0)
    found = await curator.curation.revisions.history(entry=entry, limit=PAGE + 1, offset=place)
    view = CuratorView(context.parts.phrases, curator.language)
    return view.history(found[:PAGE], place, more=len(found) > PAGE and not entry)


async def _show(update: Update, context: BotContext, page: Page) -> None:
    if update.message is not None:
        await send(context.bot, place_of(update.message), page.text, page.buttons)
