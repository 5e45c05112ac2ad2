"""Files of entries as read → frozen entries, their names and words joined from all files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.entry_schema import EntriesFile, EntryModel, FactModel
from knowledge.errors import Problem
from knowledge.misfits import read_model
from knowledge.models import Entry, Fact, Field, FieldType, Kind, Number, Origin, Texts, Value
from knowledge.places import Source
from knowledge.vocabulary_schema import EntryWords
from knowledge.ways_to_ask import ways
from knowledge.yaml_tree import Path

_NUMBER = re.compile(r"(?:(?P<about>[^\d]+) )?(?P<value>\d{1,15}(?:\.\d{1,15})?)$")

_ADDRESSES = ("http://", "https://")

LATEST = 9999
"""Latest year that a field may hold."""

_WANTED = {
    FieldType.NUMBER: "a number, as in 49 or more than 640",
    FieldType.ENTRIES: "a list of entry ids, as in [kit, fzi]",
    FieldType.ENTRY: "an entry id",
    FieldType.URL: "a web address that begins with http:// or https://",
    FieldType.YEAR: "a year, as in 1998",
    FieldType.TEXT: "a text of one line (put it in quotes)",
}
"""What a field of a type holds, as messages say it."""


@dataclass(frozen=True, slots=True)
class EntryReader:
    """Reads entries of the kinds and fields that there are."""

    kinds: Mapping[str, Kind]
    """Kinds by id; where there are none, ``kinds.yaml`` is broken and fields go unread."""
    fields: Mapping[str, Field]
    """Fields by id."""
    extra: Mapping[str, Mapping[str, EntryWords]]
    """Names and words that language files add, by language and entry."""
    problems: list[Problem]
    """Gets what is wrong."""

    def read(self, source: Source, entries: dict[str, Entry]) -> None:
        """Read one file and add its entries to those of other files."""
        file = read_model(EntriesFile, source.file, source.tree, self.problems)
        if file is None:
            return
        for position, item in enumerate(file.entries):
            path: Path = ("entries", position)
            line = source.tree.line((*path, "id"))
            if item.id in entries:
                first = entries[item.id].origin
                text = f"{item.id} is taken ({first.file}:{first.line}); give it another id"
                self.problems.append(Problem(source.name, line, text))
                continue
            origin = Origin(file.source, item.heading or file.heading, item.dated or file.dated, source.name, line)
            entries[item.id] = self._entry(item, origin, source, path)

    def _entry(self, item: EntryModel, origin: Origin, source: Source, path: Path) -> Entry:
        """Turn one entry of a file into a frozen one."""
        names = {language: tuple(words) for language, words in item.names.items()}
        everyday = {language: tuple(words) for language, words in item.words.items()}
        for language, extra in self.extra.items():
            if item.id in extra:
                names[language] = (*names.get(language, ()), *extra[item.id].names)
                everyday[language] = (*everyday.get(language, ()), *extra[item.id].words)
        values: dict[str, Value] = {}
        for key, raw in (item.model_extra or {}).items() if item.kind in self.kinds else ():
            value = self._value(key, raw, self.kinds[item.kind], source, (*path, key))
            if value is not None:
                values[key] = value
        origins = {
            name: Origin(
                given.source, given.heading, given.dated, source.name, source.tree.line((*path, "sourced", name))
            )
            for name, given in item.sourced.items()
        }
        facts = [_summary(item, origin)]
        for position, fact in enumerate(item.facts):
            facts.append(_fact(fact, origin, source.tree.line((*path, "facts", position, "id"))))
        return Entry(
            id=item.id,
            kind=item.kind,
            title=_localised(item.title),
            names=names,
            words=everyday,
            summary=_localised(item.summary),
            also=tuple(item.also),
            values=values,
            facts=tuple(facts),
            origin=origin,
            origins=origins,
            short=_localised(item.short) if item.short else {},
            row=item.row or "",
            partial=frozenset(item.partial),
        )

    def _value(self, key: str, raw: Any, kind: Kind, source: Source, path: Path) -> Value | None:
        """Read a field's value by the field's type; None where it does not fit."""
        if key not in self.fields or key not in kind.fields:
            known = ", ".join(field for field in kind.fields if field != "facts") or "none"
            text = f"{key} is not a field of {kind.id}; known are: {known}"
            self.problems.append(source.problem(path, text))
            return None
        sort = self.fields[key].type
        value = _read_value(sort, raw)
        if value is None:
            text = f"{key} must be {_WANTED[sort]}, not {str(raw)[:40]!r}"
            self.problems.append(source.problem(path, text))
        return value


def _read_value(sort: FieldType, raw: Any) -> Value | None:
    """Return what a field of a type holds, or None where it is something else."""
    if sort is FieldType.ENTRIES:
        fits = isinstance(raw, list) and raw and all(isinstance(part, str) for part in raw)
        return tuple(raw) if fits else None
    if sort is FieldType.NUMBER:
        match = _NUMBER.match(str(raw)) if isinstance(raw, int | str) and not isinstance(raw, bool) else None
        return Number(float(match["value"]), match["about"] or "") if match else None
    if sort is FieldType.YEAR:
        fits = isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw <= LATEST
        return Number(float(raw)) if fits else None
    return _read_text(sort, raw) if isinstance(raw, str) and raw else None


def _read_text(sort: FieldType, raw: str) -> Value | None:
    """Return what a field holds that is written as a text."""
    if sort is FieldType.ENTRY:
        return (raw,)
    fits = raw.strip() == raw and "\n" not in raw if sort is FieldType.TEXT else raw.startswith(_ADDRESSES)
    return raw if fits else None


def _summary(item: EntryModel, origin: Origin) -> Fact:
    """Return the summary of an entry as its first fact."""
    return Fact(
        id="summary",
        say=_localised(item.summary),
        question={},
        ask=ways(item.ask),
        also=(),
        never=(),
        yes_if=_sets(item.yes_if),
        no_if=_sets(item.no_if),
        items=(),
        entries=tuple(item.entries),
        numbers=frozenset(),
        explains=frozenset(),
        origin=origin,
        worded=isinstance(item.ask, dict),
    )


def _fact(fact: FactModel, origin: Origin, line: int) -> Fact:
    """Turn one fact of an entry into a frozen one."""
    heading, dated = fact.heading or origin.heading, fact.dated or origin.dated
    return Fact(
        id=fact.id,
        say=_localised(fact.say),
        question=_localised(fact.question),
        ask=ways(fact.ask),
        also=tuple(fact.also),
        never=tuple(fact.never),
        yes_if=_sets(fact.yes_if),
        no_if=_sets(fact.no_if),
        items=tuple(map(_localised, fact.items)),
        entries=tuple(fact.entries),
        numbers=frozenset(fact.numbers),
        explains=frozenset(fact.explains),
        origin=Origin(fact.source or origin.source, heading, dated, origin.file, line),
        worded=isinstance(fact.ask, dict),
    )


def _localised(text: str | dict[str, str]) -> Texts:
    """Return texts by language; a bare text is English."""
    return {"en": text} if isinstance(text, str) else text


def _sets(lists: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Freeze a list of lists of words."""
    return tuple(map(tuple, lists))
