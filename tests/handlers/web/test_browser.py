"""The pages in a real Chromium: the whole loop by mouse and by keyboard, with scripts and without, small and dark."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.handlers.web.site import GAP, ME, Site

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
SAID = "Membership of Cyberforum costs 500 euros a year."
NASTY = (
    '<script>document.title="hacked"</script><img src=x onerror="document.title=\'hacked\'"> '
    "What is the Cyberforum fee?"
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ, reason="there is no Chromium here: apt-get install chromium"
)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    assert CHROMIUM is not None, "there is no Chromium, and in CI there has to be one: apt-get install chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


async def opened(chromium: Browser, site: Site, **options: object) -> Page:
    """Open a browser window of its own; whatever its page complains about fails the test."""
    context = await chromium.new_context(base_url=site.address, locale="en-GB", **options)  # type: ignore[arg-type]
    page = await context.new_page()
    context.set_default_timeout(20_000)

    def complain(text: str) -> None:
        # What the browser itself says of pages that refuse something.
        if "Failed to load resource" not in text:
            complaints.append(text)

    complaints: list[str] = []
    page.on("pageerror", lambda error: complain(str(error)))
    page.on("console", lambda message: complain(message.text) if message.type in {"error", "warning"} else None)
    page.complaints = complaints  # type: ignore[attr-defined]
    return page


def complaints(page: Page) -> list[str]:
    return page.complaints  # type: ignore[attr-defined,no-any-return]


async def sign_in(page: Page, site: Site) -> None:
    await page.goto(await site.link(ME))
    await page.get_by_role("button", name="Sign me in").click()
    await expect(page.get_by_role("heading", name="Queue", exact=True)).to_be_visible()


async def fill_answer(page: Page) -> None:
    await page.locator("#do-answer > summary").click()
    await page.locator("#answer-target").fill("cyberforum")
    await page.locator("#answer-say").fill(SAID)
    await page.locator("#answer-source").fill("a letter from Cyberforum")
    await page.locator("#do-answer button").click()


async def ask(page: Page, text: str) -> None:
    await page.get_by_label("Your question").fill(text)
    await page.get_by_role("button", name="Ask", exact=True).click()
    await page.wait_for_load_state()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
async def test_a_gap_is_closed_seen_live_and_undone(site: Site, chromium: Browser, scripts: bool) -> None:
    visitor = await opened(chromium, site, java_script_enabled=scripts)
    curator = await opened(chromium, site, java_script_enabled=scripts)
    await visitor.goto("/")
    await ask(visitor, GAP)
    await expect(visitor.locator("#latest")).to_contain_text("I don't know that yet.")
    await visitor.get_by_role("button", name="Tell me when there is an answer").click()
    await expect(visitor.get_by_text("You will be told here.")).to_be_visible()

    await sign_in(curator, site)
    await curator.get_by_role("link", name=GAP).click()
    await fill_answer(curator)
    publish = curator.get_by_role("button", name="Publish")
    await publish.wait_for()
    await expect(curator.get_by_text("Nothing breaks.")).to_be_visible()
    await publish.click()
    await expect(curator.get_by_text("Revision 1 is published and live.")).to_be_visible()

    await visitor.goto("/")
    await expect(visitor.get_by_text("There is an answer now")).to_be_visible()
    await expect(visitor.locator("#latest")).to_contain_text(SAID)
    await ask(visitor, GAP)
    await expect(visitor.locator("#latest")).to_contain_text("a letter from Cyberforum")

    await curator.get_by_role("button", name="Undo Revision 1").click()
    await curator.get_by_role("button", name="Publish").click()
    await expect(curator.get_by_text("Revision 2 is published and live.")).to_be_visible()
    await ask(visitor, GAP)
    await expect(visitor.locator("#latest")).not_to_contain_text(SAID)
    assert complaints(visitor) == complaints(curator) == []


async def test_everything_can_be_done_by_keyboard(site: Site, chromium: Browser) -> None:
    group = await site.gap()
    page = await opened(chromium, site)
    keys = page.keyboard

    async def to(selector: str) -> None:
        """Go on with Tab until something has the focus, and see that the focus shows."""
        for _ in range(150):
            await keys.press("Tab")
            if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
                outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline == "solid", selector
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    await page.goto(await site.link(ME))
    await keys.press("Tab")
    await keys.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "content"
    await to("main button")
    await keys.press("Enter")
    await page.wait_for_url("**/desk")
    await keys.press("/")
    assert await page.evaluate("document.activeElement.id") == "q"
    await keys.type("j")
    assert await page.locator("#q").input_value() == "j"
    await to("button.main")
    await keys.press("Escape")
    await keys.press("j")
    await keys.press("Enter")
    await page.wait_for_url(f"**/desk/group/{group}")
    await to("#do-answer > summary")
    await keys.press("Enter")
    await to("#answer-target")
    await keys.type("cyberforum")
    await to("#answer-say")
    await keys.type(SAID)
    await to("#answer-source")
    await keys.type("a letter")
    await to("#do-answer button")
    await keys.press("Enter")
    await page.wait_for_url("**/desk/draft/*")
    await page.get_by_role("button", name="Publish").wait_for()
    await to("button.main")
    await keys.press("Enter")
    await expect(page.get_by_text("Revision 1 is published")).to_be_visible()
    assert complaints(page) == []


async def test_a_stored_script_shows_as_text(site: Site, chromium: Browser) -> None:
    group = await site.gap(NASTY)
    page = await opened(chromium, site)
    await sign_in(page, site)
    for path in ("/desk", f"/desk/group/{group}"):
        await page.goto(path)
        await expect(page.get_by_text("<script>document.title").first).to_be_visible()
        assert await page.title() != "hacked"
        assert await page.locator("img").count() == 0
    await page.goto("/")
    await ask(page, NASTY)
    await expect(page.locator(".asked")).to_contain_text("<script>")
    assert await page.title() != "hacked"
    assert complaints(page) == []


async def test_progress_is_shown_and_turns_into_the_preview(
    site: Site, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.web.previews, "_patience", 0.0)
    group = await site.gap()
    page = await opened(chromium, site)
    await sign_in(page, site)
    await page.goto(f"/desk/group/{group}")
    await fill_answer(page)
    await expect(page.get_by_role("heading", name="Working out what it does")).to_be_visible()
    assert await page.get_by_role("progressbar").count() == 1
    monkeypatch.setattr(site.web.previews, "_patience", 20.0)
    await page.get_by_role("button", name="Publish").wait_for()
    assert complaints(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_pages_fit_and_can_be_read(
    site: Site, chromium: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    group = await site.gap()
    await site.gap("What will the weather in Linz be tomorrow?", person="ben", update="2")
    size = {"width": width, "height": 800}
    page = await opened(chromium, site, viewport=size, color_scheme=scheme)
    await sign_in(page, site)
    await page.goto(f"/desk/group/{group}")
    await fill_answer(page)
    await page.get_by_role("button", name="Publish").wait_for()
    draft = re.sub(r"^.*?(?=/desk)", "", page.url)
    await page.goto("/")
    await ask(page, "tell me about the car cluster")
    paths = (
        "/",
        "/desk",
        f"/desk/group/{group}",
        draft,
        "/desk/try?q=How many members does Cyberforum have, blorp?",
        "/desk/entries",
        "/desk/entries/cyberforum",
        "/desk/history",
        "/desk/charts",
        "/sign-in",
        "/privacy",
    )
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    for path in paths:
        await page.goto(path)
        name = re.sub(r"\W+", "-", path.partition("?")[0]).strip("-") if path != draft else "draft"
        await page.screenshot(path=folder / f"{name or 'chat'}-{width}-{scheme}.png", full_page=True)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert await page.evaluate(UNLABELLED) == [], path
        assert await page.evaluate(CONTRAST) == [], path
        assert await page.locator("h1").count() == 1, path
        assert await page.locator("html").get_attribute("lang") == "en"
    assert complaints(page) == []


UNLABELLED = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
  .filter(field => !field.labels.length && !field.ariaLabel).map(field => field.outerHTML)"""
"""Finds fields without a label."""

CONTRAST = """() => {
  const parsed = text => text.match(/[\\d.]+/g).map(Number);
  const shine = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = place => {
    for (; place; place = place.parentElement) {
      const colour = parsed(getComputedStyle(place).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const place of document.querySelectorAll("body *")) {
    const own = [...place.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || place.closest("svg, button:disabled, option, datalist, .hidden, .skip")) continue;
    const [a, b] = [shine(parsed(getComputedStyle(place).color)), shine(ground(place))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${place.outerHTML.slice(0, 80)}`);
  }
  return faint;
}"""
"""Finds texts with less contrast than WCAG 2.2 AA demands."""
