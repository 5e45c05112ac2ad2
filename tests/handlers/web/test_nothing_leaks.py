"""Pages give nothing away and run nothing of others: headers, cookies, scripts that were typed, and the log."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.sign_in import CONSOLE
from tests.handlers.web.events import an_event
from tests.handlers.web.site import ME, Site


async def test_cookies_and_headers(site: Site) -> None:
    async with httpx.AsyncClient(base_url=site.address) as client:
        response = await client.get("/")
        assert re.fullmatch(
            r"visitor=[\w-]{43}; Max-Age=7776000; Path=/; HttpOnly; SameSite=Lax", response.headers["set-cookie"]
        )
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"
        assert "set-cookie" not in (await client.get("/static/desk.css")).headers
        assert "server" not in response.headers


async def test_behind_https_cookies_are_secure(site: Site) -> None:
    object.__setattr__(site.web, "settings", site.web.settings.model_copy(update={"web_url": "https://bot.example"}))
    async with httpx.AsyncClient(base_url=site.address) as client:
        assert "; Secure" in (await client.get("/")).headers["set-cookie"]


async def test_nothing_inline_stands_in_any_page(site: Site) -> None:
    group, event = await site.gap(), await an_event(site)
    paths = ("/", "/desk", f"/desk/group/{group}", "/desk/try?q=hello", "/desk/entries", "/desk/charts")
    own = f"/events/{event.id}"
    events = ("/events", "/events/new", own, *(f"{own}/{name}" for name in ("edit", "questions", "report", "copy")))
    async with site.browser(CONSOLE) as console:
        for path in (*paths, *events, f"/e/{event.code}", f"/board/{event.board}"):
            text = (await console.get(path)).text
            script = "board.js" if path.startswith("/board") else "desk.js"
            assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text), path
            assert re.findall(r"<script[^>]*>[^<]*", text) == [f'<script src="/static/{script}" defer>'], path


async def test_a_stored_script_shows_as_text(site: Site) -> None:
    nasty = '<script>alert(1)</script>"><img src=x onerror=alert(2)> What does membership of Cyberforum cost?'
    group = await site.gap(nasty)
    async with site.browser(ME) as curator:
        await curator.post(f"/desk/group/{group}/work", {"do": "comment", "comment": nasty})
        page = (await curator.get(f"/desk/group/{group}")).text
        assert page.count("&lt;script&gt;alert(1)") >= 3
        for path in ("/desk", f"/desk/group/{group}", "/desk?q=<script>alert(1)</script>&event=%22><img>"):
            text = (await curator.get(path)).text
            assert "<script>alert" not in text, path
            assert "<img" not in text, path


async def test_no_text_and_no_link_reaches_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "uvicorn")
    caplog.set_level("DEBUG", "handlers")
    link = await site.link(ME)
    async with site.browser() as curator:
        await curator.sign_in(link)
        await curator.get("/desk/try?q=secret-question")
        await curator.post("/ask", {"text": "secret-question"})
    told = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith(("uvicorn", "handlers"))
    )
    assert "secret-question" not in told
    assert link.partition("link=")[2] not in told
