"""Ways to ask → the words in them that are a field's own, whatever the vocabulary of all subjects takes them for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from knowledge.language import Language
from knowledge.models import Role, Ways
from knowledge.text import words

AUXILIARY = frozenset({"have", "do", "exist", "say", "name", "not"})
"""Light concepts whose words only hold a question together; those of others say something: a key, the main thing."""


class Cover:
    """Covers texts by the forms of a language."""

    def __init__(self, language: Language, roles: Mapping[str, Role]) -> None:
        """Sort the forms of a language.

        Args:
            language: the language.
            roles: how each concept counts.
        """
        self._roles = roles
        self._exact: dict[str, list[str]] = {}
        self._stems: dict[str, list[str]] = {}
        for concept, forms in language.concepts.items():
            for form in forms:
                held = self._stems if form.endswith("*") else self._exact
                held.setdefault(" ".join(words(form.rstrip("*"))), []).append(concept)
        for word in language.skip:
            self._exact.setdefault(" ".join(words(word.replace("_", " "))), [])
        self._longest = max((key.count(" ") + 1 for key in self._exact), default=1)

    def left_over(self, text: str) -> list[str]:
        """Return the words of a text that are its own.

        Those are words that no form covers, or only one for what nobody recorded: here it is recorded. Where no word
        says what is asked, one that merely describes elsewhere does: “who has the key”.
        """
        kept = Role.OUTSIDE if self.says_what(text) else Role.LIGHT
        return [key for key, concepts in self.covered(text) if concepts is None or self._all(concepts, kept)]

    def _all(self, concepts: list[str], role: Role) -> bool:
        """Tell whether all concepts of a word, of which there are some, count as a role says, and none is auxiliary."""
        return bool(concepts) and all(self._roles.get(c) is role and c not in AUXILIARY for c in concepts)

    def says_what(self, text: str) -> bool:
        """Tell whether a text has a word for what it asks, known or not, beside those that merely ask."""
        return any(
            concepts is None or any(self._roles.get(c, Role.TOPIC) in {Role.TOPIC, Role.OUTSIDE} for c in concepts)
            for _, concepts in self.covered(text)
        )

    def misleading(self, text: str, elsewhere: AbstractSet[str], near: Mapping[str, frozenset[str]]) -> Iterator[str]:
        """Yield the words of a text that say what is asked, and are near only to what is asked elsewhere."""
        said = list(self.covered(text))
        for word, concepts in said:
            topics = {c for c in concepts or () if self._roles.get(c) is Role.TOPIC}
            if not topics or len(topics) < len(concepts or ()) or " " in word:
                continue
            beside = {c for other, others in said if other != word for c in others or ()}
            around = set().union(*(near.get(c, frozenset()) for c in topics))
            if around & elsewhere and not topics & elsewhere and not around & beside:
                yield word

    def says(self, word: str) -> bool:
        """Tell whether a word is none that only holds a text together, asks or counts."""
        concepts = self._exact.get(word)
        return concepts is None or any(self._roles.get(c, Role.TOPIC) in {Role.TOPIC, Role.OUTSIDE} for c in concepts)

    def concepts(self, text: str) -> Iterator[str]:
        """Yield the concepts of a text, in its order."""
        for _, concepts in self.covered(text):
            yield from concepts or ()

    def covered(self, text: str) -> Iterator[tuple[str, list[str] | None]]:
        """Yield the forms that cover a text, each with its concepts; None for a word that no form covers."""
        cut = words(text.replace("_", " "))
        at = 0
        while at < len(cut):
            for size in range(min(self._longest, len(cut) - at), 0, -1):
                key = " ".join(cut[at : at + size])
                concepts = self._exact.get(key)
                if concepts is None and size == 1:
                    concepts = self._of_stem(key)
                if concepts is not None or size == 1:
                    yield key, concepts if concepts is not None or key.isalpha() else []
                    at += size
                    break

    def _of_stem(self, word: str) -> list[str] | None:
        for end in range(len(word), 2, -1):
            if word[:end] in self._stems:
                return self._stems[word[:end]]
        return None


def contested(
    asked: Mapping[str, Ways], covers: Mapping[str, Cover], near: Mapping[str, frozenset[str]]
) -> dict[str, dict[str, list[str]]]:
    """Return the words of each field, by language, by which the vocabulary of all subjects would mean another field.

    “How many people does _ seat” asks for seats, although a seat is a place elsewhere, and another field says where.

    Args:
        asked: ways to ask by field.
        covers: what covers texts, by language.
        near: concepts near to each.
    """
    meant = {key: {c for text, code in given if code in covers for c in covers[code].concepts(text)} for key, given in
             asked.items()}  # fmt: skip
    found: dict[str, dict[str, list[str]]] = {}
    for key, given in asked.items():
        elsewhere = set().union(*(concepts for other, concepts in meant.items() if other != key))
        for text, code in given:
            for word in covers[code].misleading(text, elsewhere, near) if code in covers else ():
                found.setdefault(key, {}).setdefault(code, []).append(word)
    return found
