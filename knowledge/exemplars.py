"""Phrasings that are answered as they stand: a curator wrote down what is meant, so nothing is left to guess.

Two questions are the same where all that carries meaning is the same: the entries named, the concepts, the figures, the
words in no list. Function words, spelling and word order make no difference, and mostly not even the language.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from knowledge.models import KnowledgeBase
from knowledge.query import UNKNOWN_SHORT, Query, Sort
from knowledge.text import words

Key = frozenset[str]
"""All that carries meaning in a question."""


@dataclass(frozen=True, slots=True)
class Exemplars:
    """What is told for phrasings that are answered as they stand."""

    by_text: Mapping[str, str]
    """Statement by the folded words of a phrasing."""
    by_key: Mapping[Key, str]
    """Statement by all that carries meaning in a phrasing."""

    def of_text(self, text: str) -> str | None:
        """Return the id of the statement that answers a text word for word."""
        return self.by_text.get(" ".join(words(text))) if self.by_text else None

    def of_query(self, query: Query) -> str | None:
        """Return the id of the statement that answers a question with the same meaning."""
        return self.by_key.get(key_of(query)) if self.by_key else None


NO_EXEMPLARS = Exemplars({}, {})
"""Nothing is answered as it stands."""


def key_of(query: Query) -> Key:
    """Return all that carries meaning in a question; empty where that is a name and nothing else."""
    found = {_part(item.sort, item.ids, item.text) for item in query.items if not item.aside and item.sort in _SAID}
    found |= {
        f"w:{item.text}"
        for item in query.items
        if item.sort in {Sort.UNKNOWN, Sort.PLACE} and not item.aside and item.weight > UNKNOWN_SHORT
    }
    if all(part.startswith("e:") for part in found):
        return frozenset()
    if query.yes_no:
        found.add("yes_no")
    return frozenset(found)


_SAID = {Sort.ENTITY: "e", Sort.HINT: "e", Sort.CONCEPT: "c", Sort.NUMBER: "n"}


def _part(sort: Sort, ids: Iterable[str], text: str) -> str:
    return f"{_SAID[sort]}:{'/'.join(sorted(ids)) or text}"


def exemplars_of(
    knowledge: KnowledgeBase, statements: Container[str], read: Callable[[str], Query | None]
) -> Exemplars:
    """Prepare the phrasings that are answered as they stand; of two that are the same, the later one counts.

    Args:
        knowledge: holds the phrasings.
        statements: ids of all statements; a phrasing whose statement is gone is left out.
        read: reads a text that is one question; None where it is several.
    """
    by_text: dict[str, str] = {}
    by_key: dict[Key, str] = {}
    for phrasing in knowledge.phrasings:
        if phrasing.exact and phrasing.intent in statements:
            by_text[" ".join(words(phrasing.text))] = phrasing.intent
            query = read(phrasing.text)
            key = key_of(query) if query else Key()
            if key:
                by_key[key] = phrasing.intent
    return Exemplars(by_text, by_key)
