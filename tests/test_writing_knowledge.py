"""The page for whoever writes knowledge, done word by word: its files are well, and its questions are answered."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import knowledge
import run_bot
from bot.assistant import Assistant
from bot.evaluation import evaluate
from bot.golden import golden_questions
from bot.storage import NoQuestionLog
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "writing-knowledge.md").read_text(encoding="utf-8")
WRITTEN = dict(re.findall(r"^```yaml\n# (parks/\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
"""The files that the page writes."""


@pytest.fixture
def parks(tmp_path: Path) -> Path:
    for name, text in WRITTEN.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "parks"


def test_its_files_are_well_and_found(parks: Path) -> None:
    done = CliRunner().invoke(run_bot.main, ["knowledge", "check", str(parks), "--strict", "--ask"])
    assert (done.exit_code, done.stdout.partition(": 3 entries")[0]) == (0, f"{parks}: all is well")


async def test_its_golden_questions_come_back(parks: Path) -> None:
    cases = golden_questions(parks)
    assistant = Assistant(knowledge.load(parks), log=NoQuestionLog())
    faults = [a.faults async for result in evaluate(assistant, cases) for a in result.answers if a.faults]
    assert (len(cases), faults) == (7, [])


def test_its_comments_are_true(parks: Path) -> None:
    """What stands beside a field in a comment is asked."""
    assistant = Assistant(knowledge.load(parks), log=NoQuestionLog())

    async def told(*texts: str) -> list[str]:
        from bot.messages import Question

        return [(await assistant.ask(Question(text, "page"))).plain() for text in texts]

    with asyncio.Runner() as runner:
        replies = runner.run(
            told(
                "parks in Leith",
                "how many firms are in harbour park?",
                "nr of companies??",
                "number of tenants?",
                "which is the largest?",
                "Wie viele Mieter hat der Hafenpark?",
            )
        )
    assert "Harbour Park" in replies[0]
    assert all("more than 60 tenants" in reply for reply in replies[1:-1])
    assert "mehr als 60" in replies[-1]


def test_the_line_for_editors_is_that_of_the_bundled_files() -> None:
    (line,) = re.findall(r"^```yaml\n(# yaml-language-server.*)\n```$", PAGE, re.MULTILINE)
    assert (ROOT / "knowledge/data/entries/cloe.yaml").read_text(encoding="utf-8").startswith(f"{line}\n")


def test_it_is_read_in_ten_minutes() -> None:
    """Technical prose is read at about 130 words a minute, and code is slower: no more than 1,300 words in all."""
    assert 600 < len(re.findall(r"\w[\w'’-]*", PAGE)) < 1_300


def test_what_it_shows_is_yaml() -> None:
    for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        yaml.safe_load(text)
