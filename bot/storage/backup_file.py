"""The file of a backup: gzipped JSON, a line each, that proves by itself that it is whole.

The first line says what is in it, then comes a line for each row, then one with the number of rows of each table and
the SHA-256 of all lines before it. The same file for both databases, so that what was kept in one can move to the
other; a copy of SQLite's own file would need a second way of checking and restoring, for that database alone.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import secrets
import zlib
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from bot.errors import BackupError

FORMAT = "cluster-bot backup 1"
"""What every such file begins with saying."""

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of a line: more is no row of ours."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself."""

    schema: str
    """Step of the migrations that its tables are at."""
    made_at: datetime
    """When it was made."""
    tables: Mapping[str, tuple[str, ...]]
    """Columns of each table."""
    key: str = ""
    """Content of the key file; empty where it is not in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    table: str
    """Name of the table."""
    values: tuple[Any, ...]
    """Values in the order of the columns, as JSON has them."""


class Writable(Protocol):
    """Where bytes can be written."""

    def write(self, content: bytes, /) -> object:
        """Write bytes."""


class Writer:
    """Writes the lines of a backup, and counts them.

    Args:
        file: Where they are written.
    """

    def __init__(self, file: Writable) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.counts: Counter[str] = Counter()

    def header(self, header: Header) -> None:
        """Write the first line."""
        told = {"format": FORMAT, "schema": header.schema, "made_at": header.made_at.isoformat()}
        tables = {name: list(columns) for name, columns in header.tables.items()}
        self._line({**told, "tables": tables, "key": header.key})
        self.counts.update(dict.fromkeys(header.tables, 0))

    def row(self, table: str, values: list[Any]) -> None:
        """Write a row."""
        self._line([table, *values])
        self.counts[table] += 1

    def end(self) -> None:
        """Write the last line."""
        self._line({"rows": dict(self.counts), "sha256": self._digest.hexdigest()})

    def _line(self, content: object) -> None:
        line = json.dumps(content, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._file.write(line)


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """Write a backup beside its place, and put it there, whole, once all has gone well and it was read back.

    Raises:
        BackupError: There is something already, or the file cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        try:
            if path.exists():
                raise BackupError(f"{path} exists already, and is left alone; choose another name")
            # What people have asked is in it: nobody but its owner may read it.
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as raw:
                with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
                    writer = Writer(packed)
                    yield writer
                    writer.end()
                raw.flush()
                os.fsync(raw.fileno())
            verify(draft, writer.counts)
            # A link is there at once or not at all, and never takes the place of a file that came in between.
            path.hardlink_to(draft)
        except OSError as error:
            raise BackupError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def verify(path: Path, counts: Mapping[str, int] | None = None) -> Header:
    """Read a backup from beginning to end, and return what it says of itself.

    Args:
        path: The file.
        counts: How many rows of each table there have to be; None for as many as it says.

    Raises:
        BackupError: It is no backup, not whole, or not as it was written.
    """
    lines = read(path)
    header = next(lines)
    assert isinstance(header, Header)  # noqa: S101 - read begins with it
    found = Counter(dict.fromkeys(header.tables, 0))
    found.update(row.table for row in lines if isinstance(row, Row))
    if counts is not None and found != Counter(counts):
        raise BackupError(f"{path} does not hold what was written into it")
    return header


def read(path: Path) -> Generator[Header | Row, None, None]:
    """Yield what a backup says of itself, and then its rows; whoever reads to the end has got what was written.

    Raises:
        BackupError: It is no backup, not whole, or not as it was written.
    """
    try:
        yield from _lines(path)
    except FileNotFoundError as error:
        raise BackupError(f"{path} does not exist") from error
    except EOFError as error:
        raise BackupError(f"{path} is cut short") from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise BackupError(f"{path} is damaged, or no backup of this bot") from error
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror or error}") from error


def _lines(path: Path) -> Iterator[Header | Row]:
    digest, counts = hashlib.sha256(), Counter[str]()
    with gzip.open(path, "rb") as file:
        line = file.readline(LONGEST_LINE)
        header = _header(path, line)
        yield header
        counts.update(dict.fromkeys(header.tables, 0))
        while True:
            digest.update(line)
            line = file.readline(LONGEST_LINE)
            if not line:
                raise BackupError(f"{path} is cut short")
            content = _json(path, line)
            if isinstance(content, dict):
                if content != {"rows": dict(counts), "sha256": digest.hexdigest()} or file.read(1):
                    raise BackupError(f"{path} is damaged: it does not hold what was written into it")
                return
            row = _row(path, content, header)
            counts[row.table] += 1
            yield row


def _header(path: Path, line: bytes) -> Header:
    content = _json(path, line)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BackupError(f"{path} is damaged, or no backup of this bot")
    tables = {str(name): tuple(map(str, columns)) for name, columns in content["tables"].items()}
    made_at = datetime.fromisoformat(content["made_at"]).astimezone(UTC)
    return Header(str(content["schema"]), made_at, tables, str(content["key"]))


def _row(path: Path, content: Any, header: Header) -> Row:
    if not isinstance(content, list) or not content or len(content) != len(header.tables.get(content[0], ())) + 1:
        raise BackupError(f"{path} is damaged: it holds a row of no table")
    return Row(content[0], tuple(content[1:]))


def _json(path: Path, line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise BackupError(f"{path} is damaged, or no backup of this bot") from error
