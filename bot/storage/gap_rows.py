"""Rows of the tables of gaps and groups ↔ the values that the rest of the bot knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.curation.gaps import Cause, Comment, Gap, Group, GroupState
from bot.messages import Candidate
from knowledge.wishes import Wish


def group_of(row: Mapping[Any, Any]) -> Group:
    """Return the group that a row of ``groups`` holds."""
    return Group(
        id=row["id"],
        state=GroupState(row["state"]),
        title=row["title"],
        language=row["language"],
        times=row["times"],
        people=row["people"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        version=row["version"],
        wishes=tuple(Wish.from_json(wish) for wish in row["wishes"]),
        reason=row["reason"],
        assigned=row["assigned"],
        snoozed_until=row["snoozed_until"],
        merged_into=row["merged_into"],
        closed_by=row["closed_by"],
        ignored=row["ignored"],
    )


def gap_of(row: Mapping[Any, Any]) -> Gap:
    """Return the gap that a row of ``gaps`` holds."""
    return Gap(
        channel=row["channel"],
        update=row["update_id"],
        cause=Cause(row["cause"]),
        asked_at=row["asked_at"],
        text=row["text"],
        language=row["language"],
        wish=Wish.from_json(row["wish"]),
        person=row["person"],
        event=row["event"],
        offered=tuple(row["offered"]),
        why=tuple(row["why"]),
        candidates=tuple(Candidate(entry, score) for entry, score in row["candidates"]),
    )


def gap_row(gap: Gap, group: int) -> dict[str, object]:
    """Return the row that a gap of a group is stored as."""
    return {
        "group_id": group,
        "channel": gap.channel,
        "update_id": gap.update,
        "cause": gap.cause.value,
        "asked_at": gap.asked_at,
        "text": gap.text,
        "language": gap.language,
        "person": gap.person,
        "event": gap.event,
        "offered": list(gap.offered),
        "why": list(gap.why),
        "candidates": [[candidate.entry, candidate.score] for candidate in gap.candidates],
        "wish": gap.wish.to_json(),
    }


def comment_of(row: Mapping[Any, Any]) -> Comment:
    """Return the comment that a row of ``comments`` holds."""
    return Comment(row["author"], row["written_at"], row["text"])
