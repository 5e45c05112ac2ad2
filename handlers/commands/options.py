"""Options that all commands have, before or after the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

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
