"""An entry as it is known, as text and as a record, for the command line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.known_entries import Asked, KnownEntry, KnownStatement
from knowledge.models import KnowledgeBase, Origin

SHOWN = 3
"""Ways to ask for a statement, and golden questions, that are shown where not all are wanted."""


def entry_text(known: KnownEntry, knowledge: KnowledgeBase, *, every: bool = False) -> str:
    """Return an entry as somebody wants to see it who looks after it."""
    entry = known.entry
    lines = [
        f"{entry.id}: {entry.title['en']} ({entry.kind})",
        f"  {entry.origin.file}:{entry.origin.line}",
        f"  {_source(entry.origin, knowledge)}",
        *_by_language("Titles", {code: (title,) for code, title in entry.title.items() if code != "en"}),
        *_by_language("Names", entry.names),
        *_by_language("Everyday words", entry.words),
    ]
    for statement in known.statements:
        lines += ["", *_statement(statement, entry.origin, knowledge, every=every)]
    if known.referred_by:
        lines += ["", "Referred to by", *(f"  {name}" for name in known.referred_by)]
    lines += ["", f"Golden questions: {len(known.golden) or 'none'}"]
    lines += [f"  {ask} → {expect}" for ask, expect in _some(known.golden, every=every)]
    lines += _more(known.golden, every=every)
    return "\n".join(lines)


def statement_text(statement: KnownStatement, knowledge: KnowledgeBase) -> str:
    """Return one statement, with all ways to ask for it."""
    return "\n".join(_statement(statement, None, knowledge, every=True))


def _statement(
    statement: KnownStatement, usual: Origin | None, knowledge: KnowledgeBase, *, every: bool
) -> Iterator[str]:
    """Yield the lines about a statement; its source where that is not the usual one."""
    yield statement.id
    for language, text in statement.says.items():
        if language == "en" or every:
            first, *more = text.split("\n")
            yield f"  {language}  {first}"
            yield from (f"      {line}" for line in more)
    others = [language for language in statement.says if language != "en"]
    if others and not every:
        yield f"  also told in {', '.join(others)}"
    if usual is None or (statement.origin.source, statement.origin.dated) != (usual.source, usual.dated):
        yield f"  {_source(statement.origin, knowledge)}"
    if usual is None:
        yield f"  {statement.origin.file}:{statement.origin.line}"
    if statement.points_to:
        yield f"  points to {', '.join(statement.points_to)}"
    for language, question in statement.questions.items():
        if language == "en" or every:
            yield f"  button ({language}): {question}"
    yield from _asked("asked", statement.asked, every=every)
    yield from _asked("asked, of whichever entry is named", statement.asked_of_any, every=every)


def _by_language(heading: str, texts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a heading, and below it texts by language; nothing where there are none."""
    if any(texts.values()):
        yield heading
    yield from (f"  {language}  {' · '.join(listed)}" for language, listed in texts.items() if listed)


def _asked(heading: str, asked: Asked, *, every: bool) -> Iterator[str]:
    """Yield the ways to ask, one a line, or in a line how many there are and the first of them."""
    if not asked:
        return
    if every:
        yield f"  {heading}"
        yield from (f"    {language}  {text}" for language, listed in asked.items() for text in listed)
        return
    counts = ", ".join(f"{language} {len(listed)}" for language, listed in asked.items())
    first = asked.get("en") or next(iter(asked.values()))
    yield f"  {heading}: {counts}; such as {', '.join(f'“{text}”' for text in first[:SHOWN])}"


def _some(listed: Sequence[Any], *, every: bool) -> Sequence[Any]:
    return listed if every else listed[:SHOWN]


def _more(listed: Sequence[object], *, every: bool) -> list[str]:
    return [] if every or len(listed) <= SHOWN else [f"  … and {len(listed) - SHOWN} more; --all shows them"]


def _source(origin: Origin, knowledge: KnowledgeBase) -> str:
    source = knowledge.entries[origin.source]
    return f"source: {(source.short or source.title)['en']}, “{origin.heading}”; {origin.dated}"


def entry_record(known: KnownEntry) -> dict[str, Any]:
    """Return an entry as plain values."""
    entry = known.entry
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": dict(entry.title),
        "names": _lists(entry.names),
        "words": _lists(entry.words),
        **_place(entry.origin),
        "statements": [statement_record(statement) for statement in known.statements],
        "referred_by": list(known.referred_by),
        "golden": [{"ask": ask, "expect": expect} for ask, expect in known.golden],
    }


def statement_record(statement: KnownStatement) -> dict[str, Any]:
    """Return a statement as plain values."""
    return {
        "id": statement.id,
        "says": dict(statement.says),
        "questions": dict(statement.questions),
        **_place(statement.origin),
        "points_to": list(statement.points_to),
        "asked": _lists(statement.asked),
        "asked_of_any": _lists(statement.asked_of_any),
    }


def _place(origin: Origin) -> dict[str, Any]:
    return {
        "source": origin.source,
        "heading": origin.heading,
        "dated": origin.dated,
        "file": origin.file,
        "line": origin.line,
    }


def _lists(texts: Asked) -> dict[str, list[str]]:
    return {language: list(listed) for language, listed in texts.items()}
