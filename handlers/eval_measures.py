"""What an evaluation prints below its table: what was confused, what changed since the last run, what was needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.confusions import Confusion, confusions, shares
from bot.evaluation import Result, Share, rates
from bot.last_run import Changes, LastRun
from bot.questions import Case

MOST_CONFUSED = 10
"""Confusions that are printed."""

_SHOWN = 90
"""Characters of a question that are printed."""


def confused_text(results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines about what was taken for what; none where nothing was."""
    found = confusions(results)
    if found:
        yield "confused (expected → told):"
        yield from (f"    {_confusion(confusion)}" for confusion in found[:MOST_CONFUSED])
    if len(found) > MOST_CONFUSED:
        yield f"    … and {len(found) - MOST_CONFUSED} more; --json has them all"


def _confusion(found: Confusion) -> str:
    return f"{found.times:3d} ×  {found.expected} → {found.told}  ({where(found.first)})"


def changes_text(last: LastRun, found: Changes, *, listed: bool) -> Iterator[str]:
    """Yield the lines about what changed since the last run; a single one where the cases are not to be listed."""
    if last.when is None:
        if listed:
            yield "There was no earlier run to compare with."
        return
    news = f", {found.new} not asked then" if found.new else ""
    yield (
        f"since the last run ({last.when:%Y-%m-%d %H:%M} UTC): {len(found.failing)} newly failing, "
        f"{len(found.passing)} newly passing{news}"
    )
    if listed:
        yield from (f"    fails now: {where(case)}" for case in found.failing)
        yield from (f"    passes now: {where(case)}" for case in found.passing)


def needs_text(results: Sequence[Result], needs: Mapping[str, float]) -> Iterator[str]:
    """Yield a line for each share that is needed."""
    for name, share in shares(rates(results)).items():
        if name in needs:
            reached = "reached" if met(share, needs[name]) else "missed"
            measured = f"{share.percent:5.1f} %" if share.total else "nothing to measure it by"
            yield f"{name:<9} {measured}  needed {100 * needs[name]:.1f} % {reached}"


def all_met(results: Sequence[Result], needs: Mapping[str, float]) -> bool:
    """Tell whether all shares that are needed are reached."""
    found = shares(rates(results))
    return all(met(found[name], least) for name, least in needs.items())


def met(share: Share, least: float) -> bool:
    """Tell whether a share is reached; what nothing measures is not."""
    return share.total > 0 and share.hits >= least * share.total - 1e-9


def where(case: Case) -> str:
    """Return where a case stands, and what is typed, on one line."""
    name = case.name if len(case.name) <= _SHOWN else case.name[: _SHOWN - 1] + "…"
    return f"{case.file}:{case.line}: {name!r}"
