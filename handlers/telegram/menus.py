"""Which commands Telegram offers to whom: everybody in private, in groups, admins of groups, curators, organisers.

What is not offered is not forbidden, and what is offered not allowed: who may do what is checked with every use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.errors import PhraseError
from bot.phrases import Phrases

EVERYBODY = ("topics", "new", "why", "event", "mine", "mydata", "forget", "privacy", "help")
"""Offered in private."""

GROUP = ("ask", "topics", "new", "why", "privacy", "help")
"""Offered in groups."""

ADMINS = (*GROUP, "setup")
"""Offered to the admins of a group."""

CURATOR = ("unanswered", "gap", "history", "digest")
"""Offered to curators, before all else."""

DESK = "desk"
"""Offered to curators where there is a web desk."""

ORGANISER = ("event",)
"""Offered to organisers, before all else; ``event`` is another thing to them."""

CANCEL = "cancel"
"""Offered to whoever may be asked to type something."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands that are offered somewhere."""

    scope: BotCommandScope
    """Where."""
    commands: tuple[tuple[str, str], ...]
    """Names, each with the last part of the key of its description."""

    def said(self, phrases: Phrases, language: str) -> Sequence[BotCommand]:
        """Return the commands in a language; nothing where descriptions are missing."""
        try:
            return [BotCommand(name, phrases.say(language, f"menu.{key}")) for name, key in self.commands]
        except PhraseError:
            return ()


def menus(curators: frozenset[int], organisers: frozenset[int], *, desk: bool) -> Iterator[Menu]:
    """Return all menus.

    Args:
        curators: Telegram's ids of the curators.
        organisers: The same of the organisers.
        desk: Whether there is a web desk.
    """
    yield Menu(BotCommandScopeAllPrivateChats(), _plain(EVERYBODY))
    yield Menu(BotCommandScopeAllGroupChats(), _plain(GROUP))
    yield Menu(BotCommandScopeAllChatAdministrators(), _plain(ADMINS))
    for person in sorted(curators | organisers):
        first: list[tuple[str, str]] = []
        if person in curators:
            first += _plain((*CURATOR, *((DESK,) if desk else ())))
        if person in organisers:
            first += [(name, f"{name}_organiser") for name in ORGANISER]
        first += _plain((CANCEL,))
        offered = {name for name, _ in first}
        rest = tuple(pair for pair in _plain(EVERYBODY) if pair[0] not in offered)
        yield Menu(BotCommandScopeChat(person), (*first, *rest))


def _plain(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)
