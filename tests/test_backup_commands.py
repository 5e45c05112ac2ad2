"""``backup`` and ``restore`` as they are typed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import processes
from tests.conftest import ROOT

QUESTION = "How many members does Cyberforum have?"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return processes.environment(DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}")


def run(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "run_bot.py"), *arguments],
        capture_output=True, text=True, env=environment, cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip


def questions(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        rows = [row[0] for row in connection.execute("SELECT text FROM questions ORDER BY id")]
    connection.close()
    return rows


def test_there_and_back(environment: dict[str, str], tmp_path: Path) -> None:
    file, moved = str(tmp_path / "backup.gz"), tmp_path / "moved" / "bot.sqlite3"
    nothing = run("backup", file, environment=environment)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("there is no database at ")
    assert not (tmp_path / "bot.sqlite3").exists()
    run("ask", QUESTION, environment=environment)
    made = run("backup", "--with-key", file, environment=environment)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith(f"{file}: ")
    assert "and the key; read back, and whole." in made.stdout
    again = run("backup", file, environment=environment)
    assert (again.returncode, "exists already" in again.stderr) == (1, True)

    run("ask", "What came later?", environment=environment)
    held = run("restore", file, environment=environment)
    assert (held.returncode, "--force" in held.stderr) == (1, True)
    assert len(questions(tmp_path / "bot.sqlite3")) == 2
    forced = run("restore", file, "--force", environment=environment)
    assert forced.returncode == 0, forced.stderr
    assert questions(tmp_path / "bot.sqlite3") == [QUESTION]

    environment["DATABASE_URL"] = f"sqlite:///{moved}"
    restored = run("restore", file, "--with-key", environment=environment)
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.startswith("Restored ")
    assert questions(moved) == [QUESTION]
    key = moved.with_name("bot.sqlite3.key")
    assert key.read_text() == (tmp_path / "bot.sqlite3.key").read_text()
    assert key.stat().st_mode & 0o777 == 0o600
    key.write_text("00" * 32)
    refused = run("restore", file, "--with-key", environment=environment)
    assert (refused.returncode, "another key lies beside" in refused.stderr) == (1, True)
    assert key.read_text() == "00" * 32


def test_nothing_is_restored_beside_whoever_works_with_the_database(
    environment: dict[str, str], tmp_path: Path
) -> None:
    file = str(tmp_path / "backup.gz")
    run("ask", QUESTION, environment=environment)
    run("backup", file, environment=environment)
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as somebody:
        somebody.execute("SELECT count(*) FROM questions").fetchall()
        refused = run("restore", file, "--force", environment=environment)
        assert (refused.returncode, "stop them" in refused.stderr) == (1, True)
    assert run("restore", file, "--force", environment=environment).returncode == 0


def test_a_backup_that_cannot_be_written_is_one_clear_line(environment: dict[str, str], tmp_path: Path) -> None:
    run("ask", QUESTION, environment=environment)
    for place in (tmp_path / "nowhere" / "backup.gz", tmp_path / "bot.sqlite3" / "backup.gz"):
        refused = run("backup", str(place), environment=environment)
        assert refused.returncode == 1
        assert refused.stderr.startswith(f"{place} cannot be written: ")
        assert refused.stderr.count("\n") == 1


def test_nobody_else_can_read_what_people_asked(environment: dict[str, str], tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        run("ask", QUESTION, environment=environment)
    finally:
        os.umask(before)
    assert (tmp_path / "bot.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_database_that_cannot_be_opened_is_named(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bot.sqlite3").mkdir()
    ran = run("ask", QUESTION, environment=environment)
    assert "640" in ran.stdout
    assert f"cannot open the database {tmp_path / 'bot.sqlite3'}: " in ran.stderr


def test_without_the_key_that_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    file = str(tmp_path / "backup.gz")
    run("ask", QUESTION, environment=environment)
    assert "--with-key" in run("backup", file, environment=environment).stderr
    refused = run("restore", file, "--with-key", environment=environment)
    assert (refused.returncode, "holds no key" in refused.stderr) == (1, True)
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'moved.sqlite3'}"
    assert "strangers" in run("restore", file, environment=environment).stderr


def test_a_backup_that_is_spoiled_is_one_clear_line(environment: dict[str, str], tmp_path: Path) -> None:
    run("ask", QUESTION, environment=environment)
    file = tmp_path / "backup.gz"
    run("backup", str(file), environment=environment)
    file.write_bytes(file.read_bytes()[:-20])
    for path, told in ((file, "is cut short"), (tmp_path / "none.gz", "does not exist")):
        ran = run("restore", str(path), "--force", environment=environment)
        assert (ran.returncode, ran.stderr) == (1, f"{path} {told}\n")
    assert questions(tmp_path / "bot.sqlite3") == [QUESTION]
