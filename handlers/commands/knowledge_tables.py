"""``knowledge import``: a table of questions and answers becomes a knowledge base."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handlers.commands.knowledge import knowledge_commands
from handlers.commands.options import shared_options

WHOLE = 1_000
"""Steps of the bar."""

SHOWN = 200
"""Bad rows that are listed one by one."""


@knowledge_commands.command("import")
@shared_options
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="A new folder.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that cannot be taken over.")
@click.option("--language", default="en", show_default=True, help="Language of questions whose row names none.")
@click.pass_context
def import_table(context: click.Context, file: Path, folder: Path, *, skip_bad: bool, language: str) -> None:
    """Make a knowledge base in DIR of FILE: .csv, .tsv or .xlsx with the columns id, question and answer.

    An id on several rows has several questions and one answer. Columns may be in any order; title, source, date,
    language and kind are taken over, too.
    """
    from handlers.knowledge_new import NewKnowledgeError
    from handlers.table_files import TableError, read_table
    from handlers.table_import import taken_over
    from knowledge.tables import read_rows

    try:
        read = read_table(file)
        table = read_rows(read.rows, language)
        click.echo(f"{file}: {len(read.rows)} rows ({read.how})")
        if read.ignored:
            click.echo(f"Columns that say nothing here: {', '.join(read.ignored)}")
        for bad in table.bad[:SHOWN]:
            click.echo(f"{file}:{bad.number}: {bad.why}", err=True)
        if len(table.bad) > SHOWN:
            click.echo(f"{file}: and {len(table.bad) - SHOWN} more such rows", err=True)
        if table.bad and not skip_bad:
            click.echo("Nothing was written; mend these rows, or leave them out with --skip-bad", err=True)
            context.exit(1)
        if not table.answers:
            click.echo(f"{file} holds no row that can be taken over", err=True)
            context.exit(1)
        with click.progressbar(length=WHOLE, label="Learning", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            taken_over(table, file.name, folder, lambda share: bar.update(round(WHOLE * share) - bar.pos))
    except (TableError, NewKnowledgeError) as error:
        click.echo(str(error), err=True)
        context.exit(1)
    if table.twice:
        click.echo(f"{table.twice} questions stood in the table twice; the first counts")
    asked = sum(len(answer.questions) for answer in table.answers.values())
    click.echo(
        f"{folder} is there: {len(table.answers)} answers, {asked} ways to ask. Talk: make chat KNOWLEDGE={folder}"
    )
