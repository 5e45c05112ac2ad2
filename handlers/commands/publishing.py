"""What all commands share that publish a change: each is previewed first."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handlers.commands.options import Options
from handlers.commands.parts import put_together, running

if TYPE_CHECKING:
    from bot.curation.changes import Change
    from bot.curation.opened import Curation

Result = TypeVar("Result")

CONSOLE = "console"
"""Author of what is done on the command line, where nobody says otherwise."""


def author_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that says who acts."""
    return click.option("--author", default=CONSOLE, show_default=True, help="Who does it, for the history.")(command)


def publishing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of all that publishes."""
    for option in (
        click.option("--reason", default="", help="Why, for the history."),
        click.option("--dry-run", is_flag=True, help="Show what it would do, and publish nothing."),
        click.option("--yes", is_flag=True, help="Publish without asking, unless a golden question breaks."),
    ):
        command = option(command)
    return author_option(command)


def sourced_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say where a statement comes from."""
    for option in (
        click.option("--dated", default="", help='Date of it, in words, e.g. "as of 2026"; this year if not given.'),
        click.option("--source", required=True, help="Where you have it from; shown below the answer."),
    ):
        command = option(command)
    return command


def with_curation(options: Options, work: Callable[[Curation], Coroutine[Any, Any, Result]]) -> Result:
    """Open what curators work with, do something with it, and close it.

    Raises:
        BotError: it cannot be opened, or what is done is not possible.
    """
    from bot.curation.opened import open_curation
    from bot.errors import BotError, CurationError

    parts = put_together(options)
    with running(parts) as runner:

        async def opened() -> Result:
            folder, understander = parts.settings.knowledge_dir, parts.assistant.understander
            return await work(await open_curation(parts.database, folder, understander, parts.log))

        try:
            return runner.run(opened())
        except CurationError as error:
            # In a sentence that the desk has for it.
            raise BotError(parts.phrases.say("en", f"desk_error.{error.key}", **error.values)) from error


def change_group(
    options: Options, change: Change, group: int | None, *, author: str, reason: str, dry_run: bool, yes: bool
) -> None:
    """Draft a change, show what it does, and publish it if that is wanted.

    Raises:
        BotError: the change is not possible, or would break a golden question.
    """
    from bot.errors import BotError
    from handlers.unanswered_view import impact_text
    from knowledge import KnowledgeError

    async def work(curation: Curation) -> None:
        try:
            draft = await curation.desk.draft(author, change, group)
        except KnowledgeError as error:
            raise BotError(str(error)) from error
        draft, impact = await curation.desk.preview(draft.id, progress())
        click.echo(impact_text(draft, impact))
        wanted = not impact.blocked and not dry_run and (yes or click.confirm("Publish this?", default=False))
        if not wanted:
            await curation.desk.drop(draft.id)
            if impact.blocked:
                raise BotError("Nothing was published. Say it otherwise, or correct the golden questions first.")
            click.echo("Nothing was published.")
            return
        revision = await curation.desk.publish(draft.id, author, reason)
        click.echo(f"Published as revision {revision.id}; take it back with: run_bot.py unanswered undo {revision.id}")

    with_curation(options, work)


def progress() -> Callable[[int, int], None] | None:
    """Return what shows how far a preview has come, on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, of: int) -> None:
        if done % 50 == 0 or done == of:
            end = "\r" if done < of else "\n"
            click.echo(f"Asking again: {done} of {of} questions {end}", nl=False, err=True)

    return show
