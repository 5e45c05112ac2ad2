#!/usr/bin/env python3
"""The command line of the bot: parses it and puts the parts together, nothing else.

Each command imports only what it needs, so that asking one question never waits for Telegram or a database.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

import click

from handlers.commands import (  # noqa: F401 - each adds its commands
    event_files,
    knowledge_tables,
    knowledge_views,
    unanswered_changes,
)
from handlers.commands.calibration import calibrate
from handlers.commands.evaluation import evaluate
from handlers.commands.events import event_commands
from handlers.commands.knowledge import knowledge_commands
from handlers.commands.knowledge_new import new
from handlers.commands.options import Options, shared_options
from handlers.commands.parts import put_together, running, take_over_revisions
from handlers.commands.unanswered import unanswered_commands
from handlers.commands.upkeep import backup, doctor, restore
from handlers.commands.web import desk_link, web


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
        take_over_revisions(parts, runner)
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
        take_over_revisions(parts, runner)
        if jsonl:
            from handlers.batch import run_batch

            run_batch(parts.assistant, sys.stdin.buffer, sys.stdout.buffer, runner, parts.assistant.rows)
        else:
            from handlers.terminal import ask_once

            ask_once(parts.assistant, " ".join(text), sys.stdout, runner)


@main.command()
@shared_options
@click.pass_obj
def telegram(options: Options) -> None:
    """Run the Telegram bot: by polling, or by webhook where WEBHOOK_URL is set."""
    from bot.logs import set_up_logging

    parts = put_together(options, needs=["telegram_bot_token"], keeps=True)
    if options.no_log:
        # Nothing is kept and nothing followed, but what is published is answered from.
        with running(parts) as runner:
            take_over_revisions(parts, runner)
    secrets = (parts.settings.telegram_bot_token, parts.settings.webhook_secret)
    hidden = [secret.get_secret_value() for secret in secrets if secret is not None]
    set_up_logging(logging.INFO, hidden, parts.settings.log_format)

    from handlers.commands.telegram_parts import telegram_parts
    from handlers.telegram.application import build_application
    from handlers.telegram.running import run as run_telegram

    run_telegram(build_application(telegram_parts(parts), parts.settings), parts.settings)


knowledge_commands.add_command(new)
main.add_command(evaluate)
main.add_command(calibrate)
main.add_command(knowledge_commands)
main.add_command(unanswered_commands)
main.add_command(event_commands)
main.add_command(web)
main.add_command(desk_link)
main.add_command(doctor)
main.add_command(backup)
main.add_command(restore)


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
