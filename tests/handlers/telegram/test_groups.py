from __future__ import annotations

from typing import Any

import pytest

from tests.handlers.telegram.echo_world import BOT, GROUP, EchoWorld, message, person


def mention(offset: int, length: int = len("@clusters_bot")) -> dict[str, Any]:
    return {"type": "mention", "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("text", "changes", "asked"),
    [
        ("@clusters_bot how many?", {"entities": [mention(0)]}, "how many?"),
        ("how many, @Clusters_Bot?", {"entities": [mention(10)]}, "how many, ?"),
        ("😀😀 @clusters_bot 😀 how?", {"entities": [mention(5)]}, "😀😀  😀 how?"),
        (
            "Bot how many?",
            {"entities": [{"type": "text_mention", "offset": 0, "length": 3, "user": BOT}]},
            "how many?",
        ),
        ("and its website?", {"reply_to_message": message("x", sender=BOT, chat=GROUP)}, "and its website?"),
        ("/ask how many?", {}, "how many?"),
        ("/ask@clusters_bot how many?", {}, "how many?"),
    ],
)
async def test_whoever_addresses_the_bot_is_answered(
    world: EchoWorld, text: str, changes: dict[str, Any], asked: str
) -> None:
    (sent,) = await world.write(text, chat=GROUP, message_id=7, **changes)
    (question,) = world.assistant.asked
    assert question.text == asked
    assert question.conversation == "telegram:-100:-1:17"
    assert sent.values["reply_parameters"] == {"message_id": 7, "allow_sending_without_reply": True}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("how many members?", {}),
        ("@another_bot how many?", {"entities": [mention(0, len("@another_bot"))]}),
        ("clusters_bot without the sign", {}),
        ("thanks", {"reply_to_message": message("x", sender=person(3), chat=GROUP)}),
        (
            "first words in a topic",
            {
                "reply_to_message": message(
                    None, sender=BOT, chat=GROUP, forum_topic_created={"name": "T", "icon_color": 1}
                )
            },
        ),
        ("/nonsense", {}),
        ("/help@another_bot", {}),
        ("@clusters_bot hi", {"entities": [mention(0)], "sender": person(5, is_bot=True)}),
        ("@clusters_bot hi", {"entities": [mention(0)], "is_automatic_forward": True}),
        ("@clusters_bot hi", {"entities": [mention(0)], "chat": {"id": -1, "type": "channel", "title": "C"}}),
    ],
)
async def test_everything_else_is_met_with_silence(world: EchoWorld, text: str, changes: dict[str, Any]) -> None:
    assert await world.write(text, **{"chat": GROUP, **changes}) == []


async def test_pictures_in_a_group_are_not_remarked_upon(world: EchoWorld) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    assert await world.send(message=message(None, chat=GROUP, photo=photo)) == []


async def test_an_anonymous_admin_is_a_person(world: EchoWorld) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    await world.write("@clusters_bot hi", chat=GROUP, sender=anonymous, sender_chat=GROUP, entities=[mention(0)])
    assert len(world.assistant.asked) == 1


async def test_the_answer_stays_in_its_topic(world: EchoWorld) -> None:
    topic = {"message_thread_id": 42, "is_topic_message": True}
    (sent,) = await world.write("/ask x", chat=GROUP, **topic)
    assert sent.values["message_thread_id"] == 42
    assert world.assistant.asked[0].conversation == "telegram:-100:42:17"


async def test_a_thread_of_replies_is_no_topic(world: EchoWorld) -> None:
    (sent,) = await world.write("/ask x", chat=GROUP, message_thread_id=42)
    assert "message_thread_id" not in sent.values


async def test_the_name_alone_asks_for_a_question(world: EchoWorld) -> None:
    (sent,) = await world.write("@clusters_bot", chat=GROUP, entities=[mention(0)])
    assert "/ask" in sent.values["text"]


async def test_a_button_belongs_to_whoever_asked(world: EchoWorld) -> None:
    # Options are offered in private alone; what is worth asking next stands under an answer in the group.
    (sent,) = await world.write("/ask members", chat=GROUP)
    assert sent.buttons[0][0] == "And then?"
    (answer,) = await world.press(sent.buttons[0][1], person(18, "de"), chat=GROUP)
    assert (answer.method, answer.values["text"][:18]) == ("answerCallbackQuery", "Die gehört jemand ")
    _, reply = await world.press(sent.buttons[0][1], chat=GROUP)
    assert world.assistant.asked[-1].conversation == "telegram:-100:-1:17"
    assert "reply_parameters" in reply.values


async def test_an_edited_command_is_understood_as_before(world: EchoWorld) -> None:
    await world.write("/ask@clusters_bot how many", chat=GROUP)
    (edited,) = await world.send(edited_message=message("/ask@clusters_bot how much", chat=GROUP))
    assert edited.method == "editMessageText"
    assert world.assistant.asked[-1].text == "how much"
