"""``knowledge import``: a table of questions and answers becomes a knowledge base."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handlers.commands.knowledge import knowledge_commands
from handlers.commands.options import shared_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.tables import Table

WHOLE = 1_000
"""Steps of the bar."""

SHOWN = 200
"""Bad rows that are listed one by one."""


@knowledge_commands.command("import")
@shared_options
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="A new folder.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that cannot be taken over.")
@click.option(
    "--language", help="Language of questions whose row names none, as in de; without it, what they look like."
)
@click.option("--encoding", help="Encoding of the file, as in cp1252; without it, what it looks like.")
@click.option("--column", "columns", multiple=True, metavar="COLUMN=NAME", help="What a column is called in FILE.")
@click.pass_context
def import_table(
    context: click.Context,
    file: Path,
    folder: Path,
    *,
    skip_bad: bool,
    language: str | None,
    encoding: str | None,
    columns: tuple[str, ...],
) -> None:
    """Make a knowledge base in DIR of FILE: .csv, .tsv or .xlsx with the columns id, question and answer.

    An id on several rows has several questions and one answer. Columns may be in any order; title, source, date,
    language and kind are taken over, too.
    """
    from handlers.encodings import known
    from handlers.knowledge_new import NewKnowledgeError
    from handlers.table_files import TableError, read_table
    from handlers.table_import import taken_over
    from knowledge.tables import BadRow, read_rows

    try:
        if encoding is not None and not known(encoding):
            raise click.BadParameter(f"{encoding!r} is no encoding; try cp1252 or utf-8", param_hint="--encoding")
        read = read_table(file, encoding, _called(columns))
        table = read_rows(read.rows, language or "")
        table.bad = sorted([*(BadRow(*one) for one in read.bad), *table.bad], key=lambda bad: bad.number)
        click.echo(f"{file}: {counted(len(read.rows) + len(read.bad), 'row')} ({read.how})")
        if read.ignored:
            click.echo(f"Columns that say nothing here: {', '.join(read.ignored)}")
        for rows in (table.torn, table.bad):
            for row in rows[:SHOWN]:
                click.echo(f"{file}:{row.number}: {row.why}", err=True)
            if len(rows) > SHOWN:
                click.echo(f"{file}: and {len(rows) - SHOWN} more such rows", err=True)
        if table.bad and not skip_bad:
            click.echo("Nothing was written; mend these rows, or leave them out with --skip-bad", err=True)
            context.exit(1)
        if not table.answers:
            click.echo(f"{file} holds no row that can be taken over", err=True)
            context.exit(1)
        for line in _languages(table):
            click.echo(line)
        with click.progressbar(length=WHOLE, label="Learning", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            taken_over(table, file.name, folder, lambda share: bar.update(round(WHOLE * share) - bar.pos))
    except (TableError, NewKnowledgeError) as error:
        click.echo(str(error), err=True)
        context.exit(1)
    if table.twice:
        click.echo(f"{counted(table.twice, 'question')} stood in the table twice; the first counts")
    asked = sum(len(answer.questions) for answer in table.answers.values())
    held = f"{counted(len(table.answers), 'answer')}, {counted(asked, 'way')} to ask"
    click.echo(f"{folder} is there: {held}. Talk: make chat KNOWLEDGE={shlex.quote(str(folder))}")


def _languages(table: Table) -> Iterator[str]:
    """Give questions whose language nobody named the one that they are in, and yield lines that say so."""
    from bot.phrases import FALLBACK
    from knowledge.loader import load_common
    from knowledge.table_languages import tell_languages

    if all(all(answer.questions.values()) for answer in table.answers.values()):
        return
    common = load_common()
    told = tell_languages(table, common, FALLBACK)
    names = {code: f"{common.languages[code].name} ({code})" for code in told.questions if code in common.languages}
    how = "--language CODE names another, a column language one for each row"
    if not told.home:
        yield f"Language: it does not show and counts as {names[FALLBACK]}; {how}"
    elif len(told.questions) == 1:
        yield f"Language: {names[told.home]}, by the words of the questions; {how}"
    else:
        listed = ", ".join(f"{names[code]} {counted(number, 'question')}" for code, number in told.questions.items())
        yield f"Languages: {listed}, by their words; {how}"


def _called(columns: tuple[str, ...]) -> dict[str, str]:
    """Return what columns are called in a file, by what they are."""
    from knowledge.tables import NEEDED, OPTIONAL

    found: dict[str, str] = {}
    for given in columns:
        column, _, name = given.partition("=")
        if column not in {*NEEDED, *OPTIONAL} or not name.strip():
            wanted = f"{given!r} is not COLUMN=NAME with a column of {', '.join((*NEEDED, *OPTIONAL))}"
            raise click.BadParameter(f"{wanted}; write question=Frage", param_hint="--column")
        found[column] = name
    return found


def counted(number: int, one: str) -> str:
    """Return how many there are of something that has a regular plural."""
    return f"{number} {one}{'' if number == 1 else 's'}"
