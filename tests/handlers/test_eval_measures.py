"""What `eval` measures beyond what fails: confusions, changes since the last run, needed shares, two folders."""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import run_bot
from bot.confusions import SHARES
from bot.last_run import LastRun, file_of, keep_run, read_last_run
from bot.messages import Outcome, Reply
from bot.settings import STATE_DIR
from handlers.eval_command import Measuring, run_evaluation
from tests.bot.test_knowledge_check import ORDERLY
from tests.knowledge.small import write_knowledge
from tests.scripted import Scripted

QUESTIONS = """\
- {entry: boats, kind: count, ask: ["members?"], expect: answered}
- {entry: mill, kind: fact, ask: ["miller?", "who mills?"], expect: answered}
- {kind: far, ask: ["board?", "fee?"], expect: unanswered}
"""
BOATS = Reply(Outcome.ANSWERED, "60.", entries=("boats",))
MILL = Reply(Outcome.ANSWERED, "A mill.", entries=("mill",))
NOTHING = Reply(Outcome.UNANSWERED, "I don't know.")
RIGHT = {"members?": BOATS, "miller?": MILL, "who mills?": MILL, "board?": NOTHING, "fee?": NOTHING}
WRONG = {**RIGHT, "miller?": BOATS, "who mills?": BOATS, "fee?": MILL}
NOW = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "a.yaml"
    file.write_text(QUESTIONS, encoding="utf-8")
    return file


def run(script: dict[str, Reply], *files: Path, **measured: Any) -> tuple[int, str]:
    output = io.StringIO()
    assistant = Scripted(script, entries={"boats", "mill"})
    with asyncio.Runner() as runner:
        measuring = Measuring(**{"now": NOW, **measured})
        status = run_evaluation(assistant, files, output, io.StringIO(), runner, measuring=measuring)
    return status, output.getvalue()


def below(report: str) -> list[str]:
    """Return the lines below the rates."""
    lines = report.splitlines()
    return lines[next(n for n, line in enumerate(lines) if line.startswith("pass ")) + 1 :]


class TestConfusions:
    def test_what_was_taken_for_what_most_frequent_first(self, questions: Path) -> None:
        status, report = run(WRONG, questions)
        assert status == 1
        assert below(report) == [
            "confused (expected → told):",
            f"      2 ×  mill → boats  ({questions}:2: 'miller?')",
            f"      1 ×  unanswered → mill  ({questions}:3: 'fee?')",
        ]

    def test_nothing_is_said_where_nothing_was(self, questions: Path) -> None:
        assert below(run(RIGHT, questions)[1]) == []

    def test_the_right_entry_with_the_wrong_words_is_no_confusion(self, tmp_path: Path) -> None:
        file = tmp_path / "a.yaml"
        file.write_text(
            '- {entry: [mill, boats], kind: c, ask: ["members?"], expect: answered, says: ["70"]}\n',
            encoding="utf-8",
        )
        status, report = run(RIGHT, file)
        assert status == 1
        assert below(report) == []

    def test_an_error_and_an_offer_are_told_as_what_they_are(self, questions: Path) -> None:
        script = {**RIGHT, "miller?": replace(NOTHING, outcome=Outcome.SUGGESTED)}
        del script["members?"]
        assert below(run(script, questions)[1]) == [
            "confused (expected → told):",
            f"      1 ×  boats → error  ({questions}:1: 'members?')",
            f"      1 ×  mill → suggested  ({questions}:2: 'miller?')",
        ]


class TestSince:
    def test_what_changed_since_the_last_run(self, questions: Path, tmp_path: Path) -> None:
        last = tmp_path / "state" / "last.json"
        _, report = run(RIGHT, questions, last=last, since=True)
        assert below(report) == ["There was no earlier run to compare with."]
        _, report = run(WRONG, questions, last=last, since=True)
        assert below(report)[-4:] == [
            "since the last run (2026-05-01 12:30 UTC): 3 newly failing, 0 newly passing",
            f"    fails now: {questions}:2: 'miller?'",
            f"    fails now: {questions}:2: 'who mills?'",
            f"    fails now: {questions}:3: 'fee?'",
        ]
        _, report = run({**WRONG, "fee?": NOTHING}, questions, last=last)
        assert below(report)[-1].endswith("0 newly failing, 1 newly passing")
        _, report = run(RIGHT, questions, last=last, since=True)
        assert f"    passes now: {questions}:2: 'miller?'" in below(report)

    def test_other_files_are_remembered_and_new_questions_counted(self, questions: Path, tmp_path: Path) -> None:
        last = tmp_path / "last.json"
        run(RIGHT, questions, last=last)
        other = tmp_path / "b.yaml"
        other.write_text('- {kind: far, ask: ["board?"], expect: unanswered}\n', encoding="utf-8")
        _, report = run(RIGHT, other, last=last)
        assert below(report)[-1].endswith("0 newly failing, 0 newly passing, 1 not asked then")
        _, report = run(WRONG, questions, last=last)
        assert "3 newly failing" in below(report)[-1]
        other.unlink()
        run(RIGHT, questions, last=last)
        assert list(read_last_run(last).passed) == [str(questions)]

    @pytest.mark.parametrize(
        "held", ["", "{", "[]", '{"when": 3, "passed": {}}', '{"when": "x", "passed": []}', "[" * 99]
    )
    def test_a_broken_file_is_no_earlier_run(self, held: str, questions: Path, tmp_path: Path) -> None:
        last = tmp_path / "last.json"
        last.write_text(held, encoding="utf-8")
        assert read_last_run(last) == LastRun()
        assert below(run(RIGHT, questions, last=last)[1]) == []
        assert read_last_run(last).when == NOW

    def test_what_cannot_be_written_is_said_and_the_run_counts(self, questions: Path, tmp_path: Path) -> None:
        in_the_way = tmp_path / "file"
        in_the_way.write_text("", encoding="utf-8")
        status, report = run(RIGHT, questions, last=in_the_way / "last.json")
        assert status == 0
        assert "last.json cannot be written (" in report

    def test_a_draft_that_fails_leaves_the_last_one(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        last = tmp_path / "last.json"
        keep_run(last, LastRun(), [], NOW)
        before = last.read_bytes()

        def fails(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", fails)
        with pytest.raises(OSError, match="No space"):
            keep_run(last, LastRun(), [], NOW)
        assert (last.read_bytes(), list(tmp_path.iterdir())) == (before, [last])

    def test_each_folder_has_a_file_of_its_own(self, tmp_path: Path) -> None:
        assert file_of(tmp_path / "a", tmp_path) != file_of(tmp_path / "b", tmp_path)
        assert file_of(tmp_path / "a", tmp_path) == file_of(tmp_path / "b" / ".." / "a", tmp_path)


class TestNeeds:
    @pytest.mark.parametrize(
        ("needs", "status", "line"),
        [
            ({"accuracy": 0.4}, 0, "accuracy   40.0 %  needed 40.0 % reached"),
            ({"accuracy": 0.41}, 1, "accuracy   40.0 %  needed 41.0 % missed"),
            ({"answered": 1}, 0, "answered  100.0 %  needed 100.0 % reached"),
            ({"right": 0.5}, 1, "right      33.3 %  needed 50.0 % missed"),
            ({"withheld": 0.5}, 0, "withheld   50.0 %  needed 50.0 % reached"),
        ],
    )
    def test_only_what_is_needed_decides(
        self, needs: dict[str, float], status: int, line: str, questions: Path
    ) -> None:
        found, report = run(WRONG, questions, needs=needs)
        assert (found, below(report)[-1]) == (status, line)

    def test_what_nothing_measures_is_missed(self, tmp_path: Path) -> None:
        file = tmp_path / "a.yaml"
        file.write_text(QUESTIONS.splitlines(keepends=True)[0], encoding="utf-8")
        status, report = run(RIGHT, file, needs={"withheld": 0.1})
        assert status == 1
        assert below(report) == ["withheld  nothing to measure it by  needed 10.0 % missed"]

    def test_an_entry_that_is_not_there_fails_whatever_is_needed(self, questions: Path) -> None:
        questions.write_text(QUESTIONS.replace("boats", "ships"), encoding="utf-8")
        assert run(RIGHT, questions, needs={"accuracy": 0})[0] == 1


class TestCompared:
    def test_side_by_side(self, questions: Path) -> None:
        other = ("here", "over there", Scripted(WRONG, entries={"boats", "mill"}))
        status, report = run(RIGHT, questions, other=other)
        assert status == 0
        assert below(report) == [
            "",
            "             here  over there",
            "accuracy  100.0 %      40.0 %",
            "answered  100.0 %     100.0 %",
            "right     100.0 %      33.3 %",
            "withheld  100.0 %      50.0 %",
            "confused        0           2",
            "",
            f"{questions}:2: 'miller?'",
            "    here: mill",
            "    over there: boats; fails",
            f"{questions}:2: 'who mills?'",
            "    here: mill",
            "    over there: boats; fails",
            f"{questions}:3: 'fee?'",
            "    here: unanswered",
            "    over there: mill; fails",
            "3 pass in here only, 0 in over there only, 0 differ otherwise",
        ]

    def test_told_otherwise_though_both_pass(self, tmp_path: Path) -> None:
        file = tmp_path / "a.yaml"
        file.write_text('- {kind: count, ask: ["members?"], expect: answered}\n', encoding="utf-8")
        _, report = run(RIGHT, file, other=("a", "b", Scripted({"members?": MILL})))
        assert below(report)[-4:] == [
            f"{file}:1: 'members?'",
            "    a: boats",
            "    b: mill",
            "0 pass in a only, 0 in b only, 1 differ otherwise",
        ]


class TestJson:
    def test_all_of_it(self, questions: Path, tmp_path: Path) -> None:
        last = tmp_path / "last.json"
        run(RIGHT, questions, last=last)
        other = ("a", "b", Scripted(RIGHT, entries={"boats", "mill"}))
        status, report = run(WRONG, questions, last=last, other=other, as_json=True, needs={"accuracy": 0.9})
        found = json.loads(report)
        assert status == 1
        assert found["cases"] == 5
        assert found["verdicts"] == {"passed": 2, "failed": 3, "known failure": 0, "passes now": 0}
        assert found["shares"]["accuracy"] == {"hits": 2, "total": 5, "share": 0.4}
        assert found["shares"].keys() == SHARES.keys()
        assert found["needs"] == {"accuracy": {"least": 0.9, "reached": False}}
        assert [(c["expected"], c["told"], c["times"]) for c in found["confused"]] == [
            ("mill", "boats", 2),
            ("unanswered", "mill", 1),
        ]
        assert found["failures"][0] == {
            "file": str(questions),
            "line": 2,
            "ask": ["miller?"],
            "verdict": "failed",
            "faults": [["tells about boats, not about mill"]],
            "said": ["60."],
        }
        assert [case["ask"] for case in found["since"]["newly_failing"]] == [["miller?"], ["who mills?"], ["fee?"]]
        assert found["compared"]["folders"] == ["a", "b"]
        assert [shares["accuracy"] for shares in found["compared"]["shares"]] == [0.4, 1.0]
        assert [case["passes"] for case in found["compared"]["differing"]] == [[False, True]] * 3
        assert found["missing_entries"] == {}
        assert found["grouping"] == []

    def test_without_an_earlier_run(self, questions: Path) -> None:
        assert json.loads(run(RIGHT, questions, as_json=True)[1])["since"] is None


class TestCommand:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        asked = '["how many members does Boats have?"]'
        golden = f'- {{entry: boats, kind: count, ask: {asked}, expect: answered, says: ["60"]}}\n'
        return write_knowledge(tmp_path / "known", {**ORDERLY, "golden/sea.yaml": golden})

    def typed(self, *said: str | Path) -> Any:
        return CliRunner().invoke(run_bot.main, ["eval", *map(str, said)])

    def test_two_folders_and_needs(self, folder: Path, tmp_path: Path) -> None:
        text = ORDERLY["entries/sea.yaml"].replace("more than 60", "more than 70")
        other = write_knowledge(tmp_path / "other", {**ORDERLY, "entries/sea.yaml": text})
        asked = folder / "golden" / "sea.yaml"
        done = self.typed("--no-log", "--knowledge", folder, asked, "--compare", other, "--need", "accuracy=1")
        assert done.exit_code == 0, done.output
        assert f"1 pass in {folder} only, 0 in {other} only" in done.stdout
        done = self.typed("--no-log", "--knowledge", other, asked, "--json", "--need", "accuracy=1")
        assert done.exit_code == 1
        assert json.loads(done.stdout)["needs"] == {"accuracy": {"least": 1.0, "reached": False}}

    def test_it_remembers_unless_nothing_is_to_be_stored(self, folder: Path) -> None:
        kept = file_of(folder, STATE_DIR / "eval")
        try:
            self.typed("--no-log", "--knowledge", folder, folder / "golden" / "sea.yaml")
            assert not kept.exists()
            self.typed("--knowledge", folder, folder / "golden" / "sea.yaml")
            assert kept.exists()
            again = self.typed("--knowledge", folder, folder / "golden" / "sea.yaml", "--since")
            assert ": 0 newly failing, 0 newly passing\n" in again.stdout
        finally:
            kept.unlink(missing_ok=True)

    @pytest.mark.parametrize("need", ["accuracy", "accuracy=2", "accuracy=nan", "luck=0.5", "accuracy=high"])
    def test_a_need_that_is_none(self, need: str, folder: Path) -> None:
        done = self.typed(folder / "golden" / "sea.yaml", "--need", need)
        assert done.exit_code == 2
        assert f"{need} is no NAME=SHARE such as accuracy=0.95; names are accuracy, answered, right, withheld" in (
            " ".join(done.stderr.split())
        )
