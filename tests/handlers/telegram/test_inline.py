"""Inline mode over HTTP, with the bundled knowledge: cards for what somebody types behind the bot's name."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.storage import NoQuestionLog
from handlers.telegram.inline import CACHED, MOST
from handlers.telegram.markup import LONGEST_MESSAGE, plain, split, units
from handlers.telegram.view import render
from tests.conftest import bundled_understander
from tests.handlers.telegram.desk_world import ASKER, DeskWorld
from tests.nasty import KINDS_OF_NASTY, nasty
from tests.telegram_api import ApiError
from tests.telegram_api.groups import Group
from tests.telegram_api.inline import sends_card, types_inline
from tests.telegram_api.rules import parse_html

pytestmark = pytest.mark.usefixtures("few_golden")


WORDS = ("wood", "cluster", "Styria", "how", "many", "<i>", "&", "'", "veneto", "?")


@pytest.fixture
async def world(desk: DeskWorld) -> AsyncIterator[DeskWorld]:
    async with desk.bot():
        yield desk


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(bundled_understander(), log=NoQuestionLog())


async def offered(world: DeskWorld, text: str, **changes: Any) -> list[dict[str, Any]]:
    answer = await types_inline(world.person(ASKER, **changes), world.telegram, text)
    found: list[dict[str, Any]] = answer["results"]
    return found


def said(card: dict[str, Any]) -> str:
    text, _ = parse_html(card["input_message_content"]["message_text"])
    return text


class TestCards:
    async def test_the_answer_first_and_what_is_near_after_it(self, world: DeskWorld) -> None:
        cards = await offered(world, "nanotech veneto")
        assert 2 <= len(cards) <= MOST
        assert cards[0]["title"] == "What is the nanotechnology cluster in Veneto?"
        assert cards[0]["description"].startswith("The nanotechnology cluster in Veneto is")
        assert "What is Veneto Nanotech?" in [card["title"] for card in cards]

    async def test_what_is_sent_is_the_short_answer_with_source_date_and_a_button(self, world: DeskWorld) -> None:
        card = (await offered(world, "How many members does Cyberforum have?"))[0]
        content = card["input_message_content"]
        assert said(card) == (
            "Cyberforum has more than 640 members.\nguide 9.2, “Clusters in Karlsruhe (Germany)”; figure of about 2011"
        )
        assert content["link_preview_options"] == {"is_disabled": True}
        ((button,),) = card["reply_markup"]["inline_keyboard"]
        assert button == {"text": "Ask the bot", "url": "https://t.me/clusters_bot?start=ask"}

    async def test_the_button_greets(self, world: DeskWorld) -> None:
        assert "Hello! I answer questions" in (await world.person(ASKER).asks("/start ask"))["text"]

    async def test_readings_are_cards(self, world: DeskWorld) -> None:
        cards = await offered(world, "the car cluster")
        assert [card["title"] for card in cards[:2]] == ["The car industry cluster in Karlsruhe", "AC Styria"]

    async def test_a_name_that_is_not_finished_finds_its_entry(self, world: DeskWorld) -> None:
        cards = await offered(world, "cyberf")
        assert cards[0]["title"] == "What is Cyberforum?"

    async def test_a_query_without_a_language_is_answered_in_the_persons(self, world: DeskWorld) -> None:
        cards = await offered(world, "nanotech veneto", language_code="de")
        assert cards[0]["title"].startswith("Der Nanotechnologiecluster in Venetien")
        cards = await offered(world, "wie viele Mitglieder hat Cyberforum", language_code="fr")
        assert said(cards[0]).startswith("Cyberforum hat mehr als 640 Mitglieder.")
        assert cards[0]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Den Bot fragen"

    async def test_nothing_typed_offers_questions_to_begin_with(self, world: DeskWorld) -> None:
        cards = await offered(world, "", language_code="it")
        assert len(cards) == MOST
        assert "Quanti membri ha Cyberforum?" in [card["title"] for card in cards]

    @pytest.mark.parametrize("text", ["asdfgh", "????", "hello", "👋"])
    async def test_no_hit_offers_to_ask_in_private(self, world: DeskWorld, text: str) -> None:
        answer = await types_inline(world.person(ASKER, language_code="es"), world.telegram, text)
        assert answer["results"] == []
        assert answer["button"] == {"text": "Aún sin respuesta: pregunta en privado", "start_parameter": "ask"}

    async def test_telegram_keeps_it_for_a_short_while_and_for_one_person(self, world: DeskWorld) -> None:
        answer = await types_inline(world.person(ASKER), world.telegram, "wood")
        assert int(answer["cache_time"]) == CACHED <= 30
        assert answer["is_personal"] in {True, "true", "True"}
        assert "button" not in answer

    async def test_the_same_is_called_the_same(self, world: DeskWorld) -> None:
        one, other = await offered(world, "wood"), await offered(world, "wood")
        assert [card["id"] for card in one] == [card["id"] for card in other]

    async def test_nothing_is_kept_of_it(self, world: DeskWorld) -> None:
        for end in range(1, 15):
            await offered(world, "How many memb"[:end])
        assert "0" in (await world.person(ASKER).asks("/mydata"))["text"].partition("\n")[0]
        assert world.assistant is not None
        assert world.assistant.last_delivery(f"telegram:{ASKER}:-1") is None

    async def test_a_card_that_is_sent_into_a_group_is_not_answered(self, world: DeskWorld) -> None:
        group, anna = Group(world.telegram), world.person(ASKER)
        card = (await offered(world, "wood"))[0]
        await sends_card(anna, world.telegram, card, group.chat)
        await anna.asks("thanks")
        assert not [m for (c, _), m in world.telegram.messages.items() if c == group.id and m["from"]["is_bot"]]

    async def test_a_query_that_is_too_old_is_no_fault(self, world: DeskWorld) -> None:
        old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        world.telegram.refuse("answerInlineQuery", ApiError(400, old))
        anna = world.person(ASKER)
        await world.telegram.deliver(inline_query={"id": "old", "from": anna.user, "query": "wood", "offset": ""})
        assert await offered(world, "wood")


@pytest.mark.parametrize("kind", KINDS_OF_NASTY)
def test_nothing_that_is_typed_does_harm(assistant: Assistant, kind: str) -> None:
    for size in (1, 40, 256, 257, 600):
        check(assistant, nasty(kind, size, random.Random(size)), "en")  # noqa: S311


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=90).map(" ".join),
    st.sampled_from(["en", "de-AT", "xx", "", None, "fr"]),
)
def test_any_text_makes_cards_that_telegram_takes(assistant: Assistant, text: str, language: str | None) -> None:
    check(assistant, text, language)


def check(assistant: Assistant, text: str, language: str | None) -> None:
    """Check that cards are few, differ, and fit."""
    cards = assistant.cards(text, language, MOST)
    assert len(cards) <= MOST
    assert len({card.id for card in cards}) == len(cards)
    for card in cards:
        assert 1 <= len(card.id.encode()) <= 64
        assert card.title.strip()
        assert card.reply.note, "every answer has its source"
        first = split(render(card.reply))[0]
        assert units(plain(first)) <= LONGEST_MESSAGE
        parse_html(first)
    assert assistant.last_delivery("telegram:17:-1") is None


def test_what_curators_publish_is_on_the_cards_at_once(assistant: Assistant) -> None:
    before = assistant.cards("", "en", MOST)
    assistant.use(bundled_understander())
    assert [card.id for card in assistant.cards("", "en", MOST)] == [card.id for card in before]
