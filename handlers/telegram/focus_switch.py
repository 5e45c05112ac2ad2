"""The button under a reply that was given for what the event is about: asks the same without that from now on."""

from __future__ import annotations

from dataclasses import replace

from telegram import User

from bot.errors import BotError
from bot.messages import Option, Question, Reply
from bot.wording import pick
from handlers.telegram.context import BotContext

EVERYWHERE = "/everywhere"
"""An option whose text starts with it asks the rest without what the event is about."""


def with_switch(reply: Reply, question: Question, context: BotContext) -> Reply:
    """Return a reply that was given for an event's focus with one more choice; any other as it is."""
    entry = context.assistant.knowledge.entries.get(reply.focused) if reply.focused else None
    if entry is None:
        return reply
    label = context.say(reply.language, "meeting.everywhere", name=pick(entry.title, reply.language))
    return replace(reply, follow_ups=(*reply.follow_ups, Option(label, f"{EVERYWHERE} {question.text}")))


def without_switch(text: str) -> str | None:
    """Return the question that is to be asked without the event's focus; None for any other text."""
    command, _, rest = text.partition(" ")
    return rest if command == EVERYWHERE and rest else None


async def switch_off(context: BotContext, user: User) -> None:
    """Switch somebody's focus off; a database that fails costs nobody the answer."""
    meetings = context.parts.meetings
    if meetings is None:
        return
    try:
        attending, person = (await meetings.events()).attending, meetings.person(user)
        here = await attending.current(person)
        if here is not None:
            await attending.focus(here.event, person, focused=False)
    except BotError:
        return
