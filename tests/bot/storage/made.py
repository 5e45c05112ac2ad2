"""Gaps, drafts and notices to store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.curation.changes import Action, Change
from bot.curation.gaps import Cause, Gap
from bot.curation.notices import KEPT_FOR, Notice
from bot.curation.revisions import Closing, Draft, GoldenQuestion
from bot.messages import Candidate
from knowledge.edits import Edit, Op
from knowledge.wishes import Wish

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def wish(subject: str = "cyberforum", concept: str = "phone", text: str = "phone cyberforum") -> Wish:
    return Wish((subject,), ((concept, 0.9),), (concept,), (), (), text)


def gap(update: str = "1", person: str | None = "a", wanted: Wish | None = None, **changes: object) -> Gap:
    made = Gap(
        channel="telegram",
        update=update,
        cause=Cause.UNANSWERED,
        asked_at=NOW + timedelta(minutes=int(update)),
        text=f"phone number of Cyberforum {update}",
        language="en",
        wish=wanted or wish(),
        person=person,
        offered=("One",),
        why=("Rule: none",),
        candidates=(Candidate("cyberforum", 0.4),),
    )
    return replace(made, **changes)


def draft(draft_id: str = "d", *, after: int = 0, group: Closing | None = None, **changes: object) -> Draft:
    made = Draft(
        id=draft_id,
        author="anna",
        drafted_at=NOW,
        change=Change(Action.ALIAS, "cyberforum", {"name": "Forum"}),
        edits=(Edit("entries/karlsruhe.yaml", ("entries", "=cyberforum", "names", "any"), Op.ADD, "Forum"),),
        entry="cyberforum",
        after=after,
        group=group,
        closes=(group,) if group else (),
        golden=(GoldenQuestion("phone of the forum", "en", "cyberforum"),),
    )
    return replace(made, **changes)


def notice(group: int, update: str = "1", **changes: object) -> Notice:
    made = Notice(
        id=0,
        group=group,
        channel="telegram",
        update=update,
        address={"chat": 17, "thread": None, "reply_to": 4},
        person="a",
        language="en",
        text="phone number of Cyberforum",
        asked_at=NOW,
        expires_at=NOW + KEPT_FOR,
    )
    return replace(made, **changes)
