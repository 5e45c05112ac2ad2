"""Every form of the pages, with any fields, bytes and encodings: it is done or refused, and never fails."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from bot.sign_in import Role
from handlers.web import limits
from handlers.web.application import routes
from tests.handlers.web.site import CURATOR, ORGANISER, Browser, Site, allow_all, running

fuzzed = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
FORMS = sorted(route.path for route in routes() if isinstance(route, Route) and route.methods == {"POST"})
FIELDS = st.sampled_from(
    ["text", "update", "option", "language", "next", "code", "link", "action", "do", "what", "entry", "field", "value",
     "say", "title", "source", "dated", "reason", "comment", "days", "group", "question", "helpful", "name", "kind",
     "date", "time", "zone", "place", "focus", "questions", "release", "organisers", "agenda", "csrf", "draft"]
)  # fmt: skip
VALUES = st.text(max_size=60) | st.sampled_from(
    ["", "0", "1", "-1", "9" * 30, "en", "xx", "karlsruhe", "cyberforum.members", "2027-03-12", "99:99", "//evil",
     "Europe/Vienna", "on", "a" * 5_000, "\x00", "\udcff", "<b>", "{name}", "take", "answer", "publish"]
)  # fmt: skip
PAIRS = st.lists(st.tuples(FIELDS | st.text(max_size=12), VALUES), max_size=8)
KINDS = st.sampled_from(
    ["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16", "application/json",
     "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "", "\xff"]
)  # fmt: skip
PIECES = st.sampled_from(["1", "2", "0", "999999999", "karlsruhe", "cyberforum", "x", "%00", "%ff", "a" * 300])


@pytest.fixture
async def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    monkeypatch.setattr(limits.Limits, "allow", allow_all)
    async with running(tmp_path) as site:
        await site.gap()
        yield site


@pytest.fixture
async def curator(own: Site) -> AsyncIterator[Browser]:
    async with own.browser(f"telegram:{CURATOR}") as browser:
        browser.client.follow_redirects = False
        await browser.get("/desk")
        yield browser


def filled(path: str, data: st.DataObject) -> str:
    """Return a path with something in its places."""
    return re.sub(r"{[^}]*}", lambda _: data.draw(PIECES), path)


def test_all_forms_are_here() -> None:
    assert len(FORMS) > 20


@fuzzed
@given(data=st.data(), path=st.sampled_from(FORMS), pairs=PAIRS)
async def test_any_fields(curator: Browser, data: st.DataObject, path: str, pairs: list[tuple[str, str]]) -> None:
    if path == "/sign-out":
        return
    fields = [("csrf", curator.csrf), *pairs]
    content = urlencode(fields, errors="surrogatepass").encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = await curator.client.post(filled(path, data), content=content, headers=headers)
    assert response.status_code < 500, (path, pairs, response.text[:300])


@fuzzed
@given(data=st.data(), path=st.sampled_from(FORMS), body=st.binary(max_size=300), kind=KINDS, known=st.booleans())
async def test_any_bytes(curator: Browser, data: st.DataObject, path: str, body: bytes, kind: str, known: bool) -> None:
    if path == "/sign-out":
        return
    content = f"csrf={curator.csrf}&".encode() + body if known else body
    headers = [(b"Content-Type", kind.encode("latin-1"))]
    response = await curator.client.post(filled(path, data), content=content, headers=headers)
    assert response.status_code < 500, (path, body, kind)


async def test_a_form_that_is_too_large_or_has_too_many_fields(curator: Browser) -> None:
    for path in FORMS:
        address = re.sub(r"{[^}]*}", "1", path)
        for content in (b"csrf=" + b"a" * 70_000, b"&".join([b"a=1"] * 2_000)):
            assert (await curator.client.post(address, content=content)).status_code in {403, 404, 413}


async def test_an_organiser(own: Site) -> None:
    async with own.browser(f"telegram:{ORGANISER}", Role.ORGANISER) as browser:
        for path in FORMS:
            answer = await browser.post(re.sub(r"{[^}]*}", "1", path), {"title": "\x00", "date": "32.13.", "days": "x"})
            assert answer.status_code < 500, path
