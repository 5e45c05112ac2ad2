"""Ways to ask as a folder writes them down, and the words in them that no vocabulary has.

Ways by language (``ask: {en: […], de: […]}``) need no vocabulary of their own: a word in them that nothing else
explains becomes a word for that field, as “tenants” and “Mieter” do where a field counts tenants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from knowledge.models import Field, FieldType, Language, Role, Ways
from knowledge.schema import CalledModel, KindsFile
from knowledge.text import words
from knowledge.vocabulary_reading import Vocabulary

ENGLISH = "en"
"""Language of ways to ask that name none."""

SHORTEST_STEM = 4
"""Letters that a word must keep for other endings of it to be taken for the same word."""

_ENDINGS = {ENGLISH: ("ies", "es", "s", "y", "e")}
_OTHER_ENDINGS = ("en", "er", "es", "e", "n", "s", "a", "i", "o")
# The longest that leaves enough of a word is cut off, so that another ending is the same word.


def ways(given: list[str] | dict[str, list[str]]) -> Ways:
    """Return ways to ask with their languages."""
    by_language = {ENGLISH: given} if isinstance(given, list) else given
    return tuple((text, code) for code, texts in by_language.items() for text in texts)


def singular_forms(called: CalledModel) -> Iterator[str]:
    """Yield the forms of what a kind is called that mean one: “technology park”, and the “park” that it ends in."""
    yield called.one
    yield from (form for form in called.also if called.one.casefold().endswith(form.casefold()))


def give_own_words(subject: KindsFile, fields: dict[str, Field], vocabulary: Vocabulary) -> None:
    """Make concepts of the words in ways to ask that no vocabulary has, one for each field.

    Args:
        subject: the folder's kinds and fields as written.
        fields: fields by id; numbers that name no unit get one.
        vocabulary: what words mean; gets the concepts and their words.
    """
    covers = {code: _Cover(language) for code, language in vocabulary.languages.items()}
    for key, item in subject.fields.items():
        if not isinstance(item.ask, dict):
            continue
        concept = f"of_{key}"
        found: dict[str, list[str]] = {}
        for code, texts in item.ask.items():
            for text in texts if code in covers else ():
                found.setdefault(code, []).extend(covers[code].left_over(text))
        if any(found.values()):
            vocabulary.roles.setdefault(concept, Role.TOPIC)
            for code, left in found.items():
                vocabulary.add(code, concept, (form for word in left for form in _forms(word, code)))
        if not item.unit and FieldType(item.type) is FieldType.NUMBER:
            counted = concept if any(found.values()) else _counted(item.ask, covers, vocabulary)
            fields[key] = replace(fields[key], unit=counted)


def _counted(asked: Mapping[str, list[str]], covers: Mapping[str, _Cover], vocabulary: Vocabulary) -> str:
    """Return the first concept in ways to ask that needs a statement about it; empty for none."""
    for code, texts in asked.items():
        for text in texts if code in covers else ():
            for concept in covers[code].concepts(text):
                if vocabulary.roles.get(concept) is Role.TOPIC:
                    return concept
    return ""


def _forms(word: str, code: str) -> Iterator[str]:
    """Yield a word and, where enough of it is left, what stands for its other endings."""
    yield word
    for ending in _ENDINGS.get(code, _OTHER_ENDINGS):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            yield f"{word.removesuffix(ending)}*"
            return
    if len(word) > SHORTEST_STEM:
        yield f"{word}*"


class _Cover:
    """Covers texts by the forms of a language."""

    def __init__(self, language: Language) -> None:
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
        """Return the words of a text that no form covers."""
        return [key for key, concepts in self._covered(text) if concepts is None]

    def concepts(self, text: str) -> Iterator[str]:
        """Yield the concepts of a text, in its order."""
        for _, concepts in self._covered(text):
            yield from concepts or ()

    def _covered(self, text: str) -> Iterator[tuple[str, list[str] | None]]:
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
