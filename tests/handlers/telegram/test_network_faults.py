"""The network and Telegram's servers fail: what was asked is answered, once, and nobody else waits for it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from handlers.telegram import pace
from tests.handlers.telegram.desk_world import DeskWorld
from tests.handlers.telegram.faulty import (
    MEMBERS,
    MENTORS,
    ROOM,
    answers,
    gone_wrong,
    handled,
    logged,
    put_off,
    said,
    wait_please,
)
from tests.telegram_api import Answer, Fault

HTML = Answer(502, b"<html><h1>502 Bad Gateway</h1></html>")
BROKEN = Answer(500, json.dumps({"ok": False, "error_code": 500, "description": "Internal Server Error"}).encode())


async def test_a_chat_that_is_asked_to_wait_holds_up_no_other(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna, ben = faulty.person(17), faulty.person(18)
        faulty.telegram.refusing[17] = wait_please(2)
        await anna.types(MEMBERS)
        await faulty.telegram.until(lambda: sum(m == "sendMessage" for m, _ in faulty.telegram.transcript) > 0, ROOM)
        assert "640" in (await ben.asks(MEMBERS))["text"]
        assert answers(faulty, 17) == 0
        del faulty.telegram.refusing[17]
        await faulty.hears(17, "640", ROOM)
        await handled(faulty)
        assert (answers(faulty, 17), answers(faulty, 18)) == (1, 1)


async def test_asked_to_wait_more_often_and_longer_than_it_tries_it_answers_later_in_order(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna, ben = faulty.person(17), faulty.person(18)
        faulty.telegram.refusing[17] = wait_please(300)
        await anna.types(MEMBERS)
        await anna.types("and mentors?")
        await put_off(faulty)
        assert "640" in (await ben.asks(MEMBERS))["text"]
        faulty.telegram.refusing[17] = wait_please(1)
        # What Telegram asked for before is over for the bot as well.
        assert faulty.application is not None
        faulty.application.bot.rate_limiter._until.clear()
        await asyncio.sleep(2)
        del faulty.telegram.refusing[17]
        await faulty.hears(17, "49", ROOM)
        await handled(faulty)
        assert [answers(faulty, 17, "640"), answers(faulty, 17, "49"), len(said(faulty, 17))] == [1, 1, 2]
        assert "640" in said(faulty, 17)[0]
        assert await logged(faulty) == 3


async def test_asked_to_wait_by_all_chats_at_once_it_answers_each_once(faulty: DeskWorld) -> None:
    async with faulty.bot():
        people = range(100, 110)
        for number in people:
            faulty.telegram.refusing[number] = wait_please(1)
        for number in people:
            await faulty.person(number).types(MEMBERS)
        await faulty.telegram.until(lambda: sum(m == "sendMessage" for m, _ in faulty.telegram.transcript) > 5, ROOM)
        faulty.telegram.refusing.clear()
        await faulty.telegram.until(lambda: all(answers(faulty, number) for number in people), ROOM)
        await handled(faulty)
        assert [answers(faulty, number) for number in people] == [1] * 10


@pytest.mark.parametrize("answer", [HTML, BROKEN], ids=["502 by a proxy", "500"])
async def test_servers_that_fail_for_longer_than_it_tries(faulty: DeskWorld, answer: Answer) -> None:
    async with faulty.bot():
        faulty.server.faults.always["sendMessage"] = answer
        await faulty.person(17).types(MEMBERS)
        await put_off(faulty)
        del faulty.server.faults.always["sendMessage"]
        await faulty.hears(17, "640", ROOM)
        await handled(faulty)
        assert len(said(faulty, 17)) == 1
        assert await logged(faulty) == 1


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.LOSE, Fault.HANG, Fault.DRIP])
async def test_where_nobody_knows_whether_it_was_sent_it_says_so_and_answers_never_twice(
    faulty: DeskWorld, fault: Fault
) -> None:
    async with faulty.bot():
        faulty.server.goes_wrong("sendMessage", fault)
        await faulty.person(17).types(MEMBERS)
        await gone_wrong(faulty)
        assert "640" in (await faulty.person(18).asks(MEMBERS))["text"]
        word = await faulty.hears(17, "I cannot tell whether my answer got through", ROOM)
        await handled(faulty)
        assert answers(faulty, 17) == (0 if fault is Fault.DROP else 1)
        assert said(faulty, 17)[-1] == word["text"]


async def test_nobody_listens_for_a_while(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna = faulty.person(17)
        assert faulty.server._server is not None
        port = faulty.server._server.sockets[0].getsockname()[1]
        await anna.asks("/help")
        faulty.server._server.close()
        for connection in faulty.server._connections:
            connection.cancel()
        await anna.types(MEMBERS)
        await asyncio.sleep(2)
        faulty.server._server = await asyncio.start_server(faulty.server._serve, "127.0.0.1", port)
        await faulty.hears(17, "640", ROOM)
        await handled(faulty)
        assert answers(faulty, 17) == 1


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.LOSE, Fault.HANG, Fault.DRIP, HTML, BROKEN])
async def test_polling_that_fails_costs_no_update(faulty: DeskWorld, fault: Any) -> None:
    async with faulty.bot():
        faulty.server.goes_wrong("getUpdates", fault)
        anna = faulty.person(17)
        await anna.types(MEMBERS)
        await anna.types(MENTORS)
        await faulty.hears(17, "49", ROOM)
        await handled(faulty)
        assert (answers(faulty, 17), answers(faulty, 17, "49")) == (1, 1)


async def test_half_an_answer_is_finished_though_it_cannot_be_put_off(
    faulty: DeskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "FIRST_PAUSE", 0.01)
    async with faulty.bot():
        assert faulty.application is not None
        from handlers.telegram import sending

        monkeypatch.setattr(sending, "split", lambda markup: [markup, "the rest"])
        faulty.server.goes_wrong("sendMessage", *[HTML] * 0)
        seen = 0

        def count() -> bool:
            nonlocal seen
            seen = answers(faulty, 17)
            if seen == 1 and not faulty.server.faults.happened:
                faulty.server.goes_wrong("sendMessage", *[HTML] * 5)
                faulty.server.faults.happened.append(("sendMessage", HTML))
            return answers(faulty, 17, "the rest") == 1

        await faulty.person(17).types(MEMBERS)
        await faulty.telegram.until(count, ROOM)
        await handled(faulty)
        assert (answers(faulty, 17), answers(faulty, 17, "the rest")) == (1, 1)


async def test_stopped_while_it_is_asked_to_wait_it_answers_after_the_next_start(faulty: DeskWorld) -> None:
    async with faulty.bot():
        faulty.telegram.refusing[17] = wait_please(15)
        await faulty.person(17).types(MEMBERS)
        await faulty.telegram.until(lambda: sum(m == "sendMessage" for m, _ in faulty.telegram.transcript) > 0, ROOM)
    faulty.telegram.refusing.clear()
    async with faulty.bot():
        await faulty.hears(17, "640", ROOM)
        await handled(faulty)
        assert answers(faulty, 17) == 1
