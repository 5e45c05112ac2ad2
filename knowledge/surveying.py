"""How much a knowledge base holds: entries and statements by kind, ways to ask by language, sources and their dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.models import Entry, KnowledgeBase, Origin, Texts

_YEAR = re.compile(r"\b(?:1[5-9]|2[01])\d\d\b")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement, as far as it is counted."""

    id: str
    """``entry.field`` or ``entry.fact``."""
    kind: str
    """Kind of its entry."""
    is_fact: bool
    """A fact or a summary, rather than the value of a field."""
    origin: Origin
    """Where it comes from."""
    texts: Texts
    """What is said, by language."""

    @property
    def year(self) -> int | None:
        """Return the year that it is dated by, the latest where it names several; None where it names none."""
        return max(map(int, _YEAR.findall(self.origin.dated)), default=None)


@dataclass(frozen=True, slots=True)
class KindCount:
    """How much there is of a kind."""

    entries: int
    """Entries."""
    values: int
    """Values of fields."""
    facts: int
    """Facts, summaries among them."""


@dataclass(frozen=True, slots=True)
class LanguageCount:
    """What a language contributes."""

    name: str
    """Its name in itself; empty for one that is not understood."""
    words: int
    """Words and expressions of its vocabulary, the common ones among them."""
    names: int
    """Names of entries."""
    phrasings: int
    """Ways to ask that stand in phrasings, fields and facts of the folder."""
    told: int | None
    """Statements that are told in it; None where it is not answered in."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What comes from a source."""

    title: str
    """Its title."""
    statements: int
    """Statements that come from it."""
    dates: Mapping[str, int]
    """Statements by their date in words."""


@dataclass(frozen=True, slots=True)
class Survey:
    """How much a knowledge base holds."""

    kinds: Mapping[str, KindCount]
    """By kind, in the order of the kinds."""
    fields: Mapping[str, int]
    """Values by field, in the order of the fields."""
    languages: Mapping[str, LanguageCount]
    """By language code, sorted."""
    sources: Mapping[str, SourceCount]
    """By source, most statements first."""
    statements: int
    """Statements."""
    oldest: tuple[Told, ...]
    """All statements that name a year, the oldest first."""


def told_by(entry: Entry, knowledge: KnowledgeBase) -> Iterator[Told]:
    """Yield the statements about an entry: its summary, its values, its facts."""
    for fact in entry.facts[:1]:
        yield Told(f"{entry.id}.{fact.id}", entry.kind, True, fact.origin, fact.say)
    for name in entry.values:
        origin = entry.origins.get(name, entry.origin)
        yield Told(f"{entry.id}.{name}", entry.kind, False, origin, knowledge.fields[name].say)
    for fact in entry.facts[1:]:
        yield Told(f"{entry.id}.{fact.id}", entry.kind, True, fact.origin, fact.say)


def survey(knowledge: KnowledgeBase) -> Survey:
    """Count all that there is."""
    told = [statement for entry in knowledge.entries.values() for statement in told_by(entry, knowledge)]
    values = Counter(name for entry in knowledge.entries.values() for name in entry.values)
    return Survey(
        kinds={kind: _of_kind(kind, knowledge, told) for kind in knowledge.kinds},
        fields={name: values[name] for name in knowledge.fields},
        languages=_languages(knowledge, told),
        sources=_sources(knowledge, told),
        statements=len(told),
        oldest=tuple(sorted((t for t in told if t.year is not None), key=lambda t: (t.year, t.id))),
    )


def _of_kind(kind: str, knowledge: KnowledgeBase, told: list[Told]) -> KindCount:
    facts = Counter(statement.is_fact for statement in told if statement.kind == kind)
    return KindCount(sum(e.kind == kind for e in knowledge.entries.values()), facts[False], facts[True])


def _languages(knowledge: KnowledgeBase, told: list[Told]) -> dict[str, LanguageCount]:
    asked = Counter(phrasing.language for phrasing in knowledge.phrasings if not phrasing.common)
    asked.update(language for item in knowledge.fields.values() for _, language in item.ask)
    asked.update(language for e in knowledge.entries.values() for fact in e.facts for _, language in fact.ask)
    names: Counter[str] = Counter()
    for entry in knowledge.entries.values():
        names.update({code: len(listed) for code, listed in entry.names.items()})
    found: dict[str, LanguageCount] = {}
    for code in sorted({*knowledge.languages, *knowledge.phrases, *asked, *names}):
        language = knowledge.languages.get(code)
        said = sum(code in statement.texts for statement in told) if code in knowledge.phrases else None
        words = sum(map(len, language.concepts.values())) if language else 0
        found[code] = LanguageCount(language.name if language else "", words, names[code], asked[code], said)
    return found


def _sources(knowledge: KnowledgeBase, told: list[Told]) -> dict[str, SourceCount]:
    counted = Counter(statement.origin.source for statement in told)
    return {
        source: SourceCount(
            knowledge.entries[source].title["en"],
            count,
            dict(Counter(t.origin.dated for t in told if t.origin.source == source).most_common()),
        )
        for source, count in counted.most_common()
    }
