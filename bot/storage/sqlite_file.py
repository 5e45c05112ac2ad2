"""Watches the file of a SQLite database: one that is gone is not made anew, and one that came back is opened anew.

SQLite goes on writing into a file that was deleted or moved away, where nobody ever finds it again, and makes an empty
one in its place for whoever connects next.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DisconnectionError

_FILE = "file"
"""Where a connection keeps which file it has opened."""


def watch(engine: sa.Engine, file: Path) -> None:
    """Let connections fail while the file of an open database is gone, and replace those to another file.

    Args:
        engine: A database that is open and up to date.
        file: Where it is.
    """

    def connecting(*_: object) -> None:
        _which(file)

    def connected(_connection: object, record: Any) -> None:
        record.info[_FILE] = _which(file)

    def taken(_connection: object, record: Any, _proxy: object) -> None:
        # Those from before the watch began know no file; nobody can have touched it since.
        if record.info.setdefault(_FILE, now := _which(file)) != now:
            raise DisconnectionError("the file was replaced")

    sa.event.listen(engine, "do_connect", connecting)
    sa.event.listen(engine, "connect", connected)
    sa.event.listen(engine, "checkout", taken)


def _which(file: Path) -> tuple[int, int]:
    """Return what no other file has.

    Raises:
        OSError: There is none.
    """
    found = file.stat()
    return found.st_dev, found.st_ino
