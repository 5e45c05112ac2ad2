"""Tables as people keep them: comma, semicolon or tab between cells, any common encoding, or a sheet of a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from handlers.encodings import decoded
from knowledge.tables import NEEDED, OPTIONAL, Row

LARGEST = 200 * 2**20
"""Bytes of the largest table that is read."""

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What may stand between cells."""

_BEYOND = "stands in a column without a heading; give it one, or put the text that was cut in two into quotation marks"

_TOLD = re.compile(r"sep=(?P<delimiter>[^\w\s]|\t)\r?(?:\n|$)", re.IGNORECASE)

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
    bad: tuple[tuple[int, str], ...] = ()
    """Numbers of rows that cannot be told apart into cells, and why."""


def read_table(path: Path, encoding: str | None = None, called: Mapping[str, str] | None = None) -> TableFile:
    """Read a table.

    Args:
        path: The file.
        encoding: Its encoding; None for what it looks like. A workbook has none.
        called: What a column is called in the file, by what it is, where that is another word.

    Raises:
        TableError: it cannot be read, or a column is missing.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise TableError(f"{path} is larger than {LARGEST // 2**20} MB; split it")
        if path.suffix.lower() in WORKBOOKS:
            return _table(path, _sheet(path), "the first sheet of a workbook", called or {})
        text, name = _decoded(path, path.read_bytes(), encoding)
    except OSError as error:
        raise TableError(f"{path} cannot be read ({error.strerror}); name another file") from error
    told = _TOLD.match(text)
    if told:
        # What Excel puts before the heading, or takes from there.
        text, delimiter = "\n" + text[told.end() :], told["delimiter"]
    else:
        heading = text.lstrip("\n\r").partition("\n")[0]
        delimiter = max(DELIMITERS, key=heading.count)
    csv.field_size_limit(LARGEST)
    lines = list(_numbered(path, text, delimiter))
    return _table(path, lines, f"{name}, {DELIMITERS.get(delimiter, repr(delimiter))} between cells", called or {})


def _numbered(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            yield number, cells
    except csv.Error as error:
        # What comes after it may be cut in the wrong places, so none of it is taken over.
        raise TableError(
            f"{path}:{number + 1}: the quotation marks of this row do not fit ({error}); a text with one in it stands "
            'in quotation marks, and each one in it twice: "the ""old"" mill"'
        ) from error


def _decoded(path: Path, raw: bytes, encoding: str | None) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding."""
    if encoding is not None:
        try:
            return raw.decode(encoding).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError as error:
            raise TableError(
                f"{path} is not in {encoding}: {error.reason}; name another --encoding, or none"
            ) from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), "UTF-16"
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return decoded(raw)


def _sheet(path: Path) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - only workbooks need it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            rows = [[_shown(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            return list(enumerate(rows, 1))
        finally:
            book.close()
    except (InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise TableError(f"{path} is no workbook that can be read; save it as .xlsx or as CSV again") from error
    except Exception as error:  # zipfile and XML parsers raise their own for a broken file
        raise TableError(f"{path} is no workbook ({error}); save it as .xlsx or as CSV again") from error


def _shown(cell: object) -> str:
    """Return what a cell of a workbook holds as a person would write it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | time):
        return cell.isoformat(" ", "minutes") if isinstance(cell, datetime) else cell.isoformat("minutes")
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _table(path: Path, lines: list[tuple[int, list[str]]], how: str, called: Mapping[str, str]) -> TableFile:
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise TableError(f"{path} is empty; its first row must name the columns {', '.join(NEEDED)}")
    meant = {name.strip().lower(): column for column, name in called.items()}
    columns = [meant.get(cell.strip().lower(), cell.strip().lower()) for cell in filled[0][1]]
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        raise TableError(
            f"{path} has no column {', '.join(missing)} among {', '.join(filter(None, columns))[:200] or 'none'}; its "
            f"first row must name {', '.join(NEEDED)} and may name {', '.join(OPTIONAL)}, in any order; where one is "
            f"called otherwise, say so, as in --column {missing[0]}=NAME"
        )
    places = {column: columns.index(column) for column in (*NEEDED, *OPTIONAL) if column in columns}
    bad = tuple(
        (number, f"{more[0].strip()[:40]!r} {_BEYOND}")
        for number, cells in filled
        if (more := [cell for cell in cells[len(columns) :] if cell.strip()])
    )
    left_out = {number for number, _ in bad}
    rows = tuple(
        (number, {column: cells[at].strip() if at < len(cells) else "" for column, at in places.items()})
        for number, cells in filled[1:]
        if number not in left_out
    )
    return TableFile(rows, how, tuple(column for column in columns if column and column not in places), bad)


def write_table(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as its name says: a workbook, tabs between cells, or CSV; as text in UTF-8 with a byte order mark.

    Raises:
        TableError: the file is there already, or cannot be written.
    """
    columns = (*NEEDED, *OPTIONAL)
    try:
        if path.suffix.lower() in WORKBOOKS:
            _write_sheet(path, [dict(zip(columns, columns, strict=True)), *rows], columns)
            return
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(rows)
    except FileExistsError as error:
        raise TableError(f"{path} is there already; name another file") from error
    except OSError as error:
        raise TableError(f"{path} cannot be written ({error.strerror}); name another file") from error


def _write_sheet(path: Path, rows: list[dict[str, str]], columns: tuple[str, ...]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - only workbooks need it

    book = Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(columns, 1):
            cell = sheet.cell(number, place, row[column] or None)
            if row[column]:
                # A text that begins with = is a text.
                cell.data_type = "s"
    with path.open("xb") as file:
        book.save(file)
