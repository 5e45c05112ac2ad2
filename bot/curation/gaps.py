"""What missed, as values: a gap is one question that went wrong, a group all gaps with the same wish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.messages import Candidate
from knowledge.wishes import Wish


class Cause(StrEnum):
    """Why a question counts as a gap."""

    UNANSWERED = "unanswered"
    """The bot said that it does not know."""
    NONE_OF_THESE = "none_of_these"
    """The person refused all that was offered."""
    REPHRASED = "rephrased"
    """The person ignored what was offered and asked in other words."""
    UNHELPFUL = "unhelpful"
    """The person said that the answer did not help."""
    OUTDATED = "outdated"
    """The person said that the answer is out of date."""


class GroupState(StrEnum):
    """What has become of a group."""

    OPEN = "open"
    """Waits for a curator."""
    SNOOZED = "snoozed"
    """Waits, out of sight until a day."""
    DISMISSED = "dismissed"
    """Needs no answer; further gaps are counted and nothing else."""
    CLOSED = "closed"
    """Answered by a revision."""
    MERGED = "merged"
    """Part of another group now."""


WAITING = (GroupState.OPEN, GroupState.SNOOZED)
"""States of groups that somebody still waits for."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One question that went wrong, as it is stored; nothing in it tells who asked."""

    channel: str
    """``telegram``, ``web`` …"""
    update: str
    """Id of the delivery, unique within the channel; the same one twice is one gap."""
    cause: Cause
    """Why it counts as a gap."""
    asked_at: datetime
    """When it was asked, UTC."""
    text: str
    """What was typed, scrubbed of personal data."""
    language: str
    """Language of the reply, ISO 639-1."""
    wish: Wish
    """What was wanted, comparable between questions."""
    person: str | None = None
    """Keyed hash of the asker."""
    event: str | None = None
    """Code of the event at which it was asked."""
    offered: tuple[str, ...] = ()
    """Labels of the options offered."""
    why: tuple[str, ...] = ()
    """How it was understood, line by line."""
    candidates: tuple[Candidate, ...] = ()
    """Entries that might have answered, best first."""


@dataclass(frozen=True, slots=True)
class Group:
    """All gaps with the same wish."""

    id: int
    """Number of the group; curators call it by this."""
    state: GroupState
    """What has become of it."""
    title: str
    """Its first question, scrubbed."""
    language: str
    """Language of that question."""
    times: int
    """Gaps in it."""
    people: int
    """Different people in it; those that nobody knows count together as one."""
    first_seen: datetime
    """When the first was asked."""
    last_seen: datetime
    """When the latest was asked."""
    version: int
    """Counts the changes of its state; whoever acts on an older one is told."""
    wishes: tuple[Wish, ...] = ()
    """At most five of its different wishes, which new gaps are compared with."""
    reason: str | None = None
    """Why it was dismissed: ``out_of_scope`` or ``spam``."""
    assigned: str | None = None
    """Curator who has taken it."""
    snoozed_until: datetime | None = None
    """When it comes back into sight."""
    merged_into: int | None = None
    """Group that it is part of now."""
    closed_by: int | None = None
    """Revision that answered it."""
    ignored: int = 0
    """Gaps that came after it was dismissed."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What a curator wrote about a group."""

    author: str
    """Who wrote it."""
    written_at: datetime
    """When."""
    text: str
    """What."""


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """A group with all that a curator wants to see of it."""

    group: Group
    """The group."""
    examples: tuple[Gap, ...]
    """Latest gaps, one a wording, newest first."""
    causes: Mapping[Cause, int]
    """Gaps by cause."""
    languages: Mapping[str, int]
    """Gaps by language."""
    trend: tuple[int, ...]
    """Gaps in each of the last 14 days, oldest first."""
    comments: tuple[Comment, ...] = ()
    """What curators wrote, oldest first."""
    events: Mapping[str, int] = field(default_factory=dict)
    """Gaps by event."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which groups a curator wants to see."""

    states: tuple[GroupState, ...] = (GroupState.OPEN,)
    """In one of these states."""
    language: str | None = None
    """With gaps in this language."""
    event: str | None = None
    """With gaps from this event."""
    since: datetime | None = None
    """Last seen then or later."""
    search: str = ""
    """With this in one of its questions."""
    limit: int = 20
    """At most so many."""
    offset: int = 0
    """Leaving out so many."""
