"""Whatever is typed, understanding and answering raise nothing, and take their time from nobody."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.messages import Outcome, Question, Reply
from bot.storage import NoQuestionLog
from knowledge.understanding import Understander
from tests.nasty import KINDS_OF_NASTY, nasty

SLOWEST = 0.5
"""Seconds that the nastiest text may take on a busy machine; ``make storm`` measures properly, against 50 ms."""

ANYTHING = st.text(st.characters(), max_size=400)
"""Any text, with control characters, any script and lone surrogates."""
MEANT = """
how many members does Cyberforum Nanovalley have and which cluster in Styria Karlsruhe is for me ? . 71 it there first
second no meant the Austrian one wie viele quanti où кто compare most of all none these
"""
WORDS = st.lists(st.sampled_from(MEANT.split()), max_size=30).map(" ".join)
"""Words that mean something, in an order that does not."""

given_time = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def assistant(understander: Understander) -> Assistant:
    return Assistant(understander, log=NoQuestionLog())


def whole(reply: Reply) -> bool:
    """Tell whether a reply is one that a screen can show."""
    offered = len(reply.options) - 1
    return (
        bool(reply.lead.strip())
        and "{" not in reply.plain()
        and len(reply.plain()) <= 1500
        and len(reply.follow_ups) <= 3
        and 0 <= reply.score <= 1
        and (2 <= offered <= 5 if reply.outcome is Outcome.SUGGESTED else not reply.options)
        and bool(reply.entries) == (reply.outcome is Outcome.ANSWERED)
    )


@given_time
@given(text=ANYTHING | WORDS, language=st.none() | st.sampled_from(["en", "de-AT", "zh", ""]))
def test_any_text_is_understood_somehow(understander: Understander, text: str, language: str | None) -> None:
    understood = understander.understand(text, language=language)
    assert understood.smalltalk is not None or understood.language


@given_time
@given(texts=st.lists(ANYTHING | WORDS, min_size=1, max_size=4))
async def test_any_conversation_is_answered(assistant: Assistant, texts: list[str]) -> None:
    await assistant.forget_context("test")
    for text in texts:
        reply = await assistant.ask(Question(text, "test"))
        assert whole(reply), reply
        assistant.why("test")


@given_time
@given(text=WORDS)
def test_the_same_text_is_understood_the_same_way(understander: Understander, text: str) -> None:
    assert understander.understand(text) == understander.understand(text)


@pytest.mark.parametrize("kind", KINDS_OF_NASTY)
@pytest.mark.parametrize("size", [1, 60, 4_000, 65_536])
async def test_nasty_texts(assistant: Assistant, kind: str, size: int) -> None:
    text = nasty(kind, size, random.Random(f"{kind}{size}"))  # noqa: S311 - the same one in every run
    begin = time.perf_counter()
    reply = await assistant.ask(Question(text, f"nasty {kind}"))
    took = time.perf_counter() - begin
    assert whole(reply), reply
    assert took < SLOWEST, f"{took:.2f} s for {text[:80]!r}"


def test_a_whole_file_is_no_question(understander: Understander) -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert (
        not understander.understand(text * 10).parts or not understander.understand(text * 10).parts[0].finding.answered
    )


async def test_digits_that_make_no_figure(assistant: Assistant) -> None:
    # Both are digits, but no decimal ones, of which a number could be made.
    for text in (
        "link \U00011057",
        "which clusters are in Karlsruhe?",
        "and \U00011057?",
        "number \u2460",
        "link \u00b2",
    ):
        assert whole(await assistant.ask(Question(text, "digits")))
