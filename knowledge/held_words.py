"""The words of short texts → concepts, so that entries are found by what they say: "rooms with a projector".

A word of the vocabulary keeps its meaning, and means what the text says beside it. Words that only hold a text together
say nothing, nor does a text, up to its next comma, that denies something: "no projector".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from knowledge.covering import Cover
from knowledge.inflecting import done, inflected
from knowledge.language import Language
from knowledge.models import Entry, Field, FieldType, Role, held_concept
from knowledge.text import words
from knowledge.vocabulary_reading import Vocabulary

SHORTEST = 3
"""Letters of the shortest word that says something."""

_APART = re.compile(r"[,;.:()\n]")
# Between these, a text says one thing.


def denials_of(languages: Iterable[Language]) -> frozenset[str]:
    """Return the words of languages after which a text says what is not there, folded; contractions as two words."""
    return frozenset().union(*(language.forms("denial") for language in languages))


def denies(text: str, denials: Collection[str]) -> bool:
    """Tell whether a folded text has a word that denies something.

    Args:
        text: the text.
        denials: words that deny, folded.
    """
    return any(f" {form} " in f" {text} " for form in denials)


def parts_said(text: str, denials: Collection[str]) -> Iterator[str]:
    """Yield the parts of a short text, up to each comma, that deny nothing.

    Args:
        text: what a field holds.
        denials: words that deny, folded.
    """
    yield from (part for part in _APART.split(text) if not any(word in denials for word in words(part)))


def give_held_words(
    fields: Mapping[str, Field],
    entries: Mapping[str, Entry],
    covers: Mapping[str, Cover],
    vocabulary: Vocabulary,
    kinds: Mapping[str, Collection[str]],
) -> None:
    """Make concepts of the words in short texts.

    Args:
        fields: fields by id.
        entries: entries by id.
        covers: what covers texts, by each language of ways to ask.
        vocabulary: what words mean; gets the concepts and their words.
        kinds: words for kinds by language, folded: a library that has a toy library is none by that.
    """
    asked = {key for key, item in fields.items() if item.type is FieldType.TEXT and item.ask}
    texts = {v for entry in entries.values() for key, v in entry.values.items() if key in asked and isinstance(v, str)}
    names = {" ".join(words(name)) for e in entries.values() for name in chain.from_iterable(e.names.values())}
    denials = denials_of(vocabulary.languages.values())
    held = {word for text in texts for part in parts_said(text, denials) for word in words(part)}
    held = {word for word in held - names if _says(word, covers.values())}
    for word in held:
        vocabulary.roles.setdefault(held_concept(word), Role.TOPIC)
    for code in covers:
        given: dict[str, list[str]] = {}
        for word in sorted(held.difference(kinds.get(code, ()))):
            for form in (*inflected(word, code), *done(word, code)):
                given.setdefault(form, []).append(held_concept(word))
        vocabulary.add(code, given)


def _says(word: str, covers: Collection[Cover]) -> bool:
    """Tell whether a word says something by itself, in each of the languages: “3D” and no “9”."""
    letters = sum(map(str.isalpha, word))
    whole = letters == len(word) >= SHORTEST or (word.isalnum() and 0 < letters < len(word))
    return whole and all(cover.says(word) for cover in covers)
