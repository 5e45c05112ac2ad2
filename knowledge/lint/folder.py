"""A knowledge folder as the rules look at it: what is known, the files it came from, golden questions, and the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from knowledge.errors import Problem
from knowledge.models import KnowledgeBase
from knowledge.places import Places, Source
from knowledge.text import fold
from knowledge.yaml_tree import Path

LONGEST = 4
"""Words of the longest expression that is looked up."""

FORMAT = "format"
"""Rule of what a folder cannot be used with."""

_WORD = re.compile(r"[^\W_]+|_")


@dataclass(frozen=True)
class Folder:
    """All that there is to look at."""

    knowledge: KnowledgeBase
    """What is known, without problems."""
    files: Sequence[Source]
    """The files of the folder."""
    common: Sequence[Source]
    """The files that it is laid over, which are not looked at by themselves."""
    asked_for: Mapping[str, Sequence[Problem]]
    """Entries that golden questions name, with an empty problem for each place where they do."""
    today: str
    """The day on which it is looked at, as in ``2026-05-01``."""

    @cached_property
    def places(self) -> Places:
        """Where everything stands."""
        return Places((*self.common, *self.files))

    @cached_property
    def vocabulary(self) -> dict[str, tuple[str, str]]:
        """Language and concept by folded word or expression; those with an open ending are left out."""
        found: dict[str, tuple[str, str]] = {}
        for code, language in self.knowledge.languages.items():
            for concept, forms in language.concepts.items():
                for form in forms:
                    if "*" not in form:
                        found.setdefault(" ".join(_WORD.findall(fold(form))), (code, concept))
        return found

    @cached_property
    def stems(self) -> frozenset[str]:
        """Folded beginnings of single words that may go on: ``robot*``."""
        forms = (
            form for language in self.knowledge.languages.values() for f in language.concepts.values() for form in f
        )
        return frozenset(fold(form[:-1]) for form in forms if form.endswith("*") and " " not in form)

    def means_something(self, text: str) -> bool:
        """Tell whether the vocabulary knows a word or an expression of a way to ask."""
        found = [word for word in words_of(text) if word != "_"]
        for at, word in enumerate(found):
            if any(" ".join(found[at : at + size]) in self.vocabulary for size in range(1, LONGEST + 1)):
                return True
            if any(word[:end] in self.stems for end in range(2, len(word) + 1)):
                return True
        return False

    @cached_property
    def skipped(self) -> dict[str, frozenset[str]]:
        """Folded function words by language."""
        return {
            code: frozenset(fold(word) for word in language.skip) for code, language in self.knowledge.languages.items()
        }

    @cached_property
    def sources(self) -> frozenset[str]:
        """Entries that others come from."""
        return frozenset(origin.source for entry in self.knowledge.entries.values() for origin in (
            entry.origin, *entry.origins.values(), *(fact.origin for fact in entry.facts)
        ))  # fmt: skip

    @cached_property
    def phrased(self) -> frozenset[str]:
        """What phrasings ask for."""
        return frozenset(phrasing.intent for phrasing in self.knowledge.phrasings)

    def raw_entries(self) -> Iterator[tuple[Source, Path, Mapping[str, Any]]]:
        """Yield each entry as its file has it, with the file and the path in it."""
        for source in self.files:
            if source.name.startswith("entries/") and isinstance(source.tree.value, dict):
                for position, item in enumerate(source.tree.value.get("entries", ())):
                    yield source, ("entries", position), item


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, ``_`` among them; quicker than reading it as a question, and good enough."""
    return _WORD.findall(fold(text))


def texts_in(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text in a value of a file, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from texts_in(held, (*path, key))
    elif isinstance(value, list):
        for position, held in enumerate(value):
            yield from texts_in(held, (*path, position))
