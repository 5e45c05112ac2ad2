"""Revisions written back into the YAML files: planned, shown as a difference, written whole or not at all."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.curation.splicing import new_file, spliced
from bot.errors import ExportError
from knowledge.edits import Edit, apply
from knowledge.loader import read_text
from knowledge.places import Source


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file before and after."""

    name: str
    """Path relative to the knowledge folder."""
    before: str
    """What it holds; empty for a new file."""
    after: str
    """What it shall hold."""


def planned(folder: Path, edits: Sequence[Edit]) -> tuple[FileChange, ...]:
    """Return the files that edits change; those that hold them already are left out.

    Raises:
        ExportError: A file cannot be read, an edit does not fit it, or it cannot be written without changing more.
    """
    changes = []
    for name in dict.fromkeys(edit.file for edit in edits):
        own = [edit for edit in edits if edit.file == name]
        before = _text(folder / name)
        after = _edited(name, before.replace("\r\n", "\n"), own)
        if "\r\n" in before:
            after = after.replace("\n", "\r\n")
        if after != before:
            changes.append(FileChange(name, before, after))
    return tuple(changes)


def _edited(name: str, before: str, edits: Sequence[Edit]) -> str:
    """Return the text of a file with edits put into it, and make sure that it reads as it should."""
    there = [Source(name, read_text(before))] if before else []
    if there and there[0].tree.problems:
        raise ExportError(f"{name}: {there[0].tree.problems[0][1]}")
    wanted, problems = apply(edits, there)
    if problems:
        raise ExportError("\n".join(map(str, problems)))
    after = before
    if not before:
        after = new_file(wanted[0].tree.value) if wanted else ""
    else:
        for edit in edits:
            after = spliced(after, edit)
    if wanted and read_text(after).value != wanted[0].tree.value:
        raise ExportError(f"{name}: cannot be written without changing more than was asked for; write it by hand")
    return after


def difference(changes: Sequence[FileChange]) -> str:
    """Return what changes as a unified difference, as ``diff -u`` shows it."""
    lines: list[str] = []
    for change in changes:
        old, new = change.before.splitlines(keepends=True), change.after.splitlines(keepends=True)
        lines += difflib.unified_diff(old, new, f"a/{change.name}", f"b/{change.name}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def write(folder: Path, changes: Sequence[FileChange]) -> None:
    """Write the files, each whole or not at all; one that has changed since the plan was made is left alone.

    Raises:
        ExportError: A file has changed, or cannot be written; those before it in the list are written.
    """
    for change in changes:
        path = folder / change.name
        if _text(path) != change.before:
            raise ExportError(f"{change.name}: has changed in the meantime; export once more")
        try:
            _replace(path, change.after)
        except OSError as error:
            raise ExportError(f"{change.name}: cannot be written: {error.strerror}; check the permissions") from error


def _replace(path: Path, text: str) -> None:
    """Write a file beside the one that is there, and put it in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _text(path: Path) -> str:
    """Return the text of a file as it stands, ends of lines included; empty where there is none."""
    try:
        return path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError(f"{path.name}: cannot be read: {error}") from error
