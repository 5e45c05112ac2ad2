"""``knowledge check`` and ``eval`` as they are typed, with real files."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import run_bot
from tests.conftest import ROOT
from tests.knowledge.small import ENTRIES, write_knowledge

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(clean_environment: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Runs the command line within the test."""
    root = logging.getLogger()
    before = root.handlers[:], root.level

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        clean_environment.setattr(sys, "argv", ["run_bot.py", *map(str, arguments)])
        status = run_bot.run()
        sys.stdout.flush()
        shown = capfd.readouterr()
        return status, shown.out, shown.err

    yield run
    root.handlers[:], root.level = before


def test_the_bundled_knowledge_is_well(command: Command) -> None:
    status, out, err = command("knowledge", "check")
    assert (status, err) == (0, "")
    *warnings, summary = out.splitlines()
    assert summary.startswith(f"{ROOT / 'knowledge' / 'data'}: ")
    assert "entries of" in summary
    assert all(": warning: " in line for line in warnings)


def test_a_folder_is_named_as_an_argument_or_as_an_option(command: Command, tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path, {"entries/sea.yaml": ENTRIES.replace("region: north", "region: south")})
    expected = (
        f"{folder}/entries/sea.yaml:20: boats: region points to south, which is no entry; add it or correct the name\n"
        f"{folder}: 1 error; correct it to see what else there is\n"
    )
    for arguments in (
        ("knowledge", "check", folder),
        ("knowledge", "check", "--knowledge", folder),
        ("--knowledge", folder, "knowledge", "check"),
        ("knowledge", "--knowledge", folder, "check"),
    ):
        assert command(*arguments) == (1, expected, "")


def test_knowledge_alone_says_what_can_be_done(command: Command) -> None:
    _, out, err = command("knowledge")
    assert "check" in out + err
    assert "Traceback" not in err


def test_questions_are_run(command: Command, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    question = "- {kind: count, ask: ['How many members does Cyberforum have?'], expect: answered, says: ['WANTED']}\n"
    good.write_text(question.replace("WANTED", "640"), encoding="utf-8")
    bad.write_text(question.replace("WANTED", "641"), encoding="utf-8")
    status, out, err = command("eval", good)
    assert (status, err) == (0, "")
    assert "1 case: 1 passed" in out
    status, out, err = command("eval", good, bad)
    assert (status, err) == (1, "")
    assert f"{bad}:1: [count] 'How many members does Cyberforum have?'\n    lacks /641/\n    said: 'Cyberforum" in out
    status, out, err = command("eval", "--list-failures", good, bad)
    assert (status, err) == (0, "")
    assert out.endswith('bad:\n  - "How many members does Cyberforum have?"\n')


def test_questions_that_cannot_be_read(command: Command, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.yaml"
    assert command("eval", nowhere) == (2, "", f"{nowhere}:1: there is no such file; correct the name\n")
    status, _, err = command("eval")
    assert status == 2
    assert "FILE" in err
