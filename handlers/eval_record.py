"""An evaluation as plain values, for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.confusions import confusions, shares
from bot.evaluation import Result, Verdict, rates
from bot.last_run import Changes, LastRun
from bot.questions import Case
from handlers.eval_measures import met


def evaluation_record(
    results: Sequence[Result],
    needs: Mapping[str, float],
    last: LastRun,
    changed: Changes,
    missing: Mapping[str, Case],
) -> dict[str, Any]:
    """Return how question files went.

    Args:
        results: How each case went.
        needs: Least share by name.
        last: What is remembered of the last run.
        changed: What differs from it.
        missing: Entries that cases ask for and the knowledge lacks, each with the first such case.
    """
    verdicts = [result.verdict for result in results]
    found = shares(rates(results))
    return {
        "cases": len(results),
        "verdicts": {str(verdict): verdicts.count(verdict) for verdict in Verdict},
        "shares": {
            name: {"hits": share.hits, "total": share.total, "share": round(share.percent / 100, 6)}
            for name, share in found.items()
        },
        "needs": {name: {"least": least, "reached": met(found[name], least)} for name, least in needs.items()},
        "confused": [
            {
                "expected": confusion.expected,
                "told": confusion.told,
                "times": confusion.times,
                "first": _case(confusion.first),
            }
            for confusion in confusions(results)
        ],
        "failures": [
            {
                **_case(result.case),
                "verdict": str(result.verdict),
                "faults": [list(answer.faults) for answer in result.answers],
                "said": [answer.reply.plain() if answer.reply else None for answer in result.answers],
            }
            for result in results
            if result.verdict is not Verdict.PASSED
        ],
        "missing_entries": {entry: _case(case) for entry, case in missing.items()},
        "since": None
        if last.when is None
        else {
            "when": last.when.isoformat(),
            "newly_failing": [_case(case) for case in changed.failing],
            "newly_passing": [_case(case) for case in changed.passing],
            "new": changed.new,
        },
    }


def _case(case: Case) -> dict[str, Any]:
    return {"file": str(case.file), "line": case.line, "ask": [turn.ask for turn in case.turns]}
