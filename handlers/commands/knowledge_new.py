"""``knowledge new``: a first knowledge base of somebody's own, by questions or by options."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handlers.commands.options import shared_options

if TYPE_CHECKING:
    from knowledge.start_files import Say
    from knowledge.starting import Start

VALUES = ("40", "12")
"""What is recorded of the examples."""

OFFERED = "new_example.title"
"""A text that every language has in which a knowledge base can be begun."""


@click.command("new")
@shared_options
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--language", metavar="CODE", help="Language of all that is written, as in de; else en.")
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
def new(context: click.Context, /, folder: Path, *, language: str | None, yes: bool, **given: Any) -> None:
    """Make a knowledge base of your own in DIR: small, commented, and working. Asks what is not given by options."""
    from handlers.knowledge_new import NewKnowledgeError, check_place, make

    asks = not yes and sys.stdin.isatty()
    try:
        check_place(folder)
        chosen, say = _language(language, asks=asks)
        answered, failing = make(folder, _start(chosen, say, given, asks=asks), say)
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


def _language(given: str | None, *, asks: bool) -> tuple[str, Say]:
    """Return the language of all that is written, and what says texts in it.

    Nobody is taken by surprise: without an option it is English in a pipe, and on a terminal that of the machine is
    offered.

    Raises:
        click.BadParameter: no texts are there in it.
    """
    from bot.phrases import FALLBACK, Phrases
    from handlers.terminal import machine_language
    from knowledge.loader import load_common

    texts = {code: texts for code, texts in load_common().phrases.items() if OFFERED in texts}
    phrases = Phrases(texts)
    offered = ", ".join(phrases.languages)
    if given is None:
        default = phrases.language(machine_language())
        given = _typed(f"Language ({offered})", default) if asks else FALLBACK
    code = given.strip().lower()
    if code not in texts:
        raise click.BadParameter(f"{given!r} is none of {offered}", param_hint="--language")
    return code, partial(phrases.say, code)


def _start(language: str, say: Say, given: dict[str, Any], *, asks: bool) -> Start:
    """Return what the knowledge base is made of: as given, as typed, else as in the examples."""
    from knowledge.starting import FirstEntry, Start

    def example(key: str, **values: object) -> str:
        return say(f"new_example.{key}", **values)

    def typed(key: str, default: str, **values: object) -> str:
        return _typed(say(f"new_prompt.{key}", **values), default) if asks else default

    def text(key: str, default: str, **values: object) -> str:
        return " ".join(given[key].split()) if given[key] is not None else typed(key, default, **values)

    title = text("title", example("title"))
    as_usual = title == example("title")
    ending = example("plural", one="")
    one = text("one", example("one") if as_usual else title.removesuffix(ending))
    other = text("other", example("other") if one == example("one") else f"{one}{ending}")
    examples = (example("first"), example("second"))
    entries = [(name.strip(), summary.strip()) for name, summary in given["entries"]]
    for key, name in () if entries else zip(("first", "second"), examples, strict=True):
        named = typed(key, name, one=one)
        entries.append((named, typed("about", example("about", name=named, other=other), name=named)))
    source = text("source", example("source"))
    year = date.today().year  # noqa: DTZ011 - a year, as people write it
    dated = text("dated", example("dated", year=year))
    field = text("field", example("field"), one=one)
    ways = [way.strip() for way in given["ways"]] or [typed("way", example("way", field=field))]
    values = ["" if value.strip() == "-" else value.strip() for value in given["values"]]
    # Of what somebody named themselves no figure is made up.
    invented = field == example("field") and tuple(name for name, _ in entries) == examples
    for name, _ in entries[len(values) :]:
        default = VALUES[len(values) % len(VALUES)] if invented else ""
        values.append(typed("value", default or "-", field=field, name=name) if asks else default)
    filled = zip(entries, values, strict=False)
    firsts = tuple(FirstEntry(name, summary, value) for (name, summary), value in filled)
    return Start(language, title, one, other, firsts, source, dated, field, tuple(ways))


def _typed(question: str, default: str) -> str:
    """Ask on the terminal; a hyphen leaves it empty."""
    answer = str(click.prompt(question, default=default))
    return "" if answer.strip() == "-" else " ".join(answer.split())
