"""``knowledge …``: looking after a knowledge base."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handlers.commands.options import Options, shared_options
from handlers.commands.parts import put_together
from handlers.commands.publishing import with_curation

if TYPE_CHECKING:
    from bot.curation.exporting import Export
    from bot.curation.opened import Curation


@click.group("knowledge")
@shared_options
def knowledge_commands() -> None:
    """Look after a knowledge base."""


@knowledge_commands.command("check")
@shared_options
@click.option("--strict", is_flag=True, help="Let warnings fail the check, too.")
@click.option("--all", "every", is_flag=True, help="Tell each warning, also where there are many of a sort in a file.")
@click.option("--ask", "asks", is_flag=True, help="Ask every title and every question of a button, too.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="As lines, as one JSON object, or as annotations for GitHub.",
)  # fmt: skip
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, folder: Path | None, *, strict: bool, every: bool, asks: bool, form: str) -> None:
    """Print everything that is wrong with the knowledge in DIR, as file:line: what is wrong and what to do."""
    import gc
    from datetime import UTC, datetime

    from bot.prepared import prepare
    from bot.settings import STATE_DIR, load_settings
    from handlers.knowledge_commands import check_knowledge

    settings = load_settings(knowledge_dir=folder or context.ensure_object(Options).knowledge)
    checked = settings.knowledge_dir
    # All that is read is looked at once and then thrown away with the process: collecting it only takes time.
    gc.disable()
    status = check_knowledge(
        checked,
        sys.stdout,
        today=datetime.now(UTC).date().isoformat(),
        form=form,
        strict=strict,
        every=every,
        understood=(lambda: prepare(checked, STATE_DIR / "cache")) if asks else None,
    )
    context.exit(status)


@knowledge_commands.command("index")
@shared_options
@click.pass_context
def index(context: click.Context) -> None:
    """Index the knowledge base now, which takes some seconds, so that the next start takes none."""
    options = context.ensure_object(Options)
    options.no_log = True
    parts = put_together(options)
    known = parts.assistant.knowledge
    click.echo(f"{len(known.entries)} entries are indexed.")


@knowledge_commands.command("diff")
@shared_options
@click.pass_obj
def diff(options: Options) -> None:
    """Show what `knowledge export` would change in the files, as diff -u does."""
    from bot.curation.export import diff as difference
    from bot.curation.exporting import without_marker

    async def work(curation: Curation) -> None:
        export = await _planned(curation)
        click.echo(difference(without_marker(export.changes)), nl=False)

    with_curation(options, work)


@knowledge_commands.command("export")
@shared_options
@click.option(
    "--table", "file", metavar="FILE.csv", type=click.Path(path_type=Path),
    help="Write the questions and answers that stand in the files into a table, as `knowledge import` reads it.",
)  # fmt: skip
@click.pass_obj
def export(options: Options, file: Path | None) -> None:
    """Write what curators have published into the YAML files; nothing else in them changes."""
    from datetime import UTC, datetime

    from bot.curation.export import write
    from bot.curation.exporting import without_marker

    if file is not None:
        _write_table(options, file)
        return

    async def work(curation: Curation) -> None:
        planned = await _planned(curation)
        write(curation.live.folder, planned.changes)
        await curation.revisions.exported(planned.revisions, datetime.now(UTC))
        for change in without_marker(planned.changes):
            click.echo(f"{curation.live.folder / change.file}")
        click.echo(
            f"{len(planned.revisions)} revisions written." if planned.revisions else "There is nothing to write."
        )

    with_curation(options, work)


async def _planned(curation: Curation) -> Export:
    """Return what is to be written into the files."""
    from bot.curation.exporting import planned_export

    revisions = curation.revisions
    return planned_export(
        curation.live.folder,
        curation.live.indexed.knowledge,
        await revisions.since(),
        await revisions.golden(),
        await revisions.golden_gone(),
    )


def _write_table(options: Options, file: Path) -> None:
    """Write the questions and answers of a knowledge base into a table."""
    from bot.settings import load_settings
    from handlers.table_files import TableError, write_table
    from knowledge import load
    from knowledge.tables import rows_of

    folder = load_settings(knowledge_dir=options.knowledge).knowledge_dir
    rows = rows_of(load(folder))
    if not rows:
        raise click.ClickException(f"{folder} holds no questions and answers of a table (kinds with phrased: true)")
    try:
        write_table(file, rows)
    except TableError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file}: {len(rows)} rows")
