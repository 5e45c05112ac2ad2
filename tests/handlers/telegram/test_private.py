from __future__ import annotations

import pytest

from bot.messages import Outcome, Reply
from bot.phrases import Phrases
from tests.handlers.telegram.echo_world import EchoWorld, message, person


async def test_a_question_is_answered_with_escaped_html_and_no_preview(world: EchoWorld) -> None:
    (sent,) = await world.write("is <b>640</b> & more right?")
    assert sent.method == "sendMessage"
    assert sent.values["text"] == "You said is &lt;b&gt;640&lt;/b&gt; &amp; more right?\n<i>guide 9.2</i>"
    assert sent.values["parse_mode"] == "HTML"
    assert sent.values["link_preview_options"] == {"is_disabled": True}
    assert "reply_parameters" not in sent.values
    assert "message_thread_id" not in sent.values
    assert [label for label, _ in sent.buttons] == ["And then?", "👍", "👎", "Out of date?"]


async def test_the_question_brings_all_that_the_core_may_know(world: EchoWorld) -> None:
    await world.write("hi", sender=person(17, "de-AT"))
    (question,) = world.assistant.asked
    assert (question.text, question.conversation, question.channel) == ("hi", "telegram:17:-1", "telegram")
    assert (question.person, question.language, question.update) == ("17", "de-AT", "1")
    assert question.asked_at is not None
    assert question.asked_at.timestamp() == 1_700_000_000


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("/start", "screen.start"),
        ("/start some_payload", "screen.start"),
        ("/help", "screen.help"),
        ("/privacy", "screen.privacy"),
        ("/new", "screen.new"),
        ("/ask", "screen.ask_usage"),
        ("/nonsense", "screen.unknown_command"),
    ],
)
@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "xx"])
async def test_commands_say_fixed_texts_in_the_persons_language(
    world: EchoWorld, phrases: Phrases, command: str, key: str, language: str
) -> None:
    (sent,) = await world.write(command, sender=person(language=language))
    assert sent.values["text"] == phrases.say(language, key, days=365).replace("&", "&amp;").replace("<", "&lt;")
    assert world.assistant.asked == []


async def test_new_forgets_the_conversation(world: EchoWorld) -> None:
    await world.write("/new")
    assert world.assistant.forgotten == ["telegram:17:-1"]


async def test_why_explains_without_asking_whether_that_helped(world: EchoWorld) -> None:
    (sent,) = await world.write("/why")
    assert sent.values["text"] == "Because &lt;telegram:17:-1&gt;"
    assert sent.buttons == []


async def test_ask_works_in_private_too(world: EchoWorld) -> None:
    await world.write("/ask how many")
    assert world.assistant.asked[0].text == "how many"


async def test_a_caption_is_a_question(world: EchoWorld) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    await world.send(message=message(None, photo=photo, caption="what is this cluster?"))
    assert world.assistant.asked[0].text == "what is this cluster?"


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
)
async def test_what_is_no_text_gets_a_word(world: EchoWorld, phrases: Phrases, content: dict[str, object]) -> None:
    (sent,) = await world.send(message=message(None, **content))
    assert sent.values["text"] == phrases.say("en", "screen.text_only")


@pytest.mark.parametrize(
    "content",
    [
        {"message": message(None, pinned_message=message("x"))},
        {"message": message("hi", sender=person(5, is_bot=True))},
        {"message": message("hi", via_bot=person(5, is_bot=True))},
        {"channel_post": message("hi", chat={"id": -5, "type": "channel", "title": "News"})},
        {"edited_message": message("never seen before", edit_date=1_700_000_001)},
        {"edited_message": message("/help", edit_date=1_700_000_001)},
        {"message_reaction_count": {"chat": {"id": 17, "type": "private"}, "message_id": 5, "date": 1,
                                    "reactions": []}},
    ],
)  # fmt: skip
async def test_what_is_not_for_the_bot_is_left_alone(world: EchoWorld, content: dict[str, object]) -> None:
    assert await world.send(**content) == []


async def test_a_changed_question_changes_the_answer_where_it_stands(world: EchoWorld) -> None:
    (sent,) = await world.write("how many")
    changed = message("how much", edit_date=1_700_000_001)
    (edited,) = await world.send(edited_message=changed)
    assert edited.method == "editMessageText"
    assert edited.values["message_id"] == 1001
    assert edited.values["text"].startswith("You said how much")
    assert edited.buttons != sent.buttons
    (again,) = await world.send(edited_message=changed)
    assert again.method == "editMessageText"


async def test_an_answer_that_grows_or_shrinks_stays_in_place(world: EchoWorld) -> None:
    await world.write("short")
    grown = await world.send(edited_message=message("long"))
    assert [call.method for call in grown] == ["editMessageText", "sendMessage", "sendMessage"]
    shrunk = await world.send(edited_message=message("short"))
    assert [call.method for call in shrunk] == ["editMessageText", "deleteMessage", "deleteMessage"]
    assert [call.values["message_id"] for call in shrunk] == [1001, 1002, 1003]


async def test_a_long_reply_is_split_and_the_buttons_stand_under_its_end(world: EchoWorld) -> None:
    sent = await world.write("long")
    assert len(sent) == 3
    assert [bool(call.buttons) for call in sent] == [False, False, True]
    together = "\n".join(call.values["text"] for call in sent)
    assert together.splitlines()[1:] == [f"• item {number} &amp; more" for number in range(600)]


async def test_lone_surrogates_can_be_sent(world: EchoWorld) -> None:
    world.assistant.replies = {"x": Reply(Outcome.UNANSWERED, "not \ud800 known")}
    (sent,) = await world.write("x")
    assert sent.values["text"] == "not \ufffd known"
