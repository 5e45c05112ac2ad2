"""SVG: well formed whatever is written, told to those who do not see it, and read back from a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from playwright.async_api import Browser, async_playwright, expect

from handlers.paper.drawing import INK, Page, Text
from handlers.paper.qr import qr_svg
from handlers.paper.report import report
from handlers.paper.sheets import Sheet, card, poster
from handlers.paper.svg import svg
from tests.handlers.paper.samples import (
    ADDRESS,
    CHROMIUM,
    TITLES,
    WORST,
    any_text,
    codes_in,
    in_a_browser,
    report_sheet,
    sheet,
)  # fmt: skip

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    assert CHROMIUM is not None, "there is no Chromium, and in CI there has to be one: apt-get install chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.mark.parametrize("title", [*TITLES.values(), WORST])
def test_it_is_well_formed_and_tells_what_is_on_it(title: str) -> None:
    drawn = ElementTree.fromstring(svg(poster(sheet(title))))
    assert drawn.attrib["width"] == "210mm"
    assert drawn.attrib["role"] == "img"
    assert drawn.attrib["lang"] == "en"
    assert "BANO-KIRU-FESO" in drawn.find(f"{SVG}desc").text
    assert drawn.find(f"{SVG}title").attrib["id"] == drawn.attrib["aria-labelledby"]
    assert drawn.find(f"{SVG}desc").attrib["id"] == drawn.attrib["aria-describedby"]
    defined = {path.attrib["id"] for path in drawn.find(f"{SVG}defs")}
    used = {use.attrib["href"].removeprefix("#") for use in drawn.iter(f"{SVG}use")}
    assert defined == used
    assert not list(drawn.iter(f"{SVG}text")), "letters that each machine draws with its own fonts"


@settings(max_examples=200, deadline=None)
@given(any_text, any_text, any_text)
def test_it_is_well_formed_whatever_stands_in_it(title: str, language: str, text: str) -> None:
    page = Page(50, 50, title, language, (Text(5, 20, text, 5, ink=INK),))
    drawn = svg(page)
    drawn.encode()
    ElementTree.fromstring(drawn)


def test_two_on_one_page_keep_their_letters_apart() -> None:
    one, other = (ElementTree.fromstring(svg(kind(sheet()))) for kind in (poster, card))
    assert not {element.get("id") for element in one.iter() if element.get("id")} & {
        element.get("id") for element in other.iter() if element.get("id")
    }


@in_a_browser
@pytest.mark.parametrize("kind", [poster, card], ids=["poster", "card"])
@pytest.mark.parametrize("title", [TITLES["german"], TITLES["russian"], TITLES["english"]])
async def test_a_browser_shows_the_code(chromium: Browser, kind: Callable[[Sheet], Page], title: str) -> None:
    page = await chromium.new_page(viewport={"width": 800, "height": 1130})
    await page.set_content(f"<!doctype html><title>x</title><body style='margin:0'>{svg(kind(sheet(title)))}</body>")
    picture = page.get_by_role("img", name=title)
    await expect(picture).to_be_visible()
    assert codes_in(await picture.screenshot()) == [ADDRESS]


@in_a_browser
async def test_a_browser_shows_a_code_alone_on_a_dark_page(chromium: Browser) -> None:
    page = await chromium.new_page()
    await page.set_content(f"<!doctype html><title>x</title><body style='background:#000'>{qr_svg(ADDRESS)}</body>")
    assert codes_in(await page.get_by_role("img", name=ADDRESS).screenshot()) == [ADDRESS]
    assert codes_in(await page.screenshot()) == [ADDRESS]


@in_a_browser
async def test_a_browser_draws_the_letters(chromium: Browser) -> None:
    page = await chromium.new_page()
    await page.set_content(f"<!doctype html><title>x</title>{svg(report(report_sheet()))}")
    sizes = await page.eval_on_selector_all("svg use", "all => all.map(one => one.getBoundingClientRect().height)")
    assert len(sizes) > 200
    assert all(size > 0 for size in sizes)
