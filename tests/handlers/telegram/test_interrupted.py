"""The bot is killed between the mark and the sending: whoever asked is told once, and gets the answer at a button."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.handlers.telegram.desk_world import labels
from tests.handlers.telegram.falling import LOST, answers, counted, environment, handled, running, said, stopped_at
from tests.telegram_api import BotApiServer, Fault, Telegram
from tests.telegram_api.people import Person

MEMBERS = "How many members does Cyberforum have?"
INTERRUPTED = "interrupted just as I was answering"
GROUP = {"id": -100, "type": "group", "title": "Timber"}
CURATOR = 31
pytestmark = pytest.mark.usefixtures("indexed")


@pytest.fixture
def variables(server: BotApiServer, url: str) -> dict[str, str]:
    return environment(server, url, CURATOR_IDS=str(CURATOR))


async def brings(person: Person, notice: dict[str, Any], telegram: Telegram) -> str:
    """Press the button of a notice; returns what stands in its place then."""
    before = dict(notice)
    await person.presses(before, labels(before)[0])
    await telegram.until(lambda: notice["text"] != before["text"])
    # Once more, as somebody in a hurry does.
    await person.presses(before, labels(before)[0])
    return str(notice["text"])


async def falls_at_the_answer(server: BotApiServer, variables: dict[str, str], person: Person) -> None:
    """Let somebody ask, and kill the bot as it answers."""
    async with running(variables):
        server.faults.always["sendMessage"] = Fault.STALL
        await person.types(MEMBERS)
        await stopped_at(server, "sendMessage", Fault.STALL)


async def test_whoever_asked_is_told_once_and_the_button_brings_the_answer(
    server: BotApiServer, variables: dict[str, str], url: str
) -> None:
    telegram = server.telegram
    anna, otto, chooser = telegram.person(17), telegram.person(18, language_code="de"), telegram.person(19)
    curator, other = telegram.person(CURATOR), telegram.person(20)
    async with running(variables):
        await anna.asks(MEMBERS)
        choosing = await chooser.asks("tell me about the car cluster")
        await handled(url)
        server.faults.always["sendMessage"] = Fault.STALL
        asked = {
            17: await anna.types("and mentors?"),
            18: await otto.types("Wie viele Unternehmen gehören zu Nanovalley?"),
            -100: await anna.types("/ask " + MEMBERS, GROUP),
            CURATOR: await curator.types("/unanswered"),
        }
        pressing = asyncio.create_task(chooser.presses(choosing, labels(choosing)[1]))
        await stopped_at(server, "sendMessage", Fault.STALL, 5)
        await pressing
    async with running(variables):
        await telegram.until(lambda: all(said(telegram, chat)[-1:] for chat in asked), seconds=60)
        await telegram.until(lambda: len(said(telegram, 17)) == 2 and len(said(telegram, 19)) == 2, seconds=60)
        await handled(url)
        notices = {chat: said(telegram, chat)[-1] for chat in (*asked, 19)}
        for chat, question in asked.items():
            assert notices[chat]["reply_to_message"]["message_id"] == question["message_id"]
        assert all(LOST in notices[chat]["text"] for chat in (17, -100, 19))
        assert "meine Antwort ist vielleicht verloren gegangen" in notices[18]["text"]
        assert INTERRUPTED in notices[CURATOR]["text"]
        assert "reply_markup" not in notices[CURATOR]
        assert labels(choosing)[1] in notices[19]["text"]

        assert "Ask me yourself" in await other.presses(notices[-100], labels(notices[-100])[0])
        assert "49" in await brings(anna, notices[17], telegram)
        assert "60" in await brings(otto, notices[18], telegram)
        before_brought, (button,) = {"reply_markup": notices[-100]["reply_markup"]}, labels(notices[-100])
        assert "640" in await brings(anna, notices[-100], telegram)
        assert "AC Styria" in await brings(chooser, notices[19], telegram)
        assert "Ask me yourself" in await other.presses({**notices[-100], **before_brought}, button)
        # What is brought can be gone on from, and its buttons mean what they say.
        assert "cyberforum.de" in (await anna.asks("and its website?"))["text"]
        assert await anna.presses(notices[17], "👍") != ""
        await handled(url)
    assert answers(telegram) == {17: 3, 18: 1, -100: 1, CURATOR: 1, 19: 2}
    kept = await counted(url, "SELECT count(*), count(DISTINCT update_id) FROM questions WHERE channel = 'telegram'")
    assert kept == (7, 7)


async def test_an_answer_that_had_arrived_stands_there_once(
    server: BotApiServer, variables: dict[str, str], url: str
) -> None:
    telegram, anna = server.telegram, server.telegram.person(17)
    async with running(variables):
        server.faults.always["sendMessage"] = Fault.HANG
        await anna.types(MEMBERS)
        await telegram.until(lambda: bool(said(telegram, 17)), seconds=60)
        await stopped_at(server, "sendMessage", Fault.HANG)
    async with running(variables):
        await telegram.until(lambda: len(said(telegram, 17)) == 2, seconds=60)
        await handled(url)
        answer, notice = said(telegram, 17)
        assert ("640" in answer["text"], LOST in notice["text"]) == (True, True)


async def test_killed_once_more_while_it_tells_it_tells_again(
    server: BotApiServer, variables: dict[str, str], url: str
) -> None:
    telegram, anna = server.telegram, server.telegram.person(17)
    await anna.types(MEMBERS)
    for _ in range(2):
        server.faults.always["sendMessage"] = Fault.STALL
        async with running(variables):
            await stopped_at(server, "sendMessage", Fault.STALL)
    async with running(variables):
        await telegram.until(lambda: len(said(telegram, 17)) == 1, seconds=60)
        await handled(url)
        assert LOST in said(telegram, 17)[0]["text"]
        assert "49" in (await anna.asks("and mentors?"))["text"]
    assert answers(telegram) == {17: 2}


async def test_what_changes_a_message_is_done_again_without_a_word(
    server: BotApiServer, variables: dict[str, str], url: str
) -> None:
    telegram, anna = server.telegram, server.telegram.person(17)
    async with running(variables):
        topics = await anna.asks("/topics")
        before = topics["text"], labels(topics)
        await handled(url)
        server.faults.always["sendMessage"] = Fault.STALL
        await anna.types(MEMBERS)
        await stopped_at(server, "sendMessage", Fault.STALL)
    async with running(variables):
        await telegram.until(lambda: len(said(telegram, 17)) == 2, seconds=60)
        await handled(url)
        notice = said(telegram, 17)[-1]
        server.faults.always["editMessageText"] = Fault.STALL
        # Killed while it browses, and while it brings an answer.
        await anna.presses(topics, before[1][0])
        await stopped_at(server, "editMessageText", Fault.STALL)
    async with running(variables):
        await telegram.until(lambda: (topics["text"], labels(topics)) != before, seconds=60)
        await handled(url)
        server.faults.always["editMessageText"] = Fault.STALL
        await anna.presses(notice, labels(notice)[0])
        await stopped_at(server, "editMessageText", Fault.STALL)
    async with running(variables):
        await telegram.until(lambda: "640" in notice["text"], seconds=60)
        await handled(url)
    assert answers(telegram) == {17: 2}


@pytest.mark.parametrize("too_old", [False, True])
async def test_where_the_notice_is_gone_the_answer_is_posted_anew(
    server: BotApiServer, variables: dict[str, str], url: str, too_old: bool
) -> None:
    telegram, anna = server.telegram, server.telegram.person(17)
    await falls_at_the_answer(server, variables, anna)
    async with running(variables):
        await telegram.until(lambda: bool(said(telegram, 17)), seconds=60)
        await handled(url)
        (notice,) = said(telegram, 17)
        del telegram.messages[17, notice["message_id"]]
        # Telegram tells of what is too old only where it stood.
        known = {"chat": notice["chat"], "message_id": notice["message_id"], "date": 0}
        pressed = {**known, "reply_markup": notice["reply_markup"]} if too_old else notice
        await anna.presses(pressed, labels(notice)[0])
        await telegram.until(lambda: bool(said(telegram, 17)), seconds=60)
        await handled(url)
        (answer,) = said(telegram, 17)
        assert "640" in answer["text"]
        assert "cyberforum.de" in (await anna.asks("and its website?"))["text"]


async def test_what_was_to_be_brought_is_forgotten_with_the_person(
    server: BotApiServer, variables: dict[str, str], url: str
) -> None:
    telegram, anna = server.telegram, server.telegram.person(17)
    await falls_at_the_answer(server, variables, anna)
    async with running(variables):
        await telegram.until(lambda: bool(said(telegram, 17)), seconds=60)
        await handled(url)
        (notice,) = said(telegram, 17)
        assert await counted(url, "SELECT count(*) FROM inbox WHERE payload IS NOT NULL") == (0,)
        sure = await anna.asks("/forget")
        await anna.presses(sure, labels(sure)[0])
        await telegram.until(lambda: "reply_markup" not in sure)
        assert "too old" in await anna.presses(notice, labels(notice)[0])
        await handled(url)
        assert await counted(url, "SELECT count(*) FROM shown_replies") == (0,)
