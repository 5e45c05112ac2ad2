"""``event print``, ``event stats``, ``event report``: what an organiser hangs up and takes home, as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handlers.commands.events import event_commands, found, with_events
from handlers.commands.options import Options, shared_options

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.events.opened import Events

FOLDER = click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=".", help="Folder for the files."
)
"""Where files go; made where it is missing."""


@event_commands.command("print")
@shared_options
@FOLDER
@click.argument("event")
@click.pass_obj
def print_sheets(options: Options, *, event: str, folder: Path) -> None:
    """Write poster and table card of EVENT as PDF and SVG, and its QR code as SVG and PNG."""

    async def work(events: Events, assistant: Assistant) -> None:
        from bot.errors import BotError
        from handlers.event_papers import sheet_of
        from handlers.paper.pdf import pdf
        from handlers.paper.qr import qr_png, qr_svg
        from handlers.paper.sheets import card, poster
        from handlers.paper.svg import svg

        one, links = await found(events, event), await events.links()
        address = links.scan(one)
        if not address:
            raise BotError("there is no address for the QR code: start `run_bot.py telegram` once, or set BOT_NAME")
        sheet = sheet_of(one, links, assistant.phrases)
        pages = {"poster": poster(sheet), "card": card(sheet)}
        files: dict[str, bytes] = {"qr.svg": qr_svg(address).encode(), "qr.png": qr_png(address)}
        for name, page in pages.items():
            files |= {f"{name}.pdf": pdf([page]), f"{name}.svg": svg(page).encode()}
        write(folder, files)

    with_events(options, work)


@event_commands.command("stats")
@shared_options
@click.argument("event")
@click.pass_obj
def stats(options: Options, *, event: str) -> None:
    """Show the figures of EVENT so far."""
    from bot.events.activity import activity
    from handlers.event_view import stats_text

    async def work(events: Events, assistant: Assistant) -> None:
        one = await found(events, event)
        figures, title = events.figures, assistant.composer.wording.title
        topics = [(title(t.entry, "en"), t.times) for t in await figures.topics(one.code, 5)]
        missed = [wish for wish in await figures.missed(one.code) if not wish.closed]
        slots = activity(await figures.moments(one.code))
        click.echo(stats_text(one, await figures.totals(one.id, one.code), topics, len(missed), slots))

    with_events(options, work)


@event_commands.command("report")
@shared_options
@FOLDER
@click.argument("event")
@click.pass_obj
def report(options: Options, *, event: str, folder: Path) -> None:
    """Write the report of EVENT, as PDF and as CSV."""

    async def work(events: Events, assistant: Assistant) -> None:
        from bot.events.report import Reports
        from handlers.event_papers import report_sheet_of
        from handlers.paper.pdf import pdf
        from handlers.paper.report import report as page_of
        from handlers.report_table import report_csv

        made = await Reports(events, assistant).of(await found(events, event))
        content = pdf([page_of(report_sheet_of(made, assistant.phrases))])
        write(folder, {"report.pdf": content, "report.csv": report_csv(made, assistant.phrases)})

    with_events(options, work)


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder, and say which.

    Raises:
        BotError: The folder cannot be written to.
    """
    from bot.errors import BotError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            click.echo(str(folder / name))
    except OSError as error:
        raise BotError(f"{folder} cannot be written to: {error.strerror}") from error
