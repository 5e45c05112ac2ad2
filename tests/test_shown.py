"""What the documentation shows: conversations that are held so, steps that lead where they are said to lead."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import knowledge
import run_bot
from bot import questions
from bot.assistant import Assistant
from bot.evaluation import evaluate
from bot.messages import Question
from bot.storage import NoQuestionLog, backup  # noqa: F401 - so that the metadata knows all tables
from handlers.batch import describe, parse_line
from knowledge import scoring
from knowledge.text import tokens
from tests.conftest import ROOT, bundled_understander
from tests.pages import TEXTS, blocks, section
from tests.transcripts import held, typed, written

DATA = ROOT / "knowledge" / "data"


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(bundled_understander(), log=NoQuestionLog())


class TestTranscripts:
    @pytest.mark.parametrize(
        ("page", "block"), [pytest.param(*found, id=f"{found[0].name}: {typed(found[1])[0]}") for found in written()]
    )
    def test_the_bot_says_so_now(self, page: Path, block: str, assistant: Assistant) -> None:
        now = held(assistant, typed(block))
        # Scores move with every word of the data; what is said must not.
        told, says = (re.sub(r"(?<=Score ).*", "…", text) for text in (block, now))
        assert told == says, f"{page.name} differs: .venv/bin/python -m tests.transcripts puts it right"

    def test_the_readme_shows_what_matters(self, assistant: Assistant) -> None:
        asked = [line for block in blocks("transcript") for line in typed(block)]
        said = "\n".join(blocks("transcript"))
        spoken = {assistant.understander.linker.language(tokens(line), "en") for line in asked}
        assert {"en", "de", "fr"} <= spoken
        assert "I don't know that yet." in said
        assert "Which one do you mean" in said

    def test_the_batch_example(self, assistant: Assistant) -> None:
        commanded = {
            block for page in ("README.md", "commands.md") for block in blocks("sh", TEXTS[page]) if "echo" in block
        }
        assert len(commanded) == 1
        line = parse_line(commanded.pop().split("'")[1].encode())
        answer = json.loads(blocks("json", TEXTS["commands.md"])[0])
        with asyncio.Runner() as runner:
            now = describe(line.conversation, runner.run(assistant.ask(Question(line.text, "docs:batch"))), {})
        # Who else comes into question, and how close, moves with the data.
        for moving in ("score", "candidates"):
            assert now.pop(moving)
            assert answer.pop(moving)
        assert answer == now

    def test_the_score_is_made_as_described(self) -> None:
        formula = f"explained × ({scoring.BASE:g} + {scoring.ASKED:g} × asked + {scoring.FIT:g} × fit) × about"
        assert f"score = {formula}" in TEXTS["understanding.md"]


class TestExamples:
    def test_the_entry_shown_is_a_real_one(self) -> None:
        shown_entry = yaml.safe_load(blocks("yaml")[0])[0]
        files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (DATA / "entries").glob("*.yaml")]
        real = next(entry for file in files for entry in file["entries"] if entry["id"] == shown_entry["id"])
        assert holds(real, shown_entry)

    def test_adding_a_cluster_works_word_by_word(self, tmp_path: Path) -> None:
        """Do what the README says, in a copy; then with the mistake it names."""
        shutil.copytree(DATA, tmp_path / "knowledge" / "data")
        shutil.copytree(ROOT / "tests" / "questions", tmp_path / "tests" / "questions")
        added = {}
        for block in blocks("yaml"):
            first, _, text = block.partition("\n")
            if not first.startswith("# at the end of knowledge/data/"):
                continue
            file = tmp_path / first.removeprefix("# at the end of ")
            added[file] = text
            # Whoever tries the steps in this very tree has it there already.
            file.write_text(file.read_text(encoding="utf-8").replace(text, "") + text, encoding="utf-8")
        entries, asked = added
        grown = Assistant(knowledge.load(tmp_path / "knowledge" / "data"), log=NoQuestionLog())
        cases = [case for case in questions.read_questions([asked]) if "robot" in case.name.lower()]
        assert sum(len(case.turns) for case in cases) >= 3

        async def failures() -> list[str]:
            return [str(answer.faults) async for r in evaluate(grown, cases) for answer in r.answers if answer.faults]

        with asyncio.Runner() as runner:
            assert runner.run(failures()) == []

        message = next(block for block in blocks("text") if "linzz" in block)
        text = entries.read_text(encoding="utf-8")
        entries.write_text(text.replace(added[entries], added[entries].replace("linz\n", "linzz\n")), encoding="utf-8")
        with pytest.raises(knowledge.KnowledgeProblems) as caught:
            knowledge.load(tmp_path / "knowledge" / "data")
        assert [problem.text for problem in caught.value.problems] == [message.split(": ", maxsplit=1)[1].strip()]

    def test_your_own_knowledge_works_word_by_word(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Do what the README says, in an empty folder; the virtual environment aside."""
        lines = [
            line for block in blocks("sh", section("README.md", "Your own knowledge")) for line in block.splitlines()
        ]
        calls = [line.removeprefix(".venv/bin/python run_bot.py ").split() for line in lines if "run_bot.py" in line]
        assert [call[:2] for call in calls] == [
            ["knowledge", "new"],
            ["knowledge", "check"],
            ["--knowledge", "my-knowledge"],
        ]
        assert "make chat KNOWLEDGE=my-knowledge" in lines
        monkeypatch.chdir(tmp_path)

        def run(*call: str) -> Any:
            return CliRunner().invoke(run_bot.main, ["--no-log", *call])

        def said(question: str) -> str:
            return str(run("--knowledge", "my-knowledge", "ask", question).output)

        assert run(*calls[0]).exit_code == 0
        assert "2 technology parks" in said("which parks are there?")
        assert "12 tenants" in said("how many tenants does Riverside Park have?")
        (block,) = (block for block in blocks("yaml") if block.startswith("# at the end of my-knowledge/"))
        first, _, text = block.partition("\n")
        file = tmp_path / first.removeprefix("# at the end of ")
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
        assert run(*calls[1]).exit_code == 0
        tried = run(*calls[2])
        assert tried.exit_code == 1
        assert "lacks /2/" in tried.output
        assert "85 tenants" in said("how many tenants does Old Dock have?")
        assert "Old Dock" in said("which park is the largest?")


def holds(real: Any, part: Any) -> bool:
    """Tell whether a value is part of another: mappings and lists may be shortened, nothing may differ."""
    if isinstance(part, dict):
        return all(key in real and holds(real[key], value) for key, value in part.items())
    if isinstance(part, list):
        return all(any(holds(other, value) for other in real) for value in part)
    return bool(real == part)
