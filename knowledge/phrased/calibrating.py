"""Phrasings → how sure a score is, by cross-validation: some phrasings are held back and asked, of some entries all.

A phrasing of an entry that was held back whole stands for a question that the table does not answer. Which are held
back hangs on their text alone, so the same table always gives the same scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.phrased.progress import Progress, within
from knowledge.phrased.ranker import FEWEST, PhrasingRanker, Phrasings, Scale, Signs

PARTS = 4
"""Parts that phrasings and entries are split into, each being held back in turn."""

ENOUGH = 6_000
"""Phrasings from which one of the parts tells enough."""

OUTSIDE = 0.15
"""What phrasings of entries that were held back whole count for, as a share of all trials. People ask more than that in
vain, but what they ask then is less like the table than an entry of its own is."""

LEAN = 30.0
"""Trials that the scale of other tables counts for: with few phrasings there is little to learn one from."""

STEPS = 25
"""Steps of Newton's method, which needs about eight."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A phrasing that was held back and asked."""

    text: str
    """The phrasing."""
    entry: str
    """What it asks for; empty where that was held back too."""
    found: str
    """What came first."""
    signs: Signs
    """What spoke for that."""

    @property
    def right(self) -> bool:
        """Tell whether what came first is what was asked for."""
        return bool(self.entry) and self.found == self.entry


def parts_tried(phrasings: Phrasings) -> int:
    """Return in how many parts phrasings are held back: in one where that tells enough."""
    return PARTS if len(phrasings.texts) < ENOUGH else 1


def trials(
    phrasings: Phrasings,
    labels: Phrasings,
    common: Collection[str] = (),
    progress: Progress | None = None,
) -> list[Trial]:
    """Hold phrasings back and ask them; none where too few entries have several phrasings.

    Args:
        phrasings: ways to ask.
        labels: what entries are called; held back only with the whole entry.
        common: common words of the phrasings' languages.
        progress: is told the share that is done, from 0 to 1.
    """
    done: list[Trial] = []
    parts = parts_tried(phrasings)
    for part in range(parts):
        done += _of_part(phrasings, labels, common, part, within(progress, part / parts, (part + 1) / parts))
    return done


def _of_part(
    phrasings: Phrasings,
    labels: Phrasings,
    common: Collection[str],
    part: int,
    progress: Progress | None,
) -> list[Trial]:
    unknown = {entry for entry in set(phrasings.entries) if _falls(f"entry {entry}", part)}
    counts = Counter(phrasings.entries)
    kept: list[tuple[str, str]] = []
    asked: list[tuple[str, str]] = []
    left = dict(counts)
    called = set(labels.pairs)
    for text, entry in phrasings.pairs:
        if entry in unknown:
            # As many as of an entry that stays: those that a part would hold back of it.
            if _falls(text, part) or counts[entry] < PARTS:
                asked.append((text, ""))
        elif _falls(text, part) and left[entry] > 1 and (text, entry) not in called:
            left[entry] -= 1
            asked.append((text, entry))
        else:
            kept.append((text, entry))
    if len({entry for _, entry in kept}) < FEWEST or not asked:
        return []
    named = [(text, entry) for text, entry in labels.pairs if entry not in unknown]
    learned = dict.fromkeys((*kept, *named))
    held = Phrasings(tuple(text for text, _ in learned), tuple(entry for _, entry in learned))
    ranker = PhrasingRanker(held, common, progress=progress)
    return [trial for text, entry in asked if (trial := trial_of(ranker, text, {entry} - {""})) is not None]


def trial_of(ranker: PhrasingRanker, text: str, wanted: Collection[str]) -> Trial | None:
    """Ask a plain text; None for one without words.

    Args:
        ranker: ranks entries.
        text: what is asked.
        wanted: the entries any of which answers it; none where nothing does.
    """
    corrected, _ = ranker.corrector.corrected(text)
    vector = ranker.vectoriser.vector(corrected)
    if not vector.any():
        return None
    number, signs = ranker.signs(vector)[0]
    found = ranker.names[number]
    return Trial(text, found if found in wanted else min(wanted, default=""), found, signs)


def _falls(name: str, part: int) -> bool:
    return crc32(name.encode()) % PARTS == part


def weights(done: Sequence[Trial], *, real: bool = False) -> list[float]:
    """Return what each trial counts.

    Args:
        done: trials.
        real: they are what people ask, and count alike; else questions without an answer count for as many as
            :data:`OUTSIDE` says.
    """
    if real:
        return [1.0] * len(done)
    outside = sum(not trial.entry for trial in done)
    inside = len(done) - outside
    if not outside or not inside:
        return [1.0] * len(done)
    less = OUTSIDE / (1 - OUTSIDE) * inside / outside
    return [1.0 if trial.entry else less for trial in done]


def fitted(done: Sequence[Trial], lean: Scale = Scale()) -> Scale:  # noqa: B008 - frozen
    """Return the scale that tells best which trials were of entries known, as far as there are enough of them.

    Trials of one sort only tell nothing apart: where each entry has one phrasing, all of them are of entries held back.
    """
    if len({bool(trial.entry) for trial in done}) < 2:
        return lean
    signs = np.array([(1.0, trial.signs.together) for trial in done])
    known = np.array([bool(trial.entry) for trial in done], dtype=float)
    worth = np.array(weights(done))
    start = found = np.array([lean.constant, lean.slope])
    penalty = np.array([LEAN / 100, LEAN])

    def loss(at: NDArray[np.float64]) -> float:
        logit = signs @ at
        missed = np.logaddexp(0, logit) - known * logit
        return float(worth @ missed + 0.5 * penalty @ (at - start) ** 2)

    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(signs @ found, -30, 30)))
        slope = signs.T @ (worth * (likely - known)) + penalty * (found - start)
        bend = (signs * (worth * np.maximum(likely * (1 - likely), 1e-6))[:, None]).T @ signs + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        # Halved until it helps: a whole step may jump past the lowest point.
        while np.abs(step).max() > 1e-9 and loss(found - step) > loss(found):
            step = step / 2
        found = found - step
    return Scale(float(found[0]), float(found[1]))


USUAL = 0.7
"""Least score of an answer where there are too few trials to choose one by."""

LAST = 0.99
"""The strictest threshold."""

HELD_BACK = 5
"""Parts of trials that are held back in turn, to see what a threshold promises."""

FEWEST_TRIALS = 20
"""Trials of questions with and without an answer, from which a threshold is chosen by them."""


@dataclass(frozen=True, slots=True)
class Tradeoff:
    """What a threshold makes of the trials."""

    least: float
    """The threshold, 0 to 1."""
    answered: float
    """Share of questions that are answered."""
    wrong: float
    """Share of questions that are answered wrongly."""
    right: float
    """Share of questions that are answered rightly, or rightly not."""


def enough(done: Sequence[Trial]) -> bool:
    """Tell whether there are enough trials, of questions with and without an answer, to choose a threshold by."""
    outside = sum(not trial.entry for trial in done)
    return min(outside, len(done) - outside) >= FEWEST_TRIALS


def curve(done: Sequence[Trial], scale: Scale, *, real: bool = False) -> list[Tradeoff]:
    """Return what each threshold from 0.01 to 0.99 makes of the trials; see :func:`weights`."""
    worth = np.array(weights(done, real=real))
    scores = np.array([scale.probability(trial.signs) for trial in done])
    right = np.array([trial.right for trial in done])
    known = np.array([bool(trial.entry) for trial in done])
    found: list[Tradeoff] = []
    for hundredth in range(1, 100):
        told = scores >= hundredth / 100
        shares = [worth @ told, worth @ (told & ~right), worth @ np.where(told, right, ~known)]
        found.append(Tradeoff(hundredth / 100, *(float(share / worth.sum()) for share in shares)))
    return found


def threshold(done: Sequence[Trial], scale: Scale, budget: float = 1.0, *, real: bool = False) -> float | None:
    """Return the threshold by which most goes as it should; None where none keeps to the budget.

    Args:
        done: trials.
        scale: turns signs into scores.
        budget: the largest share of questions that may be answered wrongly, 0 to 1.
        real: see :func:`weights`.
    """
    if not enough(done):
        return USUAL
    within = [one for one in curve(done, scale, real=real) if one.wrong <= budget]
    best = max(within, key=lambda one: (round(one.right, 3), one.least), default=None)
    return best.least if best else None


def promised(done: Sequence[Trial], scale: Scale, budget: float, *, real: bool = False) -> Tradeoff:
    """Return what comes of each trial when it is held back and the others choose the threshold."""
    shares = np.zeros(3)
    total = 0.0
    for part in range(HELD_BACK):
        others = [trial for trial in done if crc32(trial.text.encode()) % HELD_BACK != part]
        own = [trial for trial in done if crc32(trial.text.encode()) % HELD_BACK == part]
        if not own:
            continue
        least = threshold(others, scale, budget, real=real) or LAST
        found = curve(own, scale, real=real)[round(100 * least) - 1]
        worth = sum(weights(own, real=real))
        shares += worth * np.array([found.answered, found.wrong, found.right])
        total += worth
    answered, wrong, right = (float(share) for share in shares / (total or 1.0))
    return Tradeoff(0.0, answered, wrong, right)
