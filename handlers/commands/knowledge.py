"""``knowledge …``: looking after a knowledge base."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handlers.commands.options import Options, shared_options
from handlers.commands.parts import put_together


@click.group("knowledge")
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
