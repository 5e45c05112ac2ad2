"""Conversations that outlive a process: their last questions are kept, and answered again where they are not in memory.

What a conversation is about follows from what was asked, so a handful of questions is all that has to be kept. They are
kept scrubbed, under a keyed hash, and only for as long as a conversation lasts.
"""

from __future__ import annotations

import logging
import random
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from bot.conversation import FORGOTTEN_AFTER, Conversations, Kept
from bot.errors import BotError
from bot.messages import Occasion, Outcome, Question, Reply
from bot.privacy import storable
from bot.storage.question_log import LONGEST_TEXT

logger = logging.getLogger(__name__)

VERSIONS = 2**31 - 1
"""Versions there can be."""

MOST_TURNS = 6
"""Questions kept of a conversation; what came before hardly matters any more."""


class KeptConversations(Protocol):
    """Where conversations are kept."""

    async def get(self, key: str, since: datetime, /) -> Kept:
        """Return what is kept of a conversation."""

    async def put(self, key: str, kept: Kept, person: str | None, now: datetime, /) -> None:
        """Keep a conversation."""

    async def forget(self, keys: tuple[str, ...], person: str | None = None, /) -> None:
        """Forget conversations."""

    async def keys(self, since: datetime, /) -> Sequence[str]:
        """Return the keys of conversations that were not silent since a moment."""


class Recaller:
    """Brings conversations back that another process has had, and keeps those of this one.

    Args:
        kept: Where they are kept.
        conversations: Those in memory.
        hasher: Keyed hash of people and conversations.
        clock: Tells the time, with a time zone.
    """

    def __init__(
        self,
        kept: KeptConversations,
        conversations: Conversations,
        hasher: Callable[[str], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._kept = kept
        self._conversations = conversations
        self._hasher = hasher
        self._clock = clock
        self.alone = False
        """Whether no other process has any of these conversations: then what is in memory need not be looked up."""
        self._last_kept: OrderedDict[str, datetime] = OrderedDict()
        self._looked = False
        self._chance = random.Random()  # noqa: S311 - versions are no secret

    async def recall(self, key: str, answer: Callable[[Question], Reply], update: str | None = None) -> None:
        """Make sure that a conversation in memory is as it is kept; a database that fails costs nobody the answer.

        Args:
            key: Key of the conversation.
            answer: Answers a question without logging it.
            update: Delivery that is handled now: where another process fell over it, its turn is not counted yet.
        """
        try:
            kept = await self._kept_of(key)
        except BotError as error:
            logger.warning("a conversation goes on as this process remembers it: %s", error)
            return
        conversation = self._conversations.get(key)
        begun = update is not None and any(turn["update"] == update for turn in kept.turns)
        if conversation.kept.version == kept.version and not begun:
            return
        turns = tuple(turn for turn in kept.turns if turn["update"] != update) if begun else kept.turns
        self._conversations.forget(key)
        for turn in turns:
            answer(_question(turn, key))
        conversation = self._conversations.get(key)
        conversation.missed, conversation.kept = (), replace(kept, turns=turns)

    async def keep(self, question: Question, reply: Reply) -> None:
        """Keep a question as the last turn of its conversation; small talk changes nothing."""
        if reply.outcome is Outcome.SMALLTALK:
            return
        conversation = self._conversations.get(question.conversation)
        conversation.kept = replace(conversation.kept, turns=(*conversation.kept.turns, _turn(question))[-MOST_TURNS:])
        person = None if question.person is None else self._hasher(f"{question.channel}:{question.person}")
        await self.store(question.conversation, person)

    async def store(self, key: str, person: str | None = None) -> None:
        """Keep a conversation as it is in memory.

        Args:
            key: Key of the conversation.
            person: Keyed hash of whoever has it.
        """
        conversation = self._conversations.get(key)
        hashed, now = self._hasher(key), self._clock()
        self._last_kept[hashed] = now
        self._last_kept.move_to_end(hashed)
        self._let_go(now - FORGOTTEN_AFTER)
        # Drawn at random: no other process can have it for another state of the conversation.
        conversation.kept = replace(conversation.kept, version=1 + self._chance.randrange(VERSIONS))
        try:
            await self._kept.put(hashed, conversation.kept, person, now)
        except BotError as error:
            logger.warning("a conversation is remembered by this process alone: %s", error)

    async def _kept_of(self, key: str) -> Kept:
        """Return what is kept of a conversation.

        Raises:
            StorageError: The database fails.
        """
        hashed, since = self._hasher(key), self._clock() - FORGOTTEN_AFTER
        if self.alone:
            known = self._conversations.get(key).kept
            if known.version or not await self._may_be_kept(hashed, since):
                return known
        return await self._kept.get(hashed, since)

    async def _may_be_kept(self, hashed: str, since: datetime) -> bool:
        """Tell whether something may be kept of a conversation that is not in memory; the database is asked once.

        Raises:
            StorageError: The database fails.
        """
        if not self._looked:
            before = OrderedDict.fromkeys(await self._kept.keys(since), self._clock())
            self._last_kept, self._looked = before | self._last_kept, True
        self._let_go(since)
        return hashed in self._last_kept

    def _let_go(self, since: datetime) -> None:
        """Remember nothing of conversations that have been silent since a moment."""
        while self._last_kept and next(iter(self._last_kept.values())) < since:
            self._last_kept.popitem(last=False)

    async def forget(self, key: str) -> None:
        """Forget a conversation.

        Raises:
            StorageError: The database fails.
        """
        await self._kept.forget((self._hasher(key),))

    async def forget_person(self, channel: str, person: str) -> None:
        """Forget somebody's conversations.

        Raises:
            StorageError: The database fails.
        """
        await self._kept.forget((), self._hasher(f"{channel}:{person}"))


def _turn(question: Question) -> Mapping[str, Any]:
    at = question.at
    return {
        "text": storable(question.text, LONGEST_TEXT),
        "language": question.language,
        "channel": question.channel,
        "update": question.update,
        "at": None if at is None else [at.event, at.title, at.focus],
    }


def _question(turn: Mapping[str, Any], key: str) -> Question:
    at = turn.get("at")
    return Question(
        turn["text"],
        key,
        channel=turn["channel"],
        language=turn["language"],
        update=turn["update"],
        at=None if at is None else Occasion(*at),
    )
