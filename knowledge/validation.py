"""What must hold between the parts of a knowledge base: references, names, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.errors import Problem
from knowledge.intents import RESERVED, UNKNOWN, intents
from knowledge.models import Entry, Fact, Field, FieldType, KnowledgeBase, Origin, Texts
from knowledge.phrase_checks import phrases, placeholders
from knowledge.places import Places, Source
from knowledge.text import words

CONCEPTS = "vocabulary/concepts.yaml"
KINDS = "kinds.yaml"

SAYS = frozenset({"name", "value", "count"})
"""Placeholders that the sentence of a field may hold."""


def check(knowledge: KnowledgeBase, files: Iterable[Source], spoken: frozenset[str]) -> list[Problem]:
    """Return everything that does not hold, in no particular order.

    Args:
        knowledge: as assembled.
        files: the common files and those of the folder, for lines.
        spoken: languages in which the folder means to answer, all its texts in each; empty for no such claim.
    """
    places = Places(files)
    return [
        *_kinds(knowledge, places, spoken),
        *(problem for item in knowledge.fields.values() for problem in _field(knowledge, item, places)),
        *_concepts(knowledge, places),
        *(problem for entry in knowledge.entries.values() for problem in _entry(knowledge, entry, places)),
        *_names(places),
        *_languages(knowledge, places),
        *_spoken(knowledge, places, spoken),
        *phrases(knowledge, places, spoken),
        *_phrasings(knowledge, places),
    ]


def _kinds(knowledge: KnowledgeBase, places: Places, answered: frozenset[str]) -> Iterator[Problem]:
    spoken = knowledge.phrases.get("en", {})
    for kind in knowledge.kinds.values():
        path = ("kinds", kind.id)
        for position, name in enumerate(kind.fields):
            if name not in knowledge.fields and name != "facts":
                text = f"kind {kind.id}: there is no field {name}; add it under fields or correct the name"
                yield places.problem(KINDS, (*path, "fields", position), text)
        if kind.facet and kind.facet not in kind.fields:
            text = f"kind {kind.id}: facet {kind.facet} is none of its fields; name one of them"
            yield places.problem(KINDS, (*path, "facet"), text)
        if kind.word not in knowledge.concepts and kind.word not in places.keys(CONCEPTS, "concepts"):
            text = f"kind {kind.id}: there is no concept {kind.word}; add it to {CONCEPTS}"
            yield places.problem(KINDS, (*path, "word"), text)
        if spoken and f"kind.{kind.id}.other" not in spoken:
            text = f"kind {kind.id} has no name to be shown; add called: {{en: {{one: …, other: …}}}} to it"
            yield places.problem(KINDS, path, text)
        for code in sorted(answered & knowledge.phrases.keys() - {"en"}):
            if f"kind.{kind.id}.other" not in knowledge.phrases[code]:
                text = f"kind {kind.id} has no name in {code}; add {code}: {{one: …, other: …}} to what it is called"
                yield places.problem(KINDS, path, text)


def _field(knowledge: KnowledgeBase, item: Field, places: Places) -> Iterator[Problem]:
    path = ("fields", item.id)
    for position, kind in enumerate(item.of):
        if kind not in knowledge.kinds:
            text = f"field {item.id}: there is no kind {kind}; add it under kinds or correct the name"
            yield places.problem(KINDS, (*path, "of", position), text)
    for position, part in enumerate(item.parts):
        if part not in knowledge.fields:
            text = f"field {item.id}: there is no field {part}; add it or correct the name"
            yield places.problem(KINDS, (*path, "parts", position), text)
    if item.type in {FieldType.ENTRY, FieldType.ENTRIES} and not item.of:
        yield places.problem(KINDS, path, f"field {item.id}: name the kinds it may point to under of")
    for what, texts, allowed in (("say", item.say, SAYS), ("question", item.question, frozenset({"name"}))):
        if "en" not in texts:
            yield places.problem(KINDS, (*path, what), f"field {item.id}: {what} needs an English text (en)")
        for language, text in texts.items():
            wrong = placeholders(text, allowed)
            if wrong:
                yield places.problem(KINDS, (*path, what, language), f"field {item.id}: {wrong}")


def _concepts(knowledge: KnowledgeBase, places: Places) -> Iterator[Problem]:
    for concept in knowledge.concepts.values():
        for other in sorted((concept.near | concept.yields) - knowledge.concepts.keys()):
            text = f"{concept.id}: there is no concept {other}; add it or correct the name"
            yield places.problem(CONCEPTS, ("concepts", concept.id), text)


def _entry(knowledge: KnowledgeBase, entry: Entry, places: Places) -> Iterator[Problem]:
    if entry.kind not in places.keys(KINDS, "kinds"):
        known = ", ".join(knowledge.kinds)
        text = f"{entry.id}: there is no kind {entry.kind}; known are: {known}"
        yield places.entry(entry.id, "kind", text=text)
        return
    if not places.has(entry.origin.source):
        text = f"the source {entry.origin.source} is no entry; add it or correct the name"
        yield places.problem(entry.origin.file, ("source",), text)
    for what, texts in (("title", entry.title), ("summary", entry.summary), ("short", entry.short or entry.title)):
        yield from _english(entry.id, (what,), texts, places)
    for name, value in entry.values.items():
        for position, target in enumerate(value if isinstance(value, tuple) else ()):
            wrong = _target(knowledge, target, knowledge.fields[name].of, places)
            if wrong:
                yield places.entry(entry.id, name, position, text=f"{entry.id}: {name} points to {target}, {wrong}")
    for name, origin in entry.origins.items():
        if name not in entry.values:
            yield places.entry(entry.id, "sourced", name, text=f"{entry.id} has no {name}; add it or remove its source")
        yield from _source(entry, ("sourced", name), origin, places)
    for position, kind in enumerate(sorted(entry.partial - knowledge.kinds.keys())):
        text = f"{entry.id}: there is no kind {kind}; known are: {', '.join(knowledge.kinds)}"
        yield places.entry(entry.id, "partial", position, text=text)
    yield from _facts(knowledge, entry, places)


def _source(entry: Entry, path: tuple[str | int, ...], origin: Origin, places: Places) -> Iterator[Problem]:
    """Yield a problem where something comes from a source of its own, which is no entry."""
    if origin.source != entry.origin.source and not places.has(origin.source):
        text = f"{entry.id}: the source {origin.source} is no entry; add it or correct the name"
        yield places.entry(entry.id, *path, "source", text=text)


def _facts(knowledge: KnowledgeBase, entry: Entry, places: Places) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, fact in enumerate(entry.facts):
        # The first is the summary, which stands in the entry itself.
        path: tuple[str | int, ...] = ("facts", position - 1) if position else ()
        if fact.id in seen:
            text = f"{entry.id}: there is a fact {fact.id} already; give it another id"
            yield places.entry(entry.id, *path, "id", text=text)
        seen.add(fact.id)
        yield from _fact(knowledge, entry, fact, path, places)


def _target(knowledge: KnowledgeBase, target: str, of: tuple[str, ...], places: Places) -> str:
    """Return what is wrong with a reference, or an empty string."""
    if not places.has(target):
        return "which is no entry; add it or correct the name"
    found = knowledge.entries.get(target)
    return "" if found is None or found.kind in of else f"which is of kind {found.kind}; it must be a {' or '.join(of)}"


def _fact(
    knowledge: KnowledgeBase, entry: Entry, fact: Fact, path: tuple[str | int, ...], places: Places
) -> Iterator[Problem]:
    for position, target in enumerate(fact.entries):
        if not places.has(target):
            text = f"{entry.id}: entries names {target}, which is no entry; add it or correct the name"
            yield places.entry(entry.id, *path, "entries", position, text=text)
    for position, concept in enumerate(sorted(fact.explains - knowledge.concepts.keys())):
        text = f"{entry.id}: there is no concept {concept}; add it to {CONCEPTS} or correct the name"
        yield places.entry(entry.id, *path, "explains", position, text=text)
    if path:
        yield from _source(entry, path, fact.origin, places)
        yield from _english(entry.id, (*path, "say"), fact.say, places)
        yield from _english(entry.id, (*path, "question"), fact.question, places)


def _english(entry: str, path: tuple[str | int, ...], texts: Texts, places: Places) -> Iterator[Problem]:
    """Each text must be there in English: it stands in where another language lacks it."""
    if "en" not in texts:
        yield places.entry(entry, *path, text=f"{entry}: {path[-1]} needs an English text (en)")


def _names(places: Places) -> Iterator[Problem]:
    """Two entries must not claim one name: the bot could not tell which is meant."""
    owner: dict[str, tuple[str, Problem]] = {}
    for claim in places.claims():
        key = " ".join(words(claim.name))
        if not key:
            text = f"{claim.entry}: the name {claim.name!r} has no letters or digits; remove it"
            yield claim.source.problem(claim.path, text)
            continue
        first, where = owner.setdefault(key, (claim.entry, claim.source.problem(claim.path, "")))
        if first != claim.entry:
            text = (
                f"{claim.entry}: the name {claim.name!r} belongs to {first} ({where.file}:{where.line}); keep it once"
            )
            yield claim.source.problem(claim.path, text)


def _languages(knowledge: KnowledgeBase, places: Places) -> Iterator[Problem]:
    spoken = knowledge.phrases.get("en", {})
    concepts = knowledge.concepts.keys() | places.keys(CONCEPTS, "concepts")
    for source in places.files:
        if not source.name.startswith("vocabulary/") or source.name == CONCEPTS:
            continue
        for concept in places.keys_of(source, "concepts"):
            if concept not in concepts:
                text = f"there is no concept {concept}; add it to {CONCEPTS} or correct the name"
                yield source.problem(("concepts", concept), text)
        for kind in places.keys_of(source, "smalltalk"):
            if spoken and f"smalltalk.{kind}" not in spoken:
                text = f"nothing is said to {kind}; add smalltalk: {kind}: … to locale/en.yaml or correct the name"
                yield source.problem(("smalltalk", kind), text)
        for entry in places.keys_of(source, "entries"):
            if not places.has(entry):
                yield source.problem(("entries", entry), f"there is no entry {entry}; correct the name")


def _spoken(knowledge: KnowledgeBase, places: Places, spoken: frozenset[str]) -> Iterator[Problem]:
    """A folder that names its languages must have what it says of each, and say nothing in others."""
    for code in sorted(spoken - knowledge.languages.keys() - knowledge.phrases.keys()):
        text = f"{code} is no language that there is; add vocabulary/{code}.yaml and locale/{code}.yaml, or remove it"
        yield places.problem(KINDS, ("languages",), text)
    for source in places.files if spoken else ():
        folder, _, name = source.name.partition("/")
        code = name.split(".", maxsplit=1)[0]
        if folder in {"vocabulary", "locale"} and not source.common and source.name != CONCEPTS and code not in spoken:
            yield source.problem((), f"{code} is not among the languages of {KINDS}; add it there or delete this file")


def _phrasings(knowledge: KnowledgeBase, places: Places) -> Iterator[Problem]:
    """Each phrasing must ask for something that there is, have a name where it leaves a gap, and stand once."""
    for entry in sorted(RESERVED & knowledge.entries.keys()):
        yield places.entry(entry, "id", text=f"{entry}: phrasings use this word otherwise; give it another id")
    known = intents(knowledge)
    first: dict[str, tuple[str, str]] = {}
    # What a curator has answered is no longer unknown, even where it was written down as such.
    exact = {" ".join(words(phrasing.text)) for phrasing in knowledge.phrasings if phrasing.exact}
    for source in places.files:
        value = source.tree.value if source.name.startswith("phrasings/") else None
        listed = value.get("phrasings") if isinstance(value, dict) else None
        for intent, texts in listed.items() if isinstance(listed, dict) else ():
            if intent not in known:
                text = (
                    f"nothing is called {intent}; write entry.fact, field.name, list.kind or another that is documented"
                )
                yield source.problem(("phrasings", intent), text)
                continue
            for position, text in enumerate(texts if isinstance(texts, list) else ()):
                path = ("phrasings", intent, position)
                key = " ".join(words(str(text)))
                other, where = first.setdefault(key, (known[intent], f"{source.file}:{source.tree.line(path)}"))
                if source.common and knowledge.is_phrased(other.partition(".")[0]):
                    continue  # a table's own "thanks" goes before that of small talk
                if other != known[intent] and not (UNKNOWN in {other, known[intent]} and key in exact):
                    yield source.problem(path, f"{text!r} asks for {other} already ({where}); keep it once")
