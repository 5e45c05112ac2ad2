"""The try-it box: what the bot would say now, and which word it explained by what."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.messages import Question
from handlers.screen import offered
from handlers.web.context import visit_of, web_of
from handlers.web.rendering import shown
from handlers.web.routes import page
from knowledge.span import Match

LONGEST = 500
"""Characters of a question that is tried."""


async def trying(request: Request) -> Response:
    """Show what is said to a question; nothing is logged."""
    web, visit = web_of(request), visit_of(request)
    text = request.query_params.get("q", "").strip()[:LONGEST]
    reply, unknown = None, frozenset[str]()
    if text:
        conversation = f"try:{visit.curator}"
        reply = web.assistant.answer(Question(text, conversation, channel="desk", language=visit.language))
        web.assistant.conversations.forget(conversation)
        spans = web.assistant.understander.understand(text, language=visit.language).spans
        unknown = frozenset(span.text for span in spans if span.how is Match.UNKNOWN and not span.meanings)
    return shown(request, "try.html", asked=text, reply=reply, unknown=unknown, offered=offered)


ROUTES = [page("/desk/try", trying)]
"""Where questions are tried."""
