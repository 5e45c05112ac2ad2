"""Telegram refuses: nobody is there, a message is gone, a markup is none; and sends what cannot be read."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

import pytest

from handlers.telegram.requesting import Polling, read
from tests.handlers.telegram.desk_world import COST, GROUP, DeskWorld, eventually, hashed, label_with
from tests.handlers.telegram.faulty import MEMBERS, ROOM, answers, handled, said
from tests.telegram_api import Answer, ApiError

SECRET_WORD = "pomegranate"


async def test_blocked_without_a_word_what_waits_is_dropped_and_start_brings_everything_back(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna = faulty.person(17)
        miss = await anna.asks(COST)
        await anna.presses(miss, label_with(miss, "Tell me"))

        async def waiting() -> bool:
            return len(await faulty.desk.notices.of_person(hashed(17))) == 1

        async def nothing() -> bool:
            return not await faulty.desk.notices.of_person(hashed(17))

        await eventually(waiting, ROOM)
        faulty.telegram.blocked.add(17)
        await anna.types(MEMBERS)
        await eventually(nothing, ROOM)
        await handled(faulty)
        faulty.telegram.blocked.clear()
        assert (await anna.asks("/start"))["text"]
        assert "640" in (await anna.asks(MEMBERS))["text"]
        assert answers(faulty, 17) == 1


async def test_thrown_out_of_a_group_without_a_word_it_counts_as_left(faulty: DeskWorld) -> None:
    async with faulty.bot():
        assert faulty.events is not None
        anna = faulty.person(17)
        await anna.types(f"/ask {MEMBERS}", GROUP)
        await handled(faulty)
        faulty.telegram.blocked.add(GROUP["id"])
        await anna.types(f"/ask {MEMBERS}", GROUP)
        await handled(faulty)
        assert answers(faulty, GROUP["id"]) == 1
        assert "640" in (await anna.asks(MEMBERS))["text"]


async def test_an_answer_that_is_gone_is_posted_anew_when_the_question_changes(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna = faulty.person(17)
        question = await anna.types(MEMBERS)
        first = await faulty.hears(17, "640")
        await handled(faulty)
        del faulty.telegram.messages[17, first["message_id"]]
        await anna.changes(question, "How many mentors does Cyberforum have?")
        await faulty.hears(17, "49", ROOM)
        await handled(faulty)
        assert len(said(faulty, 17)) == 1


async def test_a_question_that_is_gone_is_answered_all_the_same(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna = faulty.person(17)
        question = await anna.types(f"/ask {MEMBERS}", GROUP)
        faulty.telegram.messages.pop((GROUP["id"], question["message_id"]))
        await faulty.hears(GROUP["id"], "640", ROOM)


async def test_a_button_under_a_message_that_is_gone(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna = faulty.person(17)
        answer = await anna.asks(MEMBERS)
        await handled(faulty)
        del faulty.telegram.messages[17, answer["message_id"]]
        assert await anna.presses(answer, "👍")
        await handled(faulty)
        assert said(faulty, 17) == []


async def test_markup_that_is_refused_comes_as_plain_text_once(faulty: DeskWorld) -> None:
    async with faulty.bot():
        faulty.telegram.refuse("sendMessage", ApiError(400, "Bad Request: can't parse entities: unsupported start tag"))
        await faulty.person(17).types(MEMBERS)
        answer = await faulty.hears(17, "640", ROOM)
        await handled(faulty)
        assert answer["entities"] == []
        assert answers(faulty, 17) == 1


MALFORMED: list[dict[str, Any]] = [
    {"message": {"message_id": 5, "date": "yesterday", "chat": {"id": 17, "type": "private"}, "text": SECRET_WORD}},
    {"message": {"message_id": 5, "date": 1, "chat": SECRET_WORD, "text": SECRET_WORD}},
    {"message": {"message_id": 5, "date": 1, "text": SECRET_WORD}},
    {"message": {"message_id": 5, "date": 1, "chat": {"id": SECRET_WORD, "type": "private"}}},
    {"message": {"message_id": 5, "date": 1, "chat": {"id": 2**70, "type": "private"}, "text": SECRET_WORD}},
    {"message": {"message_id": 5, "date": 1, "chat": {"id": 17, "type": "private"}, "entities": [SECRET_WORD]}},
    {"message": {"message_id": 5, "date": 1, "chat": GROUP, "migrate_to_chat_id": SECRET_WORD}},
    {"message": {"message_id": 5, "date": 1, "chat": GROUP, "migrate_from_chat_id": "\ud800"}},
    {"callback_query": {"id": 7, "from": [SECRET_WORD]}},
    {"message": [[SECRET_WORD]]},
    {"inline_query": SECRET_WORD},
]


async def test_updates_that_cannot_be_read_hold_up_nobody_and_leave_no_word_in_the_log(
    faulty: DeskWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="handlers")
    async with faulty.bot():
        anna = faulty.person(17)
        for content in MALFORMED:
            await faulty.telegram.deliver(**content)
        assert "640" in (await anna.asks(MEMBERS))["text"]
        await handled(faulty)
        assert faulty.telegram.unacknowledged == 0
        assert answers(faulty, 17) == 1
        assert faulty.application is not None
        polling = faulty.application.bot._request[0]
        assert isinstance(polling, Polling)
        assert polling.unreadable == len(MALFORMED)
    assert SECRET_WORD not in caplog.text
    assert caplog.text.count("cannot be read, and is left alone") == len(MALFORMED)


async def test_an_update_that_is_nested_too_deeply_takes_no_other_along(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna = faulty.person(17)
        await anna.asks("/help")
        deep = b'{"update_id":50,"message":{"x":' + b"[" * 20_000 + b"]" * 20_000 + b"}}"
        message = {
            "message_id": 90, "date": int(time.time()), "chat": anna.chat, "from": anna.user, "text": MEMBERS,
        }  # fmt: skip
        fine = json.dumps({"update_id": 51, "message": {**message, "caption": '"update_id": 7 ]}"'}}).encode()
        faulty.server.goes_wrong("getUpdates", Answer(200, b'{"ok":true,"result":[' + deep + b"," + fine + b"]}"))
        faulty.telegram._last_update = 51
        await faulty.hears(17, "640", ROOM)
        assert "49" in (await anna.asks("and mentors?"))["text"]


@pytest.mark.parametrize("raw", [*({"update_id": 1, **content} for content in MALFORMED), {"update_id": "1"}, 5, None])
def test_what_cannot_be_read_is_told_without_its_content(raw: object) -> None:
    _, why = read(raw)
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


async def test_hostile_texts_cost_little_and_nobody_else_waits(faulty: DeskWorld) -> None:
    async with faulty.bot():
        for number, text in enumerate(LONG):
            await faulty.person(200 + number).types(text)
        assert "640" in (await faulty.person(17).asks(MEMBERS))["text"]
        await handled(faulty)
        assert all(len(said(faulty, 200 + number)) == 1 for number in range(len(LONG)))


async def test_hostile_buttons_get_a_polite_word(faulty: DeskWorld) -> None:
    async with faulty.bot():
        anna = faulty.person(17)
        answer = await anna.asks(MEMBERS)
        for data in ("1c:" + "A" * 64_000, "1" * 64_000, "\ud800", "1t:" + "9" * 5_000, "1g" + "x" * 60_000, ""):
            forged = {**answer, "reply_markup": {"inline_keyboard": [[{"text": "?", "callback_data": data}]]}}
            assert await anna.presses(forged, "?")
        await handled(faulty)
