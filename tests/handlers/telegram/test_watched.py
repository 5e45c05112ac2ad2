"""Whoever watches the bot: alive, ready, and what it has counted, over HTTP while people talk to it."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.counting import Counts, Fate, Kind
from bot.settings import Settings
from handlers.telegram.arrivals import Arrivals
from handlers.telegram.hearing import SILENCE, updates_come
from tests.handlers.telegram.desk_world import ASKER, COST, TOKEN
from tests.handlers.telegram.test_command import bot
from tests.telegram_api import ApiError, BotApiServer, Fault, Telegram


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Return values by name and labels, as the library of those who collect them reads it."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def asked(client: httpx.AsyncClient, path: str, status: int, seconds: float = 120) -> str:
    """Ask until the status is as wanted; returns what was said. A first start learns from all phrasings before."""
    told: object = None
    for _ in range(int(seconds * 10)):
        try:
            response = await client.get(path)
            if response.status_code == status:
                return response.text
            told = response.text
        except httpx.TransportError as error:
            told = error
        await asyncio.sleep(0.1)
    raise AssertionError(f"{path} never said {status}: {told}")


async def test_a_bot_that_people_talk_to_is_watched(tmp_path: Path) -> None:
    port = free_port()
    async with (
        BotApiServer(Telegram(TOKEN)) as server,
        bot(server, tmp_path / "bot.sqlite3", METRICS_PORT=str(port), LOG_FORMAT="json") as process,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        # The first start after a change of the code indexes the knowledge.
        assert await asked(client, "/readyz", 200, 60) == "ready\n"
        asker = server.telegram.person(ASKER, first_name="Zebulon")
        await asker.asks("How many members does Cyberforum have?")
        server.telegram.refuse("sendMessage", ApiError(429, "Too Many Requests", {"retry_after": 1}))
        await asker.asks(COST)
        server.telegram.refuse("sendMessage", ApiError(502, "Bad Gateway"))
        await asker.asks(COST)
        server.telegram.refuse("sendMessage", ApiError(400, "Bad Request: nobody knows why"))
        await asker.asks(COST)
        assert await asked(client, "/healthz", 200) == "ok\n"
        assert (await client.get("/nothing")).status_code == 404
        response = await client.get("/metrics")
        told = samples(response.text)
        assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert told["bot_updates_total", "received", "message"] == 4
        assert told["bot_updates_total", "handled", "message"] >= 3
        assert told["bot_updates_total", "failed", "message"] == 1
        assert told["bot_questions_total", "telegram", "answered"] == 1
        assert told["bot_questions_total", "telegram", "unanswered"] == 3
        assert told["bot_questions_total", "web", "answered"] == 0
        assert told["bot_send_errors_total", "429"] == 1
        assert told["bot_send_errors_total", "5xx"] == 1
        assert told["bot_send_retries_total",] == 2
        assert told["bot_revision",] == 0
        assert told["bot_revision_problem",] == 0
        assert told["bot_inbox_waiting",] <= 4
        assert told["bot_updates_queued",] == 0
        assert told["bot_database_seconds_count", "insert"] > 2
        assert told["bot_update_seconds_bucket", "message", "30.0"] >= 2
        assert 0 <= told["bot_updates_heard_seconds",] < 60
        assert told["process_resident_memory_bytes",] > 0
        assert any(name[0] == "bot_build_info" for name in told)
        assert not re.search(r"Zebulon|[Cc]yberforum|99:|clusters_bot", response.text)
        process.send_signal(signal.SIGTERM)
        _, written = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode == 0
        assert all(line.startswith(b'{"time":') for line in written.splitlines()), written.decode()


async def test_whoever_watches_is_answered_while_telegram_is_away(tmp_path: Path) -> None:
    port = free_port()
    async with (
        BotApiServer(Telegram(TOKEN)) as server,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        server.faults.always["getMe"] = Fault.DROP
        async with bot(server, tmp_path / "bot.sqlite3", METRICS_PORT=str(port)):
            assert await asked(client, "/healthz", 200, 60) == "ok\n"
            for path in ("/readyz", "/metrics"):
                assert await asked(client, path, 503, 20) == "updates: Telegram has not been reached yet\n"
            server.faults.always.clear()
            assert await asked(client, "/readyz", 200, 60) == "ready\n"
            assert "bot_build_info" in await asked(client, "/metrics", 200)
            assert "640" in (await server.telegram.person(ASKER).asks("How many members does Cyberforum have?"))["text"]


async def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with (
            BotApiServer(Telegram(TOKEN)) as server,
            bot(server, tmp_path / "bot.sqlite3", METRICS_PORT=port) as process,
        ):
            _, written = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert written.decode().startswith(f"cannot listen at 127.0.0.1:{port}")
    assert "METRICS_PORT" in written.decode()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def settings(url: str, **more: Any) -> Settings:
    return Settings(_env_file=None, telegram_bot_token=TOKEN, telegram_api_url=url, **more)


class TestHearing:
    async def test_by_polling_silence_of_telegram_is_a_fault(self) -> None:
        clock = Clock()
        counts = Counts(clock)
        check = updates_come(settings("http://127.0.0.1:9/bot"), counts)
        assert await check() == "Telegram has not answered yet"
        counts.heard()
        clock.now = SILENCE - 1
        assert await check() == ""
        clock.now = 100
        assert await check() == "Telegram has not answered for 100 s"

    async def test_by_webhook_telegram_is_asked_where_it_is_silent(self) -> None:
        clock = Clock()
        counts = Counts(clock)
        async with BotApiServer(Telegram(TOKEN)) as server:
            address = "https://bot.example.org/hook"
            check = updates_come(settings(server.url, webhook_url=address), counts)
            assert await check() == "Telegram sends updates elsewhere"
            server.telegram.webhook = {"url": address}
            server.telegram.webhook_troubles = {"last_error_date": 1, "last_error_message": "x"}
            assert await check() == ""
            asked_already = len(server.telegram.transcript)
            assert await check() == ""
            assert len(server.telegram.transcript) == asked_already
            clock.now = SILENCE + 1
            server.drop("getWebhookInfo")
            assert await check() == "Telegram does not answer"


async def test_what_comes_twice_is_counted_as_such(tmp_path: Path) -> None:
    from telegram import Update

    from bot.storage import Database
    from bot.storage.sql_inbox import open_inbox

    counts = Counts()
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}", counts)
    arrivals = Arrivals(lambda: open_inbox(database), counts=counts)
    for _ in range(2):
        await arrivals.put(Update(7))
    assert counts.updates == {(Kind.OTHER, Fate.RECEIVED): 2, (Kind.OTHER, Fate.DUPLICATE): 1}
    assert await arrivals.waiting() == 1
    await database.close()


@pytest.mark.parametrize("form", ["xml"])
async def test_a_form_of_logs_that_is_none_is_said(tmp_path: Path, form: str) -> None:
    async with BotApiServer(Telegram(TOKEN)) as server, bot(server, tmp_path / "b", LOG_FORMAT=form) as process:
        _, written = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert written.decode().startswith("LOG_FORMAT is 'xml', and should be ")
