from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from bot.logs import RedactingFormatter, set_up_logging


@pytest.fixture(autouse=True)
def _restored_root() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def test_secrets_are_blacked_out_of_messages_and_tracebacks() -> None:
    formatter = RedactingFormatter("%(message)s", ["12:TOKEN", ""])
    try:
        raise ValueError("bad address https://x/bot12:TOKEN/getMe")
    except ValueError as error:
        failure = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "asked %s", ("/bot12:TOKEN/",), failure)
    line = formatter.format(record)
    assert "12:TOKEN" not in line
    assert "asked /bot<secret>/" in line
    assert "https://x/bot<secret>/getMe" in line


def test_libraries_that_tell_every_address_are_kept_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(logging.INFO, ["12:TOKEN"])
    logging.getLogger("httpx").info("HTTP Request: POST https://api/bot12:TOKEN/getMe")
    logging.getLogger("bot").info("answering with 12:TOKEN")
    shown = capsys.readouterr().err
    assert "HTTP Request" not in shown
    assert shown.endswith("INFO bot: answering with <secret>\n")
