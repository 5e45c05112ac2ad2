"""Two knowledge folders asked the same questions, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.confusions import confusions, shares, told
from bot.evaluation import Result, Share, rates
from bot.last_run import passes
from bot.messages import Outcome
from handlers.eval_measures import where


@dataclass(frozen=True, slots=True)
class Compared:
    """The same questions, asked of two folders."""

    names: tuple[str, str]
    """The folders, as they are to be named."""
    here: Sequence[Result]
    """What came back from the first."""
    there: Sequence[Result]
    """What came back from the second, case by case the same."""

    def differing(self) -> list[tuple[Result, Result]]:
        """Return the cases that passed in one only, or are told otherwise."""
        return [
            (one, other)
            for one, other in zip(self.here, self.there, strict=True)
            if passes(one) != passes(other) or _told(one) != _told(other)
        ]


def comparison_text(compared: Compared) -> Iterator[str]:
    """Yield the figures of both side by side, and each question that is answered otherwise."""
    here, there = (shares(rates(results)) for results in (compared.here, compared.there))
    rows = [("", *compared.names)]
    rows += [(name, _percent(here[name]), _percent(there[name])) for name in here]
    rows.append(("confused", str(len(confusions(compared.here))), str(len(confusions(compared.there)))))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    yield ""
    for row in rows:
        yield f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}"
    yield ""
    only_here, only_there, otherwise = 0, 0, 0
    for one, other in compared.differing():
        only_here += passes(one) and not passes(other)
        only_there += passes(other) and not passes(one)
        otherwise += passes(one) == passes(other)
        yield where(one.case)
        for name, result in zip(compared.names, (one, other), strict=True):
            yield f"    {name}: {' → '.join(_told(result))}{'' if passes(result) else '; fails'}"
    here_name, there_name = compared.names
    yield f"{only_here} pass in {here_name} only, {only_there} in {there_name} only, {otherwise} differ otherwise"


def comparison_record(compared: Compared) -> dict[str, Any]:
    """Return the comparison as plain values."""
    return {
        "folders": list(compared.names),
        "shares": [
            {name: share.percent / 100 for name, share in shares(rates(results)).items()}
            for results in (compared.here, compared.there)
        ],
        "differing": [
            {
                "file": str(one.case.file),
                "line": one.case.line,
                "ask": [turn.ask for turn in one.case.turns],
                "passes": [passes(one), passes(other)],
                "told": [_told(one), _told(other)],
            }
            for one, other in compared.differing()
        ],
    }


def _percent(share: Share) -> str:
    return f"{share.percent:.1f} %" if share.total else "–"


def _told(result: Result) -> list[str]:
    """Return what was told turn by turn: entries, or what became of the question."""
    return [
        ", ".join(answer.reply.entries) or str(answer.reply.outcome)
        if answer.reply is not None and answer.reply.outcome is Outcome.ANSWERED
        else told(answer)
        for answer in result.answers
    ]
