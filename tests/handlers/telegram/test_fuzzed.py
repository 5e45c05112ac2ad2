"""Whatever comes in: buttons of any content, start payloads, updates with any field changed; never an exception."""

from __future__ import annotations

import copy
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest

from handlers.telegram import floods, pace
from handlers.telegram.curator_data import Verb as CuratorVerb
from handlers.telegram.event_data import Verb as EventVerb
from tests.handlers.telegram.desk_world import ASKER, CURATOR, GROUP, ORGANISER, DeskWorld
from tests.handlers.telegram.echo_world import DATE, message, person
from tests.handlers.telegram.faulty import MEMBERS

fuzzed = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ANYTHING = st.text(max_size=80) | st.text("0123456789abcdefghABC:_-", max_size=64)
HEADS = [
    "1c:", "1h:", "1o:", "1t:", "1f:", "1sl:", "1se:", "1sq:", "2c:", "", "1",
    *(f"1g{verb.value}:" for verb in CuratorVerb), *(f"1e{verb.value}:" for verb in EventVerb),
]  # fmt: skip
NUMBERS = st.sampled_from(["0", "1", "2", "9", "-1", "999999999", "00", "x", "a-b", "en", "it", "-"])
DATA = st.builds(
    lambda head, parts, tail: head + ":".join(parts) + tail,
    st.sampled_from(HEADS),
    st.lists(NUMBERS | st.text("abcABC012_-", min_size=1, max_size=24), max_size=4),
    st.just("") | ANYTHING,
)
PEOPLE = st.sampled_from([CURATOR, ORGANISER, ASKER])


class Errors(logging.Handler):
    """Keeps what goes wrong."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and isinstance(record.exc_info[1], BadRequest):
            # Telegram knows no such chat: it says so, and that is right.
            return
        self.found.append(f"{record.getMessage()}: {record.exc_info[1]!r}" if record.exc_info else record.getMessage())


@pytest.fixture
def errors() -> Iterator[Errors]:
    handler = Errors()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture
async def world(faulty: DeskWorld, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DeskWorld]:
    monkeypatch.setattr(floods, "MOST_OF_A_PERSON", 100_000)
    monkeypatch.setattr(floods, "MOST_OF_A_GROUP", 100_000)
    monkeypatch.setattr(pace, "BURST", 100_000)
    monkeypatch.setattr(pace, "GROUP_BURST", 100_000)
    for number in (CURATOR, ORGANISER, ASKER):
        faulty.person(number)
    faulty.telegram.chats[GROUP["id"]] = GROUP
    async with faulty.bot():
        await faulty.person(ASKER).asks("What does membership of Cyberforum cost?")
        await faulty.person(CURATOR).asks("/unanswered")
        yield faulty


async def handle(world: DeskWorld, errors: Errors, **content: Any) -> None:
    """Let an update arrive, and wait until it is handled."""
    errors.found.clear()
    await world.telegram.deliver(**content)
    await world.settled()


@fuzzed
@given(data=DATA | ANYTHING, who=PEOPLE, private=st.booleans())
async def test_buttons(world: DeskWorld, errors: Errors, data: str, who: int, private: bool) -> None:
    under = message("x", chat={"id": who, "type": "private"} if private else GROUP, message_id=2)
    query = {"id": "1", "from": person(who), "chat_instance": "1", "data": data, "message": under}
    await handle(world, errors, callback_query=query)
    assert errors.found == []


COMMANDS = st.sampled_from(
    ["start", "event", "ask", "gap", "history", "digest", "unanswered", "desk", "why", "forget", "mine", "mydata",
     "setup", "settings", "topics", "new", "cancel", "privacy", "help", "nothing"]
)  # fmt: skip
PAYLOADS = ANYTHING | st.from_regex(r"(e-|q-|g-)?[A-Za-z0-9_-]{0,64}", fullmatch=True)


@fuzzed
@given(command=COMMANDS, payload=PAYLOADS, who=PEOPLE, private=st.booleans())
async def test_commands_and_what_follows_them(
    world: DeskWorld, errors: Errors, command: str, payload: str, who: int, private: bool
) -> None:
    chat = {"id": who, "type": "private"} if private else GROUP
    content = message(f"/{command} {payload}", sender=person(who), chat=chat)
    await handle(world, errors, message=content)
    assert errors.found == []


def updates() -> list[dict[str, Any]]:
    """Return one update of each kind that is asked for."""
    said = message(f"/ask {MEMBERS}", chat=GROUP, message_thread_id=4, is_topic_message=True)
    said["reply_to_message"] = message("before", chat=GROUP, message_id=3)
    under = {**message("x"), "reply_markup": {"inline_keyboard": [[{"text": "👍", "callback_data": "1h:abcdefgh:1"}]]}}
    query = {"id": "1", "from": person(), "chat_instance": "1", "data": "1h:abcdefgh:1", "message": under}
    member = {"user": person(99, is_bot=True), "status": "member"}
    change = {"chat": GROUP, "from": person(), "date": DATE, "old_chat_member": {**member, "status": "left"}}
    return [
        {"message": message(MEMBERS)},
        {"message": said},
        {"message": message(None, chat=GROUP, migrate_to_chat_id=-1001)},
        {"message": message(None, chat=GROUP, new_chat_members=[person(99, is_bot=True)])},
        {"edited_message": message(MEMBERS, edit_date=DATE)},
        {"callback_query": query},
        {"inline_query": {"id": "q", "from": person(), "query": "members", "offset": ""}},
        {"my_chat_member": {**change, "new_chat_member": member}},
    ]


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the path of every field within a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.just([]), st.just({}), st.just([{}]),
    st.sampled_from([2**70, -1, "\ud800", "private", "x" * 5_000]), st.floats(allow_nan=False),
)  # fmt: skip
REMOVED = object()


@settings(parent=fuzzed, max_examples=400)
@given(data=st.data())
async def test_updates_with_any_field_changed(world: DeskWorld, errors: Errors, data: st.DataObject) -> None:
    raw = copy.deepcopy(data.draw(st.sampled_from(updates())))
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(list(places(raw))))
        where: Any = raw
        for key in path:
            where = where[key]
        junk = data.draw(JUNK | st.just(REMOVED))
        if junk is REMOVED:
            del where[last]
        else:
            where[last] = copy.deepcopy(junk)
        if not list(places(raw)):
            break
    await handle(world, errors, **raw)
    assert errors.found == []
