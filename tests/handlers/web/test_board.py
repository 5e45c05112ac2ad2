"""The board and its stream over a real server: what is asked is on the wall within a second."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.errors import StorageError
from bot.events.event import Release
from handlers.web import watches
from handlers.web.watches import MOST_OF_AN_ADDRESS, Seen, Watches
from tests.handlers.web.events import ME, an_event, ask
from tests.handlers.web.site import Site, running

QUESTION = "How many members does Cyberforum have?"


class Stream:
    """A viewer of a board who reads its events as a browser does."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def event(self, name: str = "board", within: float = 5) -> dict[str, str]:
        """Return the next event of a name."""
        async with asyncio.timeout(within):
            while True:
                found: dict[str, str] = {}
                async for line in self._lines:
                    if not line:
                        break
                    field, _, value = line.partition(":")
                    found[field] = f"{found[field]}\n{value.strip()}" if field in found else value.strip()
                else:
                    raise EOFError
                if found.get("event") == name:
                    return found

    async def until(self, text: str, within: float = 5) -> float:
        """Wait until something stands on the board; returns how many seconds that took."""
        began = time.monotonic()
        while text not in (await self.event(within=within))["data"]:
            pass
        return time.monotonic() - began


@contextlib.asynccontextmanager
async def looking(site: Site, secret: str, **headers: str) -> AsyncIterator[Stream]:
    async with (
        httpx.AsyncClient(base_url=site.address, timeout=30) as client,
        client.stream("GET", f"/board/{secret}/stream", headers=headers) as response,
    ):
        yield Stream(response)


async def until(condition: object) -> None:
    assert callable(condition)
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - there is nothing to wait for but the server itself
            await asyncio.sleep(0.01)


async def test_the_board_shows_the_event(site: Site) -> None:
    event = await an_event(site, title="Holz & <b>Tag</b>")
    await ask(site, event, QUESTION)
    await ask(site, event, "What does a cluster cost?", "ben")
    async with httpx.AsyncClient(base_url=site.address) as client:
        page = await client.get(f"/board/{event.board}")
        assert page.status_code == 200
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in page.headers["x-robots-tag"]
        assert page.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert '<html lang="de">' in page.text
        assert "Holz &amp; &lt;b&gt;Tag&lt;/b&gt;" in page.text
        assert "<svg" in page.text
        assert QUESTION in page.text
        assert "<dd>2</dd><dt>Personen</dt>" in page.text
        assert re.search(r'<noscript><meta http-equiv="refresh" content="\d+"></noscript>', page.text)
        assert not re.findall(r'(?:src|href)="(?!/static/)', page.text)


async def test_a_wrong_address_looks_like_any_other(site: Site) -> None:
    async with httpx.AsyncClient(base_url=site.address) as client:
        nowhere = await client.get("/nowhere")
        event = await an_event(site)
        for path in (event.board[:-1], "x", "x" * 5000, f"{event.board}x", f"{'x' * 32}/stream", "%00", event.code):
            page = await client.get(f"/board/{path}")
            assert page.status_code == 404
            plain = re.compile(r'value="[^"]*"')
            assert plain.sub("", page.text) == plain.sub("", nowhere.text)
            assert page.headers["referrer-policy"] == nowhere.headers["referrer-policy"]


async def test_a_question_is_on_the_wall_within_a_second(site: Site) -> None:
    event = await an_event(site)
    async with looking(site, event.board) as stream, site.browser() as visitor:
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["x-accel-buffering"] == "no"
        assert stream.response.headers["referrer-policy"] == "no-referrer"
        assert (await stream.event())["id"]
        await visitor.get(f"/e/{event.code}")
        await visitor.post(f"/e/{event.code}")
        await stream.until("<dd>1</dd><dt>Personen</dt>", within=1)
        await visitor.post("/ask", {"text": QUESTION})
        assert await stream.until(QUESTION, within=1) < 1


async def test_what_the_organiser_does_is_on_the_wall_at_once(site: Site) -> None:
    event = await an_event(site, release=Release.BY_HAND)
    organising = site.web.events.organising
    await ask(site, event, QUESTION, update="1")
    async with looking(site, event.board) as stream:
        assert QUESTION not in (await stream.event())["data"]
        await organising.decide(event.id, ME, {("test", "1"): True})
        await stream.until(QUESTION, within=1)
        await organising.decide(event.id, ME, {("test", "1"): False})
        assert QUESTION not in (await stream.event(within=1))["data"]
        await organising.close(event.id, ME)
        ended = (await stream.event(within=1))["data"]
        assert "Diese Veranstaltung endete am" in ended
        assert "<svg xmlns" not in ended
        assert "<dd>1</dd><dt>Fragen</dt>" in ended


async def test_two_viewers_are_one_look_and_none_is_none(site: Site) -> None:
    event, other = await an_event(site), await an_event(site)
    assert site.web.watches.looking == 0
    async with looking(site, event.board) as first, looking(site, event.board) as second:
        await first.event()
        await second.event()
        assert (site.web.watches.looking, site.web.watches.viewers) == (1, 2)
        async with looking(site, other.board) as third:
            await third.event()
            assert (site.web.watches.looking, site.web.watches.viewers) == (2, 3)
        await until(lambda: site.web.watches.looking == 1)
        await ask(site, event, QUESTION)
        await first.until(QUESTION)
        await second.until(QUESTION)
    await until(lambda: (site.web.watches.looking, site.web.watches.viewers) == (0, 0))
    assert not [task for task in asyncio.all_tasks() if "_keep_looking" in repr(task)]


async def test_whoever_comes_back_is_not_sent_what_they_have(site: Site) -> None:
    event = await an_event(site)
    async with looking(site, event.board) as stream:
        mark = (await stream.event())["id"]
    async with looking(site, event.board, **{"Last-Event-ID": mark}) as stream:
        with pytest.raises(TimeoutError):
            await stream.event(within=0.7)
        # What was cancelled cannot be read on; another one is told of what is new.
    await ask(site, event, QUESTION)
    async with looking(site, event.board, **{"Last-Event-ID": mark}) as stream:
        assert QUESTION in (await stream.event())["data"]


async def test_a_sign_of_life_is_sent(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watches, "HEARTBEAT", 0.2)
    event = await an_event(site)
    async with looking(site, event.board) as stream:
        found = await stream.event("alive", within=2)
        assert "" in found  # the comment


async def test_a_board_survives_a_database_that_is_away_for_a_while(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watches, "HEARTBEAT", 0.5)
    event = await an_event(site)
    async with looking(site, event.board) as stream:
        await stream.event()
        with monkeypatch.context() as away:

            async def fails(*_: object) -> None:
                raise StorageError("away")

            away.setattr(type(site.web.events.figures), "mark", fails)
            await asyncio.sleep(0.5)
        await ask(site, event, QUESTION)
        await stream.until(QUESTION)


async def test_asking_for_the_headers_alone_takes_no_seat(site: Site) -> None:
    event = await an_event(site)
    async with httpx.AsyncClient(base_url=site.address) as client:
        assert (await client.head(f"/board/{event.board}/stream")).status_code == 200
    assert site.web.watches.viewers == 0


async def test_streams_are_limited(site: Site) -> None:
    event = await an_event(site)
    assert all(site.web.watches.enter(event.board, "127.0.0.1") for _ in range(MOST_OF_AN_ADDRESS))
    async with looking(site, event.board) as stream:
        assert stream.response.status_code == 429
    site.web.watches.leave(event.board, "127.0.0.1")
    async with looking(site, event.board) as stream:
        assert stream.response.status_code == 200
        await stream.event()
    await until(lambda: site.web.watches.viewers == MOST_OF_AN_ADDRESS - 1)
    for _ in range(MOST_OF_AN_ADDRESS - 1):
        site.web.watches.leave(event.board, "127.0.0.1")
    assert (site.web.watches.viewers, site.web.watches.looking) == (0, 0)


async def test_a_server_with_open_streams_goes_down_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.curation import opened

    monkeypatch.setattr(opened, "golden_cases", lambda _: [])
    began = 0.0
    async with contextlib.AsyncExitStack() as viewers:
        async with running(tmp_path) as site:
            event = await an_event(site)
            streams = [await viewers.enter_async_context(looking(site, event.board)) for _ in range(3)]
            for stream in streams:
                await stream.event()
            began = time.monotonic()
        assert time.monotonic() - began < 3
        for stream in streams:
            with pytest.raises(EOFError):
                await stream.event()
    assert site.web.watches.viewers == 0
    assert not site.web.watches.enter(event.board, "127.0.0.1")


async def test_a_board_that_is_gone_ends_its_streams(site: Site) -> None:
    event = await an_event(site, starts_at=site.web.clock() - timedelta(days=5))
    async with looking(site, event.board) as stream:
        await stream.event()
        await site.web.curation.retention.forget_before(site.web.clock() + timedelta(days=30))
        with pytest.raises(EOFError):
            await stream.event()


async def test_a_viewer_gets_the_latest_and_not_every_change() -> None:
    seen = [0]

    async def look(_secret: str, known: str) -> Seen | None:
        seen[0] += 1
        return Seen(str(seen[0]), f"<p>{seen[0]}</p>")

    boards = Watches(look, every=0.001)
    assert boards.enter("a", "here")
    following = boards.follow("a")
    first = await anext(following)
    await asyncio.sleep(0.1)
    later = await anext(following)
    assert first is not None
    assert later is not None
    assert int(later.mark) > int(first.mark) + 5
    await boards.close()
    with pytest.raises(StopAsyncIteration):
        await anext(following)
    boards.leave("a", "here")


QUIET = ("httpx", "httpcore", "aiosqlite", "sqlalchemy")
"""Libraries that say no more than warnings where the bot runs, see ``bot/logs.py``."""


async def test_no_address_of_a_board_reaches_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    event = await an_event(site)
    async with looking(site, event.board) as stream:
        await stream.event()
        async with httpx.AsyncClient(base_url=site.address) as client:
            await client.get(f"/board/{event.board}")
    told = [r.getMessage() for r in caplog.records if not r.name.startswith(QUIET)]
    assert event.board not in "\n".join(told)
