"""A sign of life while something takes noticeably long; silent where it does not, and where nobody watches."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

PATIENCE = 0.4
"""Seconds that pass without a sign."""
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_FRAME_SECONDS = 0.08


@contextmanager
def spinner(stream: TextIO, patience: float = PATIENCE) -> Iterator[None]:
    """Turn a little wheel on ``stream`` while the body runs, from ``patience`` seconds on; leaves no trace.

    It needs a terminal that can show it; otherwise nothing is written at all.
    """
    if not stream.isatty() or not _can_show(stream):
        yield
        return
    done = threading.Event()
    wheel = threading.Thread(target=_turn, args=(stream, done, patience), daemon=True)
    wheel.start()
    try:
        yield
    finally:
        done.set()
        wheel.join()


def _turn(stream: TextIO, done: threading.Event, patience: float) -> None:
    if done.wait(patience):
        return
    for frame in itertools.cycle(_FRAMES):
        stream.write(f"\r{frame} ")
        stream.flush()
        if done.wait(_FRAME_SECONDS):
            break
    stream.write("\r  \r")
    stream.flush()


def _can_show(stream: TextIO) -> bool:
    try:
        _FRAMES.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
