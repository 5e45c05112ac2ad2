"""Questions asked again: what is found for them, in short, to see what differs; and what is said, where it does."""

from __future__ import annotations

from collections.abc import Hashable

from bot.assistant import Assistant
from bot.messages import Question, Reply
from bot.questions import Case
from knowledge.facts import Statement
from knowledge.understood import Understanding

Traces = Hashable
"""All of a finding that what is said depends on; the same trace is the same reply."""


def traced(assistant: Assistant, case: Case) -> tuple[Traces, ...]:
    """Return what is found in the turns of a case; replies are put into words only where that needs a conversation."""
    if len(case.turns) > 1:
        return tuple((reply.outcome, reply.plain()) for reply in said(assistant, case))
    return (_trace(assistant.understander.understand(case.turns[0].ask)),)


def said(assistant: Assistant, case: Case) -> tuple[Reply, ...]:
    """Return what is said in the turns of a case, in a conversation of its own."""
    key = f"replay:{case.name}"
    replies = tuple(assistant.answer(Question(turn.ask, key, channel="replay")) for turn in case.turns)
    assistant.conversations.forget(key)
    return replies


def _trace(understanding: Understanding) -> Traces:
    parts = []
    for part in understanding.parts:
        finding = part.finding
        told = tuple(_told(statement) for statement in finding.statements)
        chosen = (finding.entries, finding.kind, finding.filters, finding.facet, finding.verdict)
        parts.append((finding.shape, told, chosen, part.query.entities))
    chat = understanding.smalltalk.kind if understanding.smalltalk else ""
    return (chat, understanding.language, tuple(parts))


def _told(statement: Statement) -> Hashable:
    """Return a statement with all that is told of it."""
    said_as = tuple(statement.fact.say.items()) if statement.fact else ()
    return (statement.id, statement.value, said_as, statement.origin)
