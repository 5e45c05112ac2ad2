"""The bot as people start it: processes, the bundled knowledge, a real terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.phrases import Phrases
from tests import processes
from tests.conftest import ROOT

PROMPT = "› ".encode()

# Makes the terminal the process's own, so that Ctrl-C reaches it, and becomes the program.
TAKE_TERMINAL = (
    # Ctrl-C must reach it also where whoever runs the tests ignores the signal, in the background for example.
    "import fcntl, os, signal, sys, termios; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
RUN = [sys.executable, str(ROOT / "run_bot.py")]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment without settings, so that nothing of this machine's own bot is touched."""
    return processes.environment(DATABASE_URL=f"sqlite:///{tmp_path / 'log.sqlite3'}", LC_ALL="C")


def run(*arguments: str, environment: dict[str, str], typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*RUN, *arguments], input=typed, capture_output=True, env=environment, cwd=ROOT, check=False, timeout=60
    )


def test_one_question_is_answered_and_logged_without_the_person(environment: dict[str, str], tmp_path: Path) -> None:
    ran = run("ask", "How many members does Cyberforum have? anna@example.com", environment=environment)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"640" in ran.stdout
    with sqlite3.connect(tmp_path / "log.sqlite3") as connection:
        rows = connection.execute("SELECT channel, text, outcome FROM questions").fetchall()
    connection.close()
    assert rows == [("terminal", "How many members does Cyberforum have? [email]", "answered")]


def test_nothing_is_stored_where_nothing_is_to_be(environment: dict[str, str], tmp_path: Path) -> None:
    ran = run("ask", "--no-log", "How many members does Cyberforum have?", environment=environment)
    assert b"640" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_fails_costs_nobody_the_answer(environment: dict[str, str]) -> None:
    environment["DATABASE_URL"] = "sqlite:////proc/no/such/place.sqlite3"
    ran = run("ask", "How many members does Cyberforum have?", environment=environment)
    assert ran.returncode == 0
    assert b"640" in ran.stdout
    assert b"database" in ran.stderr


def test_a_batch_shares_context_and_survives_anything(environment: dict[str, str]) -> None:
    lines = [
        {"conversation": "a", "text": "How many members does Cyberforum have?"},
        {"conversation": "b", "text": "\ud800 ￿ \u202e" * 100},
        {"conversation": "a", "text": "and its website?"},
    ]
    typed = "\n".join([*(json.dumps(line) for line in lines), "nonsense"]).encode()
    ran = run("--no-log", "ask", "--jsonl", environment=environment, typed=typed)
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [answer.get("conversation") for answer in answers] == ["a", "b", "a", None]
    assert "640" in answers[0]["reply"]
    assert "cyberforum" in answers[2]["reply"].lower()


def test_a_reader_that_leaves_ends_the_run_quietly(environment: dict[str, str]) -> None:
    line = b'{"conversation": "a", "text": "hello"}\n'
    with subprocess.Popen(
        [*RUN, "--no-log", "ask", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(line)
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(line * 3)
        process.stdin.close()
        assert process.stderr.read() == b""
        process.wait(60)


def test_every_bad_setting_is_named_at_once(environment: dict[str, str]) -> None:
    environment |= {"CURATOR_IDS": "anna", "WEB_PORT": "x"}
    ran = run("telegram", environment=environment)
    assert ran.returncode == 2
    named = [line.split()[0] for line in ran.stderr.decode().splitlines()]
    assert named == ["CURATOR_IDS", "TELEGRAM_BOT_TOKEN", "WEB_PORT"]


def test_knowledge_that_does_not_load_is_told_without_a_traceback(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "kinds.yaml").write_text("a: b: c\n", encoding="utf-8")
    # A folder that is not there is a bad setting, with which no new start will do better.
    for name, status, told in (("nowhere", 2, "--knowledge is no folder"), ("broken", 1, "kinds.yaml:1: ")):
        ran = run("ask", "x", "--knowledge", str(tmp_path / name), environment=environment)
        assert (ran.returncode, told in ran.stderr.decode(), b"Traceback" in ran.stderr) == (status, True, False)


def test_a_pipe_into_the_chat(environment: dict[str, str]) -> None:
    typed = b"How many members does Cyberforum have?\n/why\n/quit\n"
    ran = run("--no-log", environment=environment, typed=typed)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode(errors="replace").startswith("Cyberforum")
    assert "›" not in ran.stdout.decode(errors="replace")


@pytest.mark.parametrize("end", [b"\x04", b"\x03", b"/quit\n"])
def test_a_chat_at_a_real_terminal(environment: dict[str, str], phrases: Phrases, end: bytes) -> None:
    environment |= {"LC_ALL": "C.UTF-8", "TERM": "dumb", "NO_COLOR": "1"}
    us, them = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", TAKE_TERMINAL, *RUN, "--no-log", "chat"],
        stdin=them,
        stdout=them,
        stderr=them,
        env=environment,
        cwd=ROOT,
        start_new_session=True,
    ) as process:
        os.close(them)
        try:
            read_until(us, PROMPT)
            os.write(us, b"How many members does Cyberforum have?\n")
            read_until(us, b"640", PROMPT)
            shown = press_until(us, end, phrases.say("en", "screen.goodbye_terminal").encode())
            assert b"Traceback" not in shown
            assert process.wait(60) == 0
        finally:
            process.kill()
    os.close(us)


def press_until(terminal: int, key: bytes, wanted: bytes) -> bytes:
    """Press a key, as often as a person would, until a terminal shows what is wanted.

    Between showing its prompt and waiting for keys, Python's ``input`` takes no notice of Ctrl-C until the next key.
    """
    shown = b""
    for _ in range(10):
        os.write(terminal, key)
        while select.select([terminal], [], [], 3)[0]:
            shown += os.read(terminal, 4096)
            if wanted in shown:
                return shown
    raise AssertionError(f"{wanted!r} never came: {shown!r}")


def read_until(terminal: int, *wanted: bytes) -> bytes:
    """Read what a terminal shows until it has shown all that is wanted, in this order."""
    shown = b""
    rest = list(wanted)
    while rest:
        ready, _, _ = select.select([terminal], [], [], 30)
        assert ready, f"{rest[0]!r} never came: {shown!r}"
        shown += os.read(terminal, 4096)
        while rest and rest[0] in shown:
            shown = shown.partition(rest.pop(0))[2]
    return shown
