"""What a curator does about a gap, as a value; and the edits of the knowledge files that it comes to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.curation.own_source import CURATED, CURATORS, file_edits, says, source_edits
from bot.errors import CurationError
from bot.phrases import FALLBACK
from knowledge.edits import Edit, Op
from knowledge.models import Entry, FieldType, KnowledgeBase, Role
from knowledge.text import fold
from knowledge.understanding import Understander

LONGEST_TEXT = 1_000
"""Characters of a text that a curator types: a reply must stay short."""

LONGEST_NAME = 80
"""Characters of a name or a title."""

_LISTED = re.compile(r"[\s,;]+")


class Action(StrEnum):
    """What a curator does about a gap."""

    ATTACH = "attach"
    """The answer is there; this question asks for it."""
    ALIAS = "alias"
    """An entry has another name, or a concept another word."""
    FILL = "fill"
    """A field of an entry is filled in."""
    ANSWER = "answer"
    """An entry gets a new statement."""
    ENTRY = "entry"
    """A new entry, with what it is."""
    DISMISS = "dismiss"
    """Needs no answer: out of scope, or spam."""
    UNDO = "undo"
    """Takes a revision back."""


@dataclass(frozen=True, slots=True)
class Change:
    """A curator's change, before it is worked out."""

    action: Action
    """What is done."""
    target: str = ""
    """Statement for attach, entry for alias, fill and answer, ``concept:ID`` for the word of a concept, kind for a new
    entry, revision for undo."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What was typed: ``name``; ``field`` and ``value``; ``say``, by language ``say.de``; ``title``; ``source``,
    ``dated``; ``language``; ``reason``."""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"action": self.action.value, "target": self.target, "values": dict(self.values)}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Change:
        """Return the change that plain values stand for."""
        return cls(Action(found["action"]), found["target"], found["values"])


@dataclass(frozen=True, slots=True)
class Worked:
    """A change worked out."""

    edits: tuple[Edit, ...]
    """Edits of the knowledge files."""
    entry: str
    """Entry that it is about; empty for none."""
    statement: str = ""
    """Statement that the group's questions are answered by now; empty where they are read anew."""


def worked_out(change: Change, examples: Sequence[tuple[str, str]], understander: Understander, today: date) -> Worked:
    """Return the edits that a change comes to.

    Args:
        change: what the curator wants.
        examples: questions of the group, with their language.
        understander: of the knowledge as it is.
        today: stands in where the curator gives no date.

    Raises:
        CurationError: something is missing or does not fit.
    """
    knowledge = understander.knowledge
    if change.action is Action.ATTACH:
        return _attached(change, examples, understander)
    if change.action is Action.ALIAS:
        return _named(change, knowledge)
    if change.action is Action.FILL:
        return _filled(change, knowledge, today)
    if change.action is Action.ANSWER:
        return _answered(change, examples, understander, today)
    if change.action is Action.ENTRY:
        return _entry(change, examples, knowledge, today)
    return Worked((), "")


def _attached(change: Change, examples: Sequence[tuple[str, str]], understander: Understander) -> Worked:
    statement = understander.statement(change.target)
    if statement is None:
        statement = understander.statement(f"{change.target}.summary")
    if statement is None:
        raise CurationError("no_statement", target=change.target)
    if not examples:
        raise CurationError("no_examples")
    return Worked(attached(statement.id, examples), statement.entry, statement.id)


def attached(statement: str, examples: Sequence[tuple[str, str]]) -> tuple[Edit, ...]:
    """Return the edits that make questions ask for a statement, each with its language."""
    edits: list[Edit] = []
    for text, language in examples:
        file = f"phrasings/curated.{language}.yaml"
        edits += [
            says(file, "language", language),
            Edit(file, ("exact",), Op.SET, value=True, was=True),
            Edit(file, ("phrasings", statement), Op.ADD, text),
        ]
    return tuple(dict.fromkeys(edits))


def _named(change: Change, knowledge: KnowledgeBase) -> Worked:
    name = _text(change, "name", LONGEST_NAME)
    what, _, concept = change.target.partition(":")
    language = change.values.get("language", "")
    if what == "concept" and concept:
        if concept not in knowledge.concepts:
            raise CurationError("no_concept", target=concept)
        code = language if language in knowledge.languages else FALLBACK
        file = f"vocabulary/{code}.yaml"
        return Worked((says(file, "language", code), Edit(file, ("concepts", concept), Op.ADD, name)), "")
    entry = _known(change.target, knowledge)
    if any(fold(name) == fold(other) for names in entry.names.values() for other in names):
        raise CurationError("has_name", entry=entry.id, name=name)
    proper = name[:1].isupper() or not language
    return Worked((_edit(entry, ("names", "any" if proper else language), Op.ADD, name),), entry.id)


def _filled(change: Change, knowledge: KnowledgeBase, today: date) -> Worked:
    entry = _known(change.target, knowledge)
    name = change.values.get("field", "")
    kind = knowledge.kinds[entry.kind]
    if name not in kind.fields or name not in knowledge.fields:
        known = ", ".join(f for f in kind.fields if f in knowledge.fields)
        raise CurationError("no_field", field=name, entry=entry.id, known=known)
    typed = _text(change, "value", LONGEST_TEXT)
    sort = knowledge.fields[name].type
    value: Any = typed
    if sort is FieldType.ENTRIES:
        value = [part for part in _LISTED.split(typed) if part]
    elif sort in {FieldType.NUMBER, FieldType.YEAR} and typed.isdigit():
        value = int(typed)
    stood = entry.values.get(name)
    was = _as_written(stood) if stood is not None else None
    origin = entry.origins.get(name)
    was_origin = (
        {"source": origin.source, "heading": origin.heading, "dated": origin.dated} if origin is not None else None
    )
    return Worked(
        (
            _edit(entry, (name,), Op.SET, value, was),
            _edit(entry, ("sourced", name), Op.SET, _origin(change, today), was_origin),
            *source_edits(knowledge, _dated(change, today)),
        ),
        entry.id,
    )


def _as_written(value: Any) -> Any:
    """Return the value of a field as it stands in the file."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, str):
        return value
    figure = int(value.value) if value.value == int(value.value) else value.value
    return f"{value.about} {figure}" if value.about else figure


def _answered(change: Change, examples: Sequence[tuple[str, str]], understander: Understander, today: date) -> Worked:
    knowledge = understander.knowledge
    entry = _known(change.target, knowledge)
    say = _said(change)
    question = change.values.get("question") or (examples[0][0] if examples else "")
    if not question:
        raise CurationError("no_examples")
    taken = {fact.id for fact in entry.facts}
    name = _slug(change.values.get("name") or question, taken)
    explains = sorted(_recorded_nowhere([question, *(text for text, _ in examples)], understander))
    fact = {"id": name, "say": say, "question": question, "ask": [question], **_origin(change, today)}
    if explains:
        fact["explains"] = explains
    edits = (*source_edits(knowledge, _dated(change, today)), _edit(entry, ("facts",), Op.ADD, fact))
    statement = f"{entry.id}.{name}"
    return Worked((*edits, *attached(statement, examples)), entry.id, statement)


def _recorded_nowhere(texts: Sequence[str], understander: Understander) -> set[str]:
    """Return the concepts of questions that nothing in the knowledge tells about so far."""
    wishes = [understander.wish(understander.understand(text)) for text in texts]
    named = {concept for wish in wishes if wish is not None for concept in wish.concepts}
    # Operators and hints are marked in a wish, and so are no concepts of the vocabulary as they stand there.
    return {c for c, known in understander.knowledge.concepts.items() if c in named and known.role is Role.OUTSIDE}


def _entry(change: Change, examples: Sequence[tuple[str, str]], knowledge: KnowledgeBase, today: date) -> Worked:
    kind = change.target
    if kind not in knowledge.kinds:
        raise CurationError("no_kind", kind=kind, known=", ".join(knowledge.kinds))
    title = _text(change, "title", LONGEST_NAME)
    name = _slug(title, set(knowledge.entries))
    origin = _origin(change, today)
    item = {
        "id": name,
        "kind": kind,
        "title": title,
        "names": {"any": [title]},
        "summary": _said(change),
        "heading": origin["heading"],
        "dated": origin["dated"],
    }
    dated = _dated(change, today)
    begun = source_edits(knowledge, dated) or file_edits(knowledge, dated)
    edits = (*begun, Edit(CURATED, ("entries",), Op.ADD, item))
    statement = f"{name}.summary"
    return Worked((*edits, *attached(statement, examples)), name, statement)


def _origin(change: Change, today: date) -> dict[str, str]:
    heading = _text(change, "source", LONGEST_NAME * 2)
    return {"source": CURATORS, "heading": heading, "dated": _dated(change, today)}


def _dated(change: Change, today: date) -> str:
    return change.values.get("dated") or f"as of {today.year}"


def _said(change: Change) -> str | dict[str, str]:
    """Return the text of an answer, by language; a text in another language stands in for English."""
    texts = {key.partition(".")[2]: text.strip() for key, text in change.values.items() if key.startswith("say.")}
    texts = {language: text for language, text in texts.items() if text}
    plain = change.values.get("say", "").strip()
    language = change.values.get("language") or FALLBACK
    if plain:
        texts.setdefault(language, plain)
    if not texts:
        raise CurationError("missing", what="say")
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        raise CurationError("too_long", what="say", most=LONGEST_TEXT)
    texts.setdefault(FALLBACK, next(iter(texts.values())))
    return texts[FALLBACK] if set(texts) == {FALLBACK} else dict(sorted(texts.items(), key=lambda t: t[0] != FALLBACK))


def _text(change: Change, key: str, most: int) -> str:
    """Return a text that was typed, on one line."""
    text = " ".join(change.values.get(key, "").split())
    if not text:
        raise CurationError("missing", what=key)
    if len(text) > most:
        raise CurationError("too_long", what=key, most=most)
    return text


def _known(entry: str, knowledge: KnowledgeBase) -> Entry:
    found = knowledge.entries.get(entry)
    if found is None:
        raise CurationError("no_entry", entry=entry)
    return found


def _edit(entry: Entry, path: tuple[str, ...], op: Op, value: Any, was: Any = None) -> Edit:
    return Edit(entry.origin.file, ("entries", f"={entry.id}", *path), op, value, was)


def _slug(text: str, taken: set[str]) -> str:
    """Return an id made of a text, one that is not taken."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    base = "-".join(re.findall(r"[a-z0-9]+", plain)[:6])[:48].strip("-")
    base = base if base[:1].isalpha() else f"q-{base}".strip("-")
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
