"""Files written whole or not at all, so that nobody ever reads half of one, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def put_in_place(path: Path, raw: bytes) -> None:
    """Put a file in the place of another at once, with the permissions of the old one.

    Args:
        path: The file; its folder is made where it is missing.
        raw: What it is to hold.

    Raises:
        OSError: It cannot be written; the old one is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # No .yaml at the end: the loader must not take it for one of its files.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(handle)
        mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)  # the new name, too, outlives a power cut
    finally:
        os.close(directory)


def _umask() -> int:
    """Return what new files may not be; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
