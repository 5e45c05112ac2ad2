"""What the board may show: the latest questions of an event, each with why it is held back, to be released or not."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.events.board import Boards, Candidate
from bot.events.event import Release
from handlers.web.context import visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.organising import event_of
from handlers.web.rendering import shown
from handlers.web.routes import Form, action, back, page

MOST = 100
"""Latest questions that can be decided about."""


async def questions(request: Request) -> Response:
    """Show the latest questions."""
    found, boards = await event_of(request), _boards(request)
    candidates = await boards.candidates(found, MOST)
    return shown(
        request,
        "event_questions.html",
        event=found,
        plan=found.plan,
        automatic=found.plan.release is Release.AUTOMATIC,
        rows=[(key_of(one), one, one.shown(found.plan.release)) for one in candidates],
        passing=sum(_passes(one) for one in candidates),
        most=MOST,
    )


async def decide(request: Request, form: Form) -> Response:
    """Release questions or hold them back."""
    web, visit, found = web_of(request), visit_of(request), await event_of(request)
    # Only what was asked at this event can be decided about, whatever the form says.
    known = {key_of(one): one for one in await _boards(request).candidates(found, MOST)}
    decided: dict[tuple[str, str], bool] = {}
    if form.get("do") == "passing":
        decided = {(one.asked.channel, one.asked.update): True for one in known.values() if _passes(one)}
    for name, visible in (("release", True), ("hold", False)):
        for key in form.all(name):
            if key in known:
                asked = known[key].asked
                decided[asked.channel, asked.update] = visible
    if decided:
        await web.events.organising.decide(found.id, visit.organiser, decided)
    return back(f"/events/{found.id}/questions")


def key_of(candidate: Candidate) -> str:
    """Return what a form calls a question."""
    return f"{candidate.asked.channel} {candidate.asked.update}"


def _passes(candidate: Candidate) -> bool:
    """Tell whether nobody has decided about a question, and the filters find nothing wrong with it."""
    return candidate.decided is None and not candidate.held


def _boards(request: Request) -> Boards:
    return web_of(request).walls.boards


ROUTES = [
    page("/events/{number:int}/questions", questions),
    action("/events/{number:int}/questions", decide, Budget.CHANGES),
]
"""What the room may see."""
