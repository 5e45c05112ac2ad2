"""Checking a knowledge folder from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import run_bot
from handlers.knowledge_commands import check_knowledge
from tests.bot.test_knowledge_check import ORDERLY
from tests.knowledge.small import ENTRIES, write_knowledge

HOLDS = "4 entries of 4 kinds with 9 statements, asked for in 9 languages, answered in 5"
TODAY = "2026-05-01"


def checked(folder: Path, **said: Any) -> tuple[int, str]:
    output = io.StringIO()
    return check_knowledge(folder, output, today=TODAY, **said), output.getvalue()


def orderly(folder: Path, old: str = "", new: str = "") -> Path:
    """Write a folder without a mistake, but for what is replaced in its entries."""
    return write_knowledge(folder, {**ORDERLY, "entries/sea.yaml": ORDERLY["entries/sea.yaml"].replace(old, new)})


def test_all_is_well_in_one_line(tmp_path: Path) -> None:
    assert checked(orderly(tmp_path)) == (0, f"{tmp_path}: all is well: {HOLDS}\n")


def test_every_problem_in_a_line_of_its_own(tmp_path: Path) -> None:
    text = ENTRIES.replace("region: north", "region: south").replace("[North]", "[no]")
    status, report = checked(write_knowledge(tmp_path, {"entries/sea.yaml": text}))
    file = tmp_path / "entries" / "sea.yaml"
    assert status == 1
    assert report.splitlines() == [
        f'{file}:14: YAML does not read no as text; put it in quotes: "no"',
        f"{file}:20: boats: region points to south, which is no entry; add it or correct the name",
        f"{tmp_path}: 2 errors; correct them to see what else there is",
    ]


def test_a_warning_is_told_and_fails_only_where_it_is_strict(tmp_path: Path) -> None:
    folder = orderly(tmp_path, "dated: about 2011", "dated: lately")
    said = (
        f"{tmp_path / 'entries' / 'sea.yaml'}:3: warning: dated 'lately' names no year; write one, as in: about 2011 "
        f"[undated]\n{tmp_path}: no errors, 1 warning: {HOLDS}\n"
    )
    assert checked(folder) == (0, said)
    assert checked(folder, strict=True) == (1, said)


def test_an_error_that_a_rule_finds_fails(tmp_path: Path) -> None:
    status, report = checked(orderly(tmp_path, "A mill.", "TODO"))
    assert status == 1
    file = tmp_path / "entries" / "sea.yaml"
    assert report.splitlines() == [
        f"{file}:34: 'TODO' looks like a placeholder; write what is meant or remove it [placeholder]",
        f"{tmp_path}: 1 error: {HOLDS}",
    ]


def test_many_of_a_sort_in_one_line_unless_all_are_wanted(tmp_path: Path) -> None:
    golden = '- {entry: mill, kind: fact, ask: ["y"], expect: answered}\n'
    more = "".join(
        f"- id: m-{number}\n  kind: organisation\n  title: M{number}\n  names: {{any: [M{number}]}}\n  summary: M.\n"
        for number in range(5)
    )
    files = {**ORDERLY, "golden/sea.yaml": golden, "entries/sea.yaml": ORDERLY["entries/sea.yaml"] + more}
    folder = write_knowledge(tmp_path, files)
    _, report = checked(folder)
    assert "north: no golden question asks for it; write one in golden/ (and 6 more like it in this file;" in report
    assert len(report.splitlines()) == 2
    _, report = checked(folder, every=True)
    assert len(report.splitlines()) == 8
    assert "more like it" not in report
    assert "7 warnings" in report


def test_as_json(tmp_path: Path) -> None:
    status, report = checked(orderly(tmp_path, "A mill.", "TODO"), form="json")
    assert status == 1
    assert json.loads(report) == {
        "folder": str(tmp_path),
        "findings": [
            {
                "level": "error",
                "rule": "placeholder",
                "file": "entries/sea.yaml",
                "line": 34,
                "text": "'TODO' looks like a placeholder; write what is meant or remove it",
            }
        ],
        "errors": 1,
        "warnings": 0,
        "holds": {"entries": 4, "kinds": 4, "statements": 9, "languages": 9, "answers_in": 5},
    }


def test_as_json_where_it_cannot_be_used(tmp_path: Path) -> None:
    _, report = checked(write_knowledge(tmp_path, {"kinds.yaml": None}), form="json")
    found = json.loads(report)
    assert found["holds"] is None
    assert found["errors"] == len(found["findings"]) > 0
    assert {item["rule"] for item in found["findings"]} == {"format"}


def test_annotations_are_escaped(tmp_path: Path) -> None:
    folder = orderly(tmp_path / "a,b:c%d", "dated: about 2011", 'dated: "100 %\\n::set-output name=x::y"')
    status, report = checked(folder, form="github")
    file = f"{tmp_path}/a%2Cb%3Ac%25d/entries/sea.yaml"
    assert status == 0
    assert report.splitlines()[0] == (
        f"::warning file={file},line=3,title=undated::dated '100 %25\\n::set-output name=x::y' names no year; "
        "write one, as in: about 2011"
    )
    assert len(report.splitlines()) == 2


def test_no_text_of_a_file_becomes_a_command_of_its_own(tmp_path: Path) -> None:
    folder = orderly(tmp_path, "- id: mill\n", '- id: "mill\\n::stop-commands::x"\n')
    _, report = checked(folder, form="github")
    assert "%0A::stop-commands" in report
    assert not any(line.startswith("::stop") for line in report.splitlines())


def test_an_annotation_of_an_error(tmp_path: Path) -> None:
    _, report = checked(orderly(tmp_path, "A mill.", ""), form="github")
    file = tmp_path / "entries" / "sea.yaml"
    assert report.startswith(f"::error file={file},line=34,title=format::summary ")


def test_no_folder(tmp_path: Path) -> None:
    status, report = checked(tmp_path / "nowhere")
    assert status == 1
    assert report.splitlines() == [
        f"{tmp_path / 'nowhere'}:1: there is no such folder; name a knowledge folder with --knowledge",
        f"{tmp_path / 'nowhere'}: 1 error; correct it to see what else there is",
    ]


@pytest.mark.parametrize(("said", "status"), [([], 0), (["--strict"], 1), (["--format", "json"], 0)])
def test_the_command(said: list[str], status: int, tmp_path: Path) -> None:
    orderly(tmp_path, "A mill.", 'A mill.\n  review: "2020-01-01"')
    done = CliRunner().invoke(run_bot.main, ["knowledge", "check", str(tmp_path), *said])
    assert done.exit_code == status, done.output
    assert "mill: was to be reviewed by 2020-01-01" in done.output


def test_the_command_asks(tmp_path: Path) -> None:
    orderly(tmp_path, "title: The Mill", "title: North mill")
    done = CliRunner().invoke(run_bot.main, ["knowledge", "check", str(tmp_path), "--ask"])
    assert "'North mill', it is not found" in done.output
