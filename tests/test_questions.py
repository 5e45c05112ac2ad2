"""What people type against what must come back: one test for each wording and each dialogue of the golden questions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.evaluation import Verdict, evaluate, stale
from bot.questions import GOLDEN, KNOWN_FAILURES, Case, read_known_failures, read_questions
from bot.storage import NoQuestionLog
from knowledge.loader import read_file
from tests.conftest import ROOT, bundled_understander

DATA = ROOT / "knowledge" / "data"
FOLDER = DATA / GOLDEN
FEWEST_WORDINGS = 3
"""Wordings that each entry of the knowledge must be asked for with."""

INDEPENDENT = ROOT / "tests" / "questions"
"""Questions by authors who knew the source and not the bot."""

FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != KNOWN_FAILURES)
CASES = read_questions([*FILES, *sorted(INDEPENDENT.glob("*.jsonl"))])
KNOWN = {**read_known_failures(FOLDER / KNOWN_FAILURES), **read_known_failures(INDEPENDENT / KNOWN_FAILURES)}


def name_of(case: Case) -> str:
    return f"{case.file.stem}:{case.line} {case.name[:60]}"


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    """The bundled knowledge behind an assistant that stores nothing; built once."""
    return Assistant(bundled_understander(), log=NoQuestionLog())


@pytest.mark.parametrize("case", CASES, ids=name_of)
async def test_each_wording(case: Case, assistant: Assistant) -> None:
    async for result in evaluate(assistant, [case], KNOWN):
        wrong = [f"{answer.turn.ask!r} {'; '.join(answer.faults)}" for answer in result.answers if answer.faults]
        if result.verdict is Verdict.KNOWN:
            pytest.xfail("known failure: " + wrong[0][:160])
        assert result.verdict is not Verdict.MENDED, f"passes now; remove it from {KNOWN_FAILURES}"
        said = [answer.reply.plain() for answer in result.answers if answer.reply]
        assert not wrong, "\n".join([*wrong, *said])


def test_each_known_failure_exists() -> None:
    assert stale(KNOWN, CASES) == [], f"these are asked nowhere; remove them from {KNOWN_FAILURES}"


@pytest.mark.parametrize("data", sorted((DATA / "entries").glob("*.yaml")), ids=lambda path: path.stem)
def test_each_data_file_has_questions(data: Path) -> None:
    assert (FOLDER / data.name).exists(), f"write knowledge/data/golden/{data.name}: what people type about {data.name}"


def test_each_question_file_has_a_data_file() -> None:
    topics = {path.stem for path in (DATA / "entries").glob("*.yaml")}
    assert {path.stem for path in FILES if not path.stem.startswith("_")} <= topics


@pytest.mark.parametrize("name", ["_unanswerable", "_dialogues", "_smalltalk", "_ambiguous"])
def test_what_belongs_to_no_entry_has_a_file_of_its_own(name: str) -> None:
    assert any(case.file.stem == name for case in CASES)


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [("_unanswerable", {"unanswered"}), ("_smalltalk", {"smalltalk"}), ("_ambiguous", {"suggested"})],
)
def test_a_file_holds_what_its_name_says(name: str, outcomes: set[str]) -> None:
    assert {turn.expect for case in CASES if case.file.stem == name for turn in case.turns} == outcomes


@pytest.mark.parametrize("data", sorted((DATA / "entries").glob("*.yaml")), ids=lambda path: path.stem)
def test_each_entry_is_asked_for_at_least_three_times(data: Path) -> None:
    wordings = Counter(entry for case in CASES for turn in case.turns for entry in turn.entries)
    ids = [entry["id"] for entry in read_file(data).value["entries"]]
    missing = {entry: wordings[entry] for entry in ids if wordings[entry] < FEWEST_WORDINGS}
    assert not missing, f"write more wordings of questions about {missing}"


def test_each_entry_that_is_asked_for_exists(assistant: Assistant) -> None:
    wanted = {entry for case in CASES for turn in case.turns for entry in turn.entries}
    assert wanted <= assistant.knowledge.entries.keys()
