"""Checking a knowledge folder from the command line."""

from __future__ import annotations

import io
from pathlib import Path

from handlers.knowledge_commands import check_knowledge
from tests.knowledge.small import ENTRIES, write_knowledge


def checked(folder: Path) -> tuple[int, str]:
    output = io.StringIO()
    return check_knowledge(folder, output), output.getvalue()


def test_all_is_well_in_one_line(tmp_path: Path) -> None:
    expected = (
        f"{tmp_path}: all is well: 3 entries of 4 kinds with 7 statements, asked for in 1 language, answered in 1\n"
    )
    assert checked(write_knowledge(tmp_path)) == (0, expected)


def test_every_problem_in_a_line_of_its_own(tmp_path: Path) -> None:
    text = ENTRIES.replace("region: north", "region: south").replace("[North]", "[no]")
    status, report = checked(write_knowledge(tmp_path, {"entries/sea.yaml": text}))
    file = tmp_path / "entries" / "sea.yaml"
    assert status == 1
    assert report.splitlines() == [
        f'{file}:14: YAML does not read no as text; put it in quotes: "no"',
        f"{file}:20: boats: region points to south, which is no entry; add it or correct the name",
    ]


def test_no_folder(tmp_path: Path) -> None:
    status, report = checked(tmp_path / "nowhere")
    assert status == 1
    assert report == f"{tmp_path / 'nowhere'}:1: there is no such folder; name a knowledge folder with --knowledge\n"
