from __future__ import annotations

import logging
from typing import Any

import pytest
from telegram.error import Conflict, NetworkError

from bot.phrases import Phrases
from handlers.telegram.context import BotContext, parts_of
from handlers.telegram.failures import failed
from tests.handlers.telegram.recording import World, message


async def test_markup_that_is_refused_is_sent_as_plain_text(world: World) -> None:
    world.request.refuse("sendMessage", 400, "Bad Request: can't parse entities: unsupported start tag")
    _, plain = await world.write("a < b")
    assert plain.values["text"] == "You said a < b\nguide 9.2"
    assert "parse_mode" not in plain.values
    assert plain.buttons


async def test_markup_that_is_refused_in_an_edit_is_sent_as_plain_text(world: World) -> None:
    await world.write("a")
    world.request.refuse("editMessageText", 400, "Bad Request: can't parse entities: unsupported start tag")
    _, plain = await world.send(edited_message=message("b"))
    assert plain.values["text"] == "You said b\nguide 9.2"


async def test_an_answer_that_stays_the_same_is_fine(world: World) -> None:
    await world.write("a")
    world.request.refuse("editMessageText", 400, "Bad Request: message is not modified: specified new content")
    assert len(await world.send(edited_message=message("b"))) == 1


async def test_a_failure_is_logged_without_the_text_and_apologised_for_once(
    world: World, phrases: Phrases, caplog: pytest.LogCaptureFixture
) -> None:
    (sent,) = await world.write("boom", chat={"id": 23, "type": "private"})
    assert sent.values["text"] == phrases.say("en", "screen.apology")
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == "update 1 could not be handled"
    assert record.exc_info is not None


async def test_an_apology_that_fails_too_ends_there(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.request.refuse("sendMessage", 400, "Bad Request: chat not found")
    assert len(await world.write("boom")) == 1
    assert "the apology could not be sent either" in caplog.text


async def test_whoever_has_blocked_the_bot_is_left_in_peace(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    world.request.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
    assert len(await world.write("hi")) == 1
    assert "nobody there any more" in caplog.text
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


async def test_what_fails_behind_a_button_is_apologised_for(world: World, phrases: Phrases) -> None:
    (asked,) = await world.write("options")
    world.request.refuse("sendMessage", 400, "Bad Request: something new")
    calls = await world.press(asked.buttons[0][1])
    assert calls[-1].values["text"] == phrases.say("en", "screen.apology")


async def test_a_second_consumer_stops_the_bot(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[Any] = []
    monkeypatch.setattr(type(world.application), "stop_running", lambda application: stopped.append(application))  # noqa: PLW0108 - a method
    await fail(world, Conflict("terminated by other getUpdates request"))
    assert stopped == [world.application]
    fatal = parts_of(world.application).fatal
    assert fatal is not None
    assert fatal.startswith("TELEGRAM_BOT_TOKEN is in use")


async def test_a_network_that_is_away_is_one_line(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await fail(world, NetworkError("httpx.ConnectError"))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.exc_info is None
    assert world.request.calls == []


async def fail(world: World, error: Exception) -> None:
    """Let polling fail, as the updater reports it."""
    context = BotContext(world.application)
    context.error = error
    await failed(None, context)
