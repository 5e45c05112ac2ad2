"""Forms ↔ changes: what is proposed to close a gap, what can be typed, and the change that a form stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.assistant import Assistant
from bot.curation.changes import Action, Change
from bot.curation.suggesting import Suggestion
from bot.errors import CurationError
from bot.wording import pick
from handlers.web.routes import Form

FIELDS = frozenset(
    {"action", "target", "name", "field", "value", "say", "title", "source", "dated", "language", "reason", "question"}
)
"""Fields of the forms that draft changes; ``say.de`` and the like besides."""

DRAFTED = frozenset(Action) - {Action.UNDO}
"""What a form can draft; an undo begins in the history."""

MOST_TARGETS = 1_000
"""Entries that a form offers while somebody types."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way to close a gap, in words."""

    suggestion: Suggestion
    """What to do."""
    text: str
    """What it comes to: the answer that is there, the entry, the question of the field."""

    @property
    def at_once(self) -> bool:
        """Whether nothing has to be typed for it."""
        return self.suggestion.action in {Action.ATTACH, Action.ALIAS}


def proposed(found: Sequence[Suggestion], assistant: Assistant, language: str) -> list[Proposal]:
    """Return suggestions in words; dismissing has a form of its own."""
    return [Proposal(s, _told(s, assistant, language)) for s in found if s.action is not Action.DISMISS]


def _told(suggestion: Suggestion, assistant: Assistant, language: str) -> str:
    wording, knowledge = assistant.composer.wording, assistant.knowledge
    statement = assistant.understander.statement(suggestion.target)
    if suggestion.action is Action.ATTACH and statement is not None:
        return wording.sentence(statement, language)
    title = wording.title(suggestion.target, language) if suggestion.target in knowledge.entries else suggestion.target
    if suggestion.action is Action.FILL and suggestion.field in knowledge.fields:
        return pick(knowledge.fields[suggestion.field].question, language).format(name=title)
    if suggestion.action is Action.ALIAS:
        return f"{title} = {suggestion.name}"
    return title


def known_targets(assistant: Assistant, language: str) -> dict[str, Any]:
    """Return what the forms offer to choose from: entries, fields and kinds, with their names."""
    knowledge, wording = assistant.knowledge, assistant.composer.wording
    entries = {entry: wording.title(entry, language) for entry in list(knowledge.entries)[:MOST_TARGETS]}
    kinds = {kind: wording.counted(f"kind.{kind}", 1, language) for kind in knowledge.kinds}
    return {"entries": entries, "fields": sorted(knowledge.fields), "kinds": kinds}


def change_of(form: Form) -> Change:
    """Return the change that a form stands for.

    Raises:
        CurationError: It names no action.
    """
    action = next((action for action in DRAFTED if action.value == form.get("action")), None)
    if action is None:
        raise CurationError("missing", what="value")
    values = {
        name: value
        for name, value in form.values.items()
        if value and (name in FIELDS or name.startswith("say.")) and name not in {"action", "target"}
    }
    return Change(action, form.get("target"), values)
