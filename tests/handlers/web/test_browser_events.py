"""Events in a real Chromium: set up by the form, live on the board, which fits every screen and loses no network."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.events.event import Event
from bot.sign_in import Role
from tests.handlers.web import test_browser
from tests.handlers.web.events import CYRILLIC, LONG, ME, an_event, ask, soon
from tests.handlers.web.site import Site
from tests.handlers.web.test_browser import CONTRAST, UNLABELLED, complaints, opened

PROPOSED = "Was war die Technologiestrategie der Steiermark von 1995?"
"""The first question that is proposed for an event about Styria in German."""

pytestmark = test_browser.pytestmark
chromium = test_browser.chromium

QUESTION = "How many members does Cyberforum have?"
STORY = (
    "Welche Fördermöglichkeiten, Beratungsangebote und Weiterbildungsveranstaltungen gibt es in Österreich und in der "
    "Steiermark für Cluster und für Unternehmen der Holz"
)
STORY = f"{STORY}{'?' * (160 - len(STORY))}"[:160]

SCREENS = [(320, 640), (1366, 768), (1920, 1080), (3840, 2160)]


async def sign_in(page: Page, site: Site) -> None:
    await page.goto(await site.link(ME, Role.ORGANISER))
    await page.get_by_role("button", name="Sign me in").click()
    await expect(page.get_by_role("heading", name="Events", exact=True)).to_be_visible()


async def come(page: Page, event: Event) -> None:
    await page.goto(f"/e/{event.code}")
    await page.get_by_role("button", name="Ask here").click()
    await page.wait_for_url(re.compile(r"/(#latest)?$"))


async def put(page: Page, text: str) -> None:
    await page.get_by_label("Your question").fill(text)
    await page.get_by_role("button", name="Ask", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
async def test_an_event_from_the_form_to_the_board(site: Site, chromium: Browser, scripts: bool) -> None:
    organiser = await opened(chromium, site, java_script_enabled=scripts)
    await sign_in(organiser, site)
    await organiser.get_by_role("link", name="New event").click()
    await organiser.get_by_label("Title", exact=True).fill("Holztag 2027")
    await organiser.get_by_label("Place").fill("Graz")
    await organiser.get_by_label("Date and time").fill(soon(site))
    await organiser.get_by_label("Time zone").fill("Europe/Vienna")
    await organiser.locator("#in").select_option("de")
    await organiser.get_by_label("What it is about").select_option("styria")
    await organiser.get_by_role("button", name="Propose questions").click()
    await expect(organiser.get_by_label("Title", exact=True)).to_have_value("Holztag 2027")
    await expect(organiser.get_by_label("Question 1")).to_have_value(PROPOSED)
    await organiser.get_by_label("Questions on the board").select_option("automatic")
    await organiser.get_by_role("button", name="Create the event").click()
    await expect(organiser.get_by_text("The event is set up.")).to_be_visible()
    await expect(organiser.get_by_label("Board for the projector")).to_have_value(re.compile("/board/"))
    event = (await site.web.events.organising.mine(ME))[0]

    board = await opened(chromium, site)
    await board.goto(f"/board/{event.board}")
    await expect(board.get_by_text("Hier stehen bald die ersten Fragen.")).to_be_visible()
    visitor = await opened(chromium, site, java_script_enabled=scripts)
    await come(visitor, event)
    await expect(visitor.get_by_text("Willkommen bei „Holztag 2027“!")).to_be_visible()
    await expect(visitor.get_by_role("button", name=PROPOSED)).to_be_visible()
    await expect(board.locator(".figures div").first).to_contain_text("1")
    began = time.monotonic()
    await put(visitor, QUESTION)
    await expect(board.locator(".latest li")).to_have_text(QUESTION)
    assert time.monotonic() - began < 1.5, "a page of a visitor included, it is on the wall within a second"

    await organiser.get_by_role("link", name="Questions for the board").click()
    await organiser.get_by_role("button", name="Hold back").click()
    await expect(board.get_by_text("Hier stehen bald die ersten Fragen.")).to_be_visible()
    await organiser.get_by_role("button", name="Release", exact=True).click()
    await expect(board.locator(".latest li")).to_have_text(QUESTION)
    await organiser.get_by_role("link", name="Holztag 2027").click()
    await organiser.get_by_role("link", name="Close the event").click()
    await organiser.get_by_role("button", name="Close the event").click()
    await expect(organiser.get_by_text("The report is ready.")).to_be_visible()
    await expect(board.get_by_text("Diese Veranstaltung endete am")).to_be_visible()
    assert complaints(organiser) == complaints(visitor) == complaints(board) == []


async def test_a_board_without_scripts_fetches_itself_anew(site: Site, chromium: Browser) -> None:
    event = await an_event(site)
    board = await opened(chromium, site, java_script_enabled=False)
    await board.goto(f"/board/{event.board}")
    await expect(board.get_by_role("heading", name="Holztag 2027")).to_be_visible()
    assert await board.locator("noscript meta[http-equiv=refresh]").count() == 1


async def test_a_board_survives_the_network_going_away(site: Site, chromium: Browser) -> None:
    event = await an_event(site)
    board = await opened(chromium, site)
    await board.goto(f"/board/{event.board}")
    lost = board.locator("#lost")
    await expect(lost).to_be_hidden()
    await board.context.set_offline(True)
    await expect(lost).to_be_visible()
    await expect(lost).to_have_text(re.compile(r"^offline seit \d\d?:\d\d$"))
    await ask(site, event, QUESTION)
    await board.context.set_offline(False)
    await expect(board.locator(".latest li")).to_have_text(QUESTION)
    await expect(lost).to_be_hidden()


async def test_a_board_survives_the_server_going_away(site: Site, chromium: Browser) -> None:
    """The server ends the stream and refuses new ones for a while, as one that is started anew does."""
    event = await an_event(site)
    board = await opened(chromium, site)
    await board.goto(f"/board/{event.board}")
    lost = board.locator("#lost")
    await expect(board.get_by_text("Hier stehen bald die ersten Fragen.")).to_be_visible()
    await site.web.watches.close()
    await expect(lost).to_be_visible()
    await ask(site, event, QUESTION)
    site.web.watches._closed = False
    await expect(board.locator(".latest li")).to_have_text(QUESTION, timeout=10_000)
    await expect(lost).to_be_hidden()


async def test_nothing_moves_for_those_who_do_not_want_it(site: Site, chromium: Browser) -> None:
    event = await an_event(site)
    for motion, name in (("reduce", "none"), ("no-preference", "arrive")):
        board = await opened(chromium, site, reduced_motion=motion)
        await board.goto(f"/board/{event.board}")
        await expect(board.locator(".join")).to_be_visible()
        await ask(site, event, QUESTION if motion == "reduce" else "What is a cluster?")
        await board.locator("li.new").first.wait_for()
        assert await board.locator("li.new").first.evaluate("place => getComputedStyle(place).animationName") == name


async def crowded(site: Site, title: str, language: str) -> Event:
    """Return an event where much was asked, at length."""
    event = await an_event(site, title=title, language=language, place="Wirtschaftskammer Steiermark, Graz")
    topics = ("Cyberforum", "AC Styria", "Veneto Nanotech", "Photonics Cluster", "SFG", "Styria")
    for number, name in enumerate(topics * 3):
        await ask(site, event, f"What is {name}?", f"p{number}", f"t{number}")
    for number in range(3):
        await ask(site, event, f"What does membership of {topics[number]} cost per year?", f"m{number}", f"m{number}")
    for number in range(8):
        key = f"s{number}"
        await ask(site, event, f"{STORY[:-2]}{number}?", f"s{number}", key)
        await site.web.events.organising.decide(event.id, ME, {("test", key): True})
    return event


OVERLAPS = """() => {
  const parts = "h1, h2, li, dd, dt, .where, .qr, .code, .how > p, .ended, .none, .updated";
  const outOfSight = place => {
    const own = place.getBoundingClientRect();
    for (let up = place.parentElement; up; up = up.parentElement) {
      const hole = up.getBoundingClientRect();
      const cuts = getComputedStyle(up).overflow !== "visible";
      if (cuts && (own.left >= hole.right || own.top >= hole.bottom)) return true;
    }
    return !own.width;
  };
  const leaves = [...document.querySelectorAll(`#board :is(${parts}), #lost`)]
    .filter(place => !outOfSight(place))
    .map(place => ({
      place,
      box: place.getBoundingClientRect(),
      name: `${place.tagName}.${place.className} ${place.textContent.trim().slice(0, 30)}`,
    }));
  const wrong = [];
  leaves.forEach((a, number) => leaves.slice(number + 1).forEach(b => {
    if (a.place.contains(b.place) || b.place.contains(a.place)) return;
    const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const tall = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    if (wide > 1 && tall > 1) wrong.push(`${a.name} and ${b.name} overlap`);
  }));
  for (const { place, box, name } of leaves) {
    if (box.right > innerWidth + 1 || box.left < -1) wrong.push(`${name} reaches out of the page`);
    if (place.scrollWidth > place.clientWidth + 1) wrong.push(`${name} is cut`);
    if (innerWidth >= 960 && box.bottom > innerHeight + 1) wrong.push(`${name} is below the screen`);
  }
  return wrong;
}"""
"""Finds parts of the board that overlap, are cut, or reach out of the screen."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("title", "language"), [(LONG, "de"), (CYRILLIC, "en"), ("Holztag", "de")], ids=["long", "cyrillic", "short"]
)
async def test_the_board_fits_every_screen(
    site: Site, chromium: Browser, tmp_path: Path, title: str, language: str, scheme: str
) -> None:
    event = await crowded(site, title, language) if title != "Holztag" else await an_event(site, title=title)
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    for width, height in SCREENS:
        page = await opened(chromium, site, viewport={"width": width, "height": height}, color_scheme=scheme)
        await page.goto(f"/board/{event.board}")
        await page.screenshot(path=folder / f"board-{title[:4]}-{width}-{scheme}.png", full_page=width < 960)
        place = (width, scheme)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, place
        if width >= 960:
            assert await page.evaluate("document.documentElement.scrollHeight") <= height, place
        assert await page.evaluate(OVERLAPS) == [], place
        assert await page.evaluate(CONTRAST) == [], place
        if width == 1920:
            sizes = {name: await size(page, name) for name in (".figures dd", ".latest li", ".latest .none")}
            assert sizes[".figures dd"] >= 96
            assert sizes[".latest li"] == 0 or sizes[".latest li"] >= 35
        assert complaints(page) == []
        await page.context.set_offline(True)
        await expect(page.locator("#lost")).to_be_visible()
        await page.screenshot(path=folder / f"offline-{title[:4]}-{width}-{scheme}.png")
        assert await page.evaluate(OVERLAPS) == [], place
        assert await page.evaluate(CONTRAST) == [], place
        await page.context.close()


async def size(page: Page, selector: str) -> float:
    place = page.locator(selector).first
    if not await place.count():
        return 0
    return float(await place.evaluate("place => parseFloat(getComputedStyle(place).fontSize)"))


@pytest.fixture
async def busy(site: Site) -> Event:
    return await crowded(site, LONG, "de")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_pages_fit_and_can_be_read(
    site: Site, chromium: Browser, tmp_path: Path, busy: Event, width: int, scheme: str
) -> None:
    page = await opened(chromium, site, viewport={"width": width, "height": 800}, color_scheme=scheme)
    await sign_in(page, site)
    own = f"/events/{busy.id}"
    paths = (
        "/events",
        "/events/new",
        own,
        *(f"{own}/{name}" for name in ("edit", "copy", "close", "questions", "report")),
    )
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))

    async def looks(name: str) -> None:
        await page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert await page.evaluate(UNLABELLED) == [], name
        assert await page.evaluate(CONTRAST) == [], name
        assert await page.locator("h1").count() == 1, name

    for path in paths:
        await page.goto(path)
        await looks(re.sub(r"\W+", "-", path.replace(str(busy.id), "one")).strip("-"))
    await page.goto("/events/new")
    await page.evaluate("document.querySelector('form.form').noValidate = true")
    await page.get_by_label("Time zone").fill("Mars/Olympus")
    await page.get_by_role("button", name="Create the event").click()
    await expect(page.locator("#wrong-title")).to_be_visible()
    await looks("events-wrong")
    await page.goto(f"/e/{busy.code}")
    await looks("come")
    await page.get_by_role("button", name="Ask here").click()
    await page.wait_for_url(re.compile(r"/(#latest)?$"))
    await looks("at-the-event")
    await put(page, "Which clusters are there?")
    await page.get_by_role("button", name="Not only for Styria").last.wait_for()
    await looks("focused")
    assert complaints(page) == []
