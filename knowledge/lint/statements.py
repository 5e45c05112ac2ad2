"""Rules about what is told: where it comes from, when it is to be looked at again, what is only half there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.errors import Problem
from knowledge.lint.folder import Folder, texts_in
from knowledge.models import Entry

_YEAR = re.compile(r"\b(?:1[5-9]|2[01])\d\d\b")

_PLACEHOLDER = re.compile(
    # In capitals "TODO" is also Spanish, but then other words are in capitals as well.
    r"\bTODO\b(?!\s+[A-ZÁÉÍÓÚÑ]{2})|\b(?:FIXME|TBD|TBA|XXX+)\b|\?\?\?"
    r"|^\s*(?:n/?a|test|dummy|placeholder|\.{2,}|…|-+)\s*$"
    r"|<(?:insert|your|name|text|value)\b[^>]*>|\[(?:insert|your|fill in)\b[^\]]*\]",
)
_ANY_CASE = re.compile(
    r"lorem ipsum|^\W*fill (?:me|this) in\b|\bto be (?:done|filled in|completed|confirmed)\b", re.IGNORECASE
)
_EXAMPLE = re.compile(
    r"https?://(?:[\w-]+\.)*(?:example|invalid|localhost)(?:\.(?:com|org|net))?(?:[:/]|$)", re.IGNORECASE
)

_TOLD = frozenset({"title", "say", "question", "summary", "items", "short", "heading", "dated"})
"""Keys of a file of entries whose texts people read."""


def placeholders(folder: Folder) -> Iterator[Problem]:
    """Find texts that somebody meant to replace."""
    fields = folder.knowledge.fields.keys()
    for source in folder.files:
        if not source.name.startswith("entries/"):
            continue
        for path, text in texts_in(source.tree.value):
            told = any(part in _TOLD for part in path)
            # Ways to ask may hold anything: people do ask for "unknown" things.
            if told or (path and path[-1] in fields):
                found = _PLACEHOLDER.search(text) or _ANY_CASE.search(text)
                if found:
                    yield source.problem(
                        path, f"{text[:40]!r} looks like a placeholder; write what is meant or remove it"
                    )


def example_addresses(folder: Folder) -> Iterator[Problem]:
    """Find addresses that nobody can visit: example.org and its like."""
    for entry in folder.knowledge.entries.values():
        for name, value in entry.values.items():
            if isinstance(value, str) and _EXAMPLE.match(value):
                text = f"{entry.id}: {value} is an address for examples; write the true one or remove it"
                yield folder.places.entry(entry.id, name, text=text)


def undated(folder: Folder) -> Iterator[Problem]:
    """Find statements whose date names no year, so that nobody can tell how old they are."""
    for source in folder.files:
        if not source.name.startswith("entries/"):
            continue
        for path, text in texts_in(source.tree.value):
            if path[-1] == "dated" and not _YEAR.search(text):
                yield source.problem(path, f"dated {text!r} names no year; write one, as in: about 2011")


def cut_texts(folder: Folder) -> Iterator[Problem]:
    """Find texts that go on behind a #, where YAML begins a comment."""
    for source in folder.files:
        for line in source.tree.cut:
            yield Problem(
                source.file, line, "what follows # is not read; put the text in quotes, or a space after the #"
            )


def nameless_sources(folder: Folder) -> Iterator[Problem]:
    """Find sources that are sources of nothing but themselves, or have no short name for the line below an answer."""
    for entry in sorted(folder.sources):
        if not folder.knowledge.entries[entry].short:
            text = f"{entry}: is a source without a short name, which stands below every answer; add short: …"
            yield folder.places.entry(entry, text=text)


def overdue(folder: Folder) -> Iterator[Problem]:
    """Find what was to be looked at again by a day that is past."""
    for source, path, item in folder.raw_entries():
        day = item.get("review", "")
        if day and day < folder.today:
            text = f"{item['id']}: was to be reviewed by {day}; compare it with its source and set a later day"
            yield source.problem((*path, "review"), text)
    for source in folder.files:
        day = source.tree.value.get("review", "") if source.name.startswith("entries/") else ""
        if day and day < folder.today:
            text = f"was to be reviewed by {day}; compare it with its source and set a later day"
            yield source.problem(("review",), text)


def no_golden_question(folder: Folder) -> Iterator[Problem]:
    """Find entries that no golden question asks for, so that nobody notices when they are no longer found."""
    # What is nothing but a source, and has no name to be asked by, stands below answers.
    asked = [e for e in folder.knowledge.entries.values() if e.id not in folder.sources or any(e.names.values())]
    missing = [entry.id for entry in asked if entry.id not in folder.asked_for]
    if missing and len(missing) == len(asked):
        yield Problem("golden", 0, "no golden question names an entry; write some, see docs/questions.md")
        return
    for entry in missing:
        yield folder.places.entry(entry, "id", text=f"{entry}: no golden question asks for it; write one in golden/")


def stray_golden_questions(folder: Folder) -> Iterator[Problem]:
    """Find golden questions for entries that are not there."""
    for entry, where in folder.asked_for.items():
        if entry not in folder.knowledge.entries:
            for place in where:
                text = f"asks for {entry}, which is no entry; correct the name or remove the question"
                yield Problem(place.file, place.line, text)


def untranslated(folder: Folder) -> Iterator[Problem]:
    """Find statements that lack a text in a language that others of the folder are told in."""
    used = _languages(folder)
    gaps: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for entry in folder.knowledge.entries.values():
        for fact in entry.facts:
            lacking = frozenset(used - fact.say.keys())
            if lacking:
                gaps.setdefault(entry.origin.file, []).append((f"{entry.id}.{fact.id}", lacking))
    for found in gaps.values():
        languages = ", ".join(sorted(frozenset().union(*(lacking for _, lacking in found))))
        first = found[0][0]
        many = f"{len(found)} statements lack" if len(found) > 1 else "a statement lacks"
        text = f"{many} a text in {languages} (the first is {first}): told in English; translate what matters"
        yield folder.places.entry(first.partition(".")[0], text=text)
    for item in folder.knowledge.fields.values():
        for what, texts in (("say", item.say), ("question", item.question)):
            missing = sorted(used - texts.keys())
            if missing:
                text = f"field {item.id}: {what} lacks {', '.join(missing)}: told in English; translate it"
                yield folder.places.problem("kinds.yaml", ("fields", item.id, what), text)


def _languages(folder: Folder) -> set[str]:
    """Return the languages that the folder answers in, besides English, and has any text of its own in."""
    said: set[str] = set()
    for entry in folder.knowledge.entries.values():
        said.update(*(_texts(entry)))
    for item in folder.knowledge.fields.values():
        said.update(item.say, item.question)
    return (said & folder.knowledge.phrases.keys()) - {"en"}


def _texts(entry: Entry) -> Iterator[frozenset[str]]:
    yield frozenset(entry.title)
    for fact in entry.facts:
        yield frozenset(fact.say)
