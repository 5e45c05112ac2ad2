"""Telegram refuses: nobody is there, a message is gone, a markup is none; and sends what cannot be read."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

import pytest

from bot.storage.tables import UtcDateTime  # noqa: F401 - the tables are described there
from handlers.telegram.requesting import Polling, unreadable
from tests.handlers.telegram.desk_world import COST, GROUP, DeskWorld, eventually, hashed, label_with
from tests.handlers.telegram.faulty import (  # noqa: F401 - fixtures
    MEMBERS,
    ROOM,
    answers,
    few_golden,
    handled,
    said,
    world,
)
from tests.telegram_api import Answer, ApiError

SECRET_WORD = "pomegranate"


async def test_blocked_without_a_word_what_waits_is_dropped_and_start_brings_everything_back(world: DeskWorld) -> None:
    async with world.bot():
        anna = world.person(17)
        miss = await anna.asks(COST)
        await anna.presses(miss, label_with(miss, "Tell me"))

        async def waiting() -> bool:
            return len(await world.desk.notices.of_person(hashed(17))) == 1

        async def nothing() -> bool:
            return not await world.desk.notices.of_person(hashed(17))

        await eventually(waiting, ROOM)
        world.telegram.blocked.add(17)
        await anna.types(MEMBERS)
        await eventually(nothing, ROOM)
        await handled(world)
        world.telegram.blocked.clear()
        assert (await anna.asks("/start"))["text"]
        assert "640" in (await anna.asks(MEMBERS))["text"]
        assert answers(world, 17) == 1


async def test_thrown_out_of_a_group_without_a_word_it_counts_as_left(world: DeskWorld) -> None:
    async with world.bot():
        assert world.events is not None
        anna = world.person(17)
        await anna.types(f"/ask {MEMBERS}", GROUP)
        await handled(world)
        world.telegram.blocked.add(GROUP["id"])
        await anna.types(f"/ask {MEMBERS}", GROUP)
        await handled(world)
        assert answers(world, GROUP["id"]) == 1
        assert "640" in (await anna.asks(MEMBERS))["text"]


async def test_an_answer_that_is_gone_is_posted_anew_when_the_question_changes(world: DeskWorld) -> None:
    async with world.bot():
        anna = world.person(17)
        question = await anna.types(MEMBERS)
        first = await world.hears(17, "640")
        await handled(world)
        del world.telegram.messages[17, first["message_id"]]
        await anna.changes(question, "How many mentors does Cyberforum have?")
        await world.hears(17, "49", ROOM)
        await handled(world)
        assert len(said(world, 17)) == 1


async def test_a_question_that_is_gone_is_answered_all_the_same(world: DeskWorld) -> None:
    async with world.bot():
        anna = world.person(17)
        question = await anna.types(f"/ask {MEMBERS}", GROUP)
        world.telegram.messages.pop((GROUP["id"], question["message_id"]))
        await world.hears(GROUP["id"], "640", ROOM)


async def test_a_button_under_a_message_that_is_gone(world: DeskWorld) -> None:
    async with world.bot():
        anna = world.person(17)
        answer = await anna.asks(MEMBERS)
        await handled(world)
        del world.telegram.messages[17, answer["message_id"]]
        assert await anna.presses(answer, "👍")
        await handled(world)
        assert said(world, 17) == []


async def test_markup_that_is_refused_comes_as_plain_text_once(world: DeskWorld) -> None:
    async with world.bot():
        world.telegram.refuse("sendMessage", ApiError(400, "Bad Request: can't parse entities: unsupported start tag"))
        await world.person(17).types(MEMBERS)
        answer = await world.hears(17, "640", ROOM)
        await handled(world)
        assert answer["entities"] == []
        assert answers(world, 17) == 1


MALFORMED: list[dict[str, Any]] = [
    {"message": {"message_id": 5, "date": "yesterday", "chat": {"id": 17, "type": "private"}, "text": SECRET_WORD}},
    {"message": {"message_id": 5, "date": 1, "chat": SECRET_WORD, "text": SECRET_WORD}},
    {"message": {"message_id": 5, "date": 1, "text": SECRET_WORD}},
    {"message": {"message_id": 5, "date": 1, "chat": {"id": SECRET_WORD, "type": "private"}}},
    {"message": {"message_id": 5, "date": 1, "chat": {"id": 2**70, "type": "private"}, "text": SECRET_WORD}},
    {"message": {"message_id": 5, "date": 1, "chat": {"id": 17, "type": "private"}, "entities": [SECRET_WORD]}},
    {"callback_query": {"id": 7, "from": [SECRET_WORD]}},
    {"message": [[SECRET_WORD]]},
    {"inline_query": SECRET_WORD},
]


async def test_updates_that_cannot_be_read_hold_up_nobody_and_leave_no_word_in_the_log(
    world: DeskWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="handlers")
    async with world.bot():
        anna = world.person(17)
        for content in MALFORMED:
            await world.telegram.deliver(**content)
        assert "640" in (await anna.asks(MEMBERS))["text"]
        await handled(world)
        assert world.telegram.unacknowledged == 0
        assert answers(world, 17) == 1
        assert world.application is not None
        polling = world.application.bot._request[0]
        assert isinstance(polling, Polling)
        assert polling.unreadable == len(MALFORMED)
    assert SECRET_WORD not in caplog.text
    assert caplog.text.count("cannot be read, and is left alone") == len(MALFORMED)


async def test_an_update_that_is_nested_too_deeply_takes_no_other_along(world: DeskWorld) -> None:
    async with world.bot():
        anna = world.person(17)
        await anna.asks("/help")
        deep = b'{"update_id":50,"message":{"x":' + b"[" * 20_000 + b"]" * 20_000 + b"}}"
        message = {
            "message_id": 90, "date": int(time.time()), "chat": anna.chat, "from": anna.user, "text": MEMBERS,
        }  # fmt: skip
        fine = json.dumps({"update_id": 51, "message": {**message, "caption": '"update_id": 7 ]}"'}}).encode()
        world.server.goes_wrong("getUpdates", Answer(200, b'{"ok":true,"result":[' + deep + b"," + fine + b"]}"))
        world.telegram._last_update = 51
        await world.hears(17, "640", ROOM)
        assert "49" in (await anna.asks("and mentors?"))["text"]


@pytest.mark.parametrize("raw", [*({"update_id": 1, **content} for content in MALFORMED), {"update_id": "1"}, 5, None])
def test_what_cannot_be_read_is_told_without_its_content(raw: object) -> None:
    why = unreadable(raw)
    assert why
    assert SECRET_WORD not in why


LONG = [
    "a" * 64_000,
    "how many members does Cyberforum have? " * 1_600,
    "\u0301" * 32_000,
    "((((" * 16_000,
    "/start " + "A" * 60_000,
    "@clusters_bot " * 4_000,
    "👩‍👩‍👧‍👦" * 5_000,
    "1 " * 30_000,
]


async def test_hostile_texts_cost_little_and_nobody_else_waits(world: DeskWorld) -> None:
    async with world.bot():
        for number, text in enumerate(LONG):
            await world.person(200 + number).types(text)
        assert "640" in (await world.person(17).asks(MEMBERS))["text"]
        await handled(world)
        assert all(len(said(world, 200 + number)) == 1 for number in range(len(LONG)))


async def test_hostile_buttons_get_a_polite_word(world: DeskWorld) -> None:
    async with world.bot():
        anna = world.person(17)
        answer = await anna.asks(MEMBERS)
        for data in ("1c:" + "A" * 64_000, "1" * 64_000, "\ud800", "1t:" + "9" * 5_000, "1g" + "x" * 60_000, ""):
            forged = {**answer, "reply_markup": {"inline_keyboard": [[{"text": "?", "callback_data": data}]]}}
            assert await anna.presses(forged, "?")
        await handled(world)
