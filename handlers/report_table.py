"""The report of an event as a table that spreadsheets read: one line for each figure, topic, question and wish."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from babel.numbers import get_decimal_symbol

from bot.events.report import FEWEST, Line, Report
from bot.phrases import Phrases
from bot.settings import zone_named
from handlers.event_papers import language_named

BOM = "\ufeff"
"""Tells Excel that umlauts are UTF-8."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of what a spreadsheet would work out instead of showing it."""

COLUMNS = ("part", "text", "answer", "times", "people")
"""Columns, by the key of their heading."""


def report_csv(report: Report, phrases: Phrases) -> bytes:
    """Return the table, in the event's language and with the separator that its spreadsheets expect.

    Args:
        report: The report.
        phrases: Fixed words.
    """
    language = report.event.plan.language
    out = io.StringIO()
    # Where a comma stands in figures, a semicolon stands between cells.
    between = ";" if get_decimal_symbol(language) == "," else ","
    table = csv.writer(out, delimiter=between, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow([phrases.say(language, f"report.column.{name}") for name in COLUMNS])
    for row in _rows(report, phrases, language):
        table.writerow([harmless(str(cell)) for cell in row])
    return (BOM + out.getvalue()).encode("utf-8")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: people in the room typed it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _rows(report: Report, phrases: Phrases, language: str) -> Iterator[tuple[object, ...]]:
    def word(key: str, **values: object) -> str:
        return phrases.say(language, f"report.{key}", **values)

    def lines(part: str, found: Iterable[Line], few: int = 0) -> Iterator[tuple[object, ...]]:
        for line in found:
            yield part, line.text, line.answer, line.times, line.people or ""
        if few:
            yield part, word("of_few", count=few, fewest=FEWEST), "", few, ""

    totals, zone = report.totals, zone_named(report.event.plan.zone)
    figures = word("figures")
    yield figures, word("people"), "", totals.people, totals.people
    yield figures, word("questions"), "", totals.questions, ""
    yield figures, word("answered"), "", totals.answered, ""
    yield figures, word("helpful"), "", totals.helpful, ""
    yield figures, word("unhelpful"), "", totals.unhelpful, ""
    for code, times in report.languages:
        yield word("languages"), language_named(code, phrases, language), "", times, ""
    yield from lines(word("topics"), report.topics)
    yield from lines(word("asked"), report.questions, report.questions_of_few)
    yield from lines(word("answered_since"), report.answered_since)
    yield from lines(word("missing"), report.missing, report.missing_of_few)
    for slot in report.slots:
        moment = slot.begins_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        yield word("activity"), moment, "", slot.answered + slot.open, ""
