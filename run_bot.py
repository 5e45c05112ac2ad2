#!/usr/bin/env python3
"""The command line of the bot: parses it and puts the parts together, nothing else.

Each command imports only what it needs, so that asking one question never waits for Telegram or a database.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.phrases import Phrases
    from bot.settings import Settings
    from bot.storage import QuestionLog

SHARE = click.FloatRange(0, 1)
"""A share, from 0 to 1."""

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(slots=True)
class Options:
    """Options that stand before or after the command; the one further right wins."""

    knowledge: Path | None = None
    """--knowledge DIR."""
    database: str | None = None
    """--database URL."""
    no_log: bool = False
    """--no-log."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What every screen is put together from."""

    settings: Settings
    """What was set from outside."""
    assistant: Assistant
    """Who answers."""
    phrases: Phrases
    """The fixed words."""
    log: QuestionLog
    """Where questions are kept; to be closed by whoever ran the assistant."""


def shared_options(command: Command) -> Command:
    """Give a command the options that all of them have."""

    def keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        def callback(context: click.Context, _parameter: click.Parameter, value: object) -> None:
            if value not in {None, False}:
                setattr(context.find_root().ensure_object(Options), name, value)

        return callback

    kept: dict[str, Any] = {"expose_value": False}
    for option in (
        click.option("--no-log", is_flag=True, callback=keep("no_log"), help="Store nothing.", **kept),
        click.option(
            "--database", metavar="URL", callback=keep("database"), help="Where questions are logged.", **kept
        ),
        click.option(
            "--knowledge",
            metavar="DIR",
            type=click.Path(path_type=Path),
            callback=keep("knowledge"),
            help="Folder of the knowledge base.",
            **kept,
        ),
    ):
        command = option(command)
    return command


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@shared_options
@click.pass_context
def main(context: click.Context) -> None:
    """Answer questions about business clusters. Without a command: chat in the terminal."""
    context.ensure_object(Options)
    if context.invoked_subcommand is None:
        context.invoke(chat)


@main.command()
@shared_options
@click.pass_obj
def chat(options: Options) -> None:
    """Chat in the terminal; reads lines from a pipe too."""
    from bot.settings import STATE_DIR
    from handlers.spinner import spinner
    from handlers.terminal import TerminalChat, this_terminal

    with spinner(sys.stderr):
        parts = put_together(options)
    history = None if options.no_log else STATE_DIR / "chat_history"
    terminal = this_terminal(history, colours=parts.settings.no_color is None)
    with running(parts) as runner:
        TerminalChat(parts.assistant, parts.phrases, terminal).run(runner)


@main.command()
@shared_options
@click.option("--jsonl", is_flag=True, help="One JSON object a line in, one a line out.")
@click.argument("text", nargs=-1)
@click.pass_obj
def ask(options: Options, *, jsonl: bool, text: Sequence[str]) -> None:
    """Answer one question TEXT, or with --jsonl many from standard input."""
    if jsonl == bool(text):
        raise click.UsageError(
            'give either one question, as in: ask "How many members does Cyberforum have?", or --jsonl'
        )
    parts = put_together(options)
    with running(parts) as runner:
        if jsonl:
            from handlers.batch import run_batch

            run_batch(parts.assistant, sys.stdin.buffer, sys.stdout.buffer, runner)
        else:
            from handlers.terminal import ask_once

            ask_once(parts.assistant, " ".join(text), sys.stdout, runner)


@main.command()
@shared_options
@click.pass_obj
def telegram(options: Options) -> None:
    """Run the Telegram bot: by polling, or by webhook where WEBHOOK_URL is set."""
    from bot.logs import set_up_logging

    parts = put_together(options, needs=["telegram_bot_token"])
    secrets = (parts.settings.telegram_bot_token, parts.settings.webhook_secret)
    set_up_logging(logging.INFO, [secret.get_secret_value() for secret in secrets if secret is not None])

    from handlers.telegram import application
    from handlers.telegram.context import Parts as TelegramParts

    built = application.build_application(TelegramParts(parts.assistant, parts.phrases, parts.log), parts.settings)
    application.run(built, parts.settings)


@main.command("eval")
@shared_options
@click.option("--list-failures", is_flag=True, help="Print only the failing cases, as YAML for _known_failures.yaml.")
@click.option(
    "--precision", type=SHARE, default=0.95, show_default=True, help="Least precision of the grouping, 0 to 1."
)
@click.option("--recall", type=SHARE, default=0.85, show_default=True, help="Least recall of the grouping, 0 to 1.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.pass_context
def evaluate(
    context: click.Context, files: Sequence[Path], *, list_failures: bool, precision: float, recall: float
) -> None:
    """Run question files (.yaml or .jsonl) and grouping files, and print what goes wrong and how often."""
    from handlers.eval_command import run_evaluation
    from handlers.eval_grouping import Aims

    options = context.ensure_object(Options)
    options.no_log = True
    parts = put_together(options)
    with running(parts) as runner:
        assistant = parts.assistant
        status = run_evaluation(
            assistant,
            files,
            sys.stdout,
            sys.stderr,
            runner,
            list_failures=list_failures,
            aims=Aims(precision, recall),
        )
    context.exit(status)


@main.group("knowledge")
@shared_options
def knowledge_commands() -> None:
    """Look after a knowledge base."""


@knowledge_commands.command("check")
@shared_options
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, folder: Path | None) -> None:
    """Print everything that is wrong with the knowledge in DIR, as file:line: what is wrong and what to do."""
    from bot.settings import load_settings
    from handlers.knowledge_commands import check_knowledge

    settings = load_settings(knowledge_dir=folder or context.ensure_object(Options).knowledge)
    context.exit(check_knowledge(settings.knowledge_dir, sys.stdout))


@knowledge_commands.command("index")
@shared_options
@click.pass_context
def index(context: click.Context) -> None:
    """Index the knowledge base now, which takes some seconds, so that the next start takes none."""
    options = context.ensure_object(Options)
    options.no_log = True
    put_together(options)


def put_together(options: Options, *, needs: Sequence[str] = ()) -> Parts:
    """Return the parts of the bot; nothing is connected to yet.

    Args:
        options: What the command line said.
        needs: Settings that the command cannot do without.
    """
    from bot.assistant import Assistant
    from bot.errors import BotError
    from bot.phrases import Phrases
    from bot.prepared import prepare
    from bot.settings import STATE_DIR, load_settings
    from bot.storage import NoQuestionLog, open_log
    from knowledge import KnowledgeError

    settings = load_settings(needs=needs, knowledge_dir=options.knowledge, database_url=options.database)
    try:
        known = prepare(settings.knowledge_dir, STATE_DIR / "cache")
    except KnowledgeError as error:
        raise BotError(str(error)) from error
    log = NoQuestionLog() if options.no_log else open_log(settings.database_url)
    hasher = None if options.no_log else person_hasher_for(settings)
    return Parts(settings, Assistant(known, log=log, hasher=hasher), Phrases(known.knowledge.phrases), log)


def person_hasher_for(settings: Settings) -> Callable[[str], str]:
    """Return the hash that people are stored under: keyed by SECRET_KEY, else by a key beside the database."""
    from bot.errors import StorageError
    from bot.privacy import person_hasher
    from bot.secret_key import key_beside, random_key

    if settings.secret_key is not None:
        return person_hasher(settings.secret_key.get_secret_value().encode())
    path = settings.database_path
    try:
        key = random_key() if path is None else key_beside(path)
    except StorageError as error:
        # Where nothing can be kept, questions are still answered.
        logging.getLogger(__name__).warning("people are not recognised again: %s", error)
        key = random_key()
    return person_hasher(key)


@contextmanager
def running(parts: Parts) -> Iterator[asyncio.Runner]:
    """Run an event loop for as long as a screen is open, and close the log at the end."""
    with asyncio.Runner() as runner:
        try:
            yield runner
        finally:
            runner.run(parts.log.close())


def run() -> int:
    """Run the command line; returns the exit status. What a person can mend is a clear line each, no traceback."""
    from bot.errors import BotError
    from bot.logs import set_up_logging

    set_up_logging(logging.WARNING)
    try:
        status = main.main(prog_name="run_bot.py", standalone_mode=False)
    except BotError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    # What a command exits with comes back as a number here.
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    sys.exit(run())
