"""Forms that are refused: other visitors', other sites', too large, too odd, and too many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.privacy import person_hasher
from bot.sign_in import CONSOLE
from bot.storage.database import open_database
from bot.storage.sql_budgets import SqlBudgets
from handlers.web.limits import Budget, Limits
from tests.databases import new_database
from tests.handlers.web.every_route import ROUTES
from tests.handlers.web.site import ME, Site, allow_all


async def test_forms_need_the_visitors_own_token(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.web.limits, "allow", allow_all)
    posts = [path for method, path in ROUTES if method == "POST"]
    assert len(posts) >= 25
    async with site.browser(CONSOLE) as curator, site.browser(CONSOLE) as other:
        await other.get("/desk")
        for path in posts:
            await curator.get("/desk")
            for token in ("", "0" * 64, "ü", other.csrf, curator.csrf[:-1]):
                response = await curator.post(path, {"do": "take", "text": "hello"}, csrf=token)
                assert response.status_code == 403, (path, token)
                assert "your own page" in response.text
            # A form without the field at all.
            assert (await curator.client.post(path, data={"do": "take"})).status_code == 403, path
    assert await site.web.assistant.log.recent() == []


async def test_forms_of_another_site_are_refused(site: Site) -> None:
    async with site.browser(ME) as curator:
        await curator.get("/desk")
        for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
            curator.client.headers["Origin"] = origin
            assert (await curator.post("/new")).status_code == 403, origin
        curator.client.headers["Origin"] = site.address
        assert (await curator.post("/new")).status_code == 200


async def test_a_server_in_front_may_ask_for_another_host(site: Site) -> None:
    settings = site.web.settings.model_copy(update={"web_url": "https://bot.example"})
    async with site.browser() as visitor:
        visitor.client.headers["Origin"] = "https://bot.example"
        assert (await visitor.post("/new")).status_code == 403
        object.__setattr__(site.web, "settings", settings)
        assert (await visitor.post("/new")).status_code == 200
        visitor.client.headers["Origin"] = "https://bot.example.evil"
        assert (await visitor.post("/new")).status_code == 403


async def test_who_asks_too_much_waits(site: Site) -> None:
    async with site.browser() as visitor:
        for _ in range(Budget.QUESTIONS.value):
            assert (await visitor.post("/ask", {"text": "hello"})).status_code == 200
        page = await visitor.post("/ask", {"text": "hello"})
        assert page.status_code == 429
        assert "wait a minute" in page.text
    async with site.browser() as guesser:
        statuses = [(await guesser.post("/sign-in", {"link": "x" * 43})).status_code for _ in range(12)]
        assert statuses[0] == 403
        assert statuses[-1] == 429


@pytest.mark.parametrize("where", ["memory", "sqlite", "postgresql"])
async def test_budgets_refill_and_are_shared(where: str, tmp_path: Path) -> None:
    now = [0.0]
    engines = [] if where == "memory" else [await open_database(new_database(where, tmp_path))]
    hasher, begun = person_hasher(b"a key of the tests alone"), datetime(2027, 1, 1, tzinfo=UTC)
    limits = [
        Limits(lambda: now[0], SqlBudgets(engine), hasher, lambda: begun + timedelta(seconds=now[0]))
        for engine in (*engines, *engines)
    ] or [Limits(lambda: now[0])]
    one, two = limits[0], limits[-1]
    asked = [await (one, two)[number % 2].allow(Budget.SIGN_INS, "a") for number in range(11)]
    assert asked == [True] * 10 + [False]
    assert await two.allow(Budget.SIGN_INS, "b")
    now[0] = 6.0
    assert [await one.allow(Budget.SIGN_INS, "a"), await two.allow(Budget.SIGN_INS, "a")] == [True, False]
    now[0] = -100.0
    assert not await one.allow(Budget.SIGN_INS, "a")
    now[0] = 600.0
    assert [await two.allow(Budget.SIGN_INS, "a") for _ in range(11)] == [True] * 10 + [False]
    for engine in engines:
        await engine.dispose()


async def test_large_and_odd_forms_are_refused(site: Site) -> None:
    async with site.browser() as visitor:
        assert (await visitor.post("/ask", {"text": "x" * 70_000})).status_code == 413
        assert (await visitor.post("/ask", {f"f{n}": "" for n in range(400)})).status_code == 413
        assert (await visitor.client.post("/ask", content=b"\xff\xfe\x00")).status_code == 403
        assert (await visitor.get("/ask")).status_code == 405
        assert (await visitor.get("/nowhere")).status_code == 404
