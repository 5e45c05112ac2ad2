"""Two instances of the pages over one database: a visitor does not notice which of them answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.errors import StorageError
from bot.storage.sql_exchanges import SqlExchanges
from handlers.web.limits import Budget
from tests.handlers.web.site import GAP, Browser, Site, running
from tests.handlers.web.test_chat import asked, update_of


@pytest.fixture
async def sites(tmp_path: Path) -> AsyncIterator[tuple[Site, Site]]:
    async with running(tmp_path) as one, running(tmp_path) as two:
        yield one, two


def sent_to(site: Site, browser: Browser) -> None:
    """Let the balancer send a visitor to another instance from now on: it has the same address to them."""
    browser.client.base_url = site.address
    for cookie in browser.client.cookies.jar:
        cookie.domain = urlsplit(site.address).hostname or ""


async def test_a_conversation_is_seen_and_goes_on_at_either(sites: tuple[Site, Site]) -> None:
    one, two = sites
    async with one.browser() as visitor:
        page = await asked(visitor, "How many members does Cyberforum have?")
        update = update_of(page)
        sent_to(two, visitor)
        assert "more than 640 members" in (await visitor.get("/")).text
        assert "49" in await asked(visitor, "and mentors?")
        assert "Thank you!" in (await visitor.post("/rate", {"update": update, "helpful": "yes"})).text
        sent_to(one, visitor)
        page = (await visitor.get("/")).text
        assert page.index("640 members") < page.index("49 experienced")
        assert "Thank you!" in page
        assert "640 members" not in (await visitor.post("/new")).text
        sent_to(two, visitor)
        assert "640 members" not in (await visitor.get("/")).text


async def test_whoever_asks_at_the_one_can_be_told_by_the_other(sites: tuple[Site, Site]) -> None:
    one, two = sites
    async with one.browser() as visitor:
        page = await asked(visitor, f"{GAP} anna@example.com")
        update = update_of(page)
        sent_to(two, visitor)
        page = (await visitor.get("/")).text
        assert "[email]" in page
        assert "anna@example.com" not in page
        await visitor.post("/tell", {"update": update})
        sent_to(one, visitor)
        assert 'action="/tell"' not in (await visitor.get("/")).text


async def test_how_much_may_be_asked_is_counted_together(sites: tuple[Site, Site]) -> None:
    async with sites[0].browser() as visitor:
        statuses = []
        for number in range(Budget.QUESTIONS.value + 4):
            sent_to(sites[number % 2], visitor)
            statuses.append((await visitor.post("/ask", {"text": "hello"})).status_code)
    assert statuses[0] == 200
    assert statuses[-1] == 429


async def test_without_the_database_each_shows_what_it_remembers(
    sites: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*_: object) -> None:
        raise StorageError("gone")

    one, _ = sites
    for method in ("keep", "of"):
        monkeypatch.setattr(SqlExchanges, method, failing)
    async with one.browser() as visitor:
        assert "more than 640 members" in await asked(visitor, "How many members does Cyberforum have?")
        assert "more than 640 members" in (await visitor.get("/")).text


async def test_forgetting_reaches_what_the_other_keeps(sites: tuple[Site, Site]) -> None:
    one, two = sites
    async with one.browser() as visitor:
        await asked(visitor, "How many members does Cyberforum have?")
        person = next(iter(one.web.transcripts._here))
        sent_to(two, visitor)
        await visitor.get("/privacy")
        await visitor.post("/privacy/forget")
        assert await one.web.transcripts.of(person) == []
