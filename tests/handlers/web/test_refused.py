"""Whoever is no curator gets nowhere: strangers, organisers, old and used links, forged cookies, other sites' forms."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.routing import Mount, Route

from bot.errors import CurationError
from bot.privacy import person_hasher
from bot.sign_in import CONSOLE, LINK_LIVES, SESSION_LIVES, Doorkeeper, Role
from bot.storage.database import open_database
from bot.storage.sql_budgets import SqlBudgets
from bot.storage.sql_sign_ins import SqlSignIns
from handlers.web.application import routes
from handlers.web.limits import Budget, Limits
from tests.databases import new_database
from tests.handlers.web.events import FORM, an_event
from tests.handlers.web.site import CURATOR, ORGANISER, STRANGER, Browser, Site, allow_all

ME = f"telegram:{CURATOR}"
SAMPLES = {
    "number": "1",
    "draft_id": "abcdefgh",
    "entry": "cyberforum",
    "code": "bano-kiru-feso",
    "secret": "x" * 32,
}


def all_routes() -> list[tuple[str, str]]:
    """Return method and path of each route, with something in place of its parameters."""
    found = []
    for route in routes():
        if isinstance(route, Mount):
            assert route.path == "/static"
            continue
        assert isinstance(route, Route)
        path = re.sub(r"{(\w+)(:\w+)?}", lambda name: SAMPLES[name[1]], route.path)
        found += [(method, path) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


ROUTES = all_routes()
DESK = [(method, path) for method, path in ROUTES if path.startswith("/desk")]
EVENTS = [(method, path) for method, path in ROUTES if path.startswith("/events")]


async def refused(browser: Browser, status: int, pages: list[tuple[str, str]] = DESK) -> None:
    """Try every page and form of the desk, or of the events."""
    for method, path in pages:
        response = await (browser.get(path) if method == "GET" else browser.post(path, {"do": "take"}))
        assert response.status_code == status, (method, path)
        assert "Group" not in response.text, path


def test_the_desk_has_all_its_pages() -> None:
    assert {path for _, path in DESK} >= {
        "/desk", "/desk/group/1", "/desk/draft/abcdefgh", "/desk/try", "/desk/entries", "/desk/history", "/desk/charts",
    }  # fmt: skip


def test_organisers_have_all_their_pages() -> None:
    forms = {"new", "1/edit", "1/close", "1/revoke", "1/copy", "1/questions"}
    assert {path for method, path in EVENTS if method == "POST"} == {f"/events/{form}" for form in forms}
    files = {
        "poster.pdf", "poster.svg", "card.pdf", "card.svg", "qr.svg", "qr.png", "report", "report.pdf", "report.csv",
    }  # fmt: skip
    assert {path for _, path in EVENTS} >= {"/events", "/events/1", *(f"/events/1/{name}" for name in files)}


async def test_a_stranger_is_refused_everywhere(site: Site) -> None:
    async with site.browser() as stranger:
        await refused(stranger, 401)
        await refused(stranger, 401, EVENTS)
        for path in ("/events/", "/events/nowhere", "/events/1/nowhere", "/events/../events", "/%65vents", "/Events"):
            assert (await stranger.get(path)).status_code in {401, 404}, path
        for path in ("/desk/", "/desk/nowhere", "/desk/../desk", "/%64esk", "/DESK"):
            assert (await stranger.get(path)).status_code in {401, 404}, path


async def test_an_organiser_is_refused_everywhere(site: Site) -> None:
    async with site.browser(f"telegram:{ORGANISER}", Role.ORGANISER) as organiser:
        await refused(organiser, 403)


async def test_a_curator_who_is_no_organiser_gets_to_no_event(site: Site) -> None:
    async with site.browser(ME) as curator:
        await refused(curator, 403, EVENTS)


async def test_a_curator_who_is_an_organiser_too_gets_to_both(site: Site) -> None:
    members = site.web.doorkeeper._members
    members[Role.ORGANISER] = members[Role.ORGANISER] | {CURATOR}
    async with site.browser(ME) as both:
        assert (await both.get("/events")).status_code == (await both.get("/desk")).status_code == 200


async def test_organisers_do_not_get_to_each_others_events(site: Site) -> None:
    """To each other's events there is nothing at all, however they are asked for: page, form or file."""
    members = site.web.doorkeeper._members
    members[Role.ORGANISER] = members[Role.ORGANISER] | {STRANGER}
    event = await an_event(site)
    mine = [(method, path.replace("/1", f"/{event.id}", 1)) for method, path in EVENTS if "/1" in path]
    assert len(mine) >= 18
    async with site.browser(f"telegram:{STRANGER}", Role.ORGANISER) as other:
        await other.get("/events")
        for method, path in mine:
            response = await (other.get(path) if method == "GET" else other.post(path, FORM))
            assert response.status_code == 404, (method, path)
            assert event.plan.title not in response.text, path
            assert "BANO" not in response.text, path
        nothing = (await other.get("/events/999")).text
        assert (await other.get(f"/events/{event.id}")).text.replace(f"/{event.id}", "/999") == nothing
    kept = await site.web.events.stored.get(event.id)
    assert kept == event
    assert await site.web.events.stored.decisions(event.id) == {}


async def test_whoever_loses_the_role_loses_the_pages(site: Site) -> None:
    async with site.browser(f"telegram:{ORGANISER}", Role.ORGANISER) as organiser:
        assert (await organiser.get("/events")).status_code == 200
        site.web.doorkeeper._members[Role.ORGANISER] = frozenset()
        await refused(organiser, 401, EVENTS)


async def test_forged_cookies_are_refused(site: Site) -> None:
    for forged in ("", "x", "a" * 43, "a" * 5000, "ü" * 43, "'; DROP TABLE sessions; --"):
        async with site.browser() as stranger:
            sent = httpx.Headers([(b"Cookie", f"desk={forged}".encode())])
            assert (await stranger.client.get("/desk", headers=sent)).status_code == 401, forged


async def test_what_is_stored_opens_nothing(site: Site) -> None:
    """Whoever reads the database finds hashes, and a hash is no cookie and no link."""
    async with site.browser(ME) as curator:
        cookie = curator.client.cookies["desk"]
        link = await site.link(ME)
    path = site.web.settings.database_path
    assert path is not None
    files = b"".join(file.read_bytes() for file in Path(path).parent.iterdir())
    assert cookie.encode() not in files
    assert link.partition("link=")[2].encode() not in files


async def test_a_link_works_once_however_many_try(site: Site) -> None:
    link = await site.link(ME)
    token = link.partition("link=")[2]
    entered = await asyncio.gather(*(site.web.doorkeeper.enter(token) for _ in range(20)))
    assert sum(session is not None for session in entered) == 1
    async with site.browser() as stranger:
        page = await stranger.sign_in(link)
        assert page.status_code == 403
        assert "used already" in page.text
        assert (await stranger.get("/desk")).status_code == 401


async def test_looking_at_a_link_does_not_use_it_up(site: Site) -> None:
    link = await site.link(ME)
    async with site.browser() as curator:
        for _ in range(3):
            await curator.get(link.removeprefix(site.address))
        assert (await curator.sign_in(link)).url.path == "/desk"


async def test_links_and_sessions_end(site: Site) -> None:
    now = site.web.clock()
    tokens = site.web.doorkeeper._tokens
    assert isinstance(tokens, SqlSignIns)
    time = [now]
    doorkeeper = Doorkeeper(tokens, clock=lambda: time[0], curators={CURATOR})
    link = await doorkeeper.link(ME, Role.CURATOR)
    time[0] = now + LINK_LIVES
    assert await doorkeeper.enter(link) is None
    link = await doorkeeper.link(ME, Role.CURATOR)
    session = await doorkeeper.enter(link)
    assert await doorkeeper.admitted(session) is not None
    time[0] += SESSION_LIVES - timedelta(seconds=1)
    assert await doorkeeper.admitted(session) is not None
    time[0] += timedelta(seconds=1)
    assert await doorkeeper.admitted(session) is None


async def test_whoever_is_taken_out_of_the_settings_is_out(site: Site) -> None:
    tokens = site.web.doorkeeper._tokens
    session = await site.web.doorkeeper.enter(await site.web.doorkeeper.link(ME, Role.CURATOR))
    assert await site.web.doorkeeper.admitted(session) is not None
    assert await Doorkeeper(tokens, clock=site.web.clock, curators={1}).admitted(session) is None


async def test_only_those_named_get_links(site: Site) -> None:
    for person, role in (
        (f"telegram:{STRANGER}", Role.CURATOR),
        (f"telegram:{ORGANISER}", Role.CURATOR),
        (ME, Role.ORGANISER),
        (ME, Role.ADMIN),
        ("telegram:x", Role.CURATOR),
        (str(CURATOR), Role.CURATOR),
    ):
        with pytest.raises(CurationError, match="no role"):
            await site.web.doorkeeper.link(person, role)
    for role in Role:
        assert await site.web.doorkeeper.link(CONSOLE, role)


async def test_signing_out_ends_the_session_for_good(site: Site) -> None:
    async with site.browser(ME) as curator:
        cookie = curator.client.cookies["desk"]
        await curator.get("/desk")
        await curator.post("/sign-out")
        assert (await curator.get("/desk")).status_code == 401
        curator.client.cookies.set("desk", cookie)
        assert (await curator.get("/desk")).status_code == 401


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


async def test_a_token_from_before_signing_in_is_no_good_after_it(site: Site) -> None:
    async with site.browser() as curator:
        before = curator.csrf
        await curator.sign_in(await site.link(ME))
        assert (await curator.post("/sign-out", csrf=before)).status_code == 403


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
