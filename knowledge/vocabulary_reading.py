"""Files of vocabulary as read → concepts and languages, those of a folder laid over the common ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from knowledge.errors import Problem
from knowledge.language import Language
from knowledge.misfits import read_model
from knowledge.models import Concept, Role
from knowledge.places import Source
from knowledge.text import fold, words
from knowledge.vocabulary_schema import ConceptsFile, EntryWords, LanguageFile

REPLACED = frozenset({"ordinals", "numbers"})
"""Lists of ``follow_up`` whose order says something: those of a folder stand instead of the common ones."""


@dataclass
class Vocabulary:
    """What words mean, while it is collected from files; those read later are laid over those read before."""

    roles: dict[str, Role] = field(default_factory=dict)
    """How each concept counts."""
    near: dict[str, set[str]] = field(default_factory=dict)
    """Concepts that people use for the same thing, as the files say it."""
    yields: dict[str, frozenset[str]] = field(default_factory=dict)
    """Concepts beside which each means nothing."""
    languages: dict[str, Language] = field(default_factory=dict)
    """Languages by code."""
    extra: dict[str, dict[str, EntryWords]] = field(default_factory=dict)
    """Names and words of entries, by language."""

    def copy(self) -> Vocabulary:
        """Return a copy that can be added to."""
        near = {concept: set(others) for concept, others in self.near.items()}
        extra = {code: dict(held) for code, held in self.extra.items()}
        return Vocabulary(dict(self.roles), near, dict(self.yields), dict(self.languages), extra)

    def concepts(self) -> dict[str, Concept]:
        """Return the concepts; what is near to another is so on both sides, whichever says so."""
        near: dict[str, set[str]] = {concept: set(others) for concept, others in self.near.items()}
        for concept, others in self.near.items():
            for other in others:
                near.setdefault(other, set()).add(concept)
        return {
            key: Concept(key, role, frozenset(near.get(key, ())), self.yields.get(key, frozenset()))
            for key, role in self.roles.items()
        }

    def read_concepts(self, source: Source, problems: list[Problem]) -> None:
        """Add the concepts of a file; what it leaves out of one that is there already stays as it was."""
        file = read_model(ConceptsFile, source.file, source.tree, problems)
        for key, item in file.concepts.items() if file else ():
            if key not in self.roles or "role" in item.model_fields_set:
                self.roles[key] = Role(item.role)
            self.near.setdefault(key, set()).update(item.near)
            self.yields[key] = self.yields.get(key, frozenset()) | frozenset(item.yields)

    def read_language(
        self, source: Source, common_words: Mapping[str, frozenset[str]], problems: list[Problem]
    ) -> None:
        """Add the words of a language."""
        file = read_model(LanguageFile, source.file, source.tree, problems)
        if file is None:
            return
        stem = source.name.removeprefix("vocabulary/").removesuffix(".yaml")
        if file.language != stem:
            text = f"language is {file.language} in a file named {stem}; make them the same"
            problems.append(source.problem(("language",), text))
        known = self.languages.get(file.language)
        if known is None and not file.name:
            text = f"name is missing; add what {file.language} is called in itself, since it is a new language"
            problems.append(source.problem((), text))
        self.languages[file.language] = _laid_over(known or _bare(file.language), file, common_words)
        held = self.extra.setdefault(file.language, {})
        for key, item in file.entries.items():
            held[key] = item if isinstance(item, EntryWords) else EntryWords(names=item)

    def add_word_lists(self, lists: Mapping[str, frozenset[str]]) -> None:
        """Add common words to languages that are there."""
        for code, listed in lists.items():
            known = self.languages.get(code)
            if known is not None and not _folded(listed) <= known.common:
                self.languages[code] = replace(known, common=known.common | _folded(listed))

    def give(self, code: str, given: Mapping[str, Iterable[str]]) -> None:
        """Give forms to concepts, and take them from whatever they meant in that language before.

        What a subject calls its own things by means those things: in a base about records, “record” is no superlative.

        Args:
            code: the language.
            given: the concepts of each form.
        """
        known = self.languages.get(code)
        if known is None or not given:
            return
        kept = {_key(form): frozenset(concepts) for form, concepts in given.items() if not form.endswith("*")}
        held = {
            key: tuple(form for form in had if form.endswith("*") or key in kept.get(_key(form), (key,)))
            for key, had in known.concepts.items()
        }
        alone = {form for form in kept if " " not in form}
        for key, had in held.items():
            if self.roles.get(key) in {Role.TOPIC, Role.LIGHT} and key not in _all(given):
                held[key] = tuple(form for form in had if alone.isdisjoint(_parts(form)))
        skip = tuple(word for word in known.skip if _key(word.replace("_", " ")) not in kept)
        self.languages[code] = replace(known, concepts=held, skip=skip, own=known.own | given.keys())
        self.add(code, given)

    def add(self, code: str, given: Mapping[str, Iterable[str]]) -> None:
        """Give forms to concepts, beside whatever they mean in that language already."""
        known = self.languages.get(code)
        if known is None or not given:
            return
        added: dict[str, dict[str, None]] = {}
        for form, concepts in given.items():
            for concept in concepts:
                added.setdefault(concept, {})[form] = None
        joined = {key: tuple(dict.fromkeys((*known.concepts.get(key, ()), *forms))) for key, forms in added.items()}
        self.languages[code] = replace(known, concepts={**known.concepts, **joined})


def _bare(code: str) -> Language:
    """Return a language of which nothing is known yet."""
    return Language(code, "", (), {}, {}, {}, {}, (), capital_nouns=False, common=frozenset())


def _laid_over(known: Language, file: LanguageFile, common_words: Mapping[str, frozenset[str]]) -> Language:
    """Return a language with what a file adds to it."""
    skip = tuple(file.skip.split()) if isinstance(file.skip, str) else tuple(file.skip)
    follow_up = dict(known.follow_up)
    for key, words_there in file.follow_up.model_dump(by_alias=True, exclude={"ordinals"}).items():
        added = tuple(words_there)
        if key in REPLACED:
            follow_up[key] = added or follow_up.get(key, ())
        else:
            follow_up[key] = (*follow_up.get(key, ()), *added)
    return Language(
        code=known.code,
        name=file.name or known.name or known.code,
        skip=(*known.skip, *skip),
        shorthand={**known.shorthand, **file.shorthand},
        concepts=_joined(known.concepts, file.concepts),
        smalltalk=_joined(known.smalltalk, file.smalltalk),
        follow_up=follow_up,
        ordinals=tuple(map(tuple, file.follow_up.ordinals)) or known.ordinals,
        capital_nouns=known.capital_nouns if file.capital_nouns is None else file.capital_nouns,
        common=known.common | _folded(common_words.get(known.code, frozenset())),
        letters=_joined(known.letters, file.letters),
        figures={**known.figures, **{int(figure): tuple(forms) for figure, forms in file.figures.items()}},
        own=known.own,
    )


def _joined(known: Mapping[str, tuple[str, ...]], added: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return words by concept, those of both."""
    return {**known, **{key: (*known.get(key, ()), *held) for key, held in added.items()}}


def _all(given: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the concepts that any form is given to."""
    return {concept for concepts in given.values() for concept in concepts}


@lru_cache(maxsize=100_000)
def _parts(form: str) -> tuple[str, ...]:
    """Return the words of an expression; none for a single word."""
    parts = tuple(words(form))
    return parts if len(parts) > 1 else ()


@lru_cache(maxsize=100_000)
def _key(form: str) -> str:
    return " ".join(words(form))


@lru_cache(maxsize=32)
def _folded(listed: frozenset[str]) -> frozenset[str]:
    """Fold the common words of a language; they are the same however often a base is built with other edits."""
    return frozenset(map(fold, listed))
