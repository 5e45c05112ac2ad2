"""What counts as a gap: a question in, and what reaches the curators."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.assistant import Assistant
from bot.curation.gaps import Cause, Gap
from bot.messages import Question
from bot.storage import MemoryQuestionLog
from tests.conftest import bundled_understander

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Gaps:
    """Keeps gaps in a list."""

    def __init__(self) -> None:
        self.kept: list[Gap] = []

    async def add(self, gap: Gap, /) -> int:
        self.kept.append(gap)
        return 1


class Conversation:
    """One person's conversation with the bundled knowledge."""

    def __init__(self) -> None:
        self.gaps = Gaps()
        self.assistant = Assistant(
            bundled_understander(),
            log=MemoryQuestionLog(),
            clock=lambda: NOW,
            hasher=lambda plain: plain,
            gaps=self.gaps,
        )
        self.asked = 0

    async def says(self, *texts: str) -> None:
        for text in texts:
            self.asked += 1
            await self.assistant.ask(Question(text, "c", "telegram", "17", update=str(self.asked)))

    @property
    def missed(self) -> list[tuple[str, Cause]]:
        return [(gap.text, gap.cause) for gap in self.gaps.kept]


@pytest.fixture
def conversation() -> Conversation:
    return Conversation()


async def test_what_is_unanswered_is_a_gap(conversation: Conversation) -> None:
    await conversation.says(
        "Who is the director of Cyberforum? Call me: +49 721 1234567", "hello", "members of Cyberforum?"
    )
    assert conversation.missed == [("Who is the director of Cyberforum? Call me: [phone]", Cause.UNANSWERED)]
    (gap,) = conversation.gaps.kept
    assert (gap.person, gap.language, gap.channel) == ("telegram:17", "en", "telegram")
    assert gap.why
    assert gap.wish.subjects == ("cyberforum",)
    assert "721" not in str(gap.wish.to_json())


async def test_a_refused_offer_is_a_gap_of_the_question_before(conversation: Conversation) -> None:
    await conversation.says("which institute is it?", "none of these")
    assert conversation.missed == [("which institute is it?", Cause.NONE_OF_THESE)]


async def test_an_offer_taken_is_none(conversation: Conversation) -> None:
    await conversation.says("what is the institute?", "1")
    assert conversation.missed == []


async def test_an_offer_ignored_and_rephrased_is_a_gap(conversation: Conversation) -> None:
    await conversation.says("what is the institute?", "the institute, what is that then?")
    assert ("what is the institute?", Cause.REPHRASED) in conversation.missed


async def test_another_subject_after_an_offer_is_none(conversation: Conversation) -> None:
    await conversation.says("what is the institute?", "How many members does Cyberforum have?")
    assert conversation.missed == []


async def test_a_thumb_down_and_a_report_are_gaps(conversation: Conversation) -> None:
    await conversation.says("How many members does Cyberforum have?", "How many companies are in Nanovalley?")
    await conversation.assistant.feedback("c", helpful=True)
    await conversation.assistant.feedback("c", helpful=False, update="1")
    assert await conversation.assistant.outdated("c")
    assert not await conversation.assistant.outdated("c", update="99")
    assert conversation.missed == [
        ("How many members does Cyberforum have?", Cause.UNHELPFUL),
        ("How many companies are in Nanovalley?", Cause.OUTDATED),
    ]
