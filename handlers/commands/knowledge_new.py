"""``knowledge new``: a first knowledge base of somebody's own, by questions or by options."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handlers.commands.options import shared_options

if TYPE_CHECKING:
    from knowledge.starting import Start

EXAMPLES = ("Hillside Park", "Riverside Park")
"""Names of entries that stand where nobody says anything else."""

FIELD, VALUES = "tenants", ("40", "12")
"""What people ask of them, and what is recorded, where nobody says anything else."""


@click.command("new")
@shared_options
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="What it is about: technology parks.")
@click.option("--one", help="What one entry is called: technology park.")
@click.option("--other", help="What several entries are called: technology parks.")
@click.option("--entry", "entries", nargs=2, multiple=True, metavar="NAME SUMMARY", help="An entry; give two or more.")
@click.option("--source", help="Where you know it from; stands below every answer.")
@click.option("--dated", help="Date of that in words: as of 2026.")
@click.option("--field", help="What people ask of an entry: tenants.")
@click.option(
    "--ask", "ways", multiple=True, metavar="TEXT", help="A way to ask for it, _ for the name; several may do."
)
@click.option("--value", "values", multiple=True, help="What the field holds, for one entry after the other.")
@click.option("--yes", is_flag=True, help="Ask nothing; take examples for what is not given.")
@click.pass_context
def new(context: click.Context, /, folder: Path, *, yes: bool, **given: Any) -> None:
    """Make a knowledge base of your own in DIR: small, commented, and working. Asks what is not given by options."""
    from handlers.knowledge_new import NewKnowledgeError, check_place, make

    asks = not yes and sys.stdin.isatty()
    try:
        check_place(folder)
        answered, failing = make(folder, _start(given, asks=asks))
    except NewKnowledgeError as error:
        click.echo(str(error), err=True)
        context.exit(1)
    click.echo(f"{folder} is there, and answers {answered} golden questions.")
    for question in failing:
        click.echo(f"Not yet as wanted, and commented out in golden/: {question}")
    click.echo(
        f"Edit:  the files in {folder}; each says what may stand in it\n"
        f"Check: .venv/bin/python run_bot.py knowledge check {shlex.quote(str(folder))}\n"
        f"Talk:  make chat KNOWLEDGE={shlex.quote(str(folder))}"
    )


def _start(given: dict[str, Any], *, asks: bool) -> Start:
    """Return what the knowledge base is made of: as given, as typed, else as in the examples."""
    from knowledge.starting import FirstEntry, Start

    def text(key: str, question: str, default: str) -> str:
        if given[key] is not None:
            return " ".join(given[key].split())
        return _typed(question, default) if asks else default

    title = text("title", "What is it about?", "technology parks")
    one = text("one", "What is one of them called?", title.removesuffix("s"))
    other = text("other", "And several of them?", f"{one}s")
    entries = [(name.strip(), summary.strip()) for name, summary in given["entries"]]
    for position, name in enumerate(() if entries else EXAMPLES):
        named = _typed(f"What is the {('first', 'second')[position]} {one} called?", name) if asks else name
        about = f"{named} is {'an' if one[:1] in 'aeiouAEIOU' else 'a'} {one}."
        entries.append((named, _typed(f"What is {named}, in a sentence?", about) if asks else about))
    source = text("source", "Where do you know that from?", "own notes")
    dated = text("dated", "Of when is it?", f"as of {date.today().year}")  # noqa: DTZ011 - a year, as people write it
    field = text("field", f"What do people ask of a {one}?", FIELD)
    ways = [way.strip() for way in given["ways"]]
    if not ways:
        way = f"how many {field} does _ have"
        ways = [_typed("How would somebody ask for it? Write _ for the name.", way) if asks else way]
    values = ["" if value.strip() == "-" else value.strip() for value in given["values"]]
    # Of what somebody named themselves no figure is made up.
    example = field == FIELD and tuple(name for name, _ in entries) == EXAMPLES
    for name, _ in entries[len(values) :]:
        default = VALUES[len(values) % len(VALUES)] if example else ""
        values.append(_typed(f"{field} of {name} (- if you do not know)", default or "-") if asks else default)
    filled = zip(entries, values, strict=False)
    firsts = tuple(FirstEntry(name, summary, value) for (name, summary), value in filled)
    return Start(title, one, other, firsts, source, dated, field, tuple(ways))


def _typed(question: str, default: str) -> str:
    """Ask on the terminal; a hyphen leaves it empty."""
    answer = str(click.prompt(question, default=default))
    return "" if answer.strip() == "-" else " ".join(answer.split())
