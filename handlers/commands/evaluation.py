"""``eval``: question files asked, and what comes back measured."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from handlers.commands.options import Options, shared_options
from handlers.commands.parts import put_together, running

SHARE = click.FloatRange(0, 1)
"""A share, from 0 to 1."""


def _needed(_context: click.Context, _parameter: click.Parameter, given: Sequence[str]) -> dict[str, float]:
    """Return the least share by name of options such as ``accuracy=0.95``."""
    from bot.confusions import SHARES

    needs: dict[str, float] = {}
    for value in given:
        name, _, least = value.partition("=")
        try:
            share = float(least)
        except ValueError:
            share = -1.0
        if name not in SHARES or not 0 <= share <= 1:
            raise click.BadParameter(f"{value} is no NAME=SHARE such as accuracy=0.95; names are {', '.join(SHARES)}")
        needs[name] = share
    return needs


@click.command("eval")
@shared_options
@click.option("--list-failures", is_flag=True, help="Print only the failing cases, as YAML for _known_failures.yaml.")
@click.option(
    "--precision", type=SHARE, default=0.95, show_default=True, help="Least precision of the grouping, 0 to 1."
)
@click.option("--recall", type=SHARE, default=0.85, show_default=True, help="Least recall of the grouping, 0 to 1.")
@click.option(
    "--need",
    "needs",
    callback=_needed,
    multiple=True,
    metavar="NAME=SHARE",
    help="Fail where a share is lower, and only then: accuracy, answered, right or withheld.",
)
@click.option("--since", is_flag=True, help="List what fails or passes since the last run.")
@click.option(
    "--compare",
    "other",
    metavar="OTHER_DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Ask another knowledge folder the same, and put both side by side.",
)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def evaluate(
    files: Sequence[Path],
    *,
    list_failures: bool,
    precision: float,
    recall: float,
    needs: dict[str, float],
    since: bool,
    other: Path | None,
    json_wanted: bool,
) -> None:
    """Run question files (.yaml or .jsonl) and grouping files, and print what goes wrong and how often."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from bot.last_run import file_of
    from bot.settings import STATE_DIR
    from handlers.eval_command import Measuring, run_evaluation
    from handlers.eval_grouping import Aims

    context = click.get_current_context()
    options = context.ensure_object(Options)
    remembers = not options.no_log
    options.no_log = True
    parts = put_together(options)
    folder = parts.settings.knowledge_dir
    measuring = Measuring(
        needs=needs,
        last=file_of(folder, STATE_DIR / "eval") if remembers else None,
        now=datetime.now(UTC),
        since=since,
        as_json=json_wanted,
    )
    if other is not None:
        compared = put_together(replace(options, knowledge=other)).assistant
        measuring = replace(measuring, other=(str(folder), str(other), compared))
    with running(parts) as runner:
        status = run_evaluation(
            parts.assistant,
            files,
            sys.stdout,
            sys.stderr,
            runner,
            list_failures=list_failures,
            aims=Aims(precision, recall),
            measuring=measuring,
        )
    context.exit(status)
