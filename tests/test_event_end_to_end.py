"""One event from its first word to its report: Telegram over HTTP, a real Chromium, and the log counted by hand."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.async_api import Browser, expect

from bot.events.codes import payload
from bot.events.event import State
from tests.hall import DATABASE, MISSED, PEOPLE, TYPED, Hall, decoded, hall, size
from tests.handlers.telegram.desk_world import few_golden, labels
from tests.handlers.web import test_browser

__all__ = ["few_golden"]
pytestmark = [test_browser.pytestmark, pytest.mark.usefixtures("few_golden")]
chromium = test_browser.chromium


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[Hall]:
    async with hall(tmp_path) as opened:
        yield opened


async def test_an_event_end_to_end(full: Hall, chromium: Browser, tmp_path: Path) -> None:
    event, card = await full.set_up()
    address = decoded(await full.sent(card, "Plakat A4"))
    assert address == decoded(await full.sent(card, "Tischkarte A6"))
    assert address == f"https://t.me/clusters_bot?start={payload(event.code)}"

    page = await (await chromium.new_context(viewport={"width": 1920, "height": 1080})).new_page()
    await page.goto(re.search(r"http\S+/board/\S+", card["text"])[0])  # type: ignore[index]
    figures = page.locator(".figures dd")
    await expect(figures.first).to_have_text("0")
    await asyncio.gather(*(full.attend(number, address.rpartition("=")[2]) for number in PEOPLE))
    missed = sum(number % 3 == 0 for number in PEOPLE)
    asked = 2 * len(PEOPLE) + missed
    await expect(figures).to_have_text([str(len(PEOPLE)), str(asked), re.compile(r"\d+\s%")])
    await expect(page.locator(".topics .name").first).to_be_visible()
    await expect(page.locator(".latest li").first).to_be_visible()
    await expect(page.locator(".missed li").first).to_have_text(re.compile("Cyberforum"))

    assert size(await full.sent(card, "Zahlen")) == (1200, 600)
    await full.organiser.presses(card, "Schließen")
    await full.telegram.until(lambda: "Ja, schließen" in labels(card))
    await full.organiser.presses(card, "Ja, schließen")
    await full.telegram.until(lambda: "Vorbei seit" in card["text"])
    assert (await full.events.stored.get(event.id)).state(full.world.now) is State.CLOSED
    await expect(page.get_by_text("Diese Veranstaltung endete am")).to_be_visible()
    late = await full.world.person(5).asks(f"/start {payload(event.code)}")
    assert "is over" in late["text"]

    pdf = await full.sent(card, "Bericht")
    await full.telegram.until(lambda: any(name.endswith(".csv") for name, _ in full.telegram.files.values()))
    table = next(content for name, content in full.telegram.files.values() if name.endswith(".csv"))
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))[1:]
    log = counted(tmp_path / DATABASE, event.code)
    figure = {text: int(times) for part, text, _, times, _ in rows if part == "Zahlen"}
    assert list(figure.values()) == [log["people"], log["questions"], log["answered"], log["helpful"], log["unhelpful"]]
    assert log["people"] == len(PEOPLE)
    assert log["questions"] == asked
    words = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    for number in (log["people"], log["questions"], round(100 * log["answered"] / log["questions"])):
        assert str(number) in words
    languages = sorted(int(times) for part, _, _, times, _ in rows if part == "Sprachen")
    assert languages == sorted(log["languages"].values())
    (told,) = [(int(times), int(people)) for _, text, _, times, people in rows if text in TYPED.values()]
    assert told == (len(PEOPLE), len(PEOPLE))
    gaps = [(text, int(times), int(people or 0)) for _, text, _, times, people in rows if text in MISSED.values()]
    assert sum(times for _, times, _ in gaps) == missed == log["gaps"]


def counted(database: Path, code: str) -> dict[str, object]:
    """Count in the log what the report should say, by hand."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "SELECT outcome, helpful, language, person FROM questions WHERE event = ? AND outcome != 'smalltalk'",
            (code,),
        ).fetchall()
        gaps = connection.execute(
            "SELECT count(*) FROM gaps WHERE event = ? AND cause = 'unanswered'", (code,)
        ).fetchone()[0]
        came = {row[0] for row in connection.execute("SELECT person FROM attendances")}
    connection.close()
    return {
        "people": len(came | {person for _, _, _, person in rows}),
        "questions": len(rows),
        "answered": sum(outcome == "answered" for outcome, _, _, _ in rows),
        "helpful": sum(helpful == 1 for _, helpful, _, _ in rows),
        "unhelpful": sum(helpful == 0 for _, helpful, _, _ in rows),
        "languages": Counter(language for _, _, language, _ in rows),
        "gaps": gaps,
    }
