from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from bot.errors import StorageError
from bot.logs import JsonFormatter, RedactingFormatter, set_up_logging


@pytest.fixture(autouse=True)
def _restored_root() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def raised(error: Exception) -> tuple[type[Exception], Exception, None]:
    return (type(error), error, None)


def record(message: str, *values: object, error: Exception | None = None) -> logging.LogRecord:
    return logging.LogRecord("bot.x", logging.ERROR, __file__, 1, message, values, raised(error) if error else None)


def test_secrets_are_blacked_out_of_messages_and_tracebacks() -> None:
    formatter = RedactingFormatter("%(message)s", ["12:TOKEN", ""])
    error = OSError("bad address https://x/bot12:TOKEN/getMe")
    line = formatter.format(record("asked %s", "/bot12:TOKEN/", error=error))
    assert "12:TOKEN" not in line
    assert "asked /bot<secret>/" in line
    assert "https://x/bot<secret>/getMe" in line


def test_what_looks_like_a_token_is_one() -> None:
    line = RedactingFormatter("%(message)s").format(record("asked /bot123456789:AAF-" + "x" * 35))
    assert line == "asked /bot<secret>"


def test_a_traceback_repeats_nothing_that_was_typed() -> None:
    typed = "my secret"
    try:
        try:
            int(typed)
        except ValueError as error:
            raise StorageError("cannot read the database: disk I/O error") from error
    except StorageError as error:
        line = RedactingFormatter("%(message)s").format(record("failed", error=error))
    assert typed not in line
    assert "ValueError\nwhich led to:" in line
    assert line.endswith("StorageError: cannot read the database: disk I/O error")


def test_libraries_that_tell_every_address_are_kept_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(logging.INFO, ["12:TOKEN"])
    logging.getLogger("httpx").info("HTTP Request: POST https://api/bot12:TOKEN/getMe")
    logging.getLogger("bot").info("answering with 12:TOKEN")
    shown = capsys.readouterr().err
    assert "HTTP Request" not in shown
    assert shown.endswith("INFO bot: answering with <secret>\n")


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_libraries_were_told_is_not_passed_on(capsys: pytest.CaptureFixture[str], form: str) -> None:
    set_up_logging(logging.DEBUG, form=form)  # type: ignore[arg-type]
    data = {"message": {"text": "my secret"}}
    other = logging.getLogger("telegram.Bot")
    other.critical("Received data was *not* processed! Received data was: %s", data, exc_info=ValueError("my secret"))
    other.error("%d of %d: %s", 1, "my secret", "x")
    other.error("all is %(well)s", {"well": "my secret"})
    logging.getLogger("asyncio").error(
        "Task exception was never retrieved\nfuture: my secret", extra={"x": "my secret"}
    )
    shown = capsys.readouterr().err
    assert "my secret" not in shown
    assert "Received data was: <dict>" in shown
    assert "Task exception was never retrieved" in shown


def test_a_line_of_json_holds_time_level_logger_event_and_fields() -> None:
    made = record("update %d could not be handled", 7, error=ValueError("my secret"))
    made.update, made.odd = 7, object()
    line = JsonFormatter().format(made)
    assert "\n" not in line
    read = json.loads(line)
    assert list(read) == ["time", "level", "logger", "event", "fields"]
    assert (read["level"], read["logger"]) == ("ERROR", "bot.x")
    assert read["event"] == "update 7 could not be handled"
    assert read["time"].endswith("+00:00")
    assert read["fields"] == {"update": 7, "odd": "object", "error": "ValueError", "traceback": "ValueError"}
