"""One contract, every log: in memory, in SQLite, opened late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.messages import Candidate, Occasion, Option, Outcome, Question, Reply
from bot.storage import LoggedQuestion, MemoryQuestionLog, NoQuestionLog, QuestionLog, logged_question, open_log
from bot.storage.sql_log import SqlQuestionLog

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def question(update: str = "1", **changes: object) -> LoggedQuestion:
    full = LoggedQuestion(
        channel="telegram",
        update=update,
        asked_at=NOW,
        text="how many members",
        outcome=Outcome.ANSWERED,
        score=0.75,
        language="en",
        conversation="c0ffee",
        person="abcdef",
        event="spring",
        entries=("cyberforum",),
        candidates=(Candidate("cyberforum", 0.75), Candidate("nanovalley", 0.5)),
        offered=("This", "That"),
        why=("members: field",),
    )
    return replace(full, **changes)


@pytest.fixture(params=["memory", "sqlite", "lazy"])
async def log(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[QuestionLog]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'deep' / 'bot.sqlite3'}"
    made: QuestionLog
    if request.param == "memory":
        made = MemoryQuestionLog()
    elif request.param == "sqlite":
        made = await SqlQuestionLog.open_at(url)
    else:
        made = open_log(url)
    yield made
    await made.close()


async def test_what_is_recorded_is_read_back_whole(log: QuestionLog) -> None:
    await log.open()
    await log.record(question())
    assert list(await log.recent()) == [question()]


async def test_the_same_delivery_twice_is_one_question(log: QuestionLog) -> None:
    await log.record(question())
    await log.record(question(text="something else"))
    await log.record(question(channel="web"))
    assert {(kept.channel, kept.text) for kept in await log.recent()} == {
        ("telegram", "how many members"),
        ("web", "how many members"),
    }


async def test_deliveries_at_the_same_time_are_all_kept(log: QuestionLog) -> None:
    await asyncio.gather(*(log.record(question(str(number % 20))) for number in range(60)))
    assert await log.totals() == {Outcome.ANSWERED: 20}


async def test_the_last_word_on_a_reply_counts(log: QuestionLog) -> None:
    await log.record(question())
    assert await log.rate("telegram", "1", helpful=True)
    assert await log.rate("telegram", "1", helpful=False)
    assert not await log.rate("telegram", "2", helpful=True)
    assert [kept.helpful for kept in await log.recent()] == [False]


async def test_recent_questions_come_newest_first_and_filtered(log: QuestionLog) -> None:
    for number in range(6):
        outcome = Outcome.UNANSWERED if number % 2 else Outcome.ANSWERED
        await log.record(question(str(number), asked_at=NOW + timedelta(minutes=number // 2), outcome=outcome))
    assert [kept.update for kept in await log.recent()] == ["5", "4", "3", "2", "1", "0"]
    assert [kept.update for kept in await log.recent(2)] == ["5", "4"]
    assert [kept.update for kept in await log.recent(outcome=Outcome.UNANSWERED)] == ["5", "3", "1"]
    since = NOW + timedelta(minutes=1)
    assert [kept.update for kept in await log.recent(since=since)] == ["5", "4", "3", "2"]
    assert await log.totals(since=since) == {Outcome.UNANSWERED: 2, Outcome.ANSWERED: 2}


async def test_moments_are_utc_wherever_they_come_from(log: QuestionLog) -> None:
    vienna = timezone(timedelta(hours=1))
    await log.record(question(asked_at=NOW.astimezone(vienna)))
    (kept,) = await log.recent(since=NOW.astimezone(vienna))
    assert kept.asked_at == NOW


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(), max_size=200))
def test_any_text_can_be_recorded(tmp_path: Path, text: str) -> None:
    async def record_and_read() -> str:
        log = open_log(f"sqlite+aiosqlite:///{tmp_path / 'any.sqlite3'}")
        made = logged_question(
            Question(text, "c", update=text.encode("utf-8", "replace").hex() or "0"),
            Reply(Outcome.UNANSWERED, "", options=(Option(text, text),), why=(text,)),
            hasher=str.upper,
            now=NOW,
        )
        await log.record(made)
        kept = next(kept for kept in await log.recent(1000) if kept.update == made.update)
        await log.close()
        assert kept == made
        return kept.text

    asyncio.run(record_and_read()).encode("utf-8")


async def test_a_log_of_nothing_keeps_nothing() -> None:
    log = NoQuestionLog()
    await log.open()
    await log.record(question())
    assert await log.recent() == ()
    assert await log.totals() == {}
    assert not await log.rate("telegram", "1", helpful=True)
    await log.close()


async def test_memory_keeps_the_latest_only() -> None:
    log = MemoryQuestionLog(capacity=2)
    for number in range(4):
        await log.record(question(str(number)))
    assert [kept.update for kept in await log.recent()] == ["3", "2"]


def test_what_is_logged_holds_no_person() -> None:
    asked = Question(
        "I am anna@example.com, 0664 1234567",
        "telegram:17:-1",
        channel="telegram",
        person="17",
        update="5",
        at=Occasion("spring", "Spring fair"),
        asked_at=NOW,
    )
    reply = Reply(
        Outcome.SUGGESTED,
        "Which?",
        options=(Option("Ask anna@example.com", "x"),),
        why=("anna@example.com: unknown",),
        score=0.4,
        language="de",
    )
    made = logged_question(asked, reply, hasher=lambda plain: f"hash of {len(plain)}", now=NOW)
    assert made.text == "I am [email], [phone]"
    assert made.offered == ("Ask [email]",)
    assert made.why == ("[email]: unknown",)
    assert made.person == "hash of 11"
    assert made.conversation == "hash of 27"
    assert "anna" not in repr(made)


def test_a_question_without_delivery_or_person_is_one_of_its_own() -> None:
    plain = Question("x", "c")
    made = [
        logged_question(plain, Reply(Outcome.SMALLTALK, "Hello"), hasher=str.upper, now=NOW + timedelta(days=day))
        for day in range(2)
    ]
    assert made[0].update != made[1].update
    assert made[0].person is None
    assert made[1].asked_at == NOW + timedelta(days=1)
