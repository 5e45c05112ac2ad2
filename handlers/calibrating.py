"""Thresholds chosen and told: by questions whose answers are known, and by phrasings that were held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.assistant import Assistant
from bot.calibrating import SETTINGS, Tried, asked_of_phrasings, spread
from bot.questions import Case
from handlers.tradeoff_view import tradeoff_text
from knowledge.phrased.calibrating import FEWEST_TRIALS, USUAL, Tradeoff, Trial, curve, enough, promised, threshold
from knowledge.phrased.finding import Phrased, trials_of
from knowledge.understanding import Understander

NONE = 2.0
"""A threshold that no score reaches: where none was chosen."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Thresholds that were chosen."""

    title: str
    """What is answered by them."""
    text: str
    """What was tried and chosen, for a terminal."""
    curve: Sequence[Tradeoff]
    """What each threshold does; nothing where there was too little to choose by."""
    least: float
    """The threshold on that curve that was chosen, 0 to 1; :data:`NONE` where none was."""
    thresholds: dict[str, int] = field(default_factory=dict)
    """What is to be written, in hundredths; nothing where no threshold keeps to the budget."""


def by_structure(
    assistant: Assistant,
    cases: Sequence[Case],
    budget: float,
    progress: Callable[[], None] | None = None,
    *,
    every: bool = False,
) -> Chosen:
    """Choose what decides about answers found by structure.

    Args:
        assistant: who answers.
        cases: questions whose answers are known; at least one.
        budget: largest share that may be answered wrongly, 0 to 1.
        progress: is told whenever one of :data:`~bot.calibrating.SETTINGS` has been tried.
        every: try all of them, however many there are.
    """
    asked = list(cases) if every else spread(cases)
    tried = Tried(assistant, asked, progress=progress)
    title = "Answers by entries and fields"
    of_all = "" if len(asked) == len(cases) else f" of {len(cases)}, taken evenly (--all tries all of them)"
    heading = f"{title}: {len(asked)} questions{of_all}, {len(SETTINGS)} settings"
    best = tried.best(budget)
    if best is None:
        strictest = max(SETTINGS)
        found = tried.curve(strictest.explained)
        return Chosen(title, f"{heading}\n{tradeoff_text(found, NONE)}\n{_over(budget)}", found, NONE)
    found = tried.curve(best.explained)
    held = tried.held_back(budget).tradeoff(best.answer / 100)
    lines = [
        heading,
        tradeoff_text(found, best.answer / 100),
        f"Chosen: an answer needs a score of {best.answer / 100:.2f} and explains {best.explained} % of the question.",
        _promise(held, budget),
    ]
    return Chosen(title, "\n".join(lines), found, best.answer / 100, best._asdict())


def by_phrasings(known: Understander, phrased: Phrased, cases: Sequence[Case], budget: float) -> Chosen:
    """Choose what decides about answers found by phrasings alone.

    Questions without phrasings of their own tell best; where there are too few of them, phrasings that are held back
    stand in.
    """
    asked = asked_of_phrasings(cases, known.knowledge, phrased)
    real = enough(asked)
    done: Sequence[Trial] = asked if real else trials_of(known.knowledge)
    title = "Answers by phrasings alone"
    what = "questions" if real else "phrasings, each held back and asked"
    heading = f"{title}: {len(done)} {what}"
    if not enough(done):
        return Chosen(title, f"{heading}\n{_too_few(done)}", (), NONE)
    scale = phrased.ranker.scale
    found = curve(done, scale, real=real)
    least = threshold(done, scale, budget, real=real)
    if least is None:
        return Chosen(title, f"{heading}\n{tradeoff_text(found, NONE)}\n{_over(budget)}", found, NONE)
    lines = [
        heading,
        tradeoff_text(found, least),
        f"Chosen: an answer needs a score of {least:.2f}.",
        _promise(promised(done, scale, budget, real=real), budget),
    ]
    return Chosen(title, "\n".join(lines), found, least, {"phrased": round(100 * least)})


def _promise(held: Tradeoff, budget: float) -> str:
    kept = "within" if held.wrong <= budget else "OVER"
    return (
        f"Held back, a fifth at a time: {held.answered:.1%} answered, {held.wrong:.1%} wrongly ({kept} the budget of "
        f"{budget:.1%}), {held.right:.1%} as it should be."
    )


def _too_few(done: Sequence[Trial]) -> str:
    known = sum(bool(trial.entry) for trial in done)
    return (
        f"Too few to choose by: it takes {FEWEST_TRIALS} questions with an answer and {FEWEST_TRIALS} without one, and "
        f"there are {known} and {len(done) - known}. The usual threshold of {USUAL:.2f} stays; nothing is written. "
        "Write more ways to ask, or golden questions, also some that expect: unanswered."
    )


def _over(budget: float) -> str:
    return (
        f"No threshold keeps wrong answers to {budget:.1%}; nothing is written. Allow more (--errors), or mend what is "
        "answered wrongly: run_bot.py eval lists it."
    )
