"""Rules about what entries are called."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.errors import Problem
from knowledge.lexicon import ANY
from knowledge.lint.folder import Folder, words_of
from knowledge.models import Entry, KnowledgeBase
from knowledge.places import Claim


def twins(folder: Folder) -> Iterator[Problem]:
    """Find entries of one kind with one title, that no field tells apart."""
    seen: dict[tuple[str, str, str], str] = {}
    for entry in folder.knowledge.entries.values():
        title = " ".join(words_of(entry.title["en"]))
        key = (entry.kind, title, _within(entry, folder.knowledge))
        first = seen.setdefault(key, entry.id)
        if first != entry.id:
            text = f"{entry.id}: is called {entry.title['en']!r} as {first} is, nothing tells them apart; rename one"
            yield folder.places.entry(entry.id, "title", text=text)


def _within(entry: Entry, knowledge: KnowledgeBase) -> str:
    """Return what an entry lies in, by which people tell it from another of its name."""
    return repr(sorted((name, str(v)) for name, v in entry.values.items() if knowledge.fields[name].within))


def shared_titles(folder: Folder) -> Iterator[Problem]:
    """Find entries that share a title and must be told apart by something else."""
    seen: dict[str, Entry] = {}
    for entry in folder.knowledge.entries.values():
        first = seen.setdefault(" ".join(words_of(entry.title["en"])), entry)
        same = (first.kind, _within(first, folder.knowledge)) == (entry.kind, _within(entry, folder.knowledge))
        if first is not entry and not same:
            text = f"{entry.id}: is called {entry.title['en']!r} as {first.id} is; say in the title which is which"
            yield folder.places.entry(entry.id, "title", text=text)


def shadowed_names(folder: Folder) -> Iterator[Problem]:
    """Find names that are also words of the vocabulary: the question may mean either."""
    kinds = {kind.word for kind in folder.knowledge.kinds.values()}
    for claim in folder.places.claims():
        key = " ".join(words_of(claim.name))
        spoken = _language(claim)
        mute = [c for c, words in folder.skipped.items() if key in words and spoken in {c, ANY}]
        code, concept = folder.vocabulary.get(key, ("", ""))
        if mute:
            what = f"a function word ({', '.join(mute)}), which questions are read without"
        elif concept in kinds:
            what = f"the word for a kind of entry ({code}: {concept})"
        elif concept:
            what = f"a word for {concept} ({code})"
        else:
            continue
        text = f"{claim.entry}: the name {claim.name!r} is also {what}; take it out of one place, or name it more fully"
        yield claim.source.problem(claim.path, text)


def _language(claim: Claim) -> str:
    """Return the language that a name is given in."""
    file = claim.source.name
    if file.startswith("vocabulary/"):
        return file.removeprefix("vocabulary/").removesuffix(".yaml")
    return str(claim.path[-2])


def unreachable(folder: Folder) -> Iterator[Problem]:
    """Find entries that no question leads to: without name, everyday word, way to ask or phrasing."""
    pointed_at = {
        target
        for entry in folder.knowledge.entries.values()
        for value in entry.values.values()
        if isinstance(value, tuple)
        for target in value
    }
    phrased = {intent.partition(".")[0] for intent in folder.phrased}
    for entry in folder.knowledge.entries.values():
        ways = any(entry.names.values()) or any(entry.words.values()) or any(fact.ask for fact in entry.facts)
        if ways or entry.id in phrased or entry.id in folder.sources:
            continue
        told = " except through what points to it" if entry.id in pointed_at else ""
        text = f"{entry.id}: no question leads to it{told}: it has no names, words or ways to ask; add names"
        yield folder.places.entry(entry.id, "title", text=text)
