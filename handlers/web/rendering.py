"""Templates → pages: everything escaped, every word from the locale data."""

from __future__ import annotations

from typing import Any

from babel import Locale
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.errors import CurationError, EventError, StorageError
from handlers.event_words import said_problem
from handlers.web.context import visit_of, web_of
from handlers.web.words import Words, environment
from knowledge import KnowledgeError

MOST_PROBLEMS = 3
"""Problems of the knowledge that one page tells."""


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


def told(request: Request, key: str, status: int, **values: object) -> HTMLResponse:
    """Return a page that says one thing, by the whole key of its text."""
    message = web_of(request).assistant.phrases.say(visit_of(request).language, key, **values)
    return shown(request, "message.html", status, title_key="error.title", message=message)


def failure(request: Request, error: Exception) -> str:
    """Return what went wrong with a change, as a sentence in the language of the page."""
    phrases, language = web_of(request).assistant.phrases, visit_of(request).language
    if isinstance(error, CurationError):
        values = dict(error.values)
        if "what" in values:
            values["what"] = phrases.say(language, f"desk_field.{values['what']}")
        return phrases.say(language, f"desk_error.{error.key}", **values)
    if isinstance(error, EventError):
        return said_problem(error, phrases, language)
    if isinstance(error, KnowledgeError):
        problems = getattr(error, "problems", ())[:MOST_PROBLEMS]
        told = "; ".join(problem.text for problem in problems) or str(error)
        return phrases.say(language, "desk_error.knowledge", problems=told)
    if isinstance(error, StorageError):
        return phrases.say(language, "desk_error.storage")
    raise error
