"""What Telegram shows of the bot: said at the start in every language, and only where it differs."""

from __future__ import annotations

import asyncio
import functools
import re
from pathlib import Path

import pytest
from telegram import Bot, BotCommand
from telegram.ext import CommandHandler

from bot.phrases import Phrases
from bot.storage.database import open_database
from bot.storage.in_turn import in_turn
from handlers.telegram.context import parts_of
from handlers.telegram.menus import ADMINS, CURATOR, EVERYBODY, GROUP, menus
from handlers.telegram.profile import LOCK, Profile
from tests.conftest import bundled_understander
from tests.databases import new_database
from tests.handlers.telegram.desk_world import CURATOR as ANNA
from tests.handlers.telegram.desk_world import ORGANISER, SECOND, TOKEN, DeskWorld
from tests.telegram_api import ApiError, Fault

LANGUAGES = ("", "de", "es", "fr", "it")


@pytest.fixture
def world(desk: DeskWorld) -> DeskWorld:
    """A Telegram in which everybody has written to the bot before."""
    for number in (ANNA, SECOND, ORGANISER, 4):
        desk.telegram.chats[number] = {"id": number, "type": "private"}
    return desk


async def said(world: DeskWorld) -> int:
    """Wait until all is said; return how much had to be sent."""
    assert world.application is not None
    profile = parts_of(world.application).profile
    assert profile is not None
    assert profile._task is not None
    await asyncio.wait_for(profile._task, 60)
    return profile.sent


def names(world: DeskWorld, scope: str, language: str = "") -> list[str]:
    return [command["command"] for command in world.telegram.menus.get((scope, language), [])]


async def test_all_is_said_at_the_start_and_nothing_at_the_next_one(world: DeskWorld) -> None:
    async with world.bot():
        assert await said(world) == (2 + 3 + 4) * len(LANGUAGES)
    for language in LANGUAGES:
        assert names(world, "all_private_chats", language) == list(EVERYBODY)
        assert names(world, "all_group_chats", language) == list(GROUP)
        assert names(world, "all_chat_administrators", language) == list(ADMINS)
        assert names(world, f"chat:{ANNA}", language)[: len(CURATOR)] == list(CURATOR)
        assert names(world, f"chat:{ORGANISER}", language)[0] == "event"
    texts = world.telegram.descriptions
    assert len({text for (what, _), text in texts.items() if what == "description"}) == len(LANGUAGES)
    assert "Unternehmenscluster" in texts["short_description", "de"]
    descriptions = [c["description"] for c in world.telegram.menus["all_private_chats", "fr"]]
    assert descriptions != [c["description"] for c in world.telegram.menus["all_private_chats", ""]]
    async with world.bot():
        assert await said(world) == 0


@pytest.mark.parametrize("title", ["parks, their laboratories and their tenants, " * 30, "ö" * 700])
async def test_a_subject_too_long_for_telegram_is_cut(world: DeskWorld, title: str) -> None:
    texts = {"profile.description": f"About {title}.", "profile.short_description": f"On {title}."}
    async with Bot(TOKEN, base_url=world.server.url) as bot:
        profile = Profile(bot, Phrases({"en": texts}), ())
        await profile.update()
        assert profile.sent == 2
        await profile.update()
        assert profile.sent == 2
    shown = world.telegram.descriptions
    for what, limit, said_as in (("description", 512, "About"), ("short_description", 120, "On")):
        text = shown[what, ""]
        assert text.startswith(f"{said_as} ")
        assert text.endswith("…")
        assert len(text) <= limit


async def test_what_somebody_else_changed_is_put_right_and_nothing_else(world: DeskWorld) -> None:
    async with world.bot():
        await said(world)
    world.telegram.menus["all_group_chats", "it"].pop()
    world.telegram.descriptions["description", "es"] = "x"
    async with world.bot():
        assert await said(world) == 2
    assert names(world, "all_group_chats", "it") == list(GROUP)


async def test_two_that_start_at_once_say_it_once(world: DeskWorld, phrases: Phrases, tmp_path: Path) -> None:
    world.server.latency = 0.002  # so that both have looked before either has sent
    wanted = tuple(menus(frozenset({ANNA}), frozenset(), desk=False))
    url = new_database("postgresql", tmp_path)
    engines = [await open_database(url) for _ in range(2)]
    turns = [functools.partial(in_turn, engine, LOCK) for engine in engines]
    async with Bot(TOKEN, base_url=world.server.url) as bot, Bot(TOKEN, base_url=world.server.url) as other:
        both = Profile(bot, phrases, wanted, turn=turns[0]), Profile(other, phrases, wanted, turn=turns[1])
        await asyncio.gather(*(profile.update() for profile in both))
        assert sorted(profile.sent for profile in both) == [0, (2 + 3 + 1) * len(LANGUAGES)]
        assert names(world, "all_private_chats", "it") == list(EVERYBODY)
        assert len({text for (what, _), text in world.telegram.descriptions.items() if what == "description"}) == 5
        again = Profile(bot, phrases, wanted)
        await again.update()
        assert again.sent == 0
    for engine in engines:
        await engine.dispose()


async def test_whoever_is_no_curator_any_more_has_the_menu_of_everybody(
    world: DeskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.bot():
        await said(world)
    monkeypatch.setattr("tests.handlers.telegram.desk_world.SECOND", ANNA)
    async with world.bot():
        await said(world)
    assert all((f"chat:{SECOND}", language) not in world.telegram.menus for language in LANGUAGES)
    assert names(world, f"chat:{ANNA}")


async def test_a_curator_who_never_wrote_to_the_bot_keeps_nobody_else_from_a_menu(world: DeskWorld) -> None:
    del world.telegram.chats[ANNA]
    async with world.bot():
        assert await said(world) == (2 + 3 + 3) * len(LANGUAGES)
    assert not names(world, f"chat:{ANNA}")
    assert names(world, f"chat:{SECOND}")


@pytest.mark.parametrize("fault", [Fault.DROP, None])
async def test_the_bot_answers_whatever_becomes_of_it(
    world: DeskWorld, fault: Fault | None, caplog: pytest.LogCaptureFixture
) -> None:
    for method in ("getMyCommands", "getMyDescription"):
        for _ in range(100):
            if fault is None:
                world.telegram.refuse(method, ApiError(429, "Too Many Requests: retry after 600", {"retry_after": 600}))
            else:
                world.server.goes_wrong(method, fault)
    async with world.bot():
        answer = await world.person(17).asks("How many members does Cyberforum have?")
        assert "640" in answer["text"]
        await said(world)
    assert "the next start tries again" in caplog.text
    assert not world.telegram.menus


def test_every_command_on_a_menu_is_answered_and_described_in_every_language() -> None:
    from handlers.telegram import application

    phrases = Phrases(bundled_understander().knowledge.phrases)
    source = Path(application.__file__).read_text(encoding="utf-8")
    answered = set(re.findall(rf'{CommandHandler.__name__}\("([a-z]+)"', source))
    for menu in menus(frozenset({1}), frozenset({2}), desk=True):
        assert {name for name, _ in menu.commands} <= answered
        for language in phrases.languages:
            descriptions = [command.description for command in menu.said(phrases, language)]
            assert len(descriptions) == len(menu.commands)
            assert all(1 <= len(text) <= BotCommand.MAX_DESCRIPTION for text in descriptions), descriptions
