"""The bot as it is, over real HTTP, against the tests' own Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.phrases import Phrases
from tests.fakes import EchoAssistant
from tests.handlers.telegram.echo_world import GROUP, application_for, polling
from tests.telegram_api import ApiError, BotApiServer, Telegram


@pytest.fixture
async def telegram(server: BotApiServer, assistant: EchoAssistant, phrases: Phrases) -> AsyncIterator[Telegram]:
    """A Telegram with the bot at work."""
    async with polling(application_for(server, assistant, phrases)):
        yield server.telegram


async def test_a_conversation(telegram: Telegram, phrases: Phrases) -> None:
    anna = telegram.person(17, language_code="de-AT")
    greeting = await anna.asks("/start")
    assert greeting["text"] == phrases.say("de", "screen.start")
    which = await anna.asks("options")
    chosen = await anna.chooses(which, "The second")
    assert chosen["text"] == "› The second\nYou said second\nguide 9.2"
    assert [entity["type"] for entity in chosen["entities"]] == ["italic", "italic"]
    assert await anna.presses(chosen, "👍") == phrases.say("de", "screen.thanks_helpful")
    await telegram.until(lambda: "👍" not in str(chosen["reply_markup"]))
    topics = await anna.asks("/topics")
    await anna.presses(topics, "Regions")
    await telegram.until(lambda: topics["text"] == "Below region")


async def test_a_changed_question(telegram: Telegram) -> None:
    anna = telegram.person(17)
    question = await anna.types("long")
    await telegram.until(lambda: len(telegram.messages) == 4)
    await anna.changes(question, "short")
    await telegram.until(lambda: len(telegram.messages) == 2)
    assert [message["text"] for message in telegram.messages.values()] == ["short", "You said short\nguide 9.2"]


async def test_a_group_with_topics(telegram: Telegram, assistant: EchoAssistant) -> None:
    anna, ben = telegram.person(17), telegram.person(18)
    await anna.types("just talking", GROUP)
    topic = {"message_thread_id": 42, "is_topic_message": True}
    answer = await anna.asks("@clusters_bot hello?", GROUP, **topic)
    assert answer["message_thread_id"] == 42
    assert answer["reply_to_message"]["text"] == "@clusters_bot hello?"
    await ben.asks("and this?", GROUP, reply_to_message=answer, **topic)
    assert [(question.text, question.conversation) for question in assistant.asked] == [
        ("hello?", "telegram:-100:42:17"),
        ("and this?", "telegram:-100:42:18"),
    ]


async def test_many_people_at_once_each_in_order(telegram: Telegram, assistant: EchoAssistant) -> None:
    people = [telegram.person(number) for number in range(1, 11)]
    for number in range(3):
        for one in people:
            await one.types(f"question {number}")
    await telegram.until(lambda: len(telegram.messages) == 60)
    for one in people:
        asked = [question.text for question in assistant.asked if question.person == str(one.user["id"])]
        assert asked == ["question 0", "question 1", "question 2"]


async def test_being_asked_to_wait_loses_nothing(telegram: Telegram) -> None:
    telegram.refuse("sendMessage", ApiError(429, "Too Many Requests: retry after 1", {"retry_after": 1}))
    answer = await telegram.person(17).asks("hi")
    assert answer["text"].startswith("You said hi")


async def test_servers_that_fail_and_connections_that_drop_while_polling(
    server: BotApiServer, telegram: Telegram
) -> None:
    telegram.refuse("getUpdates", ApiError(502, "Bad Gateway"))
    server.drop("getUpdates")
    answer = await telegram.person(17).asks("hi")
    assert answer["text"].startswith("You said hi")


async def test_whoever_blocks_the_bot_holds_up_nobody(telegram: Telegram) -> None:
    telegram.person(17)
    telegram.blocked.add(17)
    await telegram.person(17).types("hi")
    assert (await telegram.person(18).asks("hi"))["chat"]["id"] == 18


async def test_what_was_handled_is_acknowledged(
    server: BotApiServer, assistant: EchoAssistant, phrases: Phrases
) -> None:
    anna = server.telegram.person(17)
    async with polling(application_for(server, assistant, phrases)):
        await anna.asks("hi")
    assert server.telegram.unacknowledged == 0
    async with polling(application_for(server, assistant, phrases)):
        await anna.asks("again")
    assert [question.text for question in assistant.asked] == ["hi", "again"]
