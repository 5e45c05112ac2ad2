"""What is said in groups, and what has come of it: in the chat, and in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.events.event import Event, Plan
from bot.events.opened import Events
from bot.storage.sql_chats import ChatSettings
from tests.handlers.telegram.desk_world import ORGANISER, DeskWorld
from tests.telegram_api.groups import Group
from tests.telegram_api.people import Person

WOOD = "Which clusters work with wood?"
CAR = "tell me about the car cluster"
DIRECTOR = "Who is the managing director of Cyberforum?"


def events(world: DeskWorld) -> Events:
    assert world.events is not None
    return world.events


async def chosen(world: DeskWorld, chat: int) -> ChatSettings:
    return await events(world).chats.of(chat)


async def set_up(world: DeskWorld, **changes: Any) -> Event:
    made = {
        "title": "Holztag <2027>",
        "place": "Graz",
        "starts_at": world.now + timedelta(hours=1),
        "zone": "Europe/Vienna",
        "language": "de",
        "questions": ("Welche Cluster gibt es?",),
    }
    return await events(world).organising.create(f"telegram:{ORGANISER}", Plan(**{**made, **changes}))


def bots(world: DeskWorld, chat: int) -> list[dict[str, Any]]:
    """Return what the bot has said in a chat."""
    return [m for (c, _), m in world.telegram.messages.items() if c == chat and m["from"]["is_bot"]]


async def reads(world: DeskWorld, group: Group, person: Person, text: str, **changes: Any) -> list[str]:
    """Write something into a group and return what the bot has said there then."""
    before = len(bots(world, group.id))
    await person.types(text, group.chat, **changes)
    await world.settled()
    return [message["text"] for message in bots(world, group.id)[before:]]


def url(message: dict[str, Any]) -> str:
    return str(message["reply_markup"]["inline_keyboard"][0][0]["url"])


def payload_of(message: dict[str, Any]) -> str:
    return url(message).partition("?start=")[2]
