"""``web`` serves the pages; ``desk-link`` lets whoever runs commands on the server in."""

from __future__ import annotations

import logging

import click

from handlers.commands.options import Options, shared_options
from handlers.commands.parts import put_together


@click.command("web")
@shared_options
@click.pass_obj
def web(options: Options) -> None:
    """Serve the pages: the chat for visitors, the desk for curators."""
    from bot.logs import set_up_logging

    parts = put_together(options, keeps=True)
    set_up_logging(logging.INFO, form=parts.settings.log_format)

    from handlers.web.application import Served, serve

    serve(Served(parts.settings, parts.assistant, parts.log, parts.database, parts.counts))


@click.command("desk-link")
@shared_options
@click.option(
    "--role",
    type=click.Choice(["curator", "organiser", "admin"]),
    default="curator",
    show_default=True,
    help="What the link lets do.",
)
@click.pass_obj
def desk_link(options: Options, role: str) -> None:
    """Print a link that signs in to the web desk: once, within ten minutes."""
    import asyncio

    from bot.settings import load_settings
    from bot.sign_in import CONSOLE, Role, open_doorkeeper, sign_in_address
    from bot.storage import Database

    settings = load_settings(database_url=options.database)
    database = Database(settings.database_url)

    async def link() -> str:
        try:
            doorkeeper = await open_doorkeeper(database, settings)
            return sign_in_address(settings.web_address, await doorkeeper.link(CONSOLE, Role(role)))
        finally:
            await database.close()

    click.echo(asyncio.run(link()))
