"""What is taken for what: of the questions that fail, what should have been told and what was told instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.evaluation import Answer, Rates, Result, Share
from bot.messages import Outcome
from bot.questions import Case

SHARES = {
    "accuracy": "share of turns that are as they should be",
    "answered": "share of answerable turns that are answered, rightly or wrongly",
    "right": "share of answerable turns that are not answered wrongly",
    "withheld": "share of unanswerable turns that are not answered",
}
"""Shares that a run can be held to, each the better the higher."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Something is told in the place of something else."""

    expected: str
    """Entries that should have been told about, or what should have become of the question."""
    told: str
    """Entries that were told about, or what became of it."""
    times: int
    """Turns in which it happens."""
    first: Case
    """The first case with such a turn."""


def confusions(results: Iterable[Result]) -> list[Confusion]:
    """Return what is confused with what, most frequent first."""
    found: dict[tuple[str, str], list[Case]] = {}
    for result in results:
        for answer in result.answers:
            pair = expected(answer), told(answer)
            if answer.faults and pair[0] != pair[1]:
                found.setdefault(pair, []).append(result.case)
    listed = [Confusion(*pair, len(cases), cases[0]) for pair, cases in found.items()]
    return sorted(listed, key=lambda confusion: -confusion.times)


def expected(answer: Answer) -> str:
    """Return what should have been told: entries, or an outcome. Of several entries those that were, if any."""
    turn = answer.turn
    if turn.expect is not Outcome.ANSWERED or not turn.entries:
        return str(turn.expect)
    hit = set(turn.entries) & set(answer.reply.entries if answer.reply else ())
    if hit and answer.reply is not None and answer.reply.outcome is Outcome.ANSWERED:
        return told(answer)
    return " or ".join(turn.entries)


def told(answer: Answer) -> str:
    """Return what was told: entries, or an outcome."""
    if answer.reply is None:
        return "error"
    if answer.reply.outcome is not Outcome.ANSWERED:
        return str(answer.reply.outcome)
    # Of a question with no entry to expect it is enough to know that it was answered.
    about = answer.reply.entries if answer.turn.entries or answer.turn.expect is not Outcome.ANSWERED else ()
    return ", ".join(about) or str(Outcome.ANSWERED)


def shares(found: Rates) -> dict[str, Share]:
    """Return the shares that a run can be held to, by name."""
    return {
        "accuracy": found.passed,
        "answered": _rest(found.not_answered),
        "right": _rest(found.wrong_yet_answered),
        "withheld": _rest(found.answered_anyway),
    }


def _rest(share: Share) -> Share:
    return Share(share.total - share.hits, share.total)
