"""``calibrate``: the thresholds of the decision chosen by questions whose answers are known."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handlers.commands.options import Options, shared_options

if TYPE_CHECKING:
    from asyncio import Runner
    from collections.abc import Sequence

    from bot.questions import Case
    from handlers.calibrating import Chosen
    from handlers.commands.parts import Parts

LOGGED = 10_000
"""Questions of the log that are looked at, newest first."""


@click.command("calibrate")
@shared_options
@click.option(
    "--errors",
    "budget",
    type=click.FloatRange(0, 1),
    default=0.02,
    show_default=True,
    metavar="SHARE",
    help="Largest share of questions that may be answered wrongly.",
)
@click.option(
    "--picture",
    metavar="FILE.svg",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw what each threshold does.",
)
@click.option("--dry-run", is_flag=True, help="Print what it would choose, and write nothing.")
@click.option("--all", "every", is_flag=True, help="Try all questions, however many there are.")
@click.argument("files", nargs=-1, metavar="[FILE...]", type=click.Path(path_type=Path))
@click.pass_context
def calibrate(
    context: click.Context, files: tuple[Path, ...], *, budget: float, picture: Path | None, dry_run: bool, every: bool
) -> None:
    """Choose thresholds by golden questions, by those of the log that people rated, and by question FILEs.

    What curators have published counts. What answers most questions rightly within the error budget is written into
    decision.yaml of the knowledge folder.
    """
    from bot.calibrating import SETTINGS
    from bot.decision_file import write_thresholds
    from handlers.calibrating import by_phrasings, by_structure
    from handlers.commands.parts import put_together, running, take_over_revisions

    parts = put_together(context.ensure_object(Options))
    folder = parts.settings.knowledge_dir
    with running(parts) as runner:
        take_over_revisions(parts, runner)
        cases = _cases(parts, files, runner)
    known = parts.assistant.understander
    chosen: list[Chosen] = []
    if cases and not (known.phrased and known.phrased.only):
        with click.progressbar(
            length=len(SETTINGS), label="Trying thresholds", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            chosen.append(by_structure(parts.assistant, cases, budget, lambda: bar.update(1), every=every))
    if known.phrased:
        chosen.append(by_phrasings(known, known.phrased, cases, budget))
    if not chosen:
        raise click.ClickException(
            f"{folder} has no golden questions to choose by; write some into {folder / 'golden'}, or name files of them"
        )
    click.echo("\n\n".join(one.text for one in chosen))
    if picture is not None:
        _draw([one for one in chosen if one.curve], budget, picture)
    thresholds = {name: value for one in chosen for name, value in one.thresholds.items()}
    if thresholds and not dry_run:
        path = write_thresholds(folder, thresholds)
        click.echo(f"{path}: {', '.join(f'{name} {value}' for name, value in thresholds.items())}")
    context.exit(0 if all(one.thresholds for one in chosen) else 1)


def _cases(parts: Parts, files: tuple[Path, ...], runner: Runner) -> list[Case]:
    """Return the questions to choose by: of the knowledge folder, of files, and what the database holds.

    There stand those that published revisions have to answer, and those of the log that people rated.
    """
    from bot.calibrating import rated
    from bot.curation.impact import case_of
    from bot.golden import golden_questions
    from bot.questions import read_questions
    from bot.storage.opened import may_hold_revisions
    from bot.storage.sql_revisions import SqlRevisions

    cases = golden_questions(parts.settings.knowledge_dir) + read_questions(files)
    if not may_hold_revisions(parts.settings.database_path):
        return cases
    asked = {case.name for case in cases}
    revisions = SqlRevisions(runner.run(parts.database.engine()))
    # What was exported stands in the folder, too.
    cases += [case for case in map(case_of, runner.run(revisions.golden())) if case.name not in asked]
    return cases + rated(runner.run(parts.log.recent(LOGGED)))


def _draw(chosen: Sequence[Chosen], budget: float, picture: Path) -> None:
    """Draw each curve into a file of its own."""
    from handlers.tradeoff_view import tradeoff_picture

    for place, one in enumerate(chosen, 1):
        file = picture if place == 1 else picture.with_stem(f"{picture.stem}-{place}")
        try:
            file.write_text(tradeoff_picture(one.title, one.curve, one.least, budget), encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written ({error.strerror}); name another file") from error
        click.echo(f"{file}: {one.title}")
