"""Questions to begin with: what the knowledge answers about what an event is about, in the event's language."""

from __future__ import annotations

from collections.abc import Iterator

from bot.events.event import LONGEST_QUESTION, MOST_QUESTIONS
from bot.wording import Wording
from knowledge.facts import Statement
from knowledge.models import FieldType
from knowledge.understanding import Understander

MOST_TRIED = 40
"""Questions that are asked at most to find those that are answered."""

LONGEST_PHRASING = 80
"""Characters of a phrasing that is proposed."""

NOT_WORTH_ASKING = 9
"""How dull something is that is never proposed."""


def starter_questions(
    understander: Understander, wording: Wording, language: str, focus: str = "", most: int = MOST_QUESTIONS
) -> tuple[str, ...]:
    """Return questions that are worth asking and are answered, about different things.

    Args:
        understander: Answers them.
        wording: Puts them into words.
        language: Language of the event.
        focus: Entry that the event is about; empty for all.
        most: How many.
    """
    found: dict[str, None] = {}
    for tried, question in enumerate(_questions(understander, wording, language, focus)):
        if len(found) == most or tried == MOST_TRIED:
            break
        if question not in found and len(question) <= LONGEST_QUESTION and _answered(understander, question, language):
            found[question] = None
    return tuple(found)


def _answered(understander: Understander, question: str, language: str) -> bool:
    parts = understander.understand(question, language=language).parts
    return len(parts) == 1 and parts[0].finding.answered


def _questions(understander: Understander, wording: Wording, language: str, focus: str) -> Iterator[str]:
    """Yield questions, the most telling of each entry in turn: of what is in focus, of what lies in it, of all else."""
    index = understander.index
    inside = [entry for entry, within in index.within.items() if focus in within] if focus else []
    near = ([focus] if focus else []) + sorted(inside, key=lambda entry: -len(index.about.get(entry, ())))
    known = sorted(index.about, key=lambda entry: (-len(index.about[entry]), entry))
    for entries in (near, _of_different_kinds(understander, known), known):
        told = [
            (_dull(statement), place, statement)
            for entry in entries
            for place, statement in enumerate(sorted(index.about.get(entry, ()), key=_dull))
        ]
        asked: set[str] = set()
        for dull, _, statement in sorted(told, key=lambda one: one[:2]):
            if dull == NOT_WORTH_ASKING:
                break
            # The same field of another entry would be the same question once more.
            what = statement.field.id if statement.field is not None else statement.id
            question = _question(understander, wording, statement, language) if what not in asked else ""
            if question:
                asked.add(what)
                yield question


def _question(understander: Understander, wording: Wording, statement: Statement, language: str) -> str:
    """Return a question for a statement in a language, as it is written down or as people have been found to ask it."""
    if statement.is_summary:
        return wording.what_is(statement.entry, language)
    if statement.fact is None or language in statement.fact.question:
        return wording.question(statement, language)
    for phrasing in understander.knowledge.phrasings:
        text = phrasing.text
        if (phrasing.intent, phrasing.language) != (statement.id, language) or not _well_written(text):
            continue
        parts = understander.understand(text, language=language).parts
        if len(parts) == 1 and parts[0].finding.statements[:1] == (statement,) and parts[0].finding.answered:
            return text
    return ""


def _well_written(text: str) -> bool:
    """Tell whether a phrasing can stand on a poster: a whole sentence, not too long, without a blank."""
    return text[:1].isupper() and text.endswith("?") and "_" not in text and 20 <= len(text) <= LONGEST_PHRASING


def _dull(statement: Statement) -> int:
    """Tell how little worth asking for a statement is."""
    if statement.is_summary:
        return 4
    if statement.field is None:
        return 1 if statement.fact is not None else NOT_WORTH_ASKING
    if statement.field.type is FieldType.NUMBER:
        return 0 if statement.field.unit else NOT_WORTH_ASKING
    if statement.field.type is FieldType.URL:
        return NOT_WORTH_ASKING
    # Where something lies the room knows.
    return 3 if statement.field.within else 2


def _of_different_kinds(understander: Understander, entries: list[str]) -> list[str]:
    """Return the first entry of each kind."""
    found: dict[str, str] = {}
    for entry in entries:
        found.setdefault(understander.knowledge.entries[entry].kind, entry)
    return list(found.values())
