"""Where the parts of a knowledge base stand in its files, for whoever has to find a mistake again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from knowledge.errors import Problem
from knowledge.yaml_tree import Path, Tree

COMMON = FilePath(__file__).parent / "common"
"""Folder of what any knowledge base is laid over: words of languages, and what the bot says, whatever the subject."""

EXPORTED = "exported.yaml"
"""File that says which revisions stand in the files of a knowledge base."""

GOLDEN = "golden/"
"""Questions that a knowledge base must answer: part of its folder, and of no concern to who loads it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read."""

    name: str
    """Path relative to its folder."""
    tree: Tree
    """Its values and their lines."""
    common: bool = False
    """It stands in the common folder, not in that of the subject."""

    @property
    def file(self) -> str:
        """Return how problems name it: relative to the knowledge folder, or from the root where it is a common one."""
        return str(COMMON / self.name) if self.common else self.name

    def problem(self, path: Path, text: str) -> Problem:
        """Return a problem with the value at a path."""
        return Problem(self.file, self.tree.line(path), text)


@dataclass(frozen=True, slots=True)
class Claim:
    """A name that an entry is to be asked by."""

    entry: str
    """Id of the entry."""
    name: str
    """The name."""
    source: Source
    """Where it stands."""
    path: Path
    """Where in that file."""


class Places:
    """Finds what is named in the files again."""

    def __init__(self, files: Iterable[Source]) -> None:
        """Note where each entry stands.

        Args:
            files: the common files and those of the folder; what they hold need not be right.
        """
        # Those of the folder first: whoever looks for a mistake looks there.
        self.files = sorted(files, key=lambda source: (source.common, source.name))
        self._by_name: dict[str, list[Source]] = {}
        self._entries: dict[str, tuple[Source, Path]] = {}
        for source in self.files:
            self._by_name.setdefault(source.name, []).append(source)
            for position, item in enumerate(_items(source)):
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    self._entries.setdefault(item["id"], (source, ("entries", position)))

    def has(self, entry: str) -> bool:
        """Tell whether there is an entry of this id, right or wrong in itself."""
        return entry in self._entries

    def named(self, file: str) -> list[Source]:
        """Return the files of a name, that of the folder before the common one; none where there is none."""
        return self._by_name.get(file, [])

    def keys(self, file: str, section: str) -> frozenset[str]:
        """Return the keys of a section of a file, right or wrong in themselves, so that one mistake is told once."""
        return frozenset[str]().union(*(self.keys_of(source, section) for source in self.named(file)))

    @staticmethod
    def keys_of(source: Source, section: str) -> tuple[str, ...]:
        """Return the keys of a section of one file, in its order."""
        held = source.tree.value.get(section) if isinstance(source.tree.value, dict) else None
        return tuple(held) if isinstance(held, dict) else ()

    def problem(self, file: str, path: Path, text: str) -> Problem:
        """Return a problem with the value at a path of a file: of the folder's, unless only the common one has it."""
        found = self.named(file)
        source = next((s for s in found if path in s.tree.lines), found[0] if found else None)
        if source is None or (source.common and path not in source.tree.lines):
            return Problem(file, 0, text)
        return source.problem(path, text)

    def entry(self, entry: str, *below: str | int, text: str) -> Problem:
        """Return a problem with an entry, or with what stands below it at a path."""
        found = self._entries.get(entry)
        if found is None:
            return Problem("entries", 0, text)
        source, path = found
        return source.problem((*path, *below), text)

    def claims(self) -> Iterator[Claim]:
        """Yield every name that the files give to an entry, those of the entries first."""
        for source in self.files:
            for position, item in enumerate(_items(source)):
                names = item.get("names") if isinstance(item, dict) else None
                for language, listed in names.items() if isinstance(names, dict) else ():
                    path = ("entries", position, "names", language)
                    yield from _claims(str(item.get("id")), listed, source, path)
        for source in self.files:
            if not source.name.startswith("vocabulary/") or not isinstance(source.tree.value, dict):
                continue
            entries = source.tree.value.get("entries")
            for entry, held in entries.items() if isinstance(entries, dict) else ():
                below: Path = ("names",) if isinstance(held, dict) else ()
                listed = held.get("names") if isinstance(held, dict) else held
                yield from _claims(entry, listed, source, ("entries", entry, *below))


def _items(source: Source) -> list[Any]:
    """Return the entries that a file of entries holds."""
    value = source.tree.value
    items = value.get("entries") if source.name.startswith("entries/") and isinstance(value, dict) else None
    return items if isinstance(items, list) else []


def _claims(entry: str, listed: Any, source: Source, path: Path) -> Iterator[Claim]:
    for position, name in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(name, str):
            yield Claim(entry, name, source, (*path, position))
