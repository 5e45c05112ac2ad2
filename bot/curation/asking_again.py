"""The questions of a group, asked again: whether they are answered, and which of them have to be from then on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.assistant import Assistant
from bot.curation.changes import Worked
from bot.curation.revisions import GoldenQuestion
from bot.messages import Outcome, Question
from bot.storage import NoQuestionLog
from knowledge.understanding import Understander


def replies(
    examples: Sequence[tuple[str, str]], understander: Understander
) -> dict[tuple[str, str], tuple[bool, tuple[str, ...]]]:
    """Return for each question whether it is answered, and which entries the answer tells about."""
    assistant = Assistant(understander, log=NoQuestionLog())
    found: dict[tuple[str, str], tuple[bool, tuple[str, ...]]] = {}
    for number, (text, language) in enumerate(examples):
        reply = assistant.answer(Question(text, f"desk:{number}", channel="desk", language=language))
        found[text, language] = (reply.outcome is Outcome.ANSWERED, reply.entries)
    return found


def subjects_of(text: str, understander: Understander) -> tuple[str, ...]:
    """Return the entries that a question is about."""
    wish = understander.wish(understander.understand(text))
    return wish.subjects if wish is not None else ()


def golden_of(
    examples: Sequence[tuple[str, str]], worked: Worked, understander: Understander
) -> tuple[GoldenQuestion, ...]:
    """Return the questions of a group that are answered now, and have to be from then on."""
    found = replies(examples, understander)
    return tuple(
        GoldenQuestion(text, language, worked.entry if worked.entry in entries else entries[0])
        for (text, language), (answered, entries) in found.items()
        if answered and entries
    )
