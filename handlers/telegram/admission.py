"""Who is a curator: asked anew with every message and every button, whatever was shown to whom."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import Chat, Update, User

from bot.curation.digest import FIRST_HOUR
from bot.curation.opened import Curation
from bot.errors import BotError, CurationError, PhraseError, StorageError
from bot.phrases import Phrases
from handlers.telegram.context import BotContext
from handlers.telegram.curating import Curating
from handlers.telegram.markup import escape
from handlers.telegram.sending import send
from handlers.telegram.speaking import tongue_of
from handlers.telegram.view import CHANNEL, place_of
from knowledge import KnowledgeError, KnowledgeProblems

MOST_PROBLEMS = 10
"""Problems of the knowledge that one message lists."""


@dataclass(frozen=True, slots=True)
class Curator:
    """A curator at work."""

    id: int
    """Telegram's id."""
    language: str
    """Language of the words said to them."""
    curation: Curation
    """What they work with."""
    curating: Curating
    """What the screen needs for them."""

    @property
    def name(self) -> str:
        """What they are called in the history."""
        return f"{CHANNEL}:{self.id}"


class Refused(Exception):
    """Somebody may not do this, or nobody can for now.

    Attributes:
        key: Key of the text that says so.
        values: What stands for its placeholders.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key)


Command = Callable[[Update, BotContext, Curator], Awaitable[None]]
Handler = Callable[[Update, BotContext], Coroutine[Any, Any, None]]


def admitted(context: BotContext, user: User) -> Curator:
    """Return somebody as a curator.

    Raises:
        Refused: They are none, or nothing is kept.
    """
    curating = context.parts.curating
    if curating is None:
        raise Refused("curation.nothing_kept")
    if user.id not in curating.curators:
        raise Refused("curation.stranger", id=user.id)
    if curating.curation is None:
        raise Refused("desk_error.storage")
    language = context.parts.phrases.language(user.language_code)
    return Curator(user.id, language, curating.curation, curating)


def for_curators(command: Command) -> Handler:
    """Let a command be used by curators alone, in private: a queue is nothing for a group to read."""

    async def checked(update: Update, context: BotContext) -> None:
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        private = message.chat.type == Chat.PRIVATE
        try:
            curator = admitted(context, user)
            if not private:
                raise Refused("curation.private_only")  # noqa: TRY301 - said like all the others
            now = curator.curating.clock()
            await curator.curation.digests.begin(curator.name, FIRST_HOUR, curator.language, now)
            await command(update, context, curator)
        except (Refused, BotError, KnowledgeError) as error:
            # In a group the command may be meant for another bot.
            if private or not isinstance(error, Refused) or error.key == "curation.private_only":
                text = words_of(error, context.parts.phrases, await tongue_of(context, message))
                await send(context.bot, place_of(message), escape(text))

    return checked


def words_of(error: Exception, phrases: Phrases, language: str | None) -> str:
    """Return what to say about an error, in somebody's language."""
    if isinstance(error, Refused):
        return phrases.say(language, error.key, **error.values)
    if isinstance(error, CurationError):
        values = {name: _named(name, value, phrases, language) for name, value in error.values.items()}
        return phrases.say(language, f"desk_error.{error.key}", **values)
    if isinstance(error, StorageError):
        return phrases.say(language, "desk_error.storage")
    if isinstance(error, KnowledgeProblems):
        lines = [f"• {problem.text}" for problem in error.problems[:MOST_PROBLEMS]]
        return phrases.say(language, "desk_error.knowledge", problems="\n" + "\n".join(lines))
    return phrases.say(language, "desk_error.knowledge", problems=str(error))


def _named(name: str, value: object, phrases: Phrases, language: str | None) -> object:
    """Return a value of an error as it is called on the screens."""
    if name != "what":
        return value
    try:
        return phrases.say(language, f"desk_field.{value}")
    except PhraseError:
        return value
