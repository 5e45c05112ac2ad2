"""Files and pictures of an event for a chat: what can be printed, the report, figures with the activity over time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from telegram import InputFile
from telegram.constants import ChatAction, ParseMode

from bot.errors import EventError
from bot.events.activity import activity
from bot.events.codes import payload
from bot.events.event import Event
from bot.events.report import Reports
from handlers.event_papers import activity_of, report_sheet_of, sheet_of
from handlers.report_table import report_csv
from handlers.telegram.context import BotContext
from handlers.telegram.event_view import EventView
from handlers.telegram.organisers import Organiser
from handlers.telegram.view import Place

TOPICS = 5
"""Topics named beside the figures."""


async def send_sheet(context: BotContext, place: Place, who: Organiser, event: Event, what: str) -> None:
    """Send the poster, the table card or the QR code.

    Raises:
        EventError: There is no such sheet, or no address that it could lead to.
        StorageError: The database fails.
    """
    links = await who.events.links()
    address = links.scan(event)
    if what not in {"poster", "card", "qr"} or not address:
        raise EventError("no_event")
    await context.bot.send_chat_action(place.chat, ChatAction.UPLOAD_DOCUMENT)
    sheet = sheet_of(event, links, context.parts.phrases)
    # Drawing takes a tenth of a second or two: others are not to wait for it.
    content = await asyncio.to_thread(_drawn(what), sheet if what != "qr" else address)
    ending = "png" if what == "qr" else "pdf"
    await _send(context, place, content, f"{what}-{_slug(event)}.{ending}", address)


async def send_report(context: BotContext, place: Place, who: Organiser, event: Event) -> None:
    """Send the report, as a page and as a table.

    Raises:
        StorageError: The database fails.
    """
    from handlers.paper.pdf import pdf  # noqa: PLC0415 - drawing is slow to import, and few need it
    from handlers.paper.report import report  # noqa: PLC0415

    await context.bot.send_chat_action(place.chat, ChatAction.UPLOAD_DOCUMENT)
    made = await Reports(who.events, context.assistant).of(event)
    sheet = report_sheet_of(made, context.parts.phrases)
    content = await asyncio.to_thread(lambda: pdf([report(sheet)]))
    await _send(context, place, content, f"report-{_slug(event)}.pdf", event.plan.title)
    await _send(context, place, report_csv(made, context.parts.phrases), f"report-{_slug(event)}.csv", "")


async def send_stats(context: BotContext, place: Place, who: Organiser, event: Event) -> None:
    """Send the figures of an event, with a picture of what was asked when.

    Raises:
        StorageError: The database fails.
    """
    from handlers.paper.activity import activity_png  # noqa: PLC0415 - drawing is slow to import, and few need it

    figures, phrases = who.events.figures, context.parts.phrases
    totals = await figures.totals(event.id, event.code)
    title = context.assistant.composer.wording.title
    known = context.assistant.knowledge.entries
    topics = [
        (title(topic.entry, who.language), topic.times)
        for topic in await figures.topics(event.code, TOPICS)
        if topic.entry in known
    ]
    missed = [wish for wish in await figures.missed(event.code) if not wish.closed]
    view = EventView(phrases, context.assistant.knowledge, who.language, who.meetings.clock())
    drawn = activity_of(activity(await figures.moments(event.code)), event.plan.zone, phrases, who.language)
    picture = await asyncio.to_thread(activity_png, drawn)
    await context.bot.send_photo(
        place.chat,
        InputFile(picture, f"activity-{_slug(event)}.png"),
        caption=view.figures(event, totals, topics, len(missed)),
        parse_mode=ParseMode.HTML,
        message_thread_id=place.thread,
    )


def _drawn(what: str) -> Callable[..., bytes]:
    """Return what draws a sheet; importing it is slow, and few need it."""
    from handlers.paper.pdf import pdf  # noqa: PLC0415
    from handlers.paper.qr import qr_png  # noqa: PLC0415
    from handlers.paper.sheets import card, poster  # noqa: PLC0415

    drawings = {"poster": poster, "card": card}
    return qr_png if what == "qr" else lambda sheet: pdf([drawings[what](sheet)])


async def _send(context: BotContext, place: Place, content: bytes, name: str, caption: str) -> None:
    await context.bot.send_document(
        place.chat, InputFile(content, name), caption=caption or None, message_thread_id=place.thread
    )


def _slug(event: Event) -> str:
    """Return a name for files: the title as far as any file system takes it, else the code."""
    plain = re.sub(r"[^a-z0-9]+", "-", event.plan.title.lower()).strip("-")[:40]
    return plain or payload(event.code)
