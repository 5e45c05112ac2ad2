"""The entries: what is known, how often it is told, what nobody asks for, and which figures are the oldest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.errors import BotError, CurationError
from bot.wording import pick
from handlers.web.context import Web, visit_of, web_of
from handlers.web.limits import Budget
from handlers.web.proposing import FIELDS, change_of, known_targets
from handlers.web.queue import page_number, paging
from handlers.web.rendering import failure, shown
from handlers.web.routes import Form, action, back, page
from handlers.web.showing_edits import edits_shown
from knowledge import KnowledgeError
from knowledge.facts import Statement
from knowledge.models import Entry, Number
from knowledge.text import fold

PAGE = 50
"""Entries on one page."""

OVERDUE = 3
"""Years after which a figure should be looked up anew."""

HISTORY = 50
"""Changes of an entry that its page shows."""

_YEAR = re.compile(r"\b(1[89]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in the list."""

    entry: Entry
    """The entry."""
    title: str
    """Its name."""
    kind: str
    """Name of its kind."""
    served: int
    """Questions that it answered."""
    oldest: int | None
    """Year of its oldest figure; None where it has none, or none with a year."""


async def entries(request: Request) -> Response:
    """Show the entries, most told first; or those never told, or those with old figures, oldest first."""
    web, asked = web_of(request), request.query_params
    rows = await _rows(web, visit_of(request).language)
    show = asked.get("show", "all")
    overdue_before = web.clock().year - OVERDUE
    if show == "never":
        rows = [row for row in rows if not row.served]
    elif show == "overdue":
        dated = [(row.oldest, row) for row in rows if row.oldest is not None and row.oldest < overdue_before]
        rows = [row for _, row in sorted(dated, key=lambda pair: (pair[0], pair[1].title))]
    search = fold(asked.get("q", ""))
    if search:
        rows = [row for row in rows if search in fold(f"{row.title} {row.entry.id} {row.kind}")]
    number = page_number(asked)
    return shown(
        request,
        "entries.html",
        rows=rows[(number - 1) * PAGE : number * PAGE],
        total=len(rows),
        show=show if show in {"never", "overdue"} else "all",
        overdue_before=overdue_before,
        typed=dict(asked),
        **paging(asked, number, len(rows), PAGE),
    )


async def entry(request: Request) -> Response:
    """Show one entry: its fields, facts and history."""
    typed = {name: value for name, value in request.query_params.items() if name in FIELDS}
    return await _shown(request, typed)


async def draft(request: Request, form: Form) -> Response:
    """Draft a change of the entry, without a group."""
    web, visit = web_of(request), visit_of(request)
    try:
        made = await web.curation.desk.draft(visit.curator, change_of(form))
    except (BotError, KnowledgeError) as error:
        return await _shown(request, dict(form.values), failure(request, error))
    return back(f"/desk/draft/{made.id}")


async def _shown(request: Request, typed: dict[str, str], wrong: str = "") -> Response:
    web, visit = web_of(request), visit_of(request)
    found = web.assistant.knowledge.entries.get(request.path_params["entry"])
    if found is None:
        raise CurationError("no_entry", entry=request.path_params["entry"][:100])
    wording, language = web.assistant.composer.wording, visit.language
    index = web.assistant.understander.index
    # Some fields, such as the country, follow from others.
    own = [name for name in web.assistant.knowledge.kinds[found.kind].fields if name in web.assistant.knowledge.fields]
    history = await web.curation.revisions.history(entry=found.id, limit=HISTORY)
    return shown(
        request,
        "entry.html",
        409 if wrong else 200,
        entry=found,
        title=wording.title(found.id, language),
        kind=wording.counted(f"kind.{found.kind}", 1, language),
        summary=pick(found.summary, language),
        told=[
            (s, wording.sentence(s, language), wording.items(s, language)) for s in index.about[found.id] if _shows(s)
        ],
        missing=[name for name in own if name not in found.values and f"{found.id}.{name}" not in index.by_id],
        own_fields=own,
        served=(await web.figures.served()).get(found.id, 0),
        history=[(revision, edits_shown(revision.edits)) for revision in history],
        typed=typed,
        wrong=wrong,
        **known_targets(web.assistant, language),
    )


def _shows(statement: Statement) -> bool:
    """Tell whether a statement stands in the entry itself, and is not only put together."""
    return not statement.parts and not statement.id.endswith(".summary")


async def _rows(web: Web, language: str) -> list[Row]:
    """Return all entries, most told first."""
    served = await web.figures.served()
    wording, found = web.assistant.composer.wording, web.assistant.knowledge.entries.values()
    kinds = {kind: wording.counted(f"kind.{kind}", 1, language) for kind in web.assistant.knowledge.kinds}
    rows = [Row(e, wording.title(e.id, language), kinds[e.kind], served.get(e.id, 0), oldest_figure(e)) for e in found]
    return sorted(rows, key=lambda row: (-row.served, row.title))


def oldest_figure(entry: Entry) -> int | None:
    """Return the year of the oldest figure of an entry; None where it has none, or none with a year."""
    years = []
    for name, value in entry.values.items():
        year = _YEAR.search(entry.origins.get(name, entry.origin).dated) if isinstance(value, Number) else None
        if year:
            years.append(int(year[0]))
    return min(years, default=None)


ROUTES = [
    page("/desk/entries", entries),
    page("/desk/entries/{entry}", entry),
    action("/desk/entries/{entry}/draft", draft, Budget.CHANGES),
]
"""What is known."""
