"""What all screens have in common: the assistant as they see it, and how something offered is chosen."""

from __future__ import annotations

from typing import Protocol

from bot.cards import Card
from bot.knowing import Knowing
from bot.messages import Option, Question, Reply

BROWSE_COMMAND = "/topics"
"""An option whose text starts with it does not ask but goes on browsing: ``/topics region styria``."""


class Answering(Knowing, Protocol):
    """What a screen needs of the assistant."""

    async def ask(self, question: Question, /) -> Reply:
        """Answer a question."""

    def answer(self, question: Question, /) -> Reply:
        """Answer a question without logging it."""

    async def record(self, question: Question, reply: Reply, /) -> None:
        """Log a question that was answered."""

    async def carry_over(self, conversation: str, other: str, /) -> bool:
        """Let another conversation go on where this one is; returns False where this one is forgotten."""

    def cards(self, text: str, language: str | None, most: int, /) -> tuple[Card, ...]:
        """Return answers to choose from while somebody still types; questions to begin with where nothing is typed."""

    async def forget_context(self, conversation: str, /) -> None:
        """Start a conversation anew."""

    def why(self, conversation: str, language: str | None = None, /) -> Reply:
        """Explain the last answer of a conversation; the language counts where nothing was answered yet."""

    def topics(self, language: str, path: tuple[str, ...] = (), /) -> Reply:
        """Return what there is to browse below ``path``, as options."""

    async def feedback(self, conversation: str, helpful: bool, update: str | None = None, /) -> None:
        """Take down whether the reply to the delivery ``update`` helped; None stands for the last reply."""

    async def outdated(self, conversation: str, update: str | None = None, /) -> bool:
        """Pass on that the reply to the delivery ``update`` is out of date; returns whether it was passed on."""

    def last_delivery(self, conversation: str, /) -> str | None:
        """Return the delivery of the last question that was no choice."""

    async def forget_person(self, channel: str, person: str, /) -> None:
        """Begin every conversation anew in which somebody has asked.

        Raises:
            StorageError: The database fails.
        """


def offered(reply: Reply) -> tuple[Option, ...]:
    """Return what a person can choose under a reply: its options, then what is worth asking next."""
    return reply.options + reply.follow_ups


def browse_path(text: str) -> tuple[str, ...] | None:
    """Return the path that ``/topics region styria`` leads to; None for a text that is a question."""
    command, *path = text.split() or [""]
    return tuple(path) if command == BROWSE_COMMAND else None
