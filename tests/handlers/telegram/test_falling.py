"""The bot falls and gets up again: no question is lost, and none answered twice."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.handlers.telegram.falling import (
    LOST,
    SAID,
    TALK,
    all_brought,
    answers,
    counted,
    environment,
    handled,
    running,
)
from tests.telegram_api import ApiError, BotApiServer

pytestmark = pytest.mark.usefixtures("indexed")


def stored(folder: Path, query: str) -> int:
    """Return a number from the database."""
    with sqlite3.connect(folder / "bot.sqlite3") as connection:
        (found,) = connection.execute(query).fetchone()
    connection.close()
    return int(found)


async def test_killed_again_and_again_it_answers_every_question_once(server: BotApiServer, url: str) -> None:
    chance = random.Random(5)  # noqa: S311 - when to kill
    server.latency = 0.1
    variables = environment(server, url)
    telegram, people = server.telegram, range(100, 130)
    asked = 0
    for fall in range(6):
        async with running(variables):
            for number in people if fall < len(TALK) else ():
                await telegram.person(number).types(TALK[fall])
                asked += 1
            said = sum(answers(telegram).values())
            if said < asked:
                await telegram.until(lambda said=said: sum(answers(telegram).values()) > said, seconds=60)
            await asyncio.sleep(chance.uniform(0.0, 0.6))
    async with running(variables):
        await telegram.until(lambda: telegram.unacknowledged == 0, seconds=90)
        await handled(url)
        await all_brought(telegram)
        await handled(url)
    for number in people:
        said = [m["text"] for (chat, _), m in telegram.messages.items() if chat == number and m["from"]["is_bot"]]
        told = [next(part for part in SAID if part in text) for text in said if LOST not in text]
        assert told == list(SAID), said
    assert await counted(url, "SELECT count(*), count(DISTINCT update_id) FROM questions") == (asked, asked)


async def test_a_conversation_goes_on_after_a_fall(server: BotApiServer, tmp_path: Path) -> None:
    variables = environment(server, f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    anna = server.telegram.person(17)
    async with running(variables):
        answer = await anna.asks("How many members does Cyberforum have?")
        assert "640" in answer["text"]
        while not stored(tmp_path, "SELECT count(*) FROM shown_replies"):  # noqa: ASYNC110 - written after it was sent
            await asyncio.sleep(0.05)
    async with running(variables):
        assert "49" in (await anna.asks("and mentors?"))["text"]
        chosen = await anna.chooses(answer, answer["reply_markup"]["inline_keyboard"][0][0]["text"])
        assert "Cyberforum" in chosen["text"]


async def test_told_to_stop_it_finishes_what_is_in_hand_and_leaves_the_rest(
    server: BotApiServer, tmp_path: Path
) -> None:
    server.latency = 0.4
    variables = environment(server, f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    telegram, people = server.telegram, range(100, 180)
    async with running(variables) as process:
        for number in people:
            await telegram.person(number).types(TALK[0])
        await telegram.until(lambda: len(answers(telegram)) > 5, seconds=60)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 15) == 0
        assert time.monotonic() - begun < 10
    async with running(variables):
        await telegram.until(lambda: len(answers(telegram)) == len(people), seconds=90)
    assert answers(telegram) == dict.fromkeys(people, 1)


async def test_killed_while_telegram_asks_to_wait_it_answers_once_after_the_next_start(
    server: BotApiServer, tmp_path: Path
) -> None:
    variables = environment(server, f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    telegram, people = server.telegram, range(100, 110)
    async with running(variables):
        for number in people:
            telegram.refusing[number] = ApiError(429, "Too Many Requests: retry after 9", {"retry_after": 9})
            await telegram.person(number).types(TALK[0])
        await telegram.until(lambda: sum(m == "sendMessage" for m, _ in telegram.transcript) > 2, seconds=60)
        await asyncio.sleep(1)
    telegram.refusing.clear()
    async with running(variables):
        await telegram.until(lambda: len(answers(telegram)) == len(people), seconds=90)
        await asyncio.sleep(1)
    assert answers(telegram) == dict.fromkeys(people, 1)
