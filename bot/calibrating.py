"""Questions whose answers are known → the thresholds that answer most of them within an error budget.

Every setting of a grid is tried on every question. Which setting is best is told by the same questions that it is
measured on, which flatters it; so what is promised is measured by cross-validation: each fifth of the questions is held
back in turn, and answered by the setting that the others choose (Stone, 1974).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from bot.assistant import Assistant
from bot.curation.replaying import said
from bot.evaluation import faults
from bot.messages import Outcome
from bot.questions import Case, Turn
from bot.storage import LoggedQuestion, NoQuestionLog
from knowledge.models import KnowledgeBase
from knowledge.phrased.calibrating import Tradeoff, Trial, trial_of
from knowledge.phrased.finding import Phrased, phrasings_of
from knowledge.phrased.words import plain

ANSWER = tuple(range(30, 85, 5))
"""Least scores of an answer that are tried, in hundredths."""

EXPLAINED = tuple(range(40, 80, 5))
"""Least shares of a question that an answer explains which are tried, in hundredths."""

PARTS = 5
"""Parts that questions are split into, each being held back in turn."""

MOST = 1_000
"""Questions that every setting is tried on; of more, as many are taken evenly."""

LOG = Path("log")
"""Where questions stand that people asked."""


class Setting(NamedTuple):
    """Two thresholds of the decision, in hundredths."""

    answer: int
    """Least score of an answer."""
    explained: int
    """Least share of the question that an answer explains."""


SETTINGS = tuple(Setting(*values) for values in product(ANSWER, EXPLAINED))
"""All that are tried."""


class Marks(NamedTuple):
    """What came of the turns of some questions."""

    turns: int = 0
    """How many there were."""
    answered: int = 0
    """How many were answered."""
    wrong: int = 0
    """How many were answered wrongly."""
    right: int = 0
    """How many went as they should: answered rightly, or rightly not."""

    def and_of(self, other: Marks) -> Marks:
        """Return these and others."""
        return Marks(*(own + its for own, its in zip(self, other, strict=True)))

    def tradeoff(self, least: float) -> Tradeoff:
        """Return them as shares, at a threshold."""
        turns = self.turns or 1
        return Tradeoff(least, self.answered / turns, self.wrong / turns, self.right / turns)


class Tried:
    """Questions answered with every setting."""

    def __init__(
        self,
        assistant: Assistant,
        cases: Sequence[Case],
        settings: Sequence[Setting] = SETTINGS,
        progress: Callable[[], None] | None = None,
    ) -> None:
        """Answer them.

        Args:
            assistant: who answers; it stays as it is.
            cases: what is asked; small talk in it does not count.
            settings: what is tried.
            progress: is told whenever a setting has been tried.
        """
        self._parts = [crc32(case.name.encode()) % PARTS for case in cases]
        self._marks: dict[Setting, tuple[Marks, ...]] = {}
        for setting in settings:
            decision = {"answer": setting.answer / 100, "explained": setting.explained / 100}
            tried = Assistant(assistant.understander.deciding_by(decision), log=NoQuestionLog(), clock=assistant.clock)
            self._marks[setting] = tuple(_marks(tried, case) for case in cases)
            if progress is not None:
                progress()

    def best(self, budget: float, among: Collection[int] = range(PARTS)) -> Setting | None:
        """Return the setting by which most go right, the strictest of equal ones; None where none keeps to the budget.

        Args:
            budget: largest share of turns that may be answered wrongly, 0 to 1.
            among: parts of the questions that count.
        """
        sums = {setting: self._sum(setting, among) for setting in self._marks}
        within = [setting for setting, marks in sums.items() if marks.wrong <= budget * marks.turns]
        return max(within, key=lambda s: (sums[s].right, -sums[s].wrong, s), default=None)

    def held_back(self, budget: float) -> Marks:
        """Return what came of each question when it was held back and the others chose."""
        total = Marks()
        for part in range(PARTS):
            chosen = self.best(budget, {*range(PARTS)} - {part}) or max(self._marks)
            total = total.and_of(self._sum(chosen, {part}))
        return total

    def curve(self, explained: int) -> list[Tradeoff]:
        """Return what each least score makes of all questions, the other threshold being fixed."""
        settings = sorted(setting for setting in self._marks if setting.explained == explained)
        return [self._sum(setting, range(PARTS)).tradeoff(setting.answer / 100) for setting in settings]

    def _sum(self, setting: Setting, among: Collection[int]) -> Marks:
        total = Marks()
        for part, marks in zip(self._parts, self._marks[setting], strict=True):
            if part in among:
                total = total.and_of(marks)
        return total


def _marks(assistant: Assistant, case: Case) -> Marks:
    total = Marks()
    for turn, reply in zip(case.turns, said(assistant, case), strict=True):
        if turn.expect is Outcome.SMALLTALK:
            continue
        right = not faults(turn, reply, batch=case.batch)
        answered = reply.outcome is Outcome.ANSWERED
        total = total.and_of(Marks(1, answered, answered and not right, right))
    return total


def spread(cases: Sequence[Case], most: int = MOST) -> list[Case]:
    """Return at most so many cases, taken evenly."""
    every = max(-(-len(cases) // most), 1)
    return list(cases[::every])


def rated(logged: Sequence[LoggedQuestion]) -> list[Case]:
    """Return the questions of a log that people said something about.

    What helped must be answered as it was. What did not help was answered wrongly; what would have been right nobody
    knows, so that it counts as a question without an answer.
    """
    found: dict[str, Case] = {}
    for question in logged:
        if question.helpful is None or question.outcome is not Outcome.ANSWERED or not question.entries:
            continue
        expected = Outcome.ANSWERED if question.helpful else Outcome.UNANSWERED
        turn = Turn(question.text, expected, "logged", question.entries if question.helpful else ())
        found.setdefault(plain(question.text), Case(LOG, 0, (turn,)))
    return list(found.values())


def asked_of_phrasings(cases: Sequence[Case], knowledge: KnowledgeBase, phrased: Phrased) -> list[Trial]:
    """Return single questions as trials of what answers by phrasings alone; those that it learned from do not count."""
    learned = frozenset(phrasings_of(knowledge).texts)
    found: list[Trial] = []
    for case in cases:
        turn, text = case.turns[0], plain(case.turns[0].ask)
        wanted = {entry for entry in turn.entries if knowledge.is_phrased(entry)}
        known = turn.expect is Outcome.ANSWERED and wanted
        if len(case.turns) == 1 and text not in learned and (known or turn.expect is Outcome.UNANSWERED):
            trial = trial_of(phrased.ranker, text, wanted)
            if trial is not None:
                found.append(trial)
    return found
