"""Conversations that outlive a process: another one goes on where the first one was."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.conversation import FORGOTTEN_AFTER
from bot.messages import Question
from bot.privacy import person_hasher
from bot.storage import Database, LazyConversations, NoQuestionLog
from tests.conftest import bundled_understander
from tests.databases import new_database

HASHER = person_hasher(b"a key of the tests alone")
NOW = [datetime(2027, 3, 12, tzinfo=UTC)]


@pytest.fixture(params=["sqlite", "postgresql"])
async def process(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Callable[[], Assistant]]:
    """Starts another process over the same database."""
    databases: list[Database] = []
    NOW[0] = datetime(2027, 3, 12, tzinfo=UTC)
    url = new_database(request.param, tmp_path)

    def started() -> Assistant:
        databases.append(Database(url))
        kept = LazyConversations(databases[-1])
        return Assistant(bundled_understander(), log=NoQuestionLog(), hasher=HASHER, kept=kept, clock=lambda: NOW[0])

    yield started
    for database in databases:
        await database.close()


def asked(text: str, update: str, conversation: str = "telegram:17:-1") -> Question:
    return Question(text, conversation, channel="telegram", person="17", update=update)


async def test_another_process_goes_on_where_the_first_one_was(process: Callable[[], Assistant]) -> None:
    one, two = process(), process()
    await one.ask(asked("How many members does Cyberforum have?", "1"))
    assert "49" in (await two.ask(asked("and mentors?", "2"))).lead
    assert "cyberforum.de" in (await one.ask(asked("and its website?", "3"))).plain()


async def test_options_can_be_chosen_elsewhere(process: Callable[[], Assistant]) -> None:
    one, two = process(), process()
    offered = (await one.ask(asked("tell me about the car cluster", "1"))).options
    assert (await two.ask(asked("the second one", "2"))).entries != ()
    assert len(offered) > 2


async def test_what_a_process_fell_over_is_not_counted_twice(process: Callable[[], Assistant]) -> None:
    one, two = process(), process()
    await one.ask(asked("How many members does Cyberforum have?", "1"))
    await one.ask(asked("and mentors?", "2"))
    assert "49" in (await two.ask(asked("and mentors?", "2"))).lead
    assert "49" in (await one.ask(asked("and mentors?", "2"))).lead


async def test_silence_and_forgetting_end_it_everywhere(process: Callable[[], Assistant]) -> None:
    one, two = process(), process()
    for end in ("silence", "new", "forget"):
        await one.ask(asked("How many members does Cyberforum have?", f"{end}1"))
        if end == "silence":
            NOW[0] += FORGOTTEN_AFTER + timedelta(seconds=1)
        elif end == "new":
            await one.forget_context("telegram:17:-1")
        else:
            await one.forget_person("telegram", "17")
        assert "cyberforum.de" not in (await two.ask(asked("and its website?", f"{end}2"))).plain()
