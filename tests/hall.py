"""A full hall: an organiser, a bot over HTTP, the pages over the same database, and thirty people with phones."""

from __future__ import annotations

import contextlib
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from bot.events.event import Event
from bot.events.opened import Events
from tests.handlers.telegram.desk_world import KEY, ORGANISER, TOKEN, DeskWorld, label_with, labels
from tests.handlers.web.site import Site, running
from tests.telegram_api import BotApiServer, Telegram
from tests.telegram_api.people import Person

DATABASE = "hall.sqlite3"
LANGUAGES = ("de", "en", "fr", "it")
TYPED = {
    "de": "Wie viele Mitglieder hat Cyberforum?",
    "en": "How many members does Cyberforum have?",
    "fr": "Combien de membres compte Cyberforum ?",
    "it": "Quanti membri ha Cyberforum?",
}
MISSED = {
    "de": "Was kostet die Mitgliedschaft bei Cyberforum?",
    "en": "What does membership of Cyberforum cost?",
    "fr": "Combien coûte l'adhésion à Cyberforum ?",
    "it": "Quanto costa l'iscrizione a Cyberforum?",
}
PEOPLE = range(1000, 1030)


@dataclass
class Hall:
    """Everything that takes part in an event."""

    world: DeskWorld
    """The bot in Telegram."""
    site: Site
    """The pages."""

    @property
    def telegram(self) -> Telegram:
        return self.world.telegram

    @property
    def events(self) -> Events:
        assert self.world.events is not None
        return self.world.events

    @property
    def organiser(self) -> Person:
        return self.world.person(ORGANISER, language_code="de")

    async def set_up(self, title: str = "Holztag 2027", focus: str = "Steiermark") -> tuple[Event, dict[str, Any]]:
        """Set an event up as an organiser does; returns it, and its card."""
        organiser = self.organiser
        await organiser.asks("/event new")
        await organiser.asks(title)
        await organiser.asks((self.world.now + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M"))
        await organiser.asks("Graz")
        card = await organiser.asks(focus)
        await organiser.presses(card, "Ändern")
        await self.telegram.until(lambda: "Fragen von selbst zeigen" in labels(card))
        await organiser.presses(card, "Fragen von selbst zeigen")
        await self.telegram.until(lambda: "Nur freigegebene zeigen" in labels(card))
        await organiser.presses(card, label_with(card, "Zurück"))
        await self.telegram.until(lambda: "Plakat A4" in labels(card))
        return (await self.events.organising.mine(f"telegram:{ORGANISER}"))[0], card

    async def sent(self, card: dict[str, Any], label: str) -> bytes:
        """Press a button that sends a file; returns its content."""
        message = await self.organiser.chooses(card, label)
        file = message.get("document") or message["photo"][0]
        return self.telegram.files[file["file_id"]][1]

    async def attend(self, number: int, payload: str) -> Person:
        """Let somebody scan, press a question, ask one of their own, and every third something nobody knows."""
        language = LANGUAGES[number % len(LANGUAGES)]
        person = self.world.person(number, language_code=language)
        welcome = await person.asks(f"/start {payload}")
        await person.chooses(welcome, labels(welcome)[number % len(labels(welcome))])
        answer = await person.asks(TYPED[language])
        await person.presses(answer, "👍" if number % 5 else "👎")
        if number % 3 == 0:
            await person.asks(MISSED[language])
        return person


def decoded(pdf: bytes) -> str:
    """Return what the QR code on a printed page holds, as another program reads it."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    (found,) = zxingcpp.read_barcodes(page)
    return str(found.text)


def size(png: bytes) -> tuple[int, int]:
    """Return the size of a picture in pixels."""
    with Image.open(io.BytesIO(png)) as picture:
        return picture.size


@contextlib.asynccontextmanager
async def hall(folder: Path) -> AsyncIterator[Hall]:
    """Open a hall."""
    async with running(folder, DATABASE, KEY) as site, BotApiServer(Telegram(TOKEN)) as server:
        world = DeskWorld(server, folder / DATABASE, web=site.address)
        async with world.bot():
            yield Hall(world, site)
