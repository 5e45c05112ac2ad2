"""What eval prints about grouping files, and its exit status."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.errors import QuestionFileError
from bot.storage import NoQuestionLog
from handlers.eval_command import run_evaluation
from handlers.eval_grouping import Aims
from tests.conftest import bundled_understander

GOOD = """\
- wish: "fax number of Nanovalley"
  questions: ["fax number of Nanovalley?", "Faxnummer Nanovalley"]
- wish: "weather in Linz"
  questions: ["weather in Linz?", "Wie wird das Wetter in Linz?"]
"""
BAD = """\
- wish: "fax number of Nanovalley"
  questions: ["fax number of Nanovalley?", "weather in Linz"]
- wish: "nothing \\e[31m"
  questions: ["Faxnummer Nanovalley"]
"""


def evaluated(folder: Path, text: str, aims: Aims | None = None) -> tuple[int, list[str]]:
    path = folder / "wishes.yaml"
    path.write_text(text, encoding="utf-8")
    output = io.StringIO()
    assistant = Assistant(bundled_understander(), log=NoQuestionLog())
    with asyncio.Runner() as runner:
        status = run_evaluation(assistant, [path], output, io.StringIO(), runner, aims=aims or Aims())
    return status, output.getvalue().splitlines()


def test_all_is_well(tmp_path: Path) -> None:
    status, lines = evaluated(tmp_path, GOOD)
    assert lines == [
        f"{tmp_path / 'wishes.yaml'}: 4 questions, 2 wishes, grouped in 8 orders",
        "precision  mean 100.0 %  worst 100.0 %  aim 95.0 % reached",
        "recall     mean 100.0 %  worst 100.0 %  aim 85.0 % reached",
    ]
    assert status == 0


def test_below_an_aim_it_fails_and_tells_what_is_confused(tmp_path: Path) -> None:
    status, lines = evaluated(tmp_path, BAD)
    assert status == 1
    assert lines[1:] == [
        "precision  mean   0.0 %  worst   0.0 %  aim 95.0 % missed",
        "recall     mean   0.0 %  worst   0.0 %  aim 85.0 % missed",
        "grouped together wrongly, 1 pair:",
        "    8 of 8: 'fax number of Nanovalley?' + 'Faxnummer Nanovalley'",
        "torn apart, 1 wish:",
        "    100 % of pairs lost: 'fax number of Nanovalley'; stray: 'fax number of Nanovalley?'",
    ]
    assert evaluated(tmp_path, BAD, Aims(0.0, 0.0))[0] == 0


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ('- {wish: "a", questions: []}', 1, "questions"),
        ('- {wish: "a", questions: ["b"]}\n- {wish: "a", questions: ["c"]}', 2, "stands in line 1 already"),
        ('- {wish: "a", questions: ["b"], kind: "c"}', 1, "kind"),
        ('- {wish: "a", questions: ["b"]}\n- {kind: "a", ask: ["b"], expect: answered}', 2, "wish"),
    ],
)
def test_a_file_that_is_not_as_it_should_be(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(QuestionFileError) as caught:
        evaluated(tmp_path, text)
    assert any(f":{line}:" in row and problem in row for row in str(caught.value).splitlines()), str(caught.value)
