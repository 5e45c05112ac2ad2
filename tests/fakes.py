"""Stand-ins with the behaviour of the real things, shared by the tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.cards import Card
from bot.messages import Candidate, Option, Outcome, Question, Reply


@dataclass
class EchoAssistant:
    """Answers everything by repeating it, and remembers what it was asked.

    A few words make it do something else: ``options``, ``long``, ``boom``.
    """

    asked: list[Question] = field(default_factory=list)
    """Every question, in order."""
    recorded: list[tuple[Question, Reply]] = field(default_factory=list)
    """Every question that was logged, with its reply."""
    forgotten: list[str] = field(default_factory=list)
    """Conversations that were started anew."""
    ratings: list[tuple[str, bool, str | None]] = field(default_factory=list)
    """What people said about replies."""
    outdated_replies: list[tuple[str, str | None]] = field(default_factory=list)
    """Replies that people said are out of date."""
    carried: list[tuple[str, str]] = field(default_factory=list)
    """Conversations that went on elsewhere."""
    browsed: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Language and path of each look at the topics."""
    replies: Mapping[str, Reply] = field(default_factory=dict)
    """Replies to certain texts."""
    rows: Mapping[str, str] = field(default_factory=dict)
    """Ids of entries in a table."""

    async def ask(self, question: Question) -> Reply:
        reply = self.answer(question)
        await self.record(question, reply)
        return reply

    async def record(self, question: Question, reply: Reply) -> None:
        self.recorded.append((question, reply))

    def answer(self, question: Question) -> Reply:
        self.asked.append(question)
        if question.text == "boom":
            raise RuntimeError("boom")
        if question.text in self.replies:
            return self.replies[question.text]
        if question.text == "options":
            options = (Option("The first <one>", "first"), Option("The second", "second"))
            return Reply(Outcome.SUGGESTED, "Which one?", options=options)
        if question.text == "long":
            return Reply(Outcome.ANSWERED, "Many:", items=tuple(f"item {number} & more" for number in range(600)))
        return Reply(
            Outcome.ANSWERED,
            f"You said {question.text}",
            note="guide 9.2",
            follow_ups=(Option("And then?", "then"),),
            entries=("echo",),
            sources=("guide 9.2",),
            candidates=(Candidate("echo", 0.987654),),
            score=0.987654,
            language=(question.language or "en")[:2],
        )

    async def carry_over(self, conversation: str, other: str) -> bool:
        self.carried.append((conversation, other))
        return True

    def cards(self, text: str, language: str | None, most: int) -> tuple[Card, ...]:
        return ()

    async def forget_context(self, conversation: str) -> None:
        self.forgotten.append(conversation)

    def why(self, conversation: str, language: str | None = None) -> Reply:
        return Reply(Outcome.SMALLTALK, f"Because <{conversation}>")

    def topics(self, language: str, path: tuple[str, ...] = ()) -> Reply:
        self.browsed.append((language, path))
        if path:
            return Reply(Outcome.SMALLTALK, f"Below {path[-1]}", follow_ups=(Option("Ask", "what is there"),))
        return Reply(Outcome.SMALLTALK, "Topics", follow_ups=(Option("Regions", "/topics region"),))

    async def feedback(self, conversation: str, helpful: bool, update: str | None = None) -> None:
        self.ratings.append((conversation, helpful, update))

    async def outdated(self, conversation: str, update: str | None = None) -> bool:
        self.outdated_replies.append((conversation, update))
        return True

    def last_delivery(self, conversation: str) -> str | None:
        return next((q.update for q in reversed(self.asked) if q.conversation == conversation), None)

    async def forget_person(self, channel: str, person: str) -> None:
        self.forgotten.append(f"{channel}:{person}")
