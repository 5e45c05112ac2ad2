"""``doctor``, ``backup`` and ``restore``: looking after a running bot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handlers.commands.options import Options, shared_options

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage.backup import Kept


@click.command("doctor")
@shared_options
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of lines.")
@click.pass_context
def doctor(context: click.Context, *, as_json: bool) -> None:
    """Look at everything that the bot depends on: one line each, and what to do; exit 1 where something is wrong."""
    import asyncio

    from bot.errors import SettingsError
    from handlers.checkup.finding import Finding, Mark, text
    from handlers.checkup.own_side import own_side
    from handlers.checkup.telegram_side import telegram_side

    async def looked() -> list[Finding]:
        return [*await telegram_side(settings), *await own_side(settings)]

    try:
        settings = _settings(context.ensure_object(Options))
    except SettingsError as error:
        findings = [Finding("settings", Mark.BAD, problem, "correct it in .env") for problem in error.problems]
    else:
        findings = [Finding("settings", Mark.OK, "all can be read"), *asyncio.run(looked())]
    if as_json:
        click.echo(json.dumps([finding.record() for finding in findings], ensure_ascii=False, indent=2))
    else:
        click.echo(text(findings), nl=False)
    context.exit(int(any(finding.mark is Mark.BAD for finding in findings)))


@click.command("backup")
@shared_options
@click.option("--with-key", is_flag=True, help="Put the key file beside the database into it, too.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(options: Options, *, file: Path, with_key: bool) -> None:
    """Write all that the database holds into FILE, while the bot goes on working."""
    import asyncio

    from bot.errors import BackupError
    from bot.secret_key import kept_key
    from bot.storage.backup import back_up

    settings = _settings(options)
    path = settings.database_path
    if path is not None and not path.exists():
        raise BackupError(f"there is no database at {path}")
    key = kept_key(path) if with_key and path is not None else ""
    if with_key and not key:
        raise BackupError("there is no key file to put into the backup; keep SECRET_KEY apart from it")
    made = asyncio.run(back_up(settings.database_url, file, key=key))
    click.echo(f"{file}: {_held(made)}{', and the key' if key else ''}; read back, and whole.")
    if path is not None and settings.secret_key is None and not key:
        click.echo(
            "The key beside the database is not in it: without it people are strangers. See --with-key.", err=True
        )


@click.command("restore")
@shared_options
@click.option("--force", is_flag=True, help="Put it in the place of what the database holds, which is lost.")
@click.option("--with-key", is_flag=True, help="Put the key of the backup beside the database.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(options: Options, *, file: Path, force: bool, with_key: bool) -> None:
    """Put all that a backup in FILE holds into the database; stop the bot first."""
    import asyncio

    from bot.errors import BackupError
    from bot.secret_key import kept_key, put_key
    from bot.storage.backup import key_in
    from bot.storage.backup import restore as restored

    settings = _settings(options)
    path, key = settings.database_path, ""
    if with_key:
        key = key_in(file)
        if path is None or not key:
            raise BackupError(
                f"{file} holds no key" if path else "there is no key file beside PostgreSQL: set SECRET_KEY"
            )
        if kept_key(path) not in {"", key} and not force:
            raise BackupError(f"another key lies beside {path}, and is left alone; --force puts this one in its place")
    made = asyncio.run(restored(settings.database_url, file, force=force))
    if path is not None and key:
        put_key(path, key)
    click.echo(f"Restored {_held(made)}, of {made.made_at:%Y-%m-%d %H:%M} UTC; tables are up to date.")
    if path is not None and settings.secret_key is None and not kept_key(path):
        click.echo(
            "There is no key beside the database: people will be strangers. Copy it there, or set SECRET_KEY.", err=True
        )


def _settings(options: Options) -> Settings:
    from bot.settings import load_settings

    return load_settings(knowledge_dir=options.knowledge, database_url=options.database)


def _held(kept: Kept) -> str:
    return f"{kept.total} rows of {len(kept.rows)} tables (at {kept.schema})"
