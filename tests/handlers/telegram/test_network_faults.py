"""The network and Telegram's servers fail: what was asked is answered, once, and nobody else waits for it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from handlers.telegram import pace
from tests.handlers.telegram.desk_world import DeskWorld
from tests.handlers.telegram.faulty import (  # noqa: F401 - fixtures
    MEMBERS,
    MENTORS,
    ROOM,
    answers,
    few_golden,
    gone_wrong,
    handled,
    logged,
    put_off,
    said,
    wait_please,
    world,
)
from tests.telegram_api import Answer, Fault

HTML = Answer(502, b"<html><h1>502 Bad Gateway</h1></html>")
BROKEN = Answer(500, json.dumps({"ok": False, "error_code": 500, "description": "Internal Server Error"}).encode())


async def test_a_chat_that_is_asked_to_wait_holds_up_no_other(world: DeskWorld) -> None:
    async with world.bot():
        anna, ben = world.person(17), world.person(18)
        world.telegram.refusing[17] = wait_please(2)
        await anna.types(MEMBERS)
        await world.telegram.until(lambda: sum(m == "sendMessage" for m, _ in world.telegram.transcript) > 0, ROOM)
        assert "640" in (await ben.asks(MEMBERS))["text"]
        assert answers(world, 17) == 0
        del world.telegram.refusing[17]
        await world.hears(17, "640", ROOM)
        await handled(world)
        assert (answers(world, 17), answers(world, 18)) == (1, 1)


async def test_asked_to_wait_more_often_and_longer_than_it_tries_it_answers_later_in_order(world: DeskWorld) -> None:
    async with world.bot():
        anna, ben = world.person(17), world.person(18)
        world.telegram.refusing[17] = wait_please(300)
        await anna.types(MEMBERS)
        await anna.types("and mentors?")
        await put_off(world)
        assert "640" in (await ben.asks(MEMBERS))["text"]
        world.telegram.refusing[17] = wait_please(1)
        # What Telegram asked for before is over for the bot as well.
        assert world.application is not None
        world.application.bot.rate_limiter._until.clear()
        await asyncio.sleep(2)
        del world.telegram.refusing[17]
        await world.hears(17, "49", ROOM)
        await handled(world)
        assert [answers(world, 17, "640"), answers(world, 17, "49"), len(said(world, 17))] == [1, 1, 2]
        assert "640" in said(world, 17)[0]
        assert await logged(world) == 3


async def test_asked_to_wait_by_all_chats_at_once_it_answers_each_once(world: DeskWorld) -> None:
    async with world.bot():
        people = range(100, 110)
        for number in people:
            world.telegram.refusing[number] = wait_please(1)
        for number in people:
            await world.person(number).types(MEMBERS)
        await world.telegram.until(lambda: sum(m == "sendMessage" for m, _ in world.telegram.transcript) > 5, ROOM)
        world.telegram.refusing.clear()
        await world.telegram.until(lambda: all(answers(world, number) for number in people), ROOM)
        await handled(world)
        assert [answers(world, number) for number in people] == [1] * 10


@pytest.mark.parametrize("answer", [HTML, BROKEN], ids=["502 by a proxy", "500"])
async def test_servers_that_fail_for_longer_than_it_tries(world: DeskWorld, answer: Answer) -> None:
    async with world.bot():
        world.server.faults.always["sendMessage"] = answer
        await world.person(17).types(MEMBERS)
        await put_off(world)
        del world.server.faults.always["sendMessage"]
        await world.hears(17, "640", ROOM)
        await handled(world)
        assert len(said(world, 17)) == 1
        assert await logged(world) == 1


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.LOSE, Fault.HANG, Fault.DRIP])
async def test_where_nobody_knows_whether_it_was_sent_it_says_so_and_answers_never_twice(
    world: DeskWorld, fault: Fault
) -> None:
    async with world.bot():
        world.server.goes_wrong("sendMessage", fault)
        await world.person(17).types(MEMBERS)
        await gone_wrong(world)
        assert "640" in (await world.person(18).asks(MEMBERS))["text"]
        word = await world.hears(17, "I cannot tell whether my answer got through", ROOM)
        await handled(world)
        assert answers(world, 17) == (0 if fault is Fault.DROP else 1)
        assert said(world, 17)[-1] == word["text"]


async def test_nobody_listens_for_a_while(world: DeskWorld) -> None:
    async with world.bot():
        anna = world.person(17)
        assert world.server._server is not None
        port = world.server._server.sockets[0].getsockname()[1]
        await anna.asks("/help")
        world.server._server.close()
        for connection in world.server._connections:
            connection.cancel()
        await anna.types(MEMBERS)
        await asyncio.sleep(2)
        world.server._server = await asyncio.start_server(world.server._serve, "127.0.0.1", port)
        await world.hears(17, "640", ROOM)
        await handled(world)
        assert answers(world, 17) == 1


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.LOSE, Fault.HANG, Fault.DRIP, HTML, BROKEN])
async def test_polling_that_fails_costs_no_update(world: DeskWorld, fault: Any) -> None:
    async with world.bot():
        world.server.goes_wrong("getUpdates", fault)
        anna = world.person(17)
        await anna.types(MEMBERS)
        await anna.types(MENTORS)
        await world.hears(17, "49", ROOM)
        await handled(world)
        assert (answers(world, 17), answers(world, 17, "49")) == (1, 1)


async def test_half_an_answer_is_finished_though_it_cannot_be_put_off(
    world: DeskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "FIRST_PAUSE", 0.01)
    async with world.bot():
        assert world.application is not None
        from handlers.telegram import sending

        monkeypatch.setattr(sending, "split", lambda markup: [markup, "the rest"])
        world.server.goes_wrong("sendMessage", *[HTML] * 0)
        seen = 0

        def count() -> bool:
            nonlocal seen
            seen = answers(world, 17)
            if seen == 1 and not world.server.faults.happened:
                world.server.goes_wrong("sendMessage", *[HTML] * 5)
                world.server.faults.happened.append(("sendMessage", HTML))
            return answers(world, 17, "the rest") == 1

        await world.person(17).types(MEMBERS)
        await world.telegram.until(count, ROOM)
        await handled(world)
        assert (answers(world, 17), answers(world, 17, "the rest")) == (1, 1)


async def test_stopped_while_it_is_asked_to_wait_it_answers_after_the_next_start(world: DeskWorld) -> None:
    async with world.bot():
        world.telegram.refusing[17] = wait_please(15)
        await world.person(17).types(MEMBERS)
        await world.telegram.until(lambda: sum(m == "sendMessage" for m, _ in world.telegram.transcript) > 0, ROOM)
    world.telegram.refusing.clear()
    async with world.bot():
        await world.hears(17, "640", ROOM)
        await handled(world)
        assert answers(world, 17) == 1
