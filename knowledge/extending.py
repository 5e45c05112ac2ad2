"""A lexicon with a few more forms, worked out from the one before in a fraction of the time of building it anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.compiling import SHORTEST_SOLID, collected_forms, parts_of, spellings_of
from knowledge.language import Language
from knowledge.lexicon import BEGINNING, SHORTEST_SPELT, Lexicon, Meaning, skeleton
from knowledge.models import KnowledgeBase
from knowledge.text import sound


def extended(lexicon: Lexicon, before: KnowledgeBase, after: KnowledgeBase) -> Lexicon | None:
    """Return the lexicon of a knowledge base that has more whole forms than the one before, and nothing less.

    Args:
        lexicon: of the knowledge base before.
        before: the knowledge base before.
        after: the knowledge base whose lexicon is wanted.

    Returns:
        The lexicon, the same as if it was built anew; None where something else has changed, so that it must be.
    """
    old, new = set(collected_forms(before)), set(collected_forms(after))
    added = sorted(new - old)
    if old - new or any("*" in form for form, _ in added) or _words_changed(before, after):
        return None
    extension = _Extension(lexicon)
    for form, meaning in added:
        for spelling in spellings_of(form):
            key = " ".join(parts_of(spelling))
            if key:
                extension.add(key, meaning)
    for form, _ in _proper(form for form, meaning in added if meaning.name):
        extension.hear(form)
    return extension.lexicon


def _proper(forms: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((" ".join(parts_of(form)), form) for form in forms if form[:1].isupper())


def _words_changed(before: KnowledgeBase, after: KnowledgeBase) -> bool:
    """Tell whether function words, shorthand, what letters are called or common words differ."""
    if before.languages.keys() != after.languages.keys():
        return True
    pairs = ((before.languages[code], after.languages[code]) for code in before.languages)
    return any(_beside_forms(a) != _beside_forms(b) for a, b in pairs)


def _beside_forms(language: Language) -> tuple[object, ...]:
    """Return what a language contributes beside forms that mean something."""
    return language.skip, language.shorthand, language.letters, language.common, language.own


class _Extension:
    """Adds forms to copies of what a lexicon holds."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = replace(
            lexicon,
            exact=dict(lexicon.exact),
            solid=dict(lexicon.solid),
            sounds=dict(lexicon.sounds),
            skeletons=dict(lexicon.skeletons),
            heads=dict(lexicon.heads),
            spellings=dict(lexicon.spellings),
        )

    def add(self, key: str, meaning: Meaning) -> None:
        """Add a whole form."""
        lexicon = self.lexicon
        lexicon.exact[key] = tuple(sorted({*lexicon.exact.get(key, ()), meaning}))
        cut = key.split(" ")
        if len(cut) > 1:
            lexicon.heads[cut[0]] = max(lexicon.heads.get(cut[0], 0), len(cut))
            self.lexicon = replace(
                lexicon, inner=lexicon.inner | frozenset(cut), longest=max(lexicon.longest, len(cut))
            )
        joined = "".join(cut)
        if len(joined) >= SHORTEST_SOLID:
            named = {found for found in lexicon.exact[key] if found.name}
            if named:
                lexicon.solid[joined] = tuple(sorted({*lexicon.solid.get(joined, ()), *named}))
        forms = (key, *cut, *([joined] if joined in lexicon.solid else []))
        begun = frozenset(form[:BEGINNING] for form in forms) - lexicon.beginnings
        if begun:
            self.lexicon = replace(self.lexicon, beginnings=lexicon.beginnings | begun)
        for word in cut:
            self._spell(word, {found.language for found in lexicon.exact[key]})

    def hear(self, key: str) -> None:
        """Add how a proper name sounds."""
        heard = sound(key.replace(" ", ""))
        if len(heard) >= SHORTEST_SPELT:
            there = self.lexicon.sounds.get((heard[0], len(heard)), ())
            if (heard, key) not in there:
                self.lexicon.sounds[heard[0], len(heard)] = (*there, (heard, key))

    def _spell(self, word: str, languages: set[str]) -> None:
        """Let the speller take typing errors for a word."""
        if len(word) < SHORTEST_SPELT or not word.isalpha():
            return
        for language in languages:
            known = self.lexicon.spellings.get((language, len(word)), ())
            if word not in known:
                self.lexicon.spellings[language, len(word)] = tuple(sorted((*known, word)))
        bones = skeleton(word)
        known = self.lexicon.skeletons.get(bones, ())
        if word not in known:
            self.lexicon.skeletons[bones] = tuple(sorted((*known, word)))
