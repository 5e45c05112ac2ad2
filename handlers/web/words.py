"""The templates, and the words in them: from the locale data, in one language."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.phrases import Phrases
from handlers.event_words import short_moment

TEMPLATES = Path(__file__).parent / "templates"
"""Folder of the templates."""


@cache
def environment() -> Environment:
    """Return what renders templates; a name that is missing is an error, not an empty string."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["merged"] = lambda first, second: {**first, **second}
    return made


class Words:
    """The words of one page, in one language.

    Args:
        phrases: Fixed words.
        language: Language of the page.
    """

    def __init__(self, phrases: Phrases, language: str) -> None:
        self._phrases = phrases
        self._language = language

    def say(self, key: str, **values: object) -> str:
        """Return a fixed text by its whole key."""
        return self._phrases.say(self._language, key, **values)

    def desk(self, key: str, **values: object) -> str:
        """Return a fixed text of the desk."""
        return self._phrases.say(self._language, f"desk.{key}", **values)

    def day(self, moment: datetime) -> str:
        """Return the day of a moment, UTC."""
        return str(format_date(moment, "medium", locale=self._language))

    def moment(self, moment: datetime) -> str:
        """Return a moment to the minute, UTC."""
        return f"{format_datetime(moment, 'medium', locale=self._language)} UTC"

    def in_zone(self, moment: datetime, zone: str) -> str:
        """Return a moment to the minute, in a time zone."""
        return short_moment(moment, zone, self._language)

    def share(self, share: float) -> str:
        """Return a share as a percentage."""
        return str(format_percent(share, locale=self._language))

    def language_name(self, code: str) -> str:
        """Return the name of a language in the language of the page."""
        return str(Locale.parse(self._language).languages.get(code, code))

    def curator(self, person: str | None) -> str:
        """Return how a curator is called on the pages."""
        if not person:
            return self.desk("person.nobody")
        return self.desk("person.console") if person == "console" else person
