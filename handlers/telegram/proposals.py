"""Ways to close a gap as buttons, and back: a button names its way by a hash, for ids are too long for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.curation.changes import Action
from bot.curation.suggesting import Suggestion, suggestions
from bot.phrases import Phrases
from bot.wording import Wording, pick
from handlers.telegram.curator_data import short
from knowledge.models import KnowledgeBase
from knowledge.understanding import Understander

MOST_OF_ENTRY = 30
"""Ways offered with one entry."""


def code_of(way: Suggestion) -> str:
    """Return what a button calls a way to close a gap."""
    return short(way.action.value, way.target, way.field, way.name)


def found(code: str, texts: Sequence[str], understander: Understander) -> Suggestion | None:
    """Return the way that a button means: one proposed for the questions, or any that there is.

    Args:
        code: What the button calls it.
        texts: Questions of the group.
        understander: Of the knowledge as it is.
    """
    for way in suggestions(texts, understander):
        if code_of(way) == code:
            return way
    return next((way for way in _all(understander) if code_of(way) == code), None)


def with_entry(entry: str, understander: Understander) -> list[Suggestion]:
    """Return the ways to close a gap that have to do with an entry."""
    knowledge = understander.knowledge
    held = knowledge.entries[entry].values
    kind = knowledge.kinds[knowledge.entries[entry].kind]
    answers = [Suggestion(Action.ATTACH, s.id) for s in understander.index.about.get(entry, ())]
    fields = [
        Suggestion(Action.FILL, entry, field=name)
        for name in kind.fields
        if name in knowledge.fields and name not in held
    ]
    written = [Suggestion(Action.ANSWER, entry), Suggestion(Action.ALIAS, entry)]
    return [*written, *fields, *answers][:MOST_OF_ENTRY]


def kinds(knowledge: KnowledgeBase) -> list[Suggestion]:
    """Return the new entries that there can be, by kind."""
    return [Suggestion(Action.ENTRY, kind) for kind in knowledge.kinds if kind != "source"]


def entry_coded(code: str, knowledge: KnowledgeBase) -> str | None:
    """Return the entry that a button calls so."""
    return next((entry for entry in knowledge.entries if short(entry) == code), None)


def label(way: Suggestion, understander: Understander, phrases: Phrases, language: str) -> str:
    """Return what a button says about a way to close a gap."""
    knowledge = understander.knowledge
    wording = Wording(knowledge, phrases)
    if way.action is Action.ATTACH:
        statement = understander.statement(way.target)
        question = wording.question(statement, language) if statement else ""
        what = question or (wording.what_is(statement.entry, language) if statement else way.target)
        return phrases.say(language, "curation.do_attach", question=what)
    if way.action is Action.FILL:
        name = wording.title(way.target, language)
        question = pick(knowledge.fields[way.field].question, language).format(name=name)
        return phrases.say(language, "curation.do_fill", question=question)
    if way.action in {Action.ALIAS, Action.ANSWER}:
        key = "do_answer" if way.action is Action.ANSWER else "do_alias" if way.name else "do_name"
        entry = wording.title(way.target, language)
        return phrases.say(language, f"curation.{key}", name=way.name, entry=entry)
    if way.action is Action.ENTRY:
        return phrases.say(language, "curation.do_entry", kind=wording.counted(f"kind.{way.target}", 1, language))
    return phrases.say(language, f"action.{way.action.value}")


def _all(understander: Understander) -> Iterator[Suggestion]:
    for entry in understander.knowledge.entries:
        yield from with_entry(entry, understander)
    yield from kinds(understander.knowledge)
