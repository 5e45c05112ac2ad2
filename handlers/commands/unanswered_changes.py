"""``unanswered attach``, ``alias``, ``fill``, ``answer``, ``dismiss``, ``undo``: what a curator does about a group."""

from __future__ import annotations

from typing import Any

import click

from handlers.commands.options import Options, shared_options
from handlers.commands.publishing import change_group, publishing_options, sourced_options
from handlers.commands.unanswered import unanswered_commands


@unanswered_commands.command("attach")
@shared_options
@publishing_options
@click.argument("group", type=int)
@click.argument("statement")
@click.pass_obj
def attach(options: Options, /, *, group: int, statement: str, **how: Any) -> None:
    """Answer the questions of GROUP by STATEMENT, which is there: entry.field or entry.fact, or an entry."""
    from bot.curation.changes import Action, Change

    change_group(options, Change(Action.ATTACH, statement), group, **how)


@unanswered_commands.command("alias")
@shared_options
@publishing_options
@click.option("--group", type=int, help="Group that it is for.")
@click.option("--language", default="", help="Language of the name (ISO 639-1), where it is no proper name.")
@click.argument("entry")
@click.argument("name")
@click.pass_obj
def alias(options: Options, /, *, group: int | None, entry: str, name: str, language: str, **how: Any) -> None:
    """Give ENTRY another NAME; concept:ID instead of an entry gives a concept another word."""
    from bot.curation.changes import Action, Change

    change_group(options, Change(Action.ALIAS, entry, {"name": name, "language": language}), group, **how)


@unanswered_commands.command("fill")
@shared_options
@publishing_options
@sourced_options
@click.option("--group", type=int, help="Group that it is for.")
@click.argument("entry")
@click.argument("field")
@click.argument("value")
@click.pass_obj
def fill(options: Options, /, *, group: int | None, entry: str, field: str, value: str, **how: Any) -> None:
    """Fill FIELD of ENTRY with VALUE: a figure ("more than 640"), an address, or ids of entries with commas."""
    from bot.curation.changes import Action, Change

    values = {"field": field, "value": value, "source": how.pop("source"), "dated": how.pop("dated")}
    change_group(options, Change(Action.FILL, entry, values), group, **how)


@unanswered_commands.command("answer")
@shared_options
@publishing_options
@sourced_options
@click.option("--entry", required=True, help="Entry that it is about; of a new one, its kind, as kind:cluster.")
@click.option("--title", default="", help="Title of a new entry.")
@click.option("--say", "said", multiple=True, required=True, help='The answer; "de=…" for another language.')
@click.argument("group", type=int)
@click.pass_obj
def answer(options: Options, /, *, group: int, entry: str, title: str, said: tuple[str, ...], **how: Any) -> None:
    """Answer the questions of GROUP by a new statement about an entry, or by a new entry."""
    from bot.curation.changes import Action, Change

    values = {"source": how.pop("source"), "dated": how.pop("dated"), "title": title}
    for text in said:
        language, separator, rest = text.partition("=")
        spoken = separator and len(language) == 2 and language.isalpha()
        values |= {f"say.{language}": rest} if spoken else {"say": text}
    what, _, kind = entry.partition(":")
    new = what == "kind" and kind
    change_group(options, Change(Action.ENTRY if new else Action.ANSWER, kind or entry, values), group, **how)


@unanswered_commands.command("dismiss")
@shared_options
@publishing_options
@click.option("--spam", is_flag=True, help="Nonsense or advertising, rather than out of scope.")
@click.argument("group", type=int)
@click.pass_obj
def dismiss(options: Options, /, *, group: int, spam: bool, **how: Any) -> None:
    """Say that GROUP needs no answer; further questions of the kind are counted and nothing else."""
    from bot.curation.changes import Action, Change

    reason = "spam" if spam else "out_of_scope"
    change_group(options, Change(Action.DISMISS, "", {"reason": reason}), group, **how)


@unanswered_commands.command("undo")
@shared_options
@publishing_options
@click.argument("revision", type=int)
@click.pass_obj
def undo(options: Options, /, *, revision: int, **how: Any) -> None:
    """Take REVISION back; its groups open again."""
    from bot.curation.changes import Action, Change

    change_group(options, Change(Action.UNDO, str(revision)), None, **how)
