"""Entries by what somebody types of their names, for people at work; questions are understood elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from knowledge.models import KnowledgeBase
from knowledge.text import fold

NEAR = 60
"""Least likeness, 0 to 100, of a name that was typed to that of an entry."""

MOST_ENTRIES = 8
"""Entries found for a name that was typed."""


def entries_called(text: str, knowledge: KnowledgeBase) -> list[str]:
    """Return the entries whose id, title or name is most like a text, best first."""
    named = {fold(name): entry.id for entry in knowledge.entries.values() for name in _names(entry.id, knowledge)}
    near = process.extract(fold(text), named.keys(), scorer=fuzz.WRatio, limit=4 * MOST_ENTRIES, score_cutoff=NEAR)
    return list(dict.fromkeys(named[name] for name, _, _ in near))[:MOST_ENTRIES]


def entry_called(text: str, knowledge: KnowledgeBase) -> str | None:
    """Return the one entry that has exactly this id, title or name, however it is written; None for none or several."""
    if text in knowledge.entries:
        return text
    wanted = fold(text)
    found = {entry for entry in knowledge.entries for name in _names(entry, knowledge) if fold(name) == wanted}
    return found.pop() if len(found) == 1 else None


def _names(entry: str, knowledge: KnowledgeBase) -> Iterator[str]:
    known = knowledge.entries[entry]
    yield entry
    yield from known.title.values()
    for names in known.names.values():
        yield from names
