"""What a language contributes to understanding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.text import words


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language; its files of ``vocabulary/``."""

    code: str
    """ISO 639-1."""
    name: str
    """Its name in itself."""
    skip: tuple[str, ...]
    """Words that carry no meaning here."""
    shorthand: Mapping[str, str]
    """Short forms, with what they stand for."""
    concepts: Mapping[str, tuple[str, ...]]
    """Words by concept; a word ending in ``*`` stands for all its endings."""
    smalltalk: Mapping[str, tuple[str, ...]]
    """Whole messages by kind of small talk."""
    follow_up: Mapping[str, tuple[str, ...]]
    """Words that lean on what was said before, by what they do."""
    ordinals: tuple[tuple[str, ...], ...]
    """Words for first, second, third …"""
    capital_nouns: bool
    """Writes every noun with a capital letter, so that a capital says nothing about names."""
    common: frozenset[str]
    """Common words of the language, folded: never typing errors of others."""
    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What letters are called, by letter."""
    figures: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """More figures in words, by figure, beside those of ``numbers`` in :attr:`follow_up`."""
    own: frozenset[str] = frozenset()
    """Forms that the subject itself has given a meaning, as its ways to ask and its kinds do."""

    def forms(self, key: str) -> frozenset[str]:
        """Return the words of a list of :attr:`follow_up`, folded; contractions as two words.

        Args:
            key: the name of the list; one that the language lacks is empty.
        """
        return frozenset(" ".join(words(form)) for form in self.follow_up.get(key, ()))
