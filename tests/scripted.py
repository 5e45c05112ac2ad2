"""An assistant that says what a script says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import SimpleNamespace

from bot.messages import Question, Reply


class Scripted:
    """Says what the script says to a text, and raises ``KeyError`` where it says nothing."""

    def __init__(self, script: Mapping[str, Reply], entries: Collection[str] = ()) -> None:
        self.script = script
        self.knowledge = SimpleNamespace(entries=dict.fromkeys(entries))
        self.asked: list[Question] = []
        self.forgotten: list[str] = []

    async def ask(self, question: Question) -> Reply:
        self.asked.append(question)
        return self.script[question.text]

    async def forget_context(self, conversation: str) -> None:
        self.forgotten.append(conversation)
