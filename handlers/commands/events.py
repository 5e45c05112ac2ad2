"""``event …``: the organisers' kit on the command line. Whoever runs commands on the server sees all events."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handlers.commands.options import Options, shared_options
from handlers.commands.parts import put_together, running

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.events.event import Event
    from bot.events.opened import Events

Result = TypeVar("Result")
Work = Callable[["Events", "Assistant"], Coroutine[Any, Any, Result]]

CONSOLE = "console"
"""Whose events are that nobody else's are said to be."""


@click.group("event")
@shared_options
def event_commands() -> None:
    """Set up events, print what hangs on the wall, and see what the room asked."""


def planned_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each thing that can be said about an event."""
    for option in (
        click.option("--automatic/--by-hand", default=None, help="Whether the board shows questions by itself."),
        click.option("--closes", help="Day and hour at which it ends by itself; a week after it began if not given."),
        click.option("--agenda", help="What happens when."),
        click.option("--question", "questions", multiple=True, help="A question to begin with; up to five."),
        click.option("--focus", help="Region or cluster that questions are about which name none: id or name."),
        click.option("--language", help="Language of poster, welcome and board: en, de, fr, it or es."),
        click.option("--zone", help="Time zone, such as Europe/Vienna; TIME_ZONE if not given."),
        click.option("--place", help="Where it is."),
        click.option("--date", help='Day and hour it begins, such as "12.3.2027 14:00".'),
        click.option("--title", help="What it is called."),
    ):
        command = option(command)
    return command


def typed_of(values: dict[str, Any]) -> dict[str, str]:
    """Return what the options say, as the planner reads it; without those that were not given."""
    automatic, questions = values.pop("automatic"), values.pop("questions")
    typed = {name: text for name, text in values.items() if text is not None}
    if questions:
        typed["questions"] = "\n".join(questions)
    if automatic is not None:
        typed["release"] = "automatic" if automatic else "by_hand"
    return typed


def with_events(options: Options, work: Work[Result]) -> Result:
    """Open what events are made of, do something with it, and close it.

    Raises:
        BotError: It cannot be opened, or what is done is not possible.
    """
    from bot.errors import BotError, EventError, EventProblems
    from bot.events.opened import open_events
    from handlers.commands.parts import take_over_revisions
    from handlers.event_words import said_problem

    parts = put_together(options)
    with running(parts) as runner:
        take_over_revisions(parts, runner)

        async def opened() -> Result:
            return await work(await open_events(parts.database, parts.settings), parts.assistant)

        try:
            return runner.run(opened())
        except EventError as error:
            problems = error.problems if isinstance(error, EventProblems) else {"": error}
            lines = [
                f"{f'--{name}: ' if name else ''}{said_problem(problem, parts.phrases, 'en')}"
                for name, problem in problems.items()
            ]
            raise BotError("\n".join(lines)) from error


async def found(events: Events, named: str) -> Event:
    """Return the event with this number or code.

    Raises:
        EventError: There is none.
    """
    from bot.errors import EventError
    from bot.events.codes import typed_code

    if named.isascii() and named.isdecimal() and len(named) < 10:
        return await events.organising.get(int(named), CONSOLE)
    event = await events.stored.by_typed(typed_code(named))
    if event is None:
        raise EventError("no_event")
    return event


async def show(events: Events, event: Event, *, as_json: bool = False) -> None:
    """Print an event."""
    from handlers.event_view import event_record, event_text

    links, now = await events.links(), events.clock()
    if as_json:
        click.echo(json.dumps(event_record(event, links, now), ensure_ascii=False, indent=2))
    else:
        click.echo(event_text(event, links, now))


@event_commands.command("new")
@shared_options
@planned_options
@click.option("--organiser", type=int, help="Telegram user id of whose event it is; seen there by them alone.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.pass_obj
def new(options: Options, /, *, organiser: int | None, as_json: bool, **values: Any) -> None:
    """Set up an event; asks for title and date where they are not given. Questions are proposed where none are."""
    from dataclasses import replace

    from bot.events.planning import Planner
    from bot.events.starters import starter_questions

    if sys.stdin.isatty():
        for name in ("title", "date"):
            values[name] = values[name] or click.prompt(name.capitalize())
    typed = typed_of(values)

    async def work(events: Events, assistant: Assistant) -> None:
        plan = Planner(assistant.knowledge, events.settings.time_zone, events.clock()).plan(typed)
        if "questions" not in typed:
            wording = assistant.composer.wording
            asked = starter_questions(assistant.understander, wording, plan.language, plan.focus)
            plan = replace(plan, questions=asked)
        whose = CONSOLE if organiser is None else f"telegram:{organiser}"
        await show(events, await events.organising.create(whose, plan), as_json=as_json)

    with_events(options, work)


@event_commands.command("list")
@shared_options
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
@click.pass_obj
def list_events(options: Options, *, as_json: bool) -> None:
    """List all events, the latest first."""
    from handlers.event_view import event_record, event_table

    async def work(events: Events, _assistant: Assistant) -> None:
        listed, links, now = await events.organising.mine(CONSOLE), await events.links(), events.clock()
        if as_json:
            records = [event_record(event, links, now) for event in listed]
            click.echo(json.dumps(records, ensure_ascii=False, indent=2))
        else:
            click.echo(event_table(listed, now))

    with_events(options, work)


@event_commands.command("show")
@shared_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.argument("event")
@click.pass_obj
def show_event(options: Options, *, event: str, as_json: bool) -> None:
    """Show EVENT, by number or code: its code, its links, what was said about it."""

    async def work(events: Events, _assistant: Assistant) -> None:
        await show(events, await found(events, event), as_json=as_json)

    with_events(options, work)


@event_commands.command("change")
@shared_options
@planned_options
@click.argument("event")
@click.pass_obj
def change(options: Options, /, *, event: str, **values: Any) -> None:
    """Change what was said about EVENT; what is not given stays. A hyphen leaves something out."""
    from bot.events.planning import Planner

    typed = typed_of(values)

    async def work(events: Events, assistant: Assistant) -> None:
        before = await found(events, event)
        plan = Planner(assistant.knowledge, events.settings.time_zone, events.clock()).plan(typed, before.plan)
        await show(events, await events.organising.change(before.id, CONSOLE, plan))

    with_events(options, work)


@event_commands.command("close")
@shared_options
@click.argument("event")
@click.pass_obj
def close(options: Options, *, event: str) -> None:
    """End EVENT: its code does not work any more, and its report is ready."""

    async def work(events: Events, _assistant: Assistant) -> None:
        await show(events, await events.organising.close((await found(events, event)).id, CONSOLE))

    with_events(options, work)


@event_commands.command("revoke")
@shared_options
@click.argument("event")
@click.confirmation_option(prompt="Printed posters will lead nowhere. Take the code back?")
@click.pass_obj
def revoke(options: Options, *, event: str) -> None:
    """Take the code of EVENT back."""

    async def work(events: Events, _assistant: Assistant) -> None:
        await show(events, await events.organising.revoke((await found(events, event)).id, CONSOLE))

    with_events(options, work)


@event_commands.command("copy")
@shared_options
@click.option("--date", required=True, help="Day and hour the new one begins.")
@click.argument("event")
@click.pass_obj
def copy(options: Options, *, event: str, date: str) -> None:
    """Set up an event like EVENT on another day, with a code of its own."""
    from bot.events.planning import Planner, written

    async def work(events: Events, assistant: Assistant) -> None:
        before = await found(events, event)
        planner = Planner(assistant.knowledge, events.settings.time_zone, events.clock())
        plan = planner.plan({**written(before.plan), "date": date, "closes": ""})
        await show(events, await events.organising.copy(before.id, CONSOLE, plan.starts_at))

    with_events(options, work)
