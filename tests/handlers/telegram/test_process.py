"""The bot as a process: how it starts, how it refuses to, how it stops."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import sys
from asyncio.subprocess import Process

import httpx
import pytest

from tests.handlers.telegram.desk_world import eventually
from tests.processes import started
from tests.telegram_api import TOKEN, Answer, BotApiServer


def bot(server: BotApiServer, **settings: object) -> contextlib.AbstractAsyncContextManager[Process]:
    given = {"telegram_bot_token": TOKEN, "telegram_api_url": server.url, **settings}
    pairs = [f"{name}={value}" for name, value in given.items()]
    return started(sys.executable, "-m", "tests.handlers.telegram.bot_process", *pairs)


async def ended(process: Process) -> tuple[int | None, list[str]]:
    """Wait for the end; returns the exit status and the lines it wrote."""
    _, written = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, written.decode().splitlines()


async def test_it_polls_answers_and_stops_when_told(server: BotApiServer) -> None:
    async with bot(server) as process:
        answer = await server.telegram.person(17).asks("hi")
        assert answer["text"].startswith("You said hi")
        process.send_signal(signal.SIGTERM)
        status, lines = await ended(process)
    assert status == 0
    assert "Traceback" not in "".join(lines)
    assert TOKEN not in "".join(lines)
    assert any(line.endswith("answering as @clusters_bot") for line in lines)


@pytest.mark.parametrize("webhook", [False, True])
async def test_told_to_stop_again_and_again_it_stops_once(server: BotApiServer, webhook: bool) -> None:
    hook = {"webhook_url": "https://bot.example/hook", "webhook_secret": "s3cret", "webhook_port": free_port()}
    async with bot(server, **(hook if webhook else {})) as process:
        if webhook:
            await server.telegram.until(lambda: bool(server.telegram.webhook))
        else:
            await server.telegram.person(17).asks("hi")
            server.latency = 0.2
        for _ in range(20):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.03)
        status, lines = await ended(process)
    assert status == 0
    assert "Traceback" not in "".join(lines)


async def test_told_to_stop_while_telegram_is_away(server: BotApiServer) -> None:
    server.faults.always["getMe"] = Answer(502, b"")

    async def asked() -> bool:
        return server.faults.happened != []

    async with bot(server) as process:
        await eventually(asked)
        process.send_signal(signal.SIGTERM)
        status, lines = await ended(process)
    assert status == 0
    assert "Traceback" not in "".join(lines)


async def test_a_token_that_is_refused_is_one_clear_line(server: BotApiServer) -> None:
    async with bot(server, telegram_bot_token="99:WRONG") as process:
        status, lines = await ended(process)
    assert status == 2
    assert lines == [f"TELEGRAM_BOT_TOKEN is refused by {server.url}: copy it from @BotFather once more"]


async def test_a_second_consumer_is_one_clear_line(server: BotApiServer) -> None:
    async with bot(server) as process:
        await server.telegram.person(17).asks("hi")
        await server.telegram.until(lambda: server.telegram.unacknowledged == 0)
        await server.telegram.call("getUpdates", {})
        status, lines = await ended(process)
    assert status == 2
    assert lines[-1].startswith("TELEGRAM_BOT_TOKEN is in use: another program reads this bot's updates")
    assert "Traceback" not in "".join(lines)


async def test_a_second_consumer_that_stays_is_one_clear_line(server: BotApiServer) -> None:
    refused = {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"}
    server.faults.always["getUpdates"] = Answer(409, json.dumps(refused).encode())
    async with bot(server) as process:
        status, lines = await ended(process)
    assert status == 2
    assert lines[-1].startswith("TELEGRAM_BOT_TOKEN is in use: another program reads this bot's updates")
    assert "Traceback" not in "".join(lines)


async def test_a_telegram_that_is_away_is_waited_for(server: BotApiServer) -> None:
    server.drop("getMe")
    async with bot(server) as process:
        answer = await server.telegram.person(17).asks("hi")
        assert answer["text"].startswith("You said hi")
        process.send_signal(signal.SIGINT)
        status, lines = await ended(process)
    assert status == 0
    assert TOKEN not in "".join(lines)
    assert "Traceback" not in "".join(lines)


async def test_a_webhook_without_a_secret_does_not_start(server: BotApiServer) -> None:
    async with bot(server, webhook_url="https://bot.example/hook") as process:
        status, lines = await ended(process)
    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith("WEBHOOK_SECRET is missing")
    assert server.telegram.transcript == []


async def test_a_webhook_takes_updates_that_know_the_secret_and_no_others(server: BotApiServer) -> None:
    telegram = server.telegram
    port = free_port()
    settings = {"webhook_url": "https://bot.example/deep/hook", "webhook_secret": "s3cret", "webhook_port": port}
    async with bot(server, **settings) as process, client_of(port) as client:
        await telegram.until(lambda: bool(telegram.webhook))
        assert telegram.webhook["url"] == "https://bot.example/deep/hook"
        assert telegram.webhook["secret_token"] == "s3cret"
        anna = telegram.person(17)
        message = {"message_id": 5, "date": 1_700_000_000, "chat": anna.chat, "from": anna.user, "text": "hi"}
        update = {"update_id": 1, "message": message}
        secret = {"X-Telegram-Bot-Api-Secret-Token": "s3cret"}
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
            assert (await client.post("/deep/hook", json=update, headers=headers)).status_code == 403
        assert (await client.post("/elsewhere", json=update, headers=secret)).status_code == 404
        refused = {
            b"{": 400,
            b"[" * 100_000: 400,
            b"[]": 200,
            b'{"update_id": "x"}': 200,
            b'{"update_id": 2, "message": 7}': 200,
        }
        for body, status in refused.items():
            assert (await client.post("/deep/hook", content=body, headers=secret)).status_code == status
        assert (await client.post("/deep/hook", content=b"x" * 2_000_000, headers=secret)).status_code == 413
        assert (await client.post("/deep/hook", json=update, headers=secret)).status_code == 200
        await telegram.until(lambda: any(sent["from"]["is_bot"] for sent in telegram.messages.values()))
        process.send_signal(signal.SIGTERM)
        status, _ = await ended(process)
    assert status == 0
    assert len(telegram.messages) == 1


def client_of(port: int) -> httpx.AsyncClient:
    """Return a client that is as patient as Telegram: the webhook is set a moment before the port is open."""
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", transport=httpx.AsyncHTTPTransport(retries=8))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
