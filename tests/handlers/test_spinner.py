from __future__ import annotations

import io
import threading

from handlers.spinner import spinner


class Screen(io.StringIO):
    """A stream that says it is a terminal, and tells when something was written."""

    def __init__(self, *, tty: bool) -> None:
        super().__init__()
        self.written = threading.Event()
        self._tty = tty

    @property
    def encoding(self) -> str:
        return "utf-8"

    def isatty(self) -> bool:
        return self._tty

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


def test_it_turns_while_something_is_slow_and_leaves_no_trace() -> None:
    screen = Screen(tty=True)
    with spinner(screen, patience=0):
        assert screen.written.wait(10)
    assert "⠋" in screen.getvalue()
    assert screen.getvalue().endswith("\r  \r")


def test_it_stays_away_from_what_is_quick_and_from_what_is_no_terminal() -> None:
    for screen in (Screen(tty=True), Screen(tty=False)):
        with spinner(screen, patience=1000):
            pass
        assert screen.getvalue() == ""
