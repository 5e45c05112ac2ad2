"""An entry as it is known: what is told about it, where that comes from, what points to it, how people ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.phrases import Phrases
from bot.questions import Case
from bot.wording import Wording
from knowledge.facts import Statement
from knowledge.intents import FIELD, SUMMARY, intents
from knowledge.models import Entry, Fact, Field, FieldType, KnowledgeBase, Origin, Ways

Asked = Mapping[str, tuple[str, ...]]
"""Ways to ask by language code."""


@dataclass(frozen=True, slots=True)
class KnownStatement:
    """One statement."""

    id: str
    """``entry.field`` or ``entry.fact``."""
    says: Mapping[str, str]
    """What is told, by the languages that have a text of their own for it."""
    questions: Mapping[str, str]
    """The question of its button, by language; none for a summary."""
    origin: Origin
    """Where it comes from."""
    points_to: tuple[str, ...] = ()
    """Entries that it is about, besides its own."""
    asked: Asked = field(default_factory=dict)
    """Ways to ask for this very statement."""
    asked_of_any: Asked = field(default_factory=dict)
    """Ways to ask for the field, of whichever entry is named."""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """One entry, with all that hangs on it."""

    entry: Entry
    """The entry."""
    statements: tuple[KnownStatement, ...]
    """What is told about it: the summary, the fields, the facts."""
    referred_by: tuple[str, ...]
    """Statements of other entries that point to it, as ``entry.field``."""
    golden: tuple[tuple[str, str], ...]
    """Golden questions that name it, each with what must become of it; of a dialogue the turns that do."""


def known_entry(entry_id: str, knowledge: KnowledgeBase, golden: Iterable[Case]) -> KnownEntry:
    """Return an entry with all that hangs on it.

    Args:
        entry_id: Id of an entry that there is.
        knowledge: What there is to know.
        golden: The golden questions.
    """
    entry = knowledge.entries[entry_id]
    wording = Wording(knowledge, Phrases(knowledge.phrases))
    asked = _phrasings(knowledge)
    statements = [_fact(entry, fact, knowledge, asked) for fact in entry.facts]
    statements[1:1] = [_value(entry, knowledge.fields[name], wording, asked) for name in entry.values]
    named = {turn: None for case in golden for turn in case.turns if entry_id in turn.entries}
    return KnownEntry(
        entry, tuple(statements), tuple(_referring(entry_id, knowledge)), tuple((t.ask, str(t.expect)) for t in named)
    )


def _phrasings(knowledge: KnowledgeBase) -> dict[str, dict[str, list[str]]]:
    """Return the phrasings by the name they stand under, and by language."""
    found: dict[str, dict[str, list[str]]] = {}
    for phrasing in knowledge.phrasings:
        found.setdefault(phrasing.intent, {}).setdefault(phrasing.language, []).append(phrasing.text)
    return found


def _by_language(ways: Ways) -> dict[str, list[str]]:
    """Return ways to ask by language."""
    found: dict[str, list[str]] = {}
    for text, language in ways:
        found.setdefault(language, []).append(text)
    return found


def _joined(*asked: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Join ways to ask by language."""
    joined: dict[str, tuple[str, ...]] = {}
    for ways in asked:
        for language, texts in ways.items():
            joined[language] = (*joined.get(language, ()), *texts)
    return joined


def _fact(
    entry: Entry, fact: Fact, knowledge: KnowledgeBase, asked: Mapping[str, Mapping[str, list[str]]]
) -> KnownStatement:
    name = f"{entry.id}.{fact.id}"
    of_any = asked.get(SUMMARY, {}) if intents(knowledge)[name] == SUMMARY else {}
    ways = _joined(_by_language(fact.ask), asked.get(name, {}))
    return KnownStatement(name, fact.say, fact.question, fact.origin, fact.entries, ways, _joined(of_any))


def _value(entry: Entry, item: Field, wording: Wording, asked: Mapping[str, Mapping[str, list[str]]]) -> KnownStatement:
    name, value = f"{entry.id}.{item.id}", entry.values[item.id]
    origin = entry.origins.get(item.id, entry.origin)
    statement = Statement(name, entry.id, item, None, value, (), {}, {}, frozenset(), frozenset(), origin)
    says = {language: "\n".join(_lines(statement, language, wording)) for language in item.say}
    questions = {language: wording.question(statement, language) for language in item.question}
    ways = _joined(_by_language(item.ask), asked.get(f"{FIELD}.{item.id}", {}))
    targets = value if isinstance(value, tuple) else ()
    return KnownStatement(name, says, questions, origin, targets, _joined(asked.get(name, {})), ways)


def _lines(statement: Statement, language: str, wording: Wording) -> list[str]:
    return [wording.sentence(statement, language), *(f"• {line}" for line in wording.items(statement, language))]


def _referring(entry_id: str, knowledge: KnowledgeBase) -> Iterable[str]:
    """Yield the statements of other entries that point to an entry."""
    for other in knowledge.entries.values():
        if other.id == entry_id:
            continue
        for name, value in other.values.items():
            sort = knowledge.fields[name].type
            if sort in {FieldType.ENTRY, FieldType.ENTRIES} and isinstance(value, tuple) and entry_id in value:
                yield f"{other.id}.{name}"
        for fact in other.facts:
            if entry_id in fact.entries:
                yield f"{other.id}.{fact.id}"
