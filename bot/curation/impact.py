"""What a change does to other questions, before it is published: golden ones and logged ones, replayed."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.assistant import Assistant
from bot.curation.replaying import Traces, said, traced
from bot.curation.revisions import GoldenQuestion
from bot.evaluation import faults
from bot.messages import Outcome, Reply
from bot.questions import Case, Turn
from bot.storage import NoQuestionLog
from knowledge.understanding import Understander

MOST_KEPT = 20_000
"""Traces kept of the knowledge as it is, so that a second preview replays each question once, not twice."""

LOGGED = "logged"
"""Kind of a question that somebody asked; nobody has said what must come back."""

GOLDEN_FILE = Path("golden")
"""Stands for the file of questions that stand in the database."""

LEISURE = 0.004
"""Seconds between two questions that are asked at leisure."""

Progress = Callable[[int, int], None]
"""Told how many of how many questions have been replayed."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One question before and after a change."""

    ask: str
    """The question; of a dialogue all its turns."""
    before: Reply
    """What was said."""
    after: Reply
    """What would be said."""
    faults: tuple[str, ...] = ()
    """What is wrong with that, for a golden question."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change does to other questions."""

    replayed: int
    """Questions that were replayed."""
    broken: tuple[Compared, ...]
    """Golden questions that were right and would be wrong; any of them blocks the change."""
    answered: tuple[Compared, ...]
    """Questions that are answered only after it."""
    changed: tuple[Compared, ...]
    """Questions that are answered otherwise."""
    ambiguous: tuple[Compared, ...]
    """Questions that were answered, and would get options to choose from."""
    lost: tuple[Compared, ...]
    """Questions that were answered, and would not be."""
    found: Mapping[str, tuple[Traces, ...]] = field(default_factory=dict, repr=False, compare=False)
    """What would be found for each case, by its name."""

    @property
    def blocked(self) -> bool:
        """Tell whether the change must not be published."""
        return bool(self.broken)


NO_IMPACT = Impact(0, (), (), (), (), ())
"""What a change does that leaves the knowledge alone."""


class Replayer:
    """Replays questions against the knowledge as it is and as it would be.

    Args:
        golden: Cases of the knowledge folder that must stay right.
    """

    def __init__(self, golden: Sequence[Case]) -> None:
        self._golden = tuple(golden)
        self._found: OrderedDict[tuple[int, str], tuple[Traces, ...]] = OrderedDict()

    async def impact(
        self,
        before: tuple[int, Understander],
        after: Understander,
        *,
        added: Sequence[GoldenQuestion],
        logged: Sequence[tuple[str, str]],
        taken_back: Collection[str] = (),
        progress: Progress | None = None,
    ) -> Impact:
        """Return what a change does, worked out in a thread of its own.

        Args:
            before: number of the latest revision, and what understands questions now.
            after: what would understand them.
            added: golden questions that curators have added.
            logged: questions that people have asked, with their language.
            taken_back: golden questions that need no answer any more.
            progress: is told how far it has come, from that thread.
        """
        cases = tuple(case for case in (*self._golden, *map(case_of, added)) if case.name not in taken_back)
        asked = {case.name for case in cases}
        cases += tuple(_logged(text) for text, _ in dict(logged).items() if text not in asked)
        return await asyncio.to_thread(self._impact, before, after, cases, progress)

    def warm(self, now: tuple[int, Understander], stopped: Callable[[], bool]) -> None:
        """Ask the golden questions of the knowledge as it is, at leisure; ``stopped`` tells to leave off."""
        revision, understander = now
        assistant = Assistant(understander, log=NoQuestionLog())
        for case in self._golden:
            if stopped():
                return
            if (revision, case.name) not in self._found:
                self._keep((revision, case.name), traced(assistant, case))
                time.sleep(LEISURE)  # people who ask at the same time come first

    def settled(self, revision: int, impact: Impact) -> None:
        """Remember what is said from a revision on: what would have been said after the change that it published."""
        for name, found in impact.found.items():
            self._keep((revision, name), found)

    def _impact(
        self,
        before: tuple[int, Understander],
        after: Understander,
        cases: Sequence[Case],
        progress: Progress | None,
    ) -> Impact:
        revision, understander = before
        now, then = (Assistant(known, log=NoQuestionLog()) for known in (understander, after))
        found: dict[str, list[Compared]] = {name: [] for name in ("broken", "answered", "changed", "ambiguous", "lost")}
        later: dict[str, tuple[Traces, ...]] = {}
        for number, case in enumerate(cases, 1):
            key = (revision, case.name)
            if key not in self._found:
                self._keep(key, traced(now, case))
            later[case.name] = traced(then, case)
            if later[case.name] != self._found[key]:
                for name, compared in _differences(case, said(now, case), said(then, case)):
                    found[name].append(compared)
            if progress is not None:
                progress(number, len(cases))
        lists = {name: tuple(compared) for name, compared in found.items()}
        return Impact(len(cases), **lists, found=later)

    def _keep(self, key: tuple[int, str], found: tuple[Traces, ...]) -> None:
        self._found[key] = found
        self._found.move_to_end(key)
        while len(self._found) > MOST_KEPT:
            self._found.popitem(last=False)


def _differences(case: Case, old: Sequence[Reply], new: Sequence[Reply]) -> list[tuple[str, Compared]]:
    """Return how a case differs, by name of the list that it belongs to."""
    found = []
    wrong = [_faults(turn, reply) for turn, reply in zip(case.turns, new, strict=True)]
    right = not any(_faults(turn, reply) for turn, reply in zip(case.turns, old, strict=True))
    if right and any(wrong):
        turn = next(n for n, fault in enumerate(wrong) if fault)
        found.append(("broken", Compared(case.name, old[turn], new[turn], tuple(wrong[turn]))))
    for turn, (before, after) in enumerate(zip(old, new, strict=True)):
        name = _difference(before, after)
        if name:
            found.append((name, Compared(case.turns[turn].ask, before, after)))
    return found


def _difference(before: Reply, after: Reply) -> str:
    if before.outcome is after.outcome is Outcome.ANSWERED:
        return "changed" if before.plain() != after.plain() else ""
    if after.outcome is Outcome.ANSWERED:
        return "answered"
    if before.outcome is Outcome.ANSWERED:
        return "ambiguous" if after.outcome is Outcome.SUGGESTED else "lost"
    return ""


def _faults(turn: Turn, reply: Reply) -> list[str]:
    """Return what is wrong with a reply. What is offered may change; that something is offered may not."""
    if turn.kind == LOGGED or reply.outcome is turn.expect is Outcome.SUGGESTED:
        return []
    return faults(turn, reply)


def case_of(golden: GoldenQuestion) -> Case:
    """Return a golden question of the database as one of a file."""
    entries = (golden.entry,) if golden.entry else ()
    return Case(GOLDEN_FILE, 0, (Turn(golden.ask, Outcome.ANSWERED, "golden", entries),))


def _logged(text: str) -> Case:
    return Case(GOLDEN_FILE, 0, (Turn(text, Outcome.ANSWERED, LOGGED),))
