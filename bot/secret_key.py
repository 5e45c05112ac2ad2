"""The key under which people are hashed where SECRET_KEY is not set: made once and kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.errors import StorageError

KEY_BYTES = 32
"""Length of a key made here."""


def key_beside(database: Path) -> bytes:
    """Return the key kept beside a database file, making it the first time.

    Deleting the key file makes everybody a stranger to the log; nothing else is lost.

    Args:
        database: Path of the database file; the key lies next to it as ``<name>.key``, readable by its owner alone.

    Raises:
        StorageError: The key file cannot be read or written, or is not one.
    """
    path = key_file(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except OSError as error:
        raise StorageError(f"cannot keep a key in {path}: {error.strerror or error}; set SECRET_KEY instead") from error
    except ValueError as error:
        raise StorageError(f"{path} is no key of this bot; move it away, or set SECRET_KEY") from error
    if len(key) != KEY_BYTES:
        raise StorageError(f"{path} is cut short; move it away, or set SECRET_KEY")
    return key


def kept_key(database: Path) -> str:
    """Return the key beside a database file as its file holds it; empty where there is none.

    Raises:
        StorageError: It cannot be read.
    """
    path = key_file(database)
    try:
        return path.read_text(encoding="ascii").strip() if path.exists() else ""
    except (OSError, ValueError) as error:
        raise StorageError(f"cannot read the key in {path}: {error}") from error


def put_key(database: Path, key: str) -> None:
    """Put a key beside a database file, in place of the one that may be there.

    Raises:
        StorageError: It cannot be written.
    """
    path = key_file(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
        draft.replace(path)
    except OSError as error:
        raise StorageError(f"cannot keep a key in {path}: {error.strerror or error}") from error


def key_file(database: Path) -> Path:
    """Return where the key of a database file lies."""
    return database.with_name(database.name + ".key")


def random_key() -> bytes:
    """Return a key that nobody keeps, for a log that lives in memory."""
    return secrets.token_bytes(KEY_BYTES)


def _make(path: Path) -> None:
    """Write a new key; where two processes start together, both go on with the same one."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
        # A link appears complete or not at all, and never replaces the key of a faster process.
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
