"""Curators' changes, written into the files of the knowledge folder: no line is touched that does not change.

First planned, so that it can be looked at; then written, each file whole or not at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from bot.curation.splicing import canonical, changed
from bot.errors import ExportError
from bot.whole_files import put_in_place
from knowledge.edits import Edit, apply
from knowledge.errors import EditError, Problem
from knowledge.loader import read_text
from knowledge.places import Source
from knowledge.yaml_tree import LARGEST

_BOM = "\ufeff"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class FileChange:
    """What becomes of one file."""

    file: str
    """Path relative to the knowledge folder."""
    old: str
    """Its text as it is, line ends and byte order mark included; empty where there is no such file."""
    new: str
    """Its text as it is to be."""


def planned(folder: Path, edits: Iterable[Edit]) -> list[FileChange]:
    """Return what becomes of the files when edits are written into them, those that change.

    Edits that the files hold already change nothing.

    Args:
        folder: the knowledge folder.
        edits: what curators have changed, oldest first.

    Raises:
        ExportError: edits do not fit the files any more, or a file cannot be read; every problem is named.
    """
    edits = tuple(edits)
    texts: dict[str, str] = {}
    sources: list[Source] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(edit.file for edit in edits):
        try:
            texts[name] = _read(folder / name)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(name, 0, f"cannot be read ({error}); check the file and its permissions"))
            continue
        if texts[name]:
            tree = read_text(_plain(texts[name]))
            problems += [Problem(name, line, text) for line, text in tree.problems]
            sources.append(Source(name, tree))
    if problems:
        raise ExportError(problems)
    wanted, problems = apply(edits, sources)
    if problems:
        raise ExportError(problems)
    held = {source.name: canonical(source.tree.value) for source in sources}
    changes: list[FileChange] = []
    for source in wanted:
        if canonical(source.tree.value) == held.pop(source.name, ""):
            continue
        try:
            changes.append(FileChange(source.name, texts[source.name], _rewritten(texts[source.name], source)))
        except EditError as error:
            problems.append(Problem(source.name, error.line, str(error)))
    problems += [Problem(name, 0, "would hold nothing any more; delete it by hand") for name in held]
    if problems:
        raise ExportError(problems)
    return changes


def diff(changes: Iterable[FileChange]) -> str:
    """Return changes as a unified diff, which ``git apply`` takes; empty for none."""
    found: list[str] = []
    for change in changes:
        before = f"a/{change.file}" if change.old else "/dev/null"
        lines = unified_diff(_LINE.findall(change.old), _LINE.findall(change.new), before, f"b/{change.file}")
        found += [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
    return "".join(found)


def write(folder: Path, changes: Sequence[FileChange]) -> None:
    """Write changes into the files of the knowledge folder; each has its old text or its new one, never half of it.

    Raises:
        ExportError: a file is not as it was when the changes were planned, in which case none is written; or a file
            cannot be written, and the files named before it are.
    """
    problems = [problem for change in changes if (problem := _changed_since(folder, change))]
    if problems:
        raise ExportError(problems)
    for change in changes:
        # once more: writing the files before it took its time
        problem = _changed_since(folder, change)
        if problem is not None:
            raise ExportError([problem])
        try:
            put_in_place((folder / change.file).resolve(), change.new.encode())
        except OSError as error:
            text = f"cannot be written ({error.strerror}); check the file and its permissions, and export again"
            raise ExportError([Problem(change.file, 0, text)]) from error


def _read(path: Path) -> str:
    """Return the text of a file as it stands; an empty one where there is none."""
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return ""


def _plain(text: str) -> str:
    """Return a text with plain line ends and no byte order mark."""
    return text.removeprefix(_BOM).replace("\r\n", "\n")


def _rewritten(old: str, source: Source) -> str:
    """Return the text that holds what is wanted, with the byte order mark and the line ends of the old one."""
    plain = _plain(old)
    new = changed(plain, source.tree.value, sentences=source.name.startswith("phrasings/"))
    if len(new.encode()) > LARGEST:
        raise EditError(f"would be larger than {LARGEST // 2**20} MB; split it")
    if plain == old:
        return new
    mark = _BOM if old.startswith(_BOM) else ""
    return mark + _with_line_ends(old.removeprefix(_BOM), plain, new)


def _with_line_ends(old: str, plain: str, new: str) -> str:
    """Return a new text whose lines end as they did, and new lines as most of them do."""
    usual = "\r\n" if 2 * old.count("\r\n") > old.count("\n") else "\n"
    ends = ["\r\n" if line.endswith("\r\n") else "\n" for line in _LINE.findall(old)]
    before, after = _LINE.findall(plain), _LINE.findall(new)
    # Lines that stay are found from both ends; between them, by their text in order.
    top = _same(before, after)
    bottom = _same(before[top:][::-1], after[top:][::-1])
    places: dict[str, list[int]] = {}
    for number in range(top, len(before) - bottom):
        places.setdefault(before[number], []).append(number)
    found: list[str] = []
    last = top
    for number, line in enumerate(after):
        end = usual
        if number < top:
            end = ends[number]
        elif number >= len(after) - bottom:
            end = ends[number - len(after)]
        else:
            known = places.get(line, [])
            at = bisect_left(known, last)
            if at < len(known):
                end, last = ends[known[at]], known[at] + 1
        found.append(line[:-1] + end if line.endswith("\n") else line)
    return "".join(found)


def _same(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many lines are the same from the first on."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _changed_since(folder: Path, change: FileChange) -> Problem | None:
    try:
        now = _read(folder / change.file)
    except (OSError, UnicodeDecodeError) as error:
        return Problem(change.file, 0, f"cannot be read ({error}); check the file and its permissions")
    if now == change.old:
        return None
    return Problem(change.file, 0, "has been changed in the meantime; nothing is lost, export again")
