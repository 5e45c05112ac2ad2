"""Being told to stop: by Ctrl-C in a terminal, or by whoever supervises the process."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def told_to_stop() -> Iterator[asyncio.Event]:
    """Yield what is set at SIGINT or SIGTERM; told again and again, nothing more happens."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    try:
        yield told
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
            if told.is_set():
                # It is at its end as it is; to be broken off there would look like a failure.
                signal.signal(number, signal.SIG_IGN)
