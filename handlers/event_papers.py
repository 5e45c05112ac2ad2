"""Events → what is printed of them: poster, table card, report and activity, in the event's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent

from bot.events.activity import Slot
from bot.events.codes import shown
from bot.events.event import Event
from bot.events.links import Links
from bot.events.report import FEWEST, Line, Report
from bot.phrases import Phrases
from bot.settings import zone_named
from handlers.event_words import hour, place_and_time, short_moment
from handlers.paper.activity import Activity, Bar
from handlers.paper.report import ReportSheet, Section
from handlers.paper.sheets import QUESTIONS, Sheet

COUNT = "{count}"
"""What stands for a number that is known only when the page is laid out."""


def sheet_of(event: Event, links: Links, phrases: Phrases) -> Sheet:
    """Return what is written on the poster and the table card.

    Args:
        event: The event.
        links: Where its code leads.
        phrases: Fixed words.
    """
    plan, language = event.plan, event.plan.language
    page = links.page(event)
    if links.bot:
        type_it = phrases.say(language, "sheet.type_it", bot=f"@{links.bot}")
    else:
        type_it = phrases.say(language, "sheet.type_it_there", address=without_scheme(links.web))
    elsewhere = ""
    if links.bot and page and not only_here(page):
        elsewhere = phrases.say(language, "sheet.elsewhere", address=without_scheme(page))
    return Sheet(
        title=plan.title,
        place_and_time=place_and_time(plan),
        language=language,
        address=links.scan(event),
        code=shown(event.code),
        heading=phrases.say(language, "sheet.heading"),
        scan=phrases.say(language, "sheet.scan"),
        type_it=type_it,
        try_these=phrases.say(language, "sheet.try_these"),
        questions=plan.questions[:QUESTIONS],
        elsewhere=elsewhere,
    )


def activity_of(slots: Sequence[Slot], zone: str, phrases: Phrases, language: str) -> Activity:
    """Return the picture of what was asked when.

    Args:
        slots: The steps of time.
        zone: Name of the time zone that it is told in.
        phrases: Fixed words.
        language: Language of the picture.
    """
    labels = _labels([slot.begins_at for slot in slots], zone, language)
    return Activity(
        title=phrases.say(language, "report.activity"),
        bars=tuple(Bar(label, slot.answered, slot.open) for label, slot in zip(labels, slots, strict=True)),
        answered=phrases.say(language, "report.answered"),
        open=phrases.say(language, "report.open"),
    )


def report_sheet_of(report: Report, phrases: Phrases) -> ReportSheet:
    """Return what is written in the report, on paper and on its page.

    Args:
        report: The report.
        phrases: Fixed words.
    """
    plan, language = report.event.plan, report.event.plan.language
    until = short_moment(report.until, plan.zone, language)
    return ReportSheet(
        title=plan.title,
        subtitle=place_and_time(plan),
        language=language,
        figures=figures_of(report, phrases),
        activity=activity_of(report.slots, plan.zone, phrases, language),
        sections=tuple(_sections(report, phrases)),
        footer=phrases.say(language, "report.footer", moment=until, fewest=FEWEST),
    )


def figures_of(report: Report, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    """Return the figures of a report, each with what it counts."""
    language, totals = report.event.plan.language, report.totals
    rated = totals.helpful + totals.unhelpful

    def number(value: int) -> str:
        return str(format_decimal(value, locale=language))

    figures = [
        (number(totals.people), phrases.say(language, "report.people")),
        (number(totals.questions), phrases.say(language, "report.questions")),
        (percent(totals.share, language), phrases.say(language, "report.share")),
    ]
    if rated:
        helped = phrases.say(language, "report.helped", rated=number(rated))
        figures.append((percent(totals.helpful / rated, language), helped))
    return tuple(figures)


def language_named(code: str, phrases: Phrases, language: str) -> str:
    """Return the name of a language; of an empty code, that these are several that few spoke."""
    if not code:
        return phrases.say(language, "report.other_languages")
    return str(Locale.parse(language).languages.get(code, code))


def percent(share: float, language: str) -> str:
    """Return a share as a percentage."""
    return str(format_percent(share, locale=language)).replace("\u202f", "\u00a0")


def without_scheme(address: str) -> str:
    """Return an address as people read it aloud."""
    return address.partition("://")[2] or address


def _sections(report: Report, phrases: Phrases) -> Iterable[Section]:
    language = report.event.plan.language

    def lines(found: Iterable[Line], few: int = 0) -> tuple[str, ...]:
        told = [_told(line, phrases, language) for line in found]
        return (*told, *([phrases.say(language, "report.of_few", count=few, fewest=FEWEST)] if few else []))

    parts = {
        "topics": lines(report.topics),
        "asked": lines(report.questions, report.questions_of_few),
        "missing": lines(report.missing, report.missing_of_few),
        "answered_since": lines(report.answered_since),
        "languages": tuple(f"{language_named(code, phrases, language)}: {times}" for code, times in report.languages),
    }
    for name, told in parts.items():
        if told or name in {"topics", "asked", "missing"}:
            heading = phrases.say(language, f"report.{name}")
            yield Section(heading, told, phrases.say(language, "report.more", count=COUNT))


def _told(line: Line, phrases: Phrases, language: str) -> str:
    key = "report.line_answered" if line.answer else "report.line"
    return phrases.say(language, key, text=line.text, times=line.times, answer=" ".join(line.answer.split()))


def _labels(moments: Sequence[datetime], zone: str, language: str) -> list[str]:
    """Return what stands below the steps: the hour where all are of one day, else the day, or both."""
    local = [at.astimezone(zone_named(zone)) for at in moments]
    if len({at.date() for at in local}) <= 1:
        return [hour(at, zone, language) for at in local]
    if all(after - before >= timedelta(days=1) for before, after in pairwise(local)):
        return [str(format_skeleton("MMMd", at, locale=language)) for at in local]
    return [f"{format_skeleton('EEE', at, locale=language)} {hour(at, zone, language)}" for at in local]


def only_here(address: str) -> bool:
    """Tell whether an address leads nowhere from another machine."""
    host = urlsplit(address).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")
