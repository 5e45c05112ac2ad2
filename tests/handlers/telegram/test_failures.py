from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.phrases import Phrases
from handlers.telegram import failures
from handlers.telegram.context import parts_of
from tests.handlers.telegram.desk_world import eventually
from tests.handlers.telegram.echo_world import EchoWorld, message
from tests.telegram_api import ApiError


async def test_markup_that_is_refused_is_sent_as_plain_text(world: EchoWorld) -> None:
    world.telegram.refuse("sendMessage", ApiError(400, "Bad Request: can't parse entities: unsupported start tag"))
    _, plain = await world.write("a < b")
    assert plain.values["text"] == "You said a < b\nguide 9.2"
    assert "parse_mode" not in plain.values
    assert plain.buttons


async def test_markup_that_is_refused_in_an_edit_is_sent_as_plain_text(world: EchoWorld) -> None:
    await world.write("a")
    world.telegram.refuse("editMessageText", ApiError(400, "Bad Request: can't parse entities: unsupported start tag"))
    _, plain = await world.send(edited_message=message("b"))
    assert plain.values["text"] == "You said b\nguide 9.2"


async def test_an_answer_that_stays_the_same_is_fine(world: EchoWorld) -> None:
    await world.write("a")
    same = ApiError(400, "Bad Request: message is not modified: specified new content")
    world.telegram.refuse("editMessageText", same)
    assert len(await world.send(edited_message=message("b"))) == 1


async def test_a_failure_is_logged_without_the_text_and_apologised_for_once(
    world: EchoWorld, phrases: Phrases, caplog: pytest.LogCaptureFixture
) -> None:
    (sent,) = await world.write("boom", chat={"id": 23, "type": "private"})
    assert sent.values["text"] == phrases.say("en", "screen.apology")
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == "update 1 could not be handled"
    assert record.exc_info is not None


async def test_an_apology_that_fails_too_ends_there(world: EchoWorld, caplog: pytest.LogCaptureFixture) -> None:
    world.telegram.refuse("sendMessage", ApiError(400, "Bad Request: chat not found"))
    assert len(await world.write("boom")) == 1
    assert "the apology could not be sent either" in caplog.text


async def test_whoever_has_blocked_the_bot_is_left_in_peace(world: EchoWorld, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    world.telegram.refuse("sendMessage", ApiError(403, "Forbidden: bot was blocked by the user"))
    assert len(await world.write("hi")) == 1
    assert "nobody there any more" in caplog.text
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


async def test_what_fails_behind_a_button_is_apologised_for(world: EchoWorld, phrases: Phrases) -> None:
    (asked,) = await world.write("options")
    world.telegram.refuse("sendMessage", ApiError(400, "Bad Request: something new"))
    calls = await world.press(asked.buttons[0][1])
    assert calls[-1].values["text"] == phrases.say("en", "screen.apology")


async def test_a_second_consumer_stops_the_bot(world: EchoWorld) -> None:
    stopped: list[Any] = []
    parts_of(world.application).stop = lambda: stopped.append(True)
    await world.write("hi")
    await world.telegram.call("getUpdates", {})

    async def told() -> bool:
        return bool(stopped)

    await eventually(told)
    assert stopped == [True]
    fatal = parts_of(world.application).fatal
    assert fatal is not None
    assert fatal.startswith("TELEGRAM_BOT_TOKEN is in use")


async def test_a_network_that_is_away_is_one_line(world: EchoWorld, caplog: pytest.LogCaptureFixture) -> None:
    world.server.drop("getUpdates")
    (sent,) = await world.write("hi")
    assert sent.values["text"].startswith("You said hi")
    (record,) = [record for record in caplog.records if record.name == failures.__name__]
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith("Telegram cannot be reached, trying again")
    assert record.exc_info is None
