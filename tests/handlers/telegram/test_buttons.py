from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Option, Outcome, Reply
from bot.phrases import Phrases
from handlers.telegram import callback_data
from handlers.telegram.callback_data import LONGEST, Kind, Pressed, new_code
from handlers.telegram.shown import RecentlyShown, ShownReply
from tests.handlers.telegram.echo_world import EchoWorld, message, person
from tests.telegram_api import ApiError


async def test_a_choice_is_answered_under_the_name_of_its_button(world: EchoWorld) -> None:
    (asked,) = await world.write("options")
    assert [label for label, _ in asked.buttons] == ["The first <one>", "The second"]
    answered, sent = await world.press(asked.buttons[0][1])
    assert (answered.method, answered.values) == ("answerCallbackQuery", {"callback_query_id": "1"})
    assert sent.values["text"].startswith("<i>› The first &lt;one&gt;</i>\nYou said first")
    question = world.assistant.asked[-1]
    assert (question.text, question.conversation, question.update) == ("first", "telegram:17:-1", "2")


async def test_follow_ups_are_choices_too(world: EchoWorld) -> None:
    (asked,) = await world.write("hi")
    await world.press(asked.buttons[0][1])
    assert world.assistant.asked[-1].text == "then"


@pytest.mark.parametrize(
    "data",
    ["", "x", "1c:unknown_:0", "2c:abcdefgh:0", "1x:abcdefgh:0", "1c:abcdefgh:-1", "1c:abcdefgh:٣", "1c:abcdefgh:0\n"],
)
async def test_a_button_nobody_remembers_gets_a_polite_word(world: EchoWorld, phrases: Phrases, data: str) -> None:
    (answer,) = await world.press(data, person(language="fr"))
    assert answer.values["text"] == phrases.say("fr", "screen.stale_button")


async def test_a_number_beyond_what_is_offered_is_stale(world: EchoWorld) -> None:
    (asked,) = await world.write("options")
    (answer,) = await world.press(asked.buttons[0][1][:-1] + "7")
    assert "text" in answer.values
    (answer,) = await world.press(asked.buttons[0][1][:-1].replace("1c", "1h") + "2")
    assert "text" in answer.values


async def test_a_button_of_another_chat_is_stale(world: EchoWorld) -> None:
    (asked,) = await world.write("options")
    (answer,) = await world.press(asked.buttons[0][1], chat={"id": 18, "type": "private"})
    assert "text" in answer.values


async def test_a_button_without_a_message_is_stale(world: EchoWorld) -> None:
    query = {"id": "1", "from": person(), "chat_instance": "1", "data": "1c:abcdefgh:0", "inline_message_id": "x"}
    (answer,) = await world.send(callback_query=query)
    assert "text" in answer.values


async def test_a_message_too_old_to_be_seen_keeps_its_buttons(world: EchoWorld) -> None:
    (asked,) = await world.write("options")
    gone = {"chat": {"id": 17, "type": "private"}, "message_id": 1001, "date": 0}
    query = {"id": "1", "from": person(), "chat_instance": "1", "data": asked.buttons[0][1], "message": gone}
    _, sent = await world.send(callback_query=query)
    assert sent.method == "sendMessage"


async def test_a_callback_that_is_too_old_is_worked_on_all_the_same(world: EchoWorld) -> None:
    (asked,) = await world.write("options")
    world.telegram.refuse(
        "answerCallbackQuery", ApiError(400, "Bad Request: query is too old and response timeout expired")
    )
    _, sent = await world.press(asked.buttons[0][1])
    assert sent.method == "sendMessage"


@pytest.mark.parametrize(("face", "helpful", "key"), [(1, True, "thanks_helpful"), (2, False, "thanks_unhelpful")])
async def test_whether_it_helped_is_taken_down_once(
    world: EchoWorld, phrases: Phrases, face: int, helpful: bool, key: str
) -> None:
    (asked,) = await world.write("hi")
    answered, changed = await world.press(asked.buttons[face][1])
    assert answered.values["text"] == phrases.say("en", f"screen.{key}")
    assert world.assistant.ratings == [("telegram:17:-1", helpful, "1")]
    assert changed.method == "editMessageReplyMarkup"
    assert [label for label, _ in changed.buttons] == ["And then?"]


async def test_a_reply_is_said_to_be_out_of_date(world: EchoWorld, phrases: Phrases) -> None:
    (asked,) = await world.write("hi")
    answered, changed = await world.press(asked.buttons[3][1])
    assert answered.values["text"] == phrases.say("en", "screen.thanks_outdated")
    assert world.assistant.outdated_replies == [("telegram:17:-1", "1")]
    assert world.assistant.ratings == []
    assert [label for label, _ in changed.buttons] == ["And then?"]


async def test_pressing_twice_is_harmless(world: EchoWorld) -> None:
    (asked,) = await world.write("hi")
    world.telegram.refuse("editMessageReplyMarkup", ApiError(400, "Bad Request: message is not modified: same content"))
    assert len(await world.press(asked.buttons[1][1])) == 2


async def test_only_answers_ask_whether_they_helped(world: EchoWorld) -> None:
    world.assistant.replies = {outcome.value: Reply(outcome, "x", options=(Option("A", "a"),)) for outcome in Outcome}
    faces = {}
    for outcome in Outcome:
        (sent,) = await world.write(outcome.value)
        faces[outcome] = [label for label, _ in sent.buttons][1:]
    assert faces == {
        outcome: ["👍", "👎", "Out of date?"] if outcome is Outcome.ANSWERED else [] for outcome in Outcome
    }


async def test_topics_are_browsed_in_one_message(world: EchoWorld) -> None:
    (shown,) = await world.write("/topics", sender=person(language="de-AT"))
    assert world.assistant.browsed == [("de", ())]
    assert shown.buttons[0][0] == "Regions"
    _, edited = await world.press(shown.buttons[0][1])
    assert edited.method == "editMessageText"
    assert (edited.values["message_id"], edited.values["text"]) == (1001, "Below region")
    _, sent = await world.press(edited.buttons[0][1])
    assert sent.method == "sendMessage"
    assert world.assistant.asked[-1].text == "what is there"


async def test_what_edited_answers_offer_is_what_their_buttons_mean(world: EchoWorld) -> None:
    (first,) = await world.write("options")
    (edited,) = await world.send(edited_message=message("hi"))
    await world.press(edited.buttons[0][1])
    assert world.assistant.asked[-1].text == "then"
    await world.press(first.buttons[1][1])
    assert world.assistant.asked[-1].text == "second"


@given(st.sampled_from(Kind), st.integers(0, 999))
def test_data_of_a_button_is_short_and_comes_back(kind: Kind, number: int) -> None:
    pressed = Pressed(kind, new_code(), number)
    written = callback_data.write(pressed)
    assert len(written.encode()) <= LONGEST
    assert callback_data.read(written) == pressed


@given(st.text())
def test_any_data_is_read_or_refused(data: str) -> None:
    pressed = callback_data.read(data)
    assert pressed is None or callback_data.write(pressed) == data or data[-1:].isdigit()


def shown(chat: int, code: str, question: int | None = None) -> ShownReply:
    return ShownReply(chat, code, "c", "1", None, question, (1,), "en")


async def test_what_is_remembered_is_bounded() -> None:
    store = RecentlyShown(chats=2, replies=2)
    for chat in (1, 2):
        for code in "abc":
            await store.keep(shown(chat, code))
    assert await store.by_code(1, "a") is None
    assert await store.by_code(1, "c") is not None
    await store.keep(shown(1, "d"))
    await store.keep(shown(3, "a"))
    assert await store.by_code(2, "c") is None, "the chat that was silent longest is forgotten"
    assert await store.by_code(1, "d") is not None


async def test_the_latest_reply_to_a_question_is_found() -> None:
    store = RecentlyShown()
    await store.keep(shown(1, "a", 5))
    await store.keep(shown(1, "b", 5))
    found = await store.by_question(1, 5)
    assert found is not None
    assert found.code == "b"
    assert await store.by_question(1, 6) is None
    assert await store.by_question(2, 5) is None
