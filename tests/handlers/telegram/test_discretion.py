"""Real conversations at the finest level of logging: nothing that anybody typed, and no token, in any line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from bot import logs
from tests.handlers.telegram.desk_world import ASKER, COST, CURATOR, STRANGER, TOKEN, DeskWorld, labels
from tests.telegram_api import ApiError, BotApiServer, Telegram

NAMES = ("Zebulon", "Quackenbush", "zebu_quack")
TYPED = (
    "How many members does Cyberforum have, xylophone?",
    COST,
    "wibbletext is no question <b>boldly</b>",
    "/ask snorkelfish",
    "/event NOPE-NOPE-NOPE",
    "jabberwocky " * 400,
)
QUIET = ("telegram", "httpx", "httpcore", "aiosqlite", "sqlalchemy", "asyncio", "tornado")
"""Libraries that would tell all, were they let."""


@pytest.fixture
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What goes to standard error, at DEBUG."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    output = StringIO()
    monkeypatch.setattr("sys.stderr", output)
    logs.set_up_logging(logging.DEBUG, [TOKEN], request.param)
    yield output
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    for name in (*QUIET, *logs.OWN):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.parametrize(
    ("written", "loud"),
    [("text", False), ("json", True)],
    indirect=["written"],
    ids=["as-set-up", "libraries-let-loose"],
)
async def test_nothing_typed_and_no_token_and_no_name_is_logged(
    written: StringIO, loud: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if loud:
        for name in QUIET:
            logging.getLogger(name).setLevel(logging.DEBUG)
    names = {"first_name": NAMES[0], "last_name": NAMES[1], "username": NAMES[2]}
    async with BotApiServer(Telegram(TOKEN)) as server:
        world = DeskWorld(server, tmp_path / "bot.sqlite3")
        asker = world.person(ASKER, **names)
        async with world.bot():
            for text in TYPED:
                reply = await asker.asks(text)
            miss = await asker.asks(COST)
            await asker.presses(miss, labels(miss)[-1])
            await asker.asks("/mydata")
            await world.person(CURATOR, **names).asks("/unanswered")
            server.telegram.refuse("sendMessage", ApiError(400, "Bad Request: can't parse entities: x"))
            await asker.asks(TYPED[0])
            server.telegram.refuse("sendMessage", ApiError(502, "Bad Gateway"))
            await asker.asks("flibbertigibbet")
            server.drop("getUpdates")

            def fails(*_: object, **__: object) -> None:
                raise ValueError(f"{TYPED[2]} {TOKEN}")

            assert world.assistant is not None
            monkeypatch.setattr(world.assistant, "answer", fails)
            reply = await world.person(STRANGER, **names).asks(TYPED[2])
            assert reply
    lines = written.getvalue()
    assert "could not be handled" in lines
    for word in (*NAMES, TOKEN, "xylophone", "wibble", "snorkel", "NOPE", "jabber", "flibber", "membership"):
        assert word not in lines.replace(__file__, ""), word
    if loud:
        assert all(
            set(json.loads(line)) == {"time", "level", "logger", "event", "fields"} for line in lines.splitlines()
        )
