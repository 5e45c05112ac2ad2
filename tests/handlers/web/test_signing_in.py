"""Links and sessions: they work once, end, and are not to be forged, whoever reads the database."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.errors import CurationError
from bot.sign_in import CONSOLE, LINK_LIVES, SESSION_LIVES, Doorkeeper, Role
from bot.storage.sql_sign_ins import SqlSignIns
from tests.handlers.web.site import CURATOR, ME, ORGANISER, STRANGER, Site


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


async def test_a_token_from_before_signing_in_is_no_good_after_it(site: Site) -> None:
    async with site.browser() as curator:
        before = curator.csrf
        await curator.sign_in(await site.link(ME))
        assert (await curator.post("/sign-out", csrf=before)).status_code == 403
