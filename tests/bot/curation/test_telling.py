from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curation.delivery import NobodyThere, NotDelivered, NotNow, Pace
from bot.curation.notices import Notice
from bot.curation.telling import FIRST_DELAY, LONGEST_DELAY, Teller
from bot.errors import StorageError
from bot.messages import Outcome, Question, Reply

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def notice(number: int, chat: int = 1, attempts: int = 0) -> Notice:
    when = NOW + timedelta(days=1)
    return Notice(
        number, 1, "telegram", str(number), {"chat": chat}, "p", "de", f"q{number}", NOW, when, attempts=attempts
    )


@dataclass
class Kept:
    """Notices in memory, and what was done with them."""

    due: list[Notice]
    done: list[tuple[Any, ...]] = field(default_factory=list)

    async def claim(self, channel: str, now: datetime) -> Sequence[Notice]:
        found, self.due = self.due, []
        return found

    async def told(self, number: int) -> None:
        self.done.append(("told", number))

    async def later(self, number: int, until: datetime) -> None:
        self.done.append(("later", number, until - NOW))

    async def still_waiting(self, number: int) -> None:
        self.done.append(("waiting", number))

    async def forget_channel(self, channel: str, address: Mapping[str, Any]) -> int:
        self.done.append(("forgotten", address["chat"]))
        return 1


@dataclass
class Says:
    """Answers all questions but some."""

    unanswered: tuple[str, ...] = ()
    asked: list[Question] = field(default_factory=list)

    def answer(self, question: Question) -> Reply:
        self.asked.append(question)
        return Reply(Outcome.UNANSWERED if question.text in self.unanswered else Outcome.ANSWERED, "so")

    async def forget_context(self, conversation: str) -> None:
        pass


@dataclass
class Brings:
    """Delivers, or fails as it is told."""

    failures: dict[int, Exception] = field(default_factory=dict)
    sent: list[int] = field(default_factory=list)
    stopping: asyncio.Event | None = None

    async def tell(self, notice: Notice, reply: Reply) -> None:
        if self.stopping is not None:
            self.stopping.set()
        if notice.id in self.failures:
            raise self.failures[notice.id]
        self.sent.append(notice.id)


def teller(kept: Kept, says: Says, brings: Brings) -> Teller:
    pace = Pace(per_chat=0, overall=0)
    return Teller(kept, says, brings, channel="telegram", clock=lambda: NOW, pace=pace)


async def test_each_is_told_once_in_their_language_and_a_conversation_of_its_own() -> None:
    kept, says, brings = Kept([notice(1), notice(2)]), Says(), Brings()
    assert await teller(kept, says, brings).round() == 2
    assert kept.done == [("told", 1), ("told", 2)]
    assert {question.language for question in says.asked} == {"de"}
    assert len({question.conversation for question in says.asked}) == 2


async def test_what_is_still_unanswered_waits_on() -> None:
    kept, brings = Kept([notice(1), notice(2)]), Brings()
    await teller(kept, Says(("q1",)), brings).round()
    assert (kept.done, brings.sent) == ([("waiting", 1), ("told", 2)], [2])


async def test_a_chat_that_is_gone_is_forgotten_and_not_tried_again() -> None:
    kept, brings = Kept([notice(1), notice(2), notice(3, chat=2)]), Brings({1: NobodyThere()})
    await teller(kept, Says(), brings).round()
    assert (kept.done, brings.sent) == ([("forgotten", 1), ("told", 3)], [3])


async def test_being_asked_to_wait_waits() -> None:
    kept = Kept([notice(1)])
    await teller(kept, Says(), Brings({1: NotNow(7)})).round()
    assert kept.done == [("later", 1, timedelta(seconds=7))]


@given(st.integers(0, 1000))
def test_failures_are_tried_again_ever_later(attempts: int) -> None:
    kept = Kept([notice(1, attempts=attempts)])
    asyncio.run(teller(kept, Says(), Brings({1: NotDelivered("x")})).round())
    assert kept.done == [("later", 1, min(FIRST_DELAY * 2 ** min(attempts, 20), LONGEST_DELAY))]


async def test_a_restart_gives_back_what_is_not_told_yet() -> None:
    stopping = asyncio.Event()
    kept, brings = Kept([notice(1), notice(2)]), Brings(stopping=stopping)
    await teller(kept, Says(), brings).run(stopping)
    assert kept.done == [("told", 1), ("later", 2, timedelta())]


async def test_what_was_sent_while_the_database_failed_is_not_sent_again() -> None:
    class Failing(Kept):
        async def told(self, number: int) -> None:
            if not self.done:
                self.done.append(("failed", number))
                raise StorageError("away")
            await super().told(number)

    kept, brings = Failing([notice(1)]), Brings()
    telling = teller(kept, Says(), brings)
    with pytest.raises(StorageError):
        await telling.round()
    kept.due = [notice(1)]
    await telling.round()
    assert (kept.done, brings.sent) == ([("failed", 1), ("told", 1)], [1])


async def test_no_chat_gets_more_than_one_message_a_second_and_all_not_more_than_twenty() -> None:
    now, sent = [0.0], []

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    pace = Pace(clock=lambda: now[0], sleep=sleep)
    for chat in (1, 1, 2, 3, 1):
        await pace.turn(chat)
        sent.append(round(now[0], 3))
    assert sent == [0, 1, 1.05, 1.1, 2]
