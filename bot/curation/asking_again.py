"""The questions of a group, asked again: whether they are answered, and which of them have to be from then on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.assistant import Assistant
from bot.curation.changes import Worked
from bot.curation.gaps import Group
from bot.curation.revisions import GoldenQuestion
from bot.messages import Outcome, Question
from bot.storage import NoQuestionLog
from knowledge.understanding import Understander

Told = Mapping[tuple[str, str], tuple[bool, tuple[str, ...]]]
"""By question and language: whether it is answered, and which entries the answer tells about."""


def replies(examples: Sequence[tuple[str, str]], understander: Understander) -> Told:
    """Ask questions, each with its language, in conversations of their own."""
    assistant = Assistant(understander, log=NoQuestionLog())
    found: dict[tuple[str, str], tuple[bool, tuple[str, ...]]] = {}
    for number, (text, language) in enumerate(examples):
        reply = assistant.answer(Question(text, f"desk:{number}", channel="desk", language=language))
        found[text, language] = (reply.outcome is Outcome.ANSWERED, reply.entries)
    return found


def answered_too(others: Iterable[Group], before: Understander, after: Understander) -> list[Group]:
    """Return the groups whose first question is answered after a change, and was not before."""
    asked = [(other, (other.title, other.language)) for other in others]
    examples = [example for _, example in asked]
    old, new = replies(examples, before), replies(examples, after)
    return [other for other, example in asked if new[example][0] and new[example] != old[example]]


def subjects_of(text: str, understander: Understander) -> tuple[str, ...]:
    """Return the entries that a question is about."""
    wish = understander.wish(understander.understand(text))
    return wish.subjects if wish is not None else ()


def golden_of(told: Told, worked: Worked) -> tuple[GoldenQuestion, ...]:
    """Return the questions of a group that are answered now, and have to be from then on."""
    return tuple(
        GoldenQuestion(text, language, worked.entry if worked.entry in entries else entries[0])
        for (text, language), (answered, entries) in told.items()
        if answered and entries
    )
