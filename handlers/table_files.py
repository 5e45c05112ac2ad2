"""Tables as people keep them: comma, semicolon or tab between cells, any common encoding, or a sheet of a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.tables import NEEDED, OPTIONAL, Row

LARGEST = 200 * 2**20
"""Bytes of the largest table that is read."""

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What may stand between cells."""

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
"""Endings of the names of workbooks."""


class TableError(Exception):
    """A file is no table that can be read; the text says what to do."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as read."""

    rows: tuple[tuple[int, Row], ...]
    """Its rows with their numbers, from 1, by their places in the file; empty ones are left out."""
    how: str
    """How it was read: encoding and what stands between cells."""
    ignored: tuple[str, ...] = ()
    """Columns that say nothing here."""


def read_table(path: Path) -> TableFile:
    """Read a table.

    Raises:
        TableError: it cannot be read, or a column is missing.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise TableError(f"{path} is larger than {LARGEST // 2**20} MB; split it")
        if path.suffix.lower() in WORKBOOKS:
            return _table(path, _sheet(path), "the first sheet of a workbook")
        text, encoding = _decoded(path.read_bytes())
    except OSError as error:
        raise TableError(f"{path} cannot be read ({error.strerror}); name another file") from error
    heading = text.lstrip("\n\r").partition("\n")[0]
    delimiter = max(DELIMITERS, key=heading.count)
    csv.field_size_limit(LARGEST)
    try:
        lines = list(_numbered(text, delimiter))
    except csv.Error as error:
        raise TableError(f"{path} is no table: {error}; save it as CSV again") from error
    return _table(path, lines, f"{encoding}, {DELIMITERS[delimiter]} between cells")


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield from enumerate(reader, 1)


def _decoded(raw: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), "UTF-16"
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only where a file is not UTF-8

    # What spreadsheets write on Windows, in Western and in Central and Eastern Europe.
    found = from_bytes(raw, cp_isolation=["cp1252", "cp1250", "cp1251", "cp1253", "cp1254"]).best()
    if found is None:
        return raw.decode("cp1252", errors="replace"), "Windows-1252"
    return str(found), found.encoding.replace("cp", "Windows-")


def _sheet(path: Path) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - only workbooks need it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            rows = [["" if c is None else str(c) for c in row] for row in sheet.iter_rows(values_only=True)]
            return list(enumerate(rows, 1))
        finally:
            book.close()
    except (InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise TableError(f"{path} is no workbook that can be read; save it as .xlsx or as CSV again") from error
    except Exception as error:  # zipfile and XML parsers raise their own for a broken file
        raise TableError(f"{path} is no workbook ({error}); save it as .xlsx or as CSV again") from error


def _table(path: Path, lines: list[tuple[int, list[str]]], how: str) -> TableFile:
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise TableError(f"{path} is empty; its first row must name the columns {', '.join(NEEDED)}")
    columns = [cell.strip().lower() for cell in filled[0][1]]
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        raise TableError(
            f"{path} has no column {', '.join(missing)}; its first row must name {', '.join(NEEDED)} "
            f"and may name {', '.join(OPTIONAL)}, in any order"
        )
    places = {column: columns.index(column) for column in (*NEEDED, *OPTIONAL) if column in columns}
    rows = tuple(
        (number, {column: cells[at].strip() if at < len(cells) else "" for column, at in places.items()})
        for number, cells in filled[1:]
    )
    return TableFile(rows, how, tuple(column for column in columns if column and column not in places))


def write_table(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as CSV that spreadsheets read, in UTF-8 with a byte order mark.

    Raises:
        TableError: the file is there already, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, (*NEEDED, *OPTIONAL))
            writer.writeheader()
            writer.writerows(rows)
    except FileExistsError as error:
        raise TableError(f"{path} is there already; name another file") from error
    except OSError as error:
        raise TableError(f"{path} cannot be written ({error.strerror}); name another file") from error
