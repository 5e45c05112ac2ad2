"""``knowledge stats``, ``show`` …: looking at a knowledge base."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handlers.commands.knowledge import knowledge_commands
from handlers.commands.options import Options, shared_options

if TYPE_CHECKING:
    from knowledge.models import KnowledgeBase

folder_argument = click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
"""The knowledge folder, where it is not that of the settings."""


def folder_of(context: click.Context, folder: Path | None) -> Path:
    """Return the knowledge folder that a command is about."""
    from bot.settings import load_settings

    return load_settings(knowledge_dir=folder or context.ensure_object(Options).knowledge).knowledge_dir


def known_in(folder: Path) -> KnowledgeBase:
    """Load what is known in a folder; what is wrong with it is the error's message."""
    from bot.errors import BotError
    from knowledge import KnowledgeProblems, load

    try:
        return load(folder)
    except KnowledgeProblems as error:
        raise BotError("\n".join(problem.within(folder) for problem in error.problems)) from error


def as_json(record: Any) -> None:
    """Print a record as JSON."""
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))


@knowledge_commands.command("stats")
@shared_options
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object.")
@folder_argument
@click.pass_context
def stats(context: click.Context, folder: Path | None, *, json_wanted: bool) -> None:
    """Count what the knowledge in DIR holds: entries, statements, languages, sources, golden questions."""
    from bot.golden import golden_questions
    from handlers.survey_view import survey_record, survey_text
    from knowledge.surveying import survey

    place = folder_of(context, folder)
    known = known_in(place)
    golden = golden_questions(place)
    if json_wanted:
        as_json(survey_record(known, survey(known), golden))
    else:
        click.echo(survey_text(known, survey(known), golden))


@knowledge_commands.command("show")
@shared_options
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object.")
@click.option("--all", "every", is_flag=True, help="All ways to ask, and all golden questions.")
@click.argument("name", metavar="ID")
@click.pass_context
def show(context: click.Context, name: str, *, json_wanted: bool, every: bool) -> None:
    """Show an entry as it is known, or with ID.FIELD one statement about it."""
    from bot.golden import golden_questions
    from bot.known_entries import known_entry
    from handlers.entry_view import entry_record, entry_text, statement_record, statement_text

    place = folder_of(context, None)
    known = known_in(place)
    entry_id, _, part = name.partition(".")
    found = known_entry(_one_called(entry_id, known), known, golden_questions(place))
    if not part:
        if json_wanted:
            as_json(entry_record(found))
        else:
            click.echo(entry_text(found, known, every=every))
        return
    statement = next((s for s in found.statements if s.id == f"{found.entry.id}.{part}"), None)
    if statement is None:
        there = ", ".join(s.id.partition(".")[2] for s in found.statements)
        raise click.ClickException(f"{found.entry.id} has no {part}; there are: {there}")
    if json_wanted:
        as_json(statement_record(statement))
    else:
        click.echo(statement_text(statement, known))


def _one_called(name: str, known: KnowledgeBase) -> str:
    """Return the entry of this id or name, or say which are like it."""
    from bot.entry_search import entries_called, entry_called

    found = entry_called(name, known)
    if found is not None:
        return found
    near = entries_called(name, known)[:3]
    meant = f"; did you mean {', '.join(near)}?" if near else "; `knowledge stats` counts what there is"
    raise click.ClickException(f"there is no entry {name}{meant}")


@knowledge_commands.command("graph")
@shared_options
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="File that ends in .svg or .dot.")
@folder_argument
@click.pass_context
def graph(context: click.Context, folder: Path | None, *, target: Path | None) -> None:
    """Draw the entries of DIR and what points from one to another: as SVG, or as text for Graphviz."""
    from handlers.graph.dot import dot
    from handlers.graph.picture import picture
    from knowledge.network import network

    if target is not None and target.suffix not in {".svg", ".dot", ".gv"}:
        raise click.BadParameter(f"{target.name} must end in .svg or .dot", param_hint="--to")
    found = network(known_in(folder_of(context, folder)))
    text = picture(found) if target is not None and target.suffix == ".svg" else dot(found)
    if target is None:
        click.echo(text, nl=False)
        return
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}; name another file") from error
    click.echo(f"{target}: {len(found.titles)} entries, {len(found.relations)} relations")


@knowledge_commands.command("schema")
@shared_options
@click.option("--to", "target", type=click.Path(path_type=Path, file_okay=False), help="Folder to write them into.")
@click.option(
    "--of",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Entries as DIR has kinds, fields and ids.",
)
@click.argument("kind", required=False, metavar="[FILE-KIND]")
def schema(kind: str | None, *, target: Path | None, folder: Path | None) -> None:
    """Print the JSON Schema of a kind of file, or the kinds that there are; --to writes them into a folder."""
    from bot.file_schemas import FILE_KINDS, file_name, file_schema, text_of
    from bot.own_schema import own_entries_schema

    if kind is not None and kind not in FILE_KINDS:
        raise click.BadParameter(f"there is no {kind}; known are {', '.join(FILE_KINDS)}", param_hint="FILE-KIND")
    if target is None and kind is None:
        for name, held in FILE_KINDS.items():
            click.echo(f"{name:<15} {held.about}{': ' if held.files else ''}{', '.join(held.files)}")
        return
    own = {"entries": own_entries_schema(known_in(folder))} if folder is not None else {}
    texts = {name: text_of(own.get(name) or file_schema(name)) for name in ([kind] if kind is not None else FILE_KINDS)}
    if target is None:
        click.echo("".join(texts.values()), nl=False)
        return
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (target / file_name(name)).write_text(text, encoding="utf-8")
            click.echo(target / file_name(name))
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}; name another folder") from error
