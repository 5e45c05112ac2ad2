"""``unanswered …``: the curators' queue and history on the command line."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from handlers.commands.options import Options, shared_options
from handlers.commands.publishing import with_curation

if TYPE_CHECKING:
    from bot.curation.opened import Curation


@click.group("unanswered")
@shared_options
def unanswered_commands() -> None:
    """See what people did not get, and close the gaps."""


@unanswered_commands.command("list")
@shared_options
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
@click.option("--state", type=click.Choice(["open", "snoozed", "dismissed", "closed"]), default="open")
@click.option("--language", help="Only groups with questions in this language (ISO 639-1).")
@click.option("--search", default="", help="Only groups with this in one of their questions.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.pass_obj
def list_groups(options: Options, *, as_json: bool, state: str, language: str | None, search: str, limit: int) -> None:
    """List the groups of questions that went wrong, most wanted first."""
    from bot.curation.gaps import GroupState, Wanted
    from handlers.unanswered_view import group_record, group_table

    wanted = Wanted((GroupState(state),), language, search=search, limit=limit)

    async def work(curation: Curation) -> None:
        found, total = await curation.groups.queue(wanted, datetime.now(UTC))
        if as_json:
            click.echo(json.dumps([group_record(group) for group in found], ensure_ascii=False, indent=2))
        else:
            click.echo(group_table(found, total))

    with_curation(options, work)


@unanswered_commands.command("show")
@shared_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.argument("group", type=int)
@click.pass_obj
def show_group(options: Options, *, group: int, as_json: bool) -> None:
    """Show GROUP: its questions, who asked, and what would close it."""
    from bot.curation.suggesting import suggestions
    from handlers.unanswered_view import details_record, details_text

    async def work(curation: Curation) -> None:
        details = await curation.work.details(group, datetime.now(UTC))
        proposed = suggestions([gap.text for gap in details.examples], curation.live.understander)
        if as_json:
            click.echo(json.dumps(details_record(details, proposed), ensure_ascii=False, indent=2))
        else:
            click.echo(details_text(details, proposed))

    with_curation(options, work)


@unanswered_commands.command("history")
@shared_options
@click.option("--entry", default="", help="Only what is about this entry.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.pass_obj
def history(options: Options, *, entry: str, limit: int) -> None:
    """Show what was published: who, when, why, before and after."""
    from handlers.unanswered_view import history_text

    async def work(curation: Curation) -> None:
        click.echo(history_text(await curation.revisions.history(entry=entry, limit=limit)))

    with_curation(options, work)


@unanswered_commands.command("export")
@shared_options
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.pass_obj
def export(options: Options, *, form: str) -> None:
    """Write all groups, open and closed, as CSV or JSON to standard output."""
    from bot.curation.gaps import GroupState, Wanted
    from handlers.unanswered_view import group_record

    async def work(curation: Curation) -> None:
        wanted = Wanted(tuple(GroupState), limit=1_000_000)
        found, _ = await curation.groups.queue(wanted, datetime.now(UTC))
        records = [group_record(group) for group in found]
        if form == "json":
            click.echo(json.dumps(records, ensure_ascii=False, indent=2))
            return
        writer = csv.DictWriter(sys.stdout, list(records[0]) if records else ["id"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)

    with_curation(options, work)
