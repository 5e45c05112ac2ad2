"""Ways to ask as a folder writes them down, and the words in them that no vocabulary has.

Ways by language (``ask: {en: […], de: […]}``) need no vocabulary of their own: a word in them that nothing else
explains becomes a word for that field, as “tenants” and “Mieter” do where a field counts tenants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from knowledge.covering import Cover, contested
from knowledge.held_words import give_held_words
from knowledge.inflecting import ENGLISH, SHORTEST_STEM, inflected
from knowledge.language import Language
from knowledge.models import Entry, Field, FieldType, Role, Ways, own_concept
from knowledge.schema import CalledModel, FieldModel, KindsFile
from knowledge.text import words
from knowledge.vocabulary_reading import Vocabulary

MOST, LEAST, MORE_THAN, LESS_THAN = "most", "least", "more_than", "less_than"
"""Concepts by which things are compared."""

FIGURES = frozenset({FieldType.NUMBER, FieldType.YEAR})
"""Types of fields that hold a figure."""

_FIGURE, _APART = re.compile(r"\{(?:value|count)\}"), re.compile(r"[,;.:()\n]")
# Where a figure is said, and what ends the words that belong to it.

LONGEST_ENDING = 3
"""Letters that may follow a stem of one field in a word of another for both to be meant."""


def ways(given: list[str] | dict[str, list[str]]) -> Ways:
    """Return ways to ask with their languages."""
    by_language = {ENGLISH: given} if isinstance(given, list) else given
    return tuple((text, code) for code, texts in by_language.items() for text in texts)


def singular_forms(called: CalledModel) -> Iterator[str]:
    """Yield the forms of what a kind is called that mean one: “technology park”, and the “park” that it ends in."""
    yield called.one
    yield from (form for form in called.also if called.one.casefold().endswith(form.casefold()))


def give_own_words(
    subject: KindsFile, fields: dict[str, Field], entries: Mapping[str, Entry], vocabulary: Vocabulary
) -> None:
    """Make concepts of the words in ways to ask that no vocabulary has, one for each field or fact.

    Args:
        subject: the folder's kinds and fields as written.
        fields: fields by id; figures that name no unit get one.
        entries: entries by id.
        vocabulary: what words mean; gets the concepts and their words.
    """
    worded = {key: ways(item.ask) for key, item in subject.fields.items() if isinstance(item.ask, dict)}
    facts = [(entry.id, fact) for entry in entries.values() for fact in entry.facts if fact.worded]
    codes = {code for asked in (*worded.values(), *(fact.ask for _, fact in facts)) for _, code in asked}
    covers = {c: Cover(vocabulary.languages[c], vocabulary.roles) for c in sorted(codes & vocabulary.languages.keys())}
    own = {own_concept(key): _left_over(asked, covers) for key, asked in worded.items()}
    near = {key: concept.near for key, concept in vocabulary.concepts().items()}
    for key, by_language in contested(worded, covers, near).items():
        for code, misleading in by_language.items():
            own[own_concept(key)].setdefault(code, []).extend(misleading)
    for key, code, measures in _measures(subject, covers):
        if key in worded:
            own[own_concept(key)].setdefault(code, []).extend(measures)
    own |= {own_concept(entry, fact.id): _left_over(fact.ask, covers) for entry, fact in facts}
    expressions = {
        own_concept(key): _expressions(asked, covers, 2 if FieldType(subject.fields[key].type) in FIGURES else 3)
        for key, asked in worded.items()
    }
    for concept, found in (*own.items(), *expressions.items()):
        if found:
            vocabulary.roles.setdefault(concept, Role.TOPIC)
    for code in covers:
        shared = _shared_out(code, {concept: found[code] for concept, found in own.items() if code in found})
        shared = _told_apart(shared, {own_concept(entry, fact.id) for entry, fact in facts}, vocabulary)
        shared |= _longer(shared, vocabulary.languages[code], vocabulary.roles)
        vocabulary.give(code, {**shared, **_by_form(code, expressions)})
    for key, item in subject.fields.items():
        if FieldType(item.type) not in FIGURES:
            continue
        if key in worded and not item.unit:
            unit = own_concept(key)
            unit = unit if unit in vocabulary.roles else _counted(worded[key], covers, vocabulary)
            fields[key] = replace(fields[key], unit=unit)
    compared = ((item, fields[key].unit) for key, item in subject.fields.items() if FieldType(item.type) in FIGURES)
    _give_comparisons(((item, unit) for item, unit in compared if unit), vocabulary)
    give_held_words(fields, entries, covers, vocabulary, _called(subject))


def _called(subject: KindsFile) -> dict[str, set[str]]:
    """Return what kinds are called, by language, folded."""
    found: dict[str, set[str]] = {}
    for code, called in (item for kind in subject.kinds.values() for item in kind.called.items()):
        found.setdefault(code, set()).update(" ".join(words(f)) for f in (called.one, called.other, *called.also))
    return found


def _left_over(asked: Ways, covers: Mapping[str, Cover]) -> dict[str, list[str]]:
    """Return the words of ways to ask that no vocabulary has, by language."""
    found: dict[str, list[str]] = {}
    for text, code in asked:
        if code in covers and (left := covers[code].left_over(text)):
            found.setdefault(code, []).extend(left)
    return found


def _measures(subject: KindsFile, covers: Mapping[str, Cover]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the word after the figure in what fields say, by field and language: “metres”, “kg”."""
    for key, item in subject.fields.items():
        for code, text in item.say.items() if FieldType(item.type) is FieldType.NUMBER else ():
            after = _FIGURE.split(text, maxsplit=1)[1:]
            if code in covers and after:
                yield key, code, covers[code].left_over(" ".join(words(_APART.split(after[0], maxsplit=1)[0])[:1]))


def _expressions(asked: Ways, covers: Mapping[str, Cover], fewest: int) -> dict[str, list[str]]:
    """Return the expressions that ask for a field without any word for it, by language: “how long does”.

    Args:
        asked: ways to ask.
        covers: what covers texts, by language.
        fewest: words that an expression must have: “where is” is no field's own.
    """
    found: dict[str, list[str]] = {}
    for text, code in asked:
        if code in covers and not covers[code].says_what(text):
            longest = max((words(part) for part in text.split("_")), key=len)
            if len(longest) >= fewest:
                found.setdefault(code, []).append(" ".join(longest))
    return found


def _by_form(code: str, expressions: Mapping[str, Mapping[str, list[str]]]) -> dict[str, list[str]]:
    """Return the concepts that each expression of a language asks for."""
    found: dict[str, list[str]] = {}
    for concept, by_language in expressions.items():
        for form in by_language.get(code, ()):
            found.setdefault(form, []).append(concept)
    return found


def _shared_out(code: str, own: Mapping[str, list[str]]) -> dict[str, Iterable[str]]:
    """Return the concepts of the words of a language; one that begins as a word of another concept belongs to both."""
    forms: dict[str, list[str]] = {}
    for concept, left in own.items():
        for word in left:
            for form in inflected(word, code):
                forms.setdefault(form, []).append(concept)
    stems = {form.rstrip("*"): concepts for form, concepts in forms.items() if form.endswith("*")}
    found: dict[str, Iterable[str]] = {}
    for form, concepts in forms.items():
        bare = form.rstrip("*")
        begun = [bare[:size] for size in range(max(len(bare) - LONGEST_ENDING, SHORTEST_STEM), len(bare) + 1)]
        shared = [concept for stem in begun for concept in stems.get(stem, ())]
        found[form] = dict.fromkeys((*concepts, *shared))
    return found


def _told_apart(
    shared: Mapping[str, Iterable[str]], facts: AbstractSet[str], vocabulary: Vocabulary
) -> dict[str, Iterable[str]]:
    """Return the concepts of words, with one of its own for a word of several facts, and a field's for one of both.

    Where a lost card and the price of a card are told, “card” alone asks for neither.
    """
    found: dict[str, Iterable[str]] = {}
    for form, concepts in shared.items():
        others = [concept for concept in concepts if concept not in facts]
        told = [concept for concept in concepts if concept in facts]
        if len(told) > 1 and not others:
            others = [own_concept("word", re.sub(r"[^a-z0-9]+", "-", form.rstrip("*")) or "-")]
            vocabulary.roles.setdefault(others[0], Role.TOPIC)
        found[form] = others or told
    return found


def _longer(
    own: Mapping[str, Iterable[str]], language: Language, roles: Mapping[str, Role]
) -> dict[str, Iterable[str]]:
    """Return the expressions with a word of a field in them that mean what nobody recorded elsewhere: “open on”."""
    outside = [c for c in language.concepts if roles.get(c) is Role.OUTSIDE]
    forms = {" ".join(words(form)) for c in outside for form in language.concepts[c] if not form.endswith("*")}
    found = ((form, [c for word in form.split() for c in own.get(word, ())]) for form in forms if " " in form)
    return {form: dict.fromkeys(concepts) for form, concepts in sorted(found) if concepts}


def _give_comparisons(compared: Iterable[tuple[FieldModel, str]], vocabulary: Vocabulary) -> None:
    """Let words compare by fields: the longest is that with the most of what its minutes count.

    Args:
        compared: fields that hold a figure, each with what it counts. Several may have one word: “the newest” of boats
            is another one than of trainers.
        vocabulary: what words mean.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for item, unit in compared:
        for concept, by_language in (
            (MOST, item.largest),
            (LEAST, item.smallest),
            (MORE_THAN, item.above),
            (LESS_THAN, item.below),
        ):
            for code, forms in by_language.items():
                linking = _linking(vocabulary.languages[code]) if code in vocabulary.languages else frozenset()
                given = {" ".join(cut[:-1]) for form in forms if len(cut := words(form)) > 1 and cut[-1] in linking}
                # “Longer than” compares with what follows; “longer” with what stands elsewhere: “which is longer, …”.
                for form in (*forms, *sorted(given)):
                    found.setdefault(code, {}).setdefault(" ".join(words(form)), []).extend((concept, unit))
    for code, concepts in found.items():
        vocabulary.give(code, concepts)


def _linking(language: Language) -> frozenset[str]:
    """Return the words of a language that only hold a text together, folded."""
    return frozenset(" ".join(words(w)) for w in (*language.skip, *language.follow_up.get("alternatives", ())))


def _counted(asked: Ways, covers: Mapping[str, Cover], vocabulary: Vocabulary) -> str:
    """Return the first concept in ways to ask that needs a statement about it; empty for none."""
    for text, code in asked:
        for concept in covers[code].concepts(text) if code in covers else ():
            if vocabulary.roles.get(concept) is Role.TOPIC:
                return concept
    return ""
