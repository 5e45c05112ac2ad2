"""What is said to a question that was taken to be about what the asker's event is about."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Occasion, Reply
from bot.wording import Wording
from knowledge.context import Carry
from knowledge.understood import Understanding


def said_so(reply: Reply, understanding: Understanding, at: Occasion, wording: Wording) -> Reply:
    """Return a reply that says so where the question was taken to be about the event's focus; else as it is."""
    carried = [part.carried for part in understanding.parts if part.finding.answered]
    if not any(how is not None and how.how is Carry.FOCUS for how in carried):
        return reply
    name = wording.title(at.focus, reply.language)
    said = wording.phrases.say(reply.language, "reply.focused", name=name, event=at.title)
    return replace(reply, lead=f"{said}\n{reply.lead}", focused=at.focus)
