"""Templates → pages: everything escaped, every word from the locale data."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.errors import CurationError, StorageError
from bot.phrases import Phrases
from handlers.web.context import visit_of, web_of
from knowledge import KnowledgeError

TEMPLATES = Path(__file__).parent / "templates"
"""Folder of the templates."""

MOST_PROBLEMS = 3
"""Problems of the knowledge that one page tells."""


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


def shown(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page.

    Args:
        request: Who wants to see it.
        template: Name of the template.
        status: HTTP status.
        values: What the template shows; all of it is escaped.
    """
    web, visit = web_of(request), visit_of(request)
    words = Words(web.assistant.phrases, visit.language)
    context = {
        "t": words.desk,
        "say": words.say,
        "words": words,
        "visit": visit,
        "path": request.url.path,
        "query": request.url.query,
        "languages": {code: Locale.parse(code).get_display_name(code) for code in web.assistant.phrases.languages},
        "curators": words.curator,
        **values,
    }
    return HTMLResponse(environment().get_template(template).render(context), status_code=status)


def said(request: Request, key: str, status: int) -> HTMLResponse:
    """Return a page that says one thing: why there is nothing else to see."""
    return shown(request, "message.html", status, title_key="error.title", message_key=key)


def failure(request: Request, error: Exception) -> str:
    """Return what went wrong with a change, as a sentence in the language of the page."""
    phrases, language = web_of(request).assistant.phrases, visit_of(request).language
    if isinstance(error, CurationError):
        values = dict(error.values)
        if "what" in values:
            values["what"] = phrases.say(language, f"desk_field.{values['what']}")
        return phrases.say(language, f"desk_error.{error.key}", **values)
    if isinstance(error, KnowledgeError):
        problems = getattr(error, "problems", ())[:MOST_PROBLEMS]
        told = "; ".join(problem.text for problem in problems) or str(error)
        return phrases.say(language, "desk_error.knowledge", problems=told)
    if isinstance(error, StorageError):
        return phrases.say(language, "desk_error.storage")
    raise error


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
