"""Questions and replies as plain values, to be stored and read back by another instance.

Stored like everything else that people wrote: scrubbed, and only as much of it as is needed to show it once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.messages import Occasion, Option, Outcome, Question, Reply
from bot.privacy import storable
from bot.storage.question_log import LONGEST_TEXT

_TEXTS = ("items", "entries", "sources", "why")
_OPTIONS = ("options", "follow_ups")


def reply_values(reply: Reply) -> dict[str, Any]:
    """Return a reply as plain values: what a screen shows of it."""
    quotes = reply.outcome in {Outcome.SUGGESTED, Outcome.UNANSWERED}

    def kept(text: str) -> str:
        # What is not answered may repeat what was typed; facts hold telephone numbers that are meant to be read.
        return storable(text, LONGEST_TEXT) if quotes else text

    return {
        "outcome": reply.outcome.value,
        "lead": kept(reply.lead),
        "note": reply.note,
        "score": reply.score,
        "language": reply.language,
        "focused": reply.focused,
        "labels": dict(reply.labels),
        **{name: [kept(text) for text in getattr(reply, name)] for name in _TEXTS},
        **{name: [[kept(o.label), kept(o.ask)] for o in getattr(reply, name)] for name in _OPTIONS},
    }


def reply_of(values: Mapping[str, Any]) -> Reply:
    """Return the reply that plain values stand for."""
    return Reply(
        outcome=Outcome(values["outcome"]),
        lead=values["lead"],
        items=tuple(values["items"]),
        note=values["note"],
        options=tuple(Option(*pair) for pair in values["options"]),
        follow_ups=tuple(Option(*pair) for pair in values["follow_ups"]),
        entries=tuple(values["entries"]),
        sources=tuple(values["sources"]),
        score=values["score"],
        language=values["language"],
        why=tuple(values["why"]),
        focused=values["focused"],
        labels=values["labels"],
    )


def question_values(question: Question) -> dict[str, Any]:
    """Return a question as plain values, without who asked it."""
    at = question.at
    return {
        "text": storable(question.text, LONGEST_TEXT),
        "conversation": question.conversation,
        "channel": question.channel,
        "language": question.language,
        "update": question.update,
        "at": None if at is None else [at.event, at.title, at.focus],
    }


def question_of(values: Mapping[str, Any]) -> Question:
    """Return the question that plain values stand for."""
    at = values.get("at")
    plain = {name: value for name, value in values.items() if name != "at"}
    return Question(**plain, at=None if at is None else Occasion(*at))
