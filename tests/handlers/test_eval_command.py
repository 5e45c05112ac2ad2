"""The report of an evaluation, and its exit status."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest

from bot.messages import Outcome, Reply
from bot.questions import KNOWN_FAILURES, read_known_failures
from handlers.eval_command import run_evaluation
from tests.scripted import Scripted

RIGHT = '- {entry: boats, kind: count, ask: ["how many members?"], expect: answered, says: ["60"]}\n'
WRONG = '- {kind: count, ask: ["how many members?!"], expect: unanswered, never: ["60"]}\n'
TALK = '- kind: dialogue\n  turns:\n    - {ask: "what?", expect: answered}\n    - {ask: "\\n", expect: suggested}\n'

RATES = (
    "pass 100.0 % of 1 turns; answerable: wrong yet answered 0.0 %, not answered 0.0 %; "
    "unanswerable: answered anyway 0.0 %"
)
MEMBERS = Reply(Outcome.ANSWERED, "Boats has 60 members.", entries=("boats",))
SCRIPT = {
    "how many members?": MEMBERS,
    "how many members?!": MEMBERS,
    "what?": MEMBERS,
    "\n": Reply(Outcome.UNANSWERED, "I don't know."),
}


class Watching(io.StringIO):
    """A terminal that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def assistant() -> Scripted:
    return Scripted(SCRIPT, entries={"boats"})


def evaluated(assistant: Scripted, folder: Path, *, known: str = "", **files: str) -> tuple[int, str, str]:
    """Return exit status, report and what a watcher saw."""
    if known:
        (folder / KNOWN_FAILURES).write_text(known, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    output, watched = io.StringIO(), Watching()
    with asyncio.Runner() as runner:
        status = run_evaluation(assistant, sorted(folder.glob("*.yaml")), output, watched, runner)
    return status, output.getvalue(), watched.getvalue()


def test_all_is_well(assistant: Scripted, tmp_path: Path) -> None:
    status, report, watched = evaluated(assistant, tmp_path, a=RIGHT)
    assert status == 0
    assert report.splitlines() == [
        "",
        "a.yaml  count     1 of 1    100.0 %",
        "all               1 of 1    100.0 %",
        "",
        "1 case: 1 passed",
        RATES,
    ]
    assert watched == "\r1 of 1\r\x1b[K"


def test_what_fails_is_told_with_the_reason_and_the_reply(assistant: Scripted, tmp_path: Path) -> None:
    status, report, _ = evaluated(assistant, tmp_path, a=RIGHT + WRONG, b=TALK)
    assert status == 1
    lines = report.splitlines()
    assert lines[0] == f"{tmp_path / 'a.yaml'}:2: [count] 'how many members?!'"
    assert lines[1] == "    is answered, not unanswered; says /60/"
    assert lines[2] == "    said: 'Boats has 60 members.'"
    assert lines[3] == f"{tmp_path / 'b.yaml'}:1: turn 2 of 2 [dialogue] '\\n'"
    assert lines[4].startswith("    is unanswered, not suggested")


def test_a_known_failure_does_not_count_but_must_fail(assistant: Scripted, tmp_path: Path) -> None:
    known = 'a: ["how many members?!"]\nother: ["not run"]\n'
    status, report, _ = evaluated(assistant, tmp_path, a=RIGHT + WRONG, known=known)
    assert status == 0
    assert "2 cases: 1 passed, 1 known failure\n" in report
    status, report, _ = evaluated(assistant, tmp_path, a=RIGHT + WRONG, known=known.replace("?!", "?"))
    assert status == 1
    assert "passes now: 'how many members?'; remove it from _known_failures.yaml\n" in report
    status, report, _ = evaluated(assistant, tmp_path, a=RIGHT, known='a: ["what"]\n')
    assert status == 1
    assert "_known_failures.yaml: a has no case 'what'; remove it from the list\n" in report


def test_an_entry_that_does_not_exist(assistant: Scripted, tmp_path: Path) -> None:
    status, report, _ = evaluated(assistant, tmp_path, a=RIGHT.replace("entry: boats", "entry: [boats, ships]"))
    assert status == 1
    assert f"{tmp_path / 'a.yaml'}:1: there is no entry ships; correct the name\n" in report


def test_the_list_of_failures_can_be_put_in_its_place(assistant: Scripted, tmp_path: Path) -> None:
    output = io.StringIO()
    (tmp_path / "a.yaml").write_text(RIGHT + WRONG, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(TALK, encoding="utf-8")
    with asyncio.Runner() as runner:
        paths = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
        assert run_evaluation(assistant, paths, output, io.StringIO(), runner, list_failures=True) == 0
        (tmp_path / KNOWN_FAILURES).write_text(output.getvalue(), encoding="utf-8")
        assert read_known_failures(tmp_path / KNOWN_FAILURES) == {
            "a": ["how many members?!"],
            "b": ["what? → \n"],
        }
        assert run_evaluation(assistant, paths, output, io.StringIO(), runner) == 0


def test_an_empty_list_of_failures_can_be_read(assistant: Scripted, tmp_path: Path) -> None:
    output = io.StringIO()
    (tmp_path / "a.yaml").write_text(RIGHT, encoding="utf-8")
    with asyncio.Runner() as runner:
        run_evaluation(assistant, [tmp_path / "a.yaml"], output, io.StringIO(), runner, list_failures=True)
    (tmp_path / KNOWN_FAILURES).write_text(output.getvalue(), encoding="utf-8")
    assert read_known_failures(tmp_path / KNOWN_FAILURES) == {}
