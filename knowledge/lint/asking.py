"""Rules about ways to ask: phrasings, fields, kinds, and the words behind them."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.errors import Problem
from knowledge.intents import UNKNOWN, intents
from knowledge.lint.folder import Folder, texts_in, words_of
from knowledge.models import FieldType
from knowledge.places import Places, Source
from knowledge.validation import CONCEPTS, KINDS
from knowledge.yaml_tree import Path

Way = tuple[str, bool, Source, Path, str]
"""What is asked for; whether it is answered as it stands; where the phrasing is; and the phrasing."""


def colliding_phrasings(folder: Folder) -> Iterator[Problem]:
    """Find phrasings of the same words, in any order, that ask for different things."""
    yield from (problem for problem, both_exact in _collisions(folder) if not both_exact)


def colliding_answers(folder: Folder) -> Iterator[Problem]:
    """Find two phrasings of the same words that are answered as they stand, each otherwise."""
    yield from (problem for problem, both_exact in _collisions(folder) if both_exact)


def _collisions(folder: Folder) -> Iterator[tuple[Problem, bool]]:
    """Yield what collides, and whether both are answered as they stand; the same text twice is an error already."""
    first: dict[tuple[str, ...], Way] = {}
    for key, way in _ways(folder):
        other = first.setdefault(key, way)
        if other[0] == way[0]:
            continue
        if way[2].common:
            continue
        problem = other[2].problem(other[3], "")
        text = (
            f"{way[4]!r} asks for {way[0]} in the words in which {problem.file}:{problem.line} asks for {other[0]}; "
            "word one otherwise"
        )
        yield way[2].problem(way[3], text), way[1] and other[1]


def _ways(folder: Folder) -> Iterator[tuple[tuple[str, ...], Way]]:
    """Yield the phrasings and ways to ask by their words; the gap of one about an entry has its title in it."""
    known = intents(folder.knowledge)
    titles = {entry.id: words_of(entry.title["en"]) for entry in folder.knowledge.entries.values()}
    exact = {phrasing.text for phrasing in folder.knowledge.phrasings if phrasing.exact}
    for source in (*folder.common, *folder.files):
        value = source.tree.value
        if source.name.startswith("phrasings/"):
            as_it_stands = bool(value.get("exact"))
            for intent, texts in value["phrasings"].items():
                meant, title = known[intent], titles.get(intent.partition(".")[0], ["_"])
                for position, text in enumerate(texts):
                    # What a curator has answered is no longer unknown, even where it was written down as such.
                    if meant != UNKNOWN or text not in exact:
                        yield _key(text, title), (meant, as_it_stands, source, ("phrasings", intent, position), text)
    for source, path, item in folder.raw_entries():
        title = titles[item["id"]]
        for number, fact in enumerate(item.get("facts", ())):
            meant = known[f"{item['id']}.{fact['id']}"]
            for below, text in texts_in(fact["ask"], (*path, "facts", number, "ask")):
                yield _key(text, title), (meant, False, source, below, text)


def _key(text: str, title: list[str]) -> tuple[str, ...]:
    """Return the words of a phrasing in the order of the alphabet."""
    found = words_of(text)
    return tuple(sorted([word for word in found if word != "_"] + (title if "_" in found else [])))


def unaskable_fields(folder: Folder) -> Iterator[Problem]:
    """Find fields that entries hold and nobody can ask for: no way to ask that means anything, no phrasing."""
    held = {name for entry in folder.knowledge.entries.values() for name in entry.values}
    parts = {part for item in folder.knowledge.fields.values() for part in item.parts}
    for item in folder.knowledge.fields.values():
        if item.id not in held or f"field.{item.id}" in folder.phrased:
            continue
        if not item.ask and not item.within and item.id not in parts:
            text = f"field {item.id}: nobody can ask for it; add ways to ask under ask, or phrasings of field.{item.id}"
        elif item.ask and not any(folder.means_something(text) for text, _ in item.ask):
            text = f"field {item.id}: no word of its ways to ask means anything; write them by language, ask: {{en: …}}"
        else:
            continue
        yield folder.places.problem(KINDS, ("fields", item.id, "ask"), text)


def unaskable_facts(folder: Folder) -> Iterator[Problem]:
    """Find facts whose ways to ask hold no word that means anything, so that no question leads to them."""
    for entry in folder.knowledge.entries.values():
        for position, fact in enumerate(entry.facts[1:]):
            ways = [*(text for text, _ in fact.ask), *fact.question.values()]
            asked = any(map(folder.means_something, ways)) or f"{entry.id}.{fact.id}" in folder.phrased
            if not asked:
                text = (
                    f"{entry.id}.{fact.id}: no word of its ways to ask means anything; use other words, or add theirs "
                    "to vocabulary/en.yaml"
                )
                yield folder.places.entry(entry.id, "facts", position, "ask", text=text)


def idle_fields(folder: Folder) -> Iterator[Problem]:
    """Find fields that no kind has, or no entry holds."""
    of_kinds = {name for kind in folder.knowledge.kinds.values() for name in kind.fields}
    held = {name for entry in folder.knowledge.entries.values() for name in entry.values}
    for item in folder.knowledge.fields.values():
        if item.id not in of_kinds:
            text = f"field {item.id}: no kind has it; name it under the fields of one, or remove it"
        elif item.id not in held and not item.parts:
            text = f"field {item.id}: no entry holds it; fill it in somewhere, or remove it"
        else:
            continue
        yield folder.places.problem(KINDS, ("fields", item.id), text)


def empty_facets(folder: Folder) -> Iterator[Problem]:
    """Find entries that cannot be found by what narrows lists of their kind down."""
    for kind in folder.knowledge.kinds.values():
        entries = [entry for entry in folder.knowledge.entries.values() if entry.kind == kind.id]
        lacking = [entry.id for entry in entries if kind.facet and kind.facet not in entry.values]
        if entries and len(lacking) == len(entries):
            text = f"kind {kind.id}: no entry has the facet {kind.facet}; fill it in, or name another field"
            yield folder.places.problem(KINDS, ("kinds", kind.id, "facet"), text)
            continue
        for entry in lacking:
            text = f"{entry}: has no {kind.facet}, by which lists of {kind.id} are narrowed down; fill it in"
            yield folder.places.entry(entry, text=text)


def empty_kinds(folder: Folder) -> Iterator[Problem]:
    """Find kinds without an entry."""
    filled = {entry.kind for entry in folder.knowledge.entries.values()}
    for kind in folder.knowledge.kinds.values():
        if kind.id not in filled:
            yield folder.places.problem(
                KINDS, ("kinds", kind.id), f"kind {kind.id}: has no entry; add one or remove it"
            )


def idle_concepts(folder: Folder) -> Iterator[Problem]:
    """Find concepts that no word of any language means, and that nothing uses."""
    worded = {concept for language in folder.knowledge.languages.values() for concept in language.concepts}
    used = _concepts_used(folder)
    own = {key for source in folder.files if source.name == CONCEPTS for key in Places.keys_of(source, "concepts")}
    for concept in sorted(own):
        if concept not in worded and concept not in used:
            text = f"{concept}: no word of any language means it and nothing uses it; give it words or remove it"
            yield folder.places.problem(CONCEPTS, ("concepts", concept), text)


def wordless_kinds(folder: Folder) -> Iterator[Problem]:
    """Find kinds and units whose concept has no word in any language, so that nobody can ask for them."""
    worded = {concept for language in folder.knowledge.languages.values() for concept in language.concepts}
    for kind in folder.knowledge.kinds.values():
        if kind.word not in worded:
            text = f"kind {kind.id}: no word means {kind.word} in any language; add words to vocabulary/en.yaml"
            yield folder.places.problem(KINDS, ("kinds", kind.id, "word"), text)
    for item in folder.knowledge.fields.values():
        if item.type is FieldType.NUMBER and item.unit and item.unit not in worded:
            text = f"field {item.id}: no word means its unit {item.unit} in any language; give it words"
            yield folder.places.problem(KINDS, ("fields", item.id, "unit"), text)


def _concepts_used(folder: Folder) -> set[str]:
    """Return the concepts that stand anywhere by their own name."""
    known = folder.knowledge
    found = {kind.word for kind in known.kinds.values()} | {item.unit for item in known.fields.values()}
    for words in (
        *(kind.also for kind in known.kinds.values()),
        *(item.also for item in known.fields.values()),
        *(entry.also for entry in known.entries.values()),
        *((*fact.also, *fact.never, *fact.explains) for entry in known.entries.values() for fact in entry.facts),
    ):
        found.update(words)
    return found
