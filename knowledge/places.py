"""Where the parts of a knowledge base stand in its files, for whoever has to find a mistake again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.errors import Problem
from knowledge.yaml_tree import Path, Tree

EXPORTED = "exported.yaml"
"""File that says which revisions stand in the files of a knowledge base."""

GOLDEN = "golden/"
"""Questions that a knowledge base must answer: part of its folder, and of no concern to who loads it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read."""

    name: str
    """Path relative to the knowledge folder."""
    tree: Tree
    """Its values and their lines."""

    def problem(self, path: Path, text: str) -> Problem:
        """Return a problem with the value at a path."""
        return Problem(self.name, self.tree.line(path), text)


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

    def __init__(self, files: Mapping[str, Source]) -> None:
        """Note where each entry stands.

        Args:
            files: the files of the folder by name; what they hold need not be right.
        """
        self.files = files
        self._entries: dict[str, tuple[Source, Path]] = {}
        for source in files.values():
            for position, item in enumerate(_items(source)):
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    self._entries.setdefault(item["id"], (source, ("entries", position)))

    def has(self, entry: str) -> bool:
        """Tell whether there is an entry of this id, right or wrong in itself."""
        return entry in self._entries

    def keys(self, file: str, section: str) -> frozenset[str]:
        """Return the keys of a section of a file, right or wrong in themselves, so that one mistake is told once."""
        value = self.files[file].tree.value if file in self.files else None
        held = value.get(section) if isinstance(value, dict) else None
        return frozenset(held) if isinstance(held, dict) else frozenset()

    def problem(self, file: str, path: Path, text: str) -> Problem:
        """Return a problem with the value at a path of a file."""
        source = self.files.get(file)
        return source.problem(path, text) if source else Problem(file, 0, text)

    def entry(self, entry: str, *below: str | int, text: str) -> Problem:
        """Return a problem with an entry, or with what stands below it at a path."""
        found = self._entries.get(entry)
        if found is None:
            return Problem("entries", 0, text)
        source, path = found
        return source.problem((*path, *below), text)

    def claims(self) -> Iterator[Claim]:
        """Yield every name that the files give to an entry, those of the entries first."""
        for source in self.files.values():
            for position, item in enumerate(_items(source)):
                names = item.get("names") if isinstance(item, dict) else None
                for language, listed in names.items() if isinstance(names, dict) else ():
                    path = ("entries", position, "names", language)
                    yield from _claims(str(item.get("id")), listed, source, path)
        for source in self.files.values():
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
