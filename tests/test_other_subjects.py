"""Knowledge bases on other subjects answer facts, lists, counts, filters, look-ups and follow-ups from YAML alone."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

import knowledge
from bot.assistant import Assistant
from bot.evaluation import evaluate
from bot.messages import Question
from bot.questions import GOLDEN, Case, read_questions
from bot.storage import NoQuestionLog
from knowledge.understanding import Understander
from tests.conftest import ROOT, bundled_understander

EXAMPLE = ROOT / "knowledge" / "examples" / "technology-parks"
FOLDERS = (EXAMPLE, *(ROOT / "tests" / name for name in ("games", "rooms", "sailing")))
CASES = [(folder, case) for folder in FOLDERS for case in read_questions(sorted((folder / GOLDEN).glob("*.yaml")))]
SORTS = {"fact", "list", "count", "filter", "back", "most", "compare", "yes-no", "dialogue", "unknown"}


@functools.cache
def assistant(folder: Path) -> Assistant:
    return Assistant(Understander(knowledge.load(folder)), log=NoQuestionLog())


@pytest.mark.parametrize(("folder", "case"), CASES, ids=lambda value: getattr(value, "name", str(value))[:60])
async def test_each_wording(folder: Path, case: Case) -> None:
    async for result in evaluate(assistant(folder), [case]):
        wrong = [f"{answer.turn.ask!r} {'; '.join(answer.faults)}" for answer in result.answers if answer.faults]
        said = [answer.reply.plain() for answer in result.answers if answer.reply]
        assert not wrong, "\n".join([*wrong, *said])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_sort_of_question_is_asked_in_two_languages(folder: Path) -> None:
    asked = [case for held, case in CASES if held == folder]
    assert {turn.kind for case in asked for turn in case.turns} >= SORTS - {"dialogue"}
    assert any(len(case.turns) > 1 for case in asked)
    understand = assistant(folder).understander.understand
    assert {understand(case.turns[0].ask).language for case in asked} >= {"en", "de"}


def test_the_subjects_of_the_tests_share_nothing_with_the_bundled_one() -> None:
    bundled = bundled_understander().knowledge
    for folder in FOLDERS[1:]:
        other = assistant(folder).knowledge
        assert not bundled.entries.keys() & other.entries.keys()
        assert not bundled.kinds.keys() & other.kinds.keys()
        assert bundled.fields.keys() & other.fields.keys() <= {"website"}


def test_the_example_says_that_it_is_one() -> None:
    known = assistant(EXAMPLE).knowledge
    assert "invented" in known.title["en"]
    assert "erfunden" in known.title["de"]
    assert "is invented" in known.entries["invented-survey"].summary["en"]
    assert "invented" in (EXAMPLE / "README.md").read_text(encoding="utf-8")
    assert "invented survey" in str(known.entries["invented-survey"].short["en"])


async def test_a_date_in_words_is_said_as_one() -> None:
    reply = await assistant(ROOT / "tests" / "sailing").ask(
        Question(text="how long is the Albatros?", conversation="c")
    )
    assert reply.plain().endswith("booklet, “Boote”; figure of May 2026")
