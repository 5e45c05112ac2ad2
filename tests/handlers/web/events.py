"""Events for the tests of their pages: set up as the form does it, and a room that asks."""

from __future__ import annotations

from datetime import timedelta

from bot.events.event import Event, Plan, Release
from bot.messages import Occasion, Question, Reply
from tests.handlers.web.site import ORGANISER, Site

ME = f"telegram:{ORGANISER}"

FORM = {
    "title": "Holztag 2027",
    "place": "Graz",
    "zone": "Europe/Vienna",
    "language": "de",
    "focus": "styria",
    "question1": "Was hat die Steiermark 1995 beschlossen?",
    "agenda": "9:00 Beginn",
    "release": "automatic",
    "do": "save",
}
"""What an organiser fills in, without the date."""

LONG = (
    "Internationales Wirtschaftsförderungsgesellschaftenzusammenarbeitstreffen der Holzverarbeitungsmaschinenbau"
    "unternehmen und Forschungseinrichtungen in der Steiermark, in Venetien und am Oberrhein 2027"
)
LONG = f"{LONG}{'!' * (200 - len(LONG))}"[:200]
CYRILLIC = (
    "Международная конференция кластеров деревообрабатывающей промышленности и машиностроения: достопримечательности, "
    "взаимодействие университетов и предпринимательство в Калининградской области"
)
"""Titles as long as they may be, of long words."""


def plan(site: Site, **changes: object) -> Plan:
    made = {
        "title": "Holztag 2027",
        "place": "Graz",
        "starts_at": site.web.clock() + timedelta(hours=1),
        "zone": "Europe/Vienna",
        "language": "de",
        "focus": "styria",
        "questions": ("Was hat die Steiermark 1995 beschlossen?", "Was macht die SFG?"),
        "release": Release.AUTOMATIC,
    }
    return Plan(**{**made, **changes})  # type: ignore[arg-type]


async def an_event(site: Site, organiser: str = ME, **changes: object) -> Event:
    return await site.web.events.organising.create(organiser, plan(site, **changes))


def soon(site: Site, days: int = 1) -> str:
    """Return a moment as a calendar of a browser sends it."""
    return (site.web.clock() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


async def ask(site: Site, event: Event, text: str, person: str = "anna", update: str = "") -> Reply:
    """Ask as somebody in the room does in Telegram."""
    at = Occasion(event.code, event.plan.title, event.plan.focus)
    key = update or f"{person} {text}"
    return await site.web.assistant.ask(
        Question(text, f"test:{person}", channel="test", person=person, update=key, at=at)
    )
