"""Makes the pictures of docs/events.md anew: ``make pictures``. One event in a full hall, seen by all who take part."""

from __future__ import annotations

import asyncio
import io
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.async_api import Page, async_playwright

from tests.conftest import ROOT
from tests.hall import PEOPLE, decoded, hall

PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
COLOURS = 64
"""Colours of a picture: enough for text and flat areas, and a quarter of the size."""


async def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with hall(Path(folder)) as full, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            event, card = await full.set_up("Holztag 2027: Cluster für Säge, Hobel und Leimbinder")
            poster = await full.sent(card, "Plakat A4")
            save("poster", page_of(poster, 1.0))
            save("card", page_of(await full.sent(card, "Tischkarte A6"), 1.6))
            await asyncio.gather(*(full.attend(number, decoded(poster).rpartition("=")[2]) for number in PEOPLE))
            for name, scheme in (("board", "light"), ("board-dark", "dark")):
                context = await browser.new_context(viewport={"width": 1920, "height": 1080}, color_scheme=scheme)
                page = await context.new_page()
                await page.goto(f"{full.site.address}/board/{event.board}")
                await page.locator(".missed li").first.wait_for()
                save(name, await shot(page), width=960)
            phone = await (await browser.new_context(viewport={"width": 360, "height": 640})).new_page()
            await phone.goto(f"{full.site.address}/board/{event.board}")
            await phone.locator(".figures dd").first.wait_for()
            save("board-phone", await shot(phone))
            save("stats", Image.open(io.BytesIO(await full.sent(card, "Zahlen"))), width=600)
            await full.events.organising.close(event.id, event.organiser)
            save("report", page_of(await full.sent(card, "Bericht"), 1.1))
            await browser.close()
    print(*sorted(path.name for path in PICTURES.iterdir()), sep="\n")  # noqa: T201


async def shot(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(await page.screenshot()))


def page_of(pdf: bytes, scale: float) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil()


def save(name: str, picture: Image.Image, width: int = 0) -> None:
    if width and picture.width > width:
        picture = picture.resize((width, picture.height * width // picture.width), Image.Resampling.LANCZOS)
    picture.convert("RGB").quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
