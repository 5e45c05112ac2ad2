"""Names, everyday words and vocabulary → the lexicon. Built once from the knowledge base."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from knowledge.addresses import sites
from knowledge.lexicon import ANY, BEGINNING, SHORTEST_SPELT, SKIP, Forms, Lexicon, Meaning, skeleton
from knowledge.models import KnowledgeBase
from knowledge.number_words import NumberWords
from knowledge.text import fold, sound, words

LONG_STEM = 5
"""Letters of a stem from which it is taken for a word itself."""

SHORTEST_SOLID = 5
"""Letters a name must have to be recognised with its spaces taken out."""

_FIGURE = re.compile(r"\b(?:19|20)\d\d\b|^\W*\d+\W*$")
# A year is a figure to be explained, whatever stands around it; so is any that stands alone, as in “100%”.

Found = dict[str, set[Meaning]]
"""Meanings by form, while they are collected."""
Patterns = dict[str, list[tuple[tuple[str, ...], Meaning]]]
"""Forms of which an inner word may go on, while they are collected."""


def build_lexicon(knowledge: KnowledgeBase) -> Lexicon:
    """Index all names, everyday words and vocabulary of a knowledge base."""
    exact, stems, patterns = _collected(knowledge)
    solid, sounds = _names(knowledge, exact)
    shorthand: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for language in knowledge.languages.values():
        for short, full in language.shorthand.items():
            shorthand[fold(short)].append((language.code, full))
    spellings = _speller_words(exact, stems, _continued(knowledge, stems))
    skeletons: dict[str, list[str]] = defaultdict(list)
    for form in sorted({word for sized in spellings.values() for word in sized if len(word) >= SHORTEST_SPELT}):
        skeletons[skeleton(form)].append(form)
    common = {code: language.common for code, language in knowledge.languages.items()}
    inner = frozenset(word for key in exact for word in key.split() if " " in key)
    return Lexicon(
        exact=_sealed(exact),
        stems=_sealed(stems),
        patterns={key: tuple(found) for key, found in patterns.items()},
        solid=_sealed(solid),
        sounds={key: tuple(found) for key, found in sounds.items()},
        shorthand={key: tuple(found) for key, found in shorthand.items()},
        skeletons={key: tuple(found) for key, found in skeletons.items()},
        common=common,
        inner=inner,
        beginnings=frozenset(form[:BEGINNING] for form in chain(exact, stems, solid, inner, *common.values())),
        heads=_heads((*exact, *stems)),
        longest=max((key.count(" ") + 1 for key in (*exact, *stems)), default=1),
        spellings=spellings,
        own=_own(knowledge),
        number_words={code: NumberWords.of(language) for code, language in knowledge.languages.items()},
        letters={
            code: {fold(form): fold(letter) for letter, forms in language.letters.items() for form in forms}
            for code, language in knowledge.languages.items()
        },
        capital_nouns=frozenset(c for c, language in knowledge.languages.items() if language.capital_nouns),
    )


def _own(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the words that the subject itself has given a meaning."""
    forms = (form for language in knowledge.languages.values() for form in language.own)
    return frozenset(part.rstrip("*") for form in forms for part in parts_of(form))


def _heads(forms: Iterable[str]) -> dict[str, int]:
    """Return how many words the longest form has that begins with a word, for forms of several words."""
    found: dict[str, int] = {}
    for form in forms:
        head, *rest = form.split(" ")
        if rest:
            found[head] = max(found.get(head, 0), len(rest) + 1)
    return found


def _collected(knowledge: KnowledgeBase) -> tuple[Found, Found, Patterns]:
    """Sort all forms into whole ones, those whose last word may go on, and those of which an inner one may."""
    exact: Found = defaultdict(set)
    stems: Found = defaultdict(set)
    patterns: Patterns = defaultdict(list)
    for form, meaning in collected_forms(knowledge):
        for spelling in spellings_of(form):
            parts = parts_of(spelling)
            if any(part.endswith("*") for part in parts[:-1]):
                patterns[parts[0].rstrip("*")[:3]].append((parts, meaning))
            elif parts and parts[-1].endswith("*"):
                stems[" ".join(parts).rstrip("*")].add(meaning)
            elif parts:
                exact[" ".join(parts)].add(meaning)
    for language in knowledge.languages.values():
        for word in language.skip:
            if key := " ".join(words(word.replace("_", " "))):
                exact[key].add(Meaning(SKIP, language.code))
    return exact, stems, patterns


def _names(knowledge: KnowledgeBase, exact: Found) -> tuple[Found, dict[tuple[str, int], list[tuple[str, str]]]]:
    """Index the names without their spaces and, for those with a capital, by how they sound."""
    proper = {
        " ".join(words(name))
        for entry in knowledge.entries.values()
        for forms in entry.names.values()
        for name in forms
        if name[:1].isupper()
    }
    solid: Found = defaultdict(set)
    sounds: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for key, found in exact.items():
        named = {meaning for meaning in found if meaning.name}
        joined = key.replace(" ", "")
        if named and len(joined) >= SHORTEST_SOLID:
            solid[joined].update(named)
        if named and key in proper and len(heard := sound(joined)) >= 3:
            sounds[heard[0], len(heard)].append((heard, key))
    return solid, sounds


def collected_forms(knowledge: KnowledgeBase) -> Iterator[tuple[str, Meaning]]:
    """Yield every form with what it means."""
    for entry in knowledge.entries.values():
        for language, forms in entry.names.items():
            for form in forms:
                yield form, Meaning(f"e:{entry.id}", language, name=True)
        for language, forms in entry.words.items():
            for form in forms:
                yield form, Meaning(f"e:{entry.id}", language)
    for domain, entries in sites(knowledge).items():
        for entry_id in entries:
            yield f"www.{domain}", Meaning(f"e:{entry_id}", ANY, name=True)
    for code, vocabulary in knowledge.languages.items():
        for concept, forms in vocabulary.concepts.items():
            for form in forms:
                if not _FIGURE.search(form):
                    yield form, Meaning(f"c:{concept}", code)


def spellings_of(form: str) -> Iterator[str]:
    """Yield a form, and with ae, oe, ue where it has umlauts, as people type without them."""
    yield form
    lowered = form.casefold()
    if any(letter in lowered for letter in "äöü"):
        yield lowered.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


def parts_of(form: str) -> tuple[str, ...]:
    """Cut a form into folded words, keeping the star at the end of a word."""
    parts: list[str] = []
    for piece in form.split():
        cut = words(piece.rstrip("*"))
        if cut:
            parts += [*cut[:-1], cut[-1] + ("*" if piece.endswith("*") else "")]
    return tuple(parts)


def _sealed(forms: dict[str, set[Meaning]]) -> Forms:
    """Freeze the meanings, in an order that does not change between runs."""
    return {key: tuple(sorted(found)) for key, found in forms.items()}


def _speller_words(
    exact: Found, stems: Found, continued: dict[str, tuple[str, ...]]
) -> dict[tuple[str, int], tuple[str, ...]]:
    """Collect the words that the speller may take a typing error for, by language and length.

    Those are the words of all forms, and those that continue their stems.
    """
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for key, meanings in (*exact.items(), *stems.items()):
        *inner, last = key.split(" ")
        whole = inner if key in stems and key not in exact else [*inner, last]
        for language in {m.language for m in meanings}:
            for word in whole:
                if len(word) >= SHORTEST_SPELT and word.isalpha():
                    found[language, len(word)].add(word)
    for code, going_on in continued.items():
        for word in going_on:
            found[code, len(word)].add(word)
    return {key: tuple(sorted(sized)) for key, sized in found.items()}


def _continued(knowledge: KnowledgeBase, stems: Found) -> dict[str, tuple[str, ...]]:
    """Collect the words that stems stand for, by language.

    Those are common words that continue one, ``industry`` for ``industr*``, and the long stems themselves.
    """
    last_stems: dict[str, set[str]] = defaultdict(set)
    for key, meanings in stems.items():
        for language in {m.language for m in meanings}:
            last_stems[language].add(key.rpartition(" ")[2])
    found: dict[str, tuple[str, ...]] = {}
    for code, vocabulary in knowledge.languages.items():
        own = last_stems[code] | last_stems[ANY]
        long = sorted(stem for stem in own if len(stem) >= LONG_STEM)
        going_on = {*_continuing(own, vocabulary.common), *long, *(f"{stem}s" for stem in long)}
        found[code] = tuple(sorted(going_on))
    return found


def _continuing(stems: set[str], common: Iterable[str]) -> Iterator[str]:
    """Yield the common words that go on after one of the stems."""
    sizes = sorted({len(stem) for stem in stems})
    for word in common:
        if len(word) > SHORTEST_SPELT and any(word[:size] in stems for size in sizes if size <= len(word)):
            yield word
