"""The curators' desk, the same behind every screen: draft a change, look at its impact, publish it, undo it."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.curation.asking_again import Told, answered_too, golden_of, replies, subjects_of
from bot.curation.changes import Action, Change, Worked, attached, worked_out
from bot.curation.gaps import WAITING, Group
from bot.curation.impact import NO_IMPACT, Impact, Progress, Replayer
from bot.curation.live import LiveKnowledge
from bot.curation.retention import stopped_within
from bot.curation.revisions import Closing, Draft, Revision
from bot.curation.stores import Groups, Published
from bot.errors import CurationError
from bot.storage import QuestionLog
from knowledge.edits import Edit, inverse
from knowledge.understanding import Understander
from knowledge.wishes import keys

MOST_EXAMPLES = 50
"""Different questions of a group that a change sees to."""

MOST_ALSO_CLOSED = 200
"""Other groups, near to the one in hand, that are asked again to see whether a change answers them too."""

BUILT = 3
"""Drafts for which what they come to is kept in memory; others are worked out again when they are published."""

READY_EVERY = 2.0
"""Seconds after which it is seen whether something else is live than the golden questions were asked of."""

REPLAYED = 300
"""Questions of the log that a preview replays, beside all golden ones."""


@dataclass(frozen=True, slots=True)
class _Built:
    """What a draft comes to, kept until it is published."""

    understander: Understander
    """What would understand questions."""
    impact: Impact | None = None
    """What it does to other questions, once that was looked at."""


class Desk:
    """Drafts, previews, publishes and undoes changes of the knowledge.

    Args:
        live: The knowledge as it is.
        groups: Gaps and their groups.
        revisions: Drafts and revisions.
        log: Questions that people have asked.
        replayer: Replays questions against a change.
        clock: Tells the time, with a time zone.
        replayed: Questions of the log that a preview replays.
    """

    def __init__(
        self,
        live: LiveKnowledge,
        groups: Groups,
        revisions: Published,
        *,
        log: QuestionLog,
        replayer: Replayer,
        clock: Callable[[], datetime],
        replayed: int = REPLAYED,
    ) -> None:
        self.live = live
        self.groups = groups
        self.revisions = revisions
        self.clock = clock
        self._log = log
        self._replayer = replayer
        self._replayed = replayed
        self._built: OrderedDict[str, _Built] = OrderedDict()

    async def draft(self, author: str, change: Change, group: int | None = None, version: int | None = None) -> Draft:
        """Work a change out, validate it as strictly as files are, and keep it as a draft.

        Args:
            author: The curator.
            change: What to do.
            group: Group that it is for.
            version: Version of the group that the curator has seen; None for the one there is.

        Raises:
            CurationError: Something is missing or does not fit, or somebody has the group in hand.
            KnowledgeProblems: What comes out breaks a rule of the format.
            StorageError: The database fails.
        """
        await self.live.refresh()
        seen = await self._in_hand(author, group, version) if group is not None else None
        examples = await self._examples(group) if group is not None else []
        worked = await self._worked(change, examples)
        after = self.live.revision
        understander = await self.live.amended(worked.edits)
        told = await asyncio.to_thread(replies, examples, understander)
        more = self._also_attached(change, worked, told, understander)
        if more:
            worked = replace(worked, edits=(*worked.edits, *more))
            understander = await self.live.amended(worked.edits)
            told = await asyncio.to_thread(replies, examples, understander)
        draft = Draft(
            id=secrets.token_urlsafe(12),
            author=author,
            drafted_at=self.clock(),
            change=change,
            edits=worked.edits,
            entry=worked.entry,
            after=after,
            group=Closing(seen.id, seen.version) if seen else None,
        )
        draft = replace(
            draft,
            closes=await self._closes(draft, seen, told, understander),
            golden=golden_of(told, worked) if change.action is not Action.DISMISS else (),
        )
        await self.revisions.keep_draft(draft)
        self._keep(draft.id, _Built(understander))
        return draft

    async def preview(self, draft_id: str, progress: Progress | None = None) -> tuple[Draft, Impact]:
        """Return a draft, and what it does to golden and to logged questions.

        Args:
            draft_id: Id of the draft.
            progress: Is told how many of how many questions were replayed, from another thread.

        Raises:
            CurationError: There is no such draft, or another revision was published since it was made.
            StorageError: The database fails.
        """
        draft, built = await self._draft(draft_id)
        impact = built.impact
        if impact is None:
            impact = await self._impact(draft, built.understander, progress) if draft.edits else NO_IMPACT
            self._keep(draft.id, replace(built, impact=impact))
        return draft, impact

    async def publish(self, draft_id: str, author: str, reason: str = "") -> Revision:
        """Publish a draft that breaks no golden question; it is live here at once, elsewhere within a second.

        Args:
            draft_id: Id of the draft.
            author: The curator; only whoever drafted it publishes it.
            reason: Why, for the history; by default the question that it answers.

        Raises:
            CurationError: Somebody was first, a golden question would break, or the draft is not theirs.
            StorageError: The database fails; nothing is changed.
        """
        draft, impact = await self.preview(draft_id)
        if draft.author != author:
            raise CurationError("not_yours")
        if impact.blocked:
            raise CurationError("breaks_golden", count=len(impact.broken), first=impact.broken[0].ask)
        built = self._built.pop(draft_id)
        why = reason or draft.change.values.get("reason", "")
        if not why and draft.group is not None:
            group = await self.groups.group(draft.group.group)
            why = group.title if group else ""
        revision = await self.revisions.publish(draft, why, self.clock())
        await self.live.adopt(revision, built.understander)
        self._replayer.settled(revision.id, impact)
        return revision

    async def drop(self, draft_id: str) -> None:
        """Drop a draft."""
        self._built.pop(draft_id, None)
        await self.revisions.drop_draft(draft_id)

    async def keep_ready(self, stopping: asyncio.Event) -> None:
        """Ask the golden questions of whatever is live, so that a preview need not; until ``stopping`` is set."""
        ready = -1
        while not stopping.is_set():
            if ready != self.live.revision:
                now = (self.live.revision, self.live.understander)
                await asyncio.to_thread(self._replayer.warm, now, stopping.is_set)
                ready = now[0]
            await stopped_within(stopping, READY_EVERY)

    async def _in_hand(self, author: str, number: int, version: int | None) -> Group:
        """Return a group that a curator may act on.

        Raises:
            CurationError: There is none, it is closed, somebody has taken it, or it has changed since it was seen.
        """
        group = await self.groups.group(number)
        if group is None:
            raise CurationError("no_group", group=number)
        if group.state not in WAITING:
            raise CurationError("group_closed", group=number)
        if group.assigned not in {None, author}:
            raise CurationError("group_taken", group=number, curator=group.assigned)
        if version is not None and group.version != version:
            raise CurationError("group_changed", group=number)
        return group

    async def _examples(self, group: int) -> list[tuple[str, str]]:
        """Return the different questions of a group with their language, newest first."""
        found: dict[str, str] = {}
        for gap in await self.groups.gaps(group):
            found.setdefault(gap.text, gap.language)
        return list(found.items())[:MOST_EXAMPLES]

    async def _worked(self, change: Change, examples: Sequence[tuple[str, str]]) -> Worked:
        if change.action is not Action.UNDO:
            return worked_out(change, examples, self.live.understander, self.clock().date())
        number = int(change.target) if change.target.isdecimal() else 0
        revision = await self.revisions.revision(number)
        if revision is None:
            raise CurationError("no_revision", revision=change.target)
        if revision.undone_by is not None:
            raise CurationError("undone_already", revision=revision.id)
        return Worked(inverse(revision.edits), revision.entry)

    @staticmethod
    def _also_attached(change: Change, worked: Worked, told: Told, understander: Understander) -> tuple[Edit, ...]:
        """Return the edits that attach to a field just filled in what asks about its entry and is not told of it."""
        if change.action is not Action.FILL:
            return ()
        missing = [example for example, (_, entries) in told.items() if worked.entry not in entries]
        asking = [example for example in missing if worked.entry in subjects_of(example[0], understander)]
        return attached(f"{worked.entry}.{change.values.get('field', '')}", asking)

    async def _closes(
        self, draft: Draft, seen: Group | None, told: Told, understander: Understander
    ) -> tuple[Closing, ...]:
        """Return the groups that a draft closes: the one in hand, and others that it happens to answer."""
        own: tuple[Closing, ...] = (Closing(seen.id, seen.version),) if seen else ()
        if draft.change.action in {Action.DISMISS, Action.UNDO}:
            return own if draft.change.action is Action.DISMISS else ()
        answered = sum(outcome for outcome, _ in told.values())
        closes = own if 2 * answered > len(told) or not told else ()
        wanted = {key for wish in (seen.wishes if seen else ()) for key in keys(wish)}
        if draft.entry:
            wanted.add(f"e:{draft.entry}")
        others = await self.groups.with_keys(sorted(wanted), MOST_ALSO_CLOSED) if wanted else ()
        others = [other for other in others if seen is None or other.id != seen.id]
        too = await asyncio.to_thread(answered_too, others, self.live.understander, understander)
        return closes + tuple(Closing(other.id, other.version) for other in too)

    async def _impact(self, draft: Draft, after: Understander, progress: Progress | None) -> Impact:
        undone = await self._undone(draft)
        added = await self.revisions.golden()
        logged = [(question.text, question.language) for question in await self._log.recent(self._replayed)]
        before = (self.live.revision, self.live.understander)
        return await self._replayer.impact(
            before, after, added=added, logged=logged, taken_back=undone, progress=progress
        )

    async def _undone(self, draft: Draft) -> frozenset[str]:
        """Return the golden questions that a draft takes back with the revision that brought them."""
        if draft.change.action is not Action.UNDO:
            return frozenset()
        return frozenset(question.ask for question in await self.revisions.golden_of(int(draft.change.target)))

    async def _draft(self, draft_id: str) -> tuple[Draft, _Built]:
        """Return a draft and what it comes to, worked out again where that was forgotten."""
        await self.live.refresh()
        draft = await self.revisions.draft(draft_id)
        if draft is None:
            raise CurationError("draft_gone")
        if draft.after != self.live.revision:
            raise CurationError("superseded")
        built = self._built.get(draft_id)
        if built is None:
            built = _Built(await self.live.amended(draft.edits))
            self._keep(draft_id, built)
        return draft, built

    def _keep(self, draft_id: str, built: _Built) -> None:
        self._built[draft_id] = built
        self._built.move_to_end(draft_id)
        while len(self._built) > BUILT:
            self._built.popitem(last=False)
