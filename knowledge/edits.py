"""Edits of the knowledge files, as values: what a curator changes, laid over the files as read.

The same edits are written into the files themselves by one command, so what is live and what is written agree.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from knowledge.errors import EditError, Problem
from knowledge.places import Source
from knowledge.yaml_tree import Path, Tree

SELECTS = "="
"""Begins the part of a path that selects the item of a list by its id."""

_GONE = "there is no {} any more; take the change back or add it again"


class Op(StrEnum):
    """What an edit does."""

    ADD = "add"
    """Appends a value to a list; the list is made where it is missing."""
    SET = "set"
    """Puts a value in its place."""
    DROP = "drop"
    """Removes a value from a list; an item with an id, by its id."""
    UNSET = "unset"
    """Removes a key."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of one file."""

    file: str
    """Path of the file, relative to the knowledge folder; made where it is missing and something is put into it."""
    path: tuple[str, ...]
    """Keys from the top; ``=ID`` selects the item of a list whose ``id`` is ID."""
    op: Op
    """What is done."""
    value: Any = None
    """What is added, set or dropped: text, numbers, lists and mappings."""
    was: Any = None
    """What stood there before, for set and unset; None for nothing. Where it is the value itself, a set or an addition
    makes sure that it is there, and is never taken back: the language of a file, a source."""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"file": self.file, "path": list(self.path), "op": self.op.value, "value": self.value, "was": self.was}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Edit:
        """Return the edit that plain values stand for.

        Raises:
            EditError: they stand for none.
        """
        try:
            file, path, op = found["file"], found["path"], Op(found["op"])
        except (KeyError, TypeError, ValueError) as error:
            raise EditError(f"{str(found)[:80]!r} is no edit ({error}); name file, path and op") from error
        if not isinstance(file, str) or not isinstance(path, list) or not all(isinstance(part, str) for part in path):
            raise EditError(f"{file!r}: the path of an edit must be a list of keys")
        if not path or path[-1].startswith(SELECTS):
            raise EditError(f"{file!r}: the path of an edit must end in a key; name what is changed")
        if not file.endswith(".yaml") or file.startswith("/") or ".." in file.split("/"):
            raise EditError(f"{file!r} is no file of a knowledge folder; name a .yaml file in it")
        if op in {Op.ADD, Op.DROP} and found.get("value") is None:
            raise EditError(f"{file!r}: {op} without a value; say what to {op}")
        return cls(file, tuple(path), op, found.get("value"), found.get("was"))

    def __hash__(self) -> int:
        """Return a hash; values may be lists, so only the place counts."""
        return hash((self.file, self.path, self.op))


def inverse(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that take edits back, in the opposite order."""
    back = {Op.ADD: Op.DROP, Op.DROP: Op.ADD, Op.UNSET: Op.SET}
    found: list[Edit] = []
    for edit in reversed(edits):
        if edit.op is Op.SET:
            if edit.was is None:
                found.append(replace(edit, op=Op.UNSET, value=None, was=edit.value))
            elif edit.was != edit.value:
                found.append(replace(edit, value=edit.was, was=edit.value))
        elif edit.op is Op.UNSET:
            if edit.was is not None:
                found.append(replace(edit, op=Op.SET, value=edit.was, was=None))
        elif edit.op is Op.DROP or edit.was is None:
            found.append(replace(edit, op=back[edit.op]))
    return tuple(found)


def apply(edits: Iterable[Edit], sources: Sequence[Source]) -> tuple[list[Source], list[Problem]]:
    """Lay edits over files as read; what was given stays as it is.

    An edit that is so already changes nothing. One that does not fit is a problem, and the others are still tried.

    Returns:
        The files, those that edits make at the end, and what does not fit.
    """
    found = {source.name: source for source in sources}
    copied: set[str] = set()
    problems: list[Problem] = []
    for edit in edits:
        if edit.file not in copied:
            known = found.get(edit.file)
            tree = Tree(value={}, lines={(): 1}) if known is None else replace_tree(known.tree)
            found[edit.file] = Source(edit.file, tree)
            copied.add(edit.file)
        wrong = _Place(found[edit.file].tree, edit).carry_out()
        if wrong:
            problems.append(Problem(edit.file, wrong[0], wrong[1]))
    return [source for source in found.values() if source.tree.value], problems


def replace_tree(tree: Tree) -> Tree:
    """Return a copy of what a file holds, so that it can be changed."""
    return replace(tree, value=copy.deepcopy(tree.value), lines=dict(tree.lines))


class _Place:
    """Carries out one edit of one tree."""

    def __init__(self, tree: Tree, edit: Edit) -> None:
        self.tree = tree
        self.edit = edit

    def carry_out(self) -> tuple[int, str] | None:
        """Carry the edit out; return the line and what is wrong, where it does not fit."""
        try:
            self._carry_out()
        except EditError as error:
            return error.line, str(error)
        return None

    def _carry_out(self) -> None:
        edit = self.edit
        if not edit.path:
            raise EditError("an edit needs a path; name what it changes")
        puts = edit.op in {Op.ADD, Op.SET}
        holder, path = self._holder(make=puts)
        key = edit.path[-1]
        if holder is None:
            return
        if not isinstance(holder, dict) or key.startswith(SELECTS):
            raise self._misfit(path, f"{'.'.join(edit.path)} leads to no key; correct the path")
        if puts and edit.op is Op.ADD:
            self._add(holder, key, path)
        elif edit.op is Op.DROP:
            self._drop(holder, key, path)
            self._prune(path)
        else:
            self._set(holder, key, path)
            self._prune(path)

    def _holder(self, *, make: bool) -> tuple[Any, Path]:
        """Return what holds the last key of the path, and where; None where there is nothing to remove from."""
        value: Any = self.tree.value
        path: Path = ()
        for position, key in enumerate(self.edit.path[:-1]):
            step: str | int = key
            if key.startswith(SELECTS):
                step = self._selected(value, key[len(SELECTS) :], path)
            elif not isinstance(value, dict):
                raise self._misfit(path, f"{'.'.join(self.edit.path)} leads through what is no mapping; correct it")
            elif key not in value:
                if not make:
                    return None, path
                lost = next((k for k in self.edit.path[position:] if k.startswith(SELECTS)), None)
                if lost is not None:  # before anything is made on the way to it
                    raise self._misfit(path, _GONE.format(lost[len(SELECTS) :]))
                value[key] = {}
                self.tree.lines[*path, key] = self.tree.line(path)
            value, path = value[step], (*path, step)
        return value, path

    def _selected(self, value: Any, wanted: str, path: Path) -> int:
        for position, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict) and item.get("id") == wanted:
                return position
        raise self._misfit(path, _GONE.format(wanted))

    def _add(self, holder: dict[str, Any], key: str, path: Path) -> None:
        listed = holder.setdefault(key, [])
        if not isinstance(listed, list):
            raise self._misfit((*path, key), f"{key} is no list; nothing can be added to it")
        wanted = _id(self.edit.value)
        same = next((item for item in listed if item == self.edit.value or (wanted and _id(item) == wanted)), None)
        if same is not None and same != self.edit.value:
            raise self._misfit((*path, key), f"{wanted} is there already, and is something else; give it another id")
        if same is None:
            listed.append(copy.deepcopy(self.edit.value))
            self._note((*path, key, len(listed) - 1), self.edit.value, self.tree.line((*path, key)))

    def _drop(self, holder: dict[str, Any], key: str, path: Path) -> None:
        listed = holder.get(key, [])
        if not isinstance(listed, list):
            raise self._misfit((*path, key), f"{key} is no list any more; remove {str(self.edit.value)[:60]!r} by hand")
        wanted = _id(self.edit.value)
        gone = {
            position
            for position, item in enumerate(listed)
            if item == self.edit.value or (wanted and _id(item) == wanted)
        }
        if gone:
            self._move_up((*path, key), gone)
            listed[:] = [item for position, item in enumerate(listed) if position not in gone]
            if not listed:
                del holder[key]  # an empty list is refused where one is not wanted

    def _move_up(self, path: Path, gone: set[int]) -> None:
        """Give the items of a list that stay the positions they have without those that go, each with its line."""
        depth = len(path)
        lines = {place: line for place, line in self.tree.lines.items() if place[:depth] != path or len(place) == depth}
        for place, line in self.tree.lines.items():
            if place[:depth] == path and len(place) > depth:
                position = place[depth]
                if isinstance(position, int) and position not in gone:
                    above = sum(other < position for other in gone)
                    lines[(*path, position - above, *place[depth + 1 :])] = line
        self.tree.lines = lines

    def _prune(self, path: Path) -> None:
        """Remove what holds nothing any more; a section at the top stays, as one may be asked for."""
        for depth in range(len(path), 1, -1):
            holder = self.tree.value
            for step in path[: depth - 1]:
                holder = holder[step]
            if not isinstance(holder, dict) or holder[path[depth - 1]] != {}:
                return
            del holder[path[depth - 1]]

    def _set(self, holder: dict[str, Any], key: str, path: Path) -> None:
        edit = self.edit
        there, wanted = holder.get(key), edit.value if edit.op is Op.SET else None
        if there == wanted:
            return
        made_sure_of = there is None and edit.was == wanted
        if there != edit.was and not made_sure_of:
            now, then = ("nothing" if value is None else repr(value)[:60] for value in (there, edit.was))
            text = f"{key} is {now} by now and no longer {then}; look at the change again"
            raise self._misfit((*path, key), text)
        place = (*path, key)
        line = self.tree.line(place)
        self.tree.lines = {other: at for other, at in self.tree.lines.items() if other[: len(place)] != place}
        if edit.op is Op.UNSET:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(wanted)
            self._note(place, wanted, line)

    def _note(self, path: Path, value: Any, line: int) -> None:
        """Give a value, and all in it, a line."""
        self.tree.lines[path] = line
        below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in below:
            self._note((*path, key), item, line)

    def _misfit(self, path: Path, text: str) -> EditError:
        return EditError(text, self.tree.line(path))


def _id(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, dict) else ""
