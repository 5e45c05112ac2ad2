"""Events on paper and in tables: every word in the event's language, every sheet drawn, every error said."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from bot.assistant import Assistant
from bot.errors import EventError
from bot.events.activity import activity
from bot.events.attending import Coming
from bot.events.event import Event, Plan, Release, State
from bot.events.links import Links
from bot.events.presentable import Held
from bot.events.report import Line, Report
from bot.phrases import Phrases
from bot.storage import NoQuestionLog
from bot.storage.sql_event_figures import Totals
from handlers.event_papers import activity_of, report_sheet_of, sheet_of
from handlers.event_words import day_and_hour, focus_choices, hour, said_problem
from handlers.paper.pdf import pdf
from handlers.paper.report import report as report_page
from handlers.paper.sheets import card, poster
from handlers.report_table import report_csv
from tests.conftest import ROOT, bundled_understander

TEXTS = bundled_understander().knowledge.phrases
PHRASES = Phrases(TEXTS)
LANGUAGES = sorted(TEXTS)
START = datetime(2027, 3, 12, 13, 0, tzinfo=UTC)
LINKS = Links("clusters_bot", "https://bot.example.org")


def event(language: str, **changes: object) -> Event:
    made = {"title": "Holztag", "place": "Graz", "starts_at": START, "zone": "Europe/Vienna", "language": language}
    plan = Plan(**{**made, "questions": ("What is a cluster?",), **changes})  # type: ignore[arg-type]
    return Event(1, "banokirufeso", "secret", "console", plan, START)


def report_of(language: str) -> Report:
    asked = [(START + timedelta(minutes=4 * number), number % 3 > 0) for number in range(20)]
    line = Line("What is a cluster?", "A group of companies.\n• one", 7, 5)
    return Report(
        event(language), START, Totals(20, 31, 24, 5, 1), activity(asked), (("de", 20), ("", 3)), (line,), (line,), 4,
        (line,), (Line("Who pays?", "", 3, 0),), 2,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_and_reports_are_drawn_in_every_language(language: str) -> None:
    sheet = sheet_of(event(language), LINKS, PHRASES)
    assert sheet.code == "BANO-KIRU-FESO"
    assert sheet.address == "https://t.me/clusters_bot?start=bano-kiru-feso"
    assert "@clusters_bot" in sheet.type_it
    assert "bot.example.org/e/bano-kiru-feso" in sheet.elsewhere
    made = report_sheet_of(report_of(language), PHRASES)
    assert [value for value, _ in made.figures][:2] == ["20", "31"]
    for page in (poster(sheet), card(sheet), report_page(made)):
        assert pdf([page]).startswith(b"%PDF-")
    assert report_csv(report_of(language), PHRASES).startswith(b"\xef\xbb\xbf")


def test_an_address_that_leads_nowhere_else_is_not_printed() -> None:
    assert sheet_of(event("en"), Links("clusters_bot", "http://127.0.0.1:8080"), PHRASES).elsewhere == ""
    alone = sheet_of(event("en"), Links("", "https://bot.example.org"), PHRASES)
    assert alone.address == "https://bot.example.org/e/bano-kiru-feso"
    assert "bot.example.org" in alone.type_it


def test_moments_are_told_in_the_zone_and_the_language() -> None:
    assert day_and_hour(START, "Europe/Vienna", "de") == "Freitag, 12. März 2027, 14:00"
    assert day_and_hour(START, "America/New_York", "fr") == "vendredi 12 mars 2027, 08:00"
    assert hour(START, "Asia/Kolkata", "it") == "18:30"


@pytest.mark.parametrize(
    ("step", "first", "count"),
    [(timedelta(minutes=6), "14:00", 10), (timedelta(hours=3), "Fr 12:00", 12), (timedelta(days=1), "12. März", 8)],
)
def test_what_stands_below_the_bars_suits_how_long_it_went_on(step: timedelta, first: str, count: int) -> None:
    slots = activity([(START + step * number, True) for number in range(count)])
    bars = activity_of(slots, "Europe/Vienna", PHRASES, "de").bars
    assert bars[0].label.replace("Fr.", "Fr") in {first, "Fr 13:00", "Fr 14:00"}
    assert len({bar.label for bar in bars}) == len(bars)


def test_an_event_can_be_about_what_lies_somewhere() -> None:
    assistant = Assistant(bundled_understander(), log=NoQuestionLog())
    for language in LANGUAGES:
        found = focus_choices(assistant, language)
        wording = assistant.composer.wording
        kinds = [wording.counted(f"kind.{kind}", 2, language) for kind in ("region", "cluster", "country")]
        assert list(found) == kinds
        ids = [entry for entries in found.values() for entry in entries]
        assert {"styria", "cyberforum", "austria"} <= set(ids)
        assert len(ids) == len(set(ids))


def raised() -> dict[str, set[str]]:
    """Return the keys of all errors of events, with the values that each brings wherever it is raised."""
    found: dict[str, set[str]] = {}
    for folder in ("bot", "handlers"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "EventError":
                    assert isinstance(node.args[0], ast.Constant), f"{file}:{node.lineno}"
                    values = {str(keyword.arg) for keyword in node.keywords}
                    key = str(node.args[0].value)
                    found[key] = found.get(key, values) & values
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_error_of_events_is_said_with_the_values_that_it_brings(language: str) -> None:
    keys = raised()
    assert len(keys) >= 15
    for key, values in {**keys, "problems": set(), "missing": set()}.items():
        text = TEXTS[language].get(f"event_error.{key}")
        assert text, key
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= values, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_can_become_of_an_event_has_its_words(language: str) -> None:
    for section, names in (
        ("event_web.coming", Coming), ("event_web.state", State), ("event_web.release", Release), ("held", Held),
    ):  # fmt: skip
        assert all(TEXTS[language].get(f"{section}.{name.value}") for name in names), section


def test_what_is_too_long_is_called_by_its_name() -> None:
    error = EventError("too_long", what="title", most=200)
    assert said_problem(error, PHRASES, "de") == "Zu lang: Titel darf 200 Zeichen haben."
    assert said_problem(EventError("no_date", text=""), PHRASES, "fr") == "Remplissez ce champ."
