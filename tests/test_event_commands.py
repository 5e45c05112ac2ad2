"""The organisers' kit on the command line: from a new event to the report."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

import run_bot

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(clean_environment: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Return the command line within the test; returns exit status, output and errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        database = ("--database", f"sqlite:///{tmp_path / 'bot.sqlite3'}")
        clean_environment.setattr(sys, "argv", ["run_bot.py", *database, *arguments])
        clean_environment.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))
        status = run_bot.run()
        sys.stdout.flush()
        shown = capfd.readouterr()
        return status, shown.out, shown.err

    return run


def soon(days: int = 30) -> str:
    return (datetime.now() + timedelta(days=days)).strftime("%Y-%m-%d 14:00")  # noqa: DTZ005 - as people type it


def made(run: Run, *more: str) -> dict[str, object]:
    status, out, errors = run("event", "new", "--title", "Holztag", "--date", soon(), "--json", *more)
    assert (status, errors) == (0, "")
    record: dict[str, object] = json.loads(out)
    return record


def test_an_event_from_its_code_to_its_report(run: Run, tmp_path: Path, clean_environment: pytest.MonkeyPatch) -> None:
    clean_environment.setenv("BOT_NAME", "clusters_bot")
    event = made(run, "--place", "Graz", "--language", "de", "--focus", "Steiermark", "--zone", "Europe/Vienna")
    assert (event["state"], event["focus"], event["organiser"]) == ("open", "styria", "console")
    code = str(event["code"])
    links = event["links"]
    assert isinstance(links, dict)
    assert links["chat"] == f"https://t.me/clusters_bot?start={code.lower()}"
    status, listed, _ = run("event", "list")
    assert code in listed
    status, _out, _ = run("event", "print", code, "--to", str(tmp_path / "sheets"))
    assert status == 0
    names = sorted(path.name for path in (tmp_path / "sheets").iterdir())
    assert names == ["card.pdf", "card.svg", "poster.pdf", "poster.svg", "qr.png", "qr.svg"]
    with Image.open(tmp_path / "sheets" / "qr.png") as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [links["chat"]]
    assert "people     0" in run("event", "stats", code)[1]
    status, changed, _ = run("event", "change", code, "--place", "Leoben", "--question", "Was ist ein Cluster?")
    assert "place      Leoben" in changed
    assert "question   Was ist ein Cluster?" in changed
    status, copied, _ = run("event", "copy", str(event["id"]), "--date", soon(60))
    assert status == 0
    assert code not in copied
    assert "closed" in run("event", "close", code)[1]
    status, _, errors = run("event", "change", code, "--place", "Wien")
    assert status == 1
    assert "over" in errors
    run("event", "report", code, "--to", str(tmp_path / "report"))
    assert (tmp_path / "report" / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "revoked" in run("event", "revoke", code, "--yes")[1]


def test_everything_that_does_not_fit_is_said_at_once(run: Run) -> None:
    status, out, errors = run(
        "event", "new", "--title", " ", "--date", "someday", "--zone", "Mars", "--focus", "Atlantis"
    )
    assert (status, out) == (1, "")
    assert [line.split(":")[0] for line in errors.splitlines()] == ["--title", "--date", "--zone", "--focus"]


@pytest.mark.parametrize("command", ["show", "stats", "report", "print", "close"])
def test_an_event_that_does_not_exist_is_said_so(run: Run, command: str) -> None:
    for named in ("7", "BANO-KIRU-FESO", "nonsense", "9" * 30):
        status, _, errors = run("event", command, named)
        assert status == 1
        assert errors.strip()
        assert "Traceback" not in errors


def test_without_a_bot_the_code_leads_to_the_page(run: Run) -> None:
    links = made(run)["links"]
    assert isinstance(links, dict)
    assert set(links) == {"share", "page", "board"}
