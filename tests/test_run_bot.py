"""The command line, with an assistant that repeats what it is told."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import run_bot
from bot.errors import SettingsError
from bot.phrases import Phrases
from bot.settings import Settings
from bot.storage import Database, NoQuestionLog
from handlers.commands.options import Options
from handlers.commands.parts import Parts
from tests.fakes import EchoAssistant


class Command:
    """Runs the command line within the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capfd = capfd
        self.options: list[Options] = []

    def __call__(self, *arguments: str, typed: bytes = b"") -> tuple[int, str, str]:
        """Return exit status, output and what went to standard error."""
        self._monkeypatch.setattr(sys, "argv", ["run_bot.py", *arguments])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="ascii"))
        status = run_bot.run()
        sys.stdout.flush()
        shown = self._capfd.readouterr()
        return status, shown.out, shown.err


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], phrases: Phrases) -> Iterator[Command]:
    made = Command(monkeypatch, capfd)

    def put_together(options: Options, *, needs: tuple[str, ...] = (), keeps: bool = False) -> Parts:
        made.options.append(options)
        if needs:
            raise SettingsError([f"{name.upper()} is missing" for name in needs])
        return Parts(
            Settings(_env_file=None), EchoAssistant(), phrases, NoQuestionLog(), Database("sqlite+aiosqlite:///")
        )

    monkeypatch.setattr(run_bot, "put_together", put_together)
    monkeypatch.setattr(run_bot, "take_over_revisions", lambda *_: None)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield made
    root.handlers[:], root.level = before


def test_ask_prints_one_reply(command: Command) -> None:
    assert command("ask", "how many?") == (0, "You said how many?\nguide 9.2\n", "")
    assert command("ask", "how", "many?")[1] == "You said how many?\nguide 9.2\n"


def test_ask_in_bulk(command: Command) -> None:
    status, out, err = command("ask", "--jsonl", typed='{"conversation": "c", "text": "Köln"}\nx\n'.encode())
    answers = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (0, "")
    assert answers[0]["reply"].startswith("You said Köln")
    assert list(answers[1]) == ["error"]


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "--jsonl", "x"), ("nonsense",), ("--nonsense",)])
def test_a_wrong_command_line_is_explained(command: Command, arguments: tuple[str, ...]) -> None:
    status, out, err = command(*arguments)
    assert (status, out) == (2, "")
    assert "Usage: run_bot.py" in err


@pytest.mark.parametrize("arguments", [(), ("chat",)])
def test_chat_is_what_happens_without_a_command(command: Command, arguments: tuple[str, ...]) -> None:
    status, out, err = command(*arguments, typed="Köln\n/quit\nnot read\n".encode())
    assert (status, out, err) == (0, "You said Köln\nguide 9.2\n", "")


def test_telegram_without_a_token_is_one_line(command: Command) -> None:
    assert command("telegram") == (2, "", "TELEGRAM_BOT_TOKEN is missing\n")


@pytest.mark.parametrize("command_name", ["ask", "chat"])
def test_options_stand_before_or_after_the_command_and_the_last_one_wins(command: Command, command_name: str) -> None:
    text = ("x",) if command_name == "ask" else ()
    command("--knowledge", "a", "--database", "sqlite:///a", command_name, *text)
    command(command_name, "--knowledge", "a", "--no-log", *text)
    command("--knowledge", "a", "--no-log", command_name, "--knowledge", "b", "--database", "sqlite:///b", *text)
    assert command.options == [
        Options(Path("a"), "sqlite:///a", no_log=False),
        Options(Path("a"), None, no_log=True),
        Options(Path("b"), "sqlite:///b", no_log=True),
    ]


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("ask", "--help"), ("telegram", "--help")])
def test_help_names_the_options(command: Command, arguments: tuple[str, ...]) -> None:
    status, out, _ = command(*arguments)
    assert status == 0
    assert all(option in out for option in ("--knowledge DIR", "--database URL", "--no-log"))
    assert command.options == []
