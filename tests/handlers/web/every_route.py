"""Every page and form there is, with something in place of the parameters."""

from __future__ import annotations

import re

from starlette.routing import Mount, Route

from handlers.web.application import routes

SAMPLES = {
    "number": "1",
    "draft_id": "abcdefgh",
    "entry": "cyberforum",
    "code": "bano-kiru-feso",
    "secret": "x" * 32,
}


def all_routes() -> list[tuple[str, str]]:
    """Return method and path of each route, with something in place of its parameters."""
    found = []
    for route in routes():
        if isinstance(route, Mount):
            assert route.path == "/static"
            continue
        assert isinstance(route, Route)
        path = re.sub(r"{(\w+)(:\w+)?}", lambda name: SAMPLES[name[1]], route.path)
        found += [(method, path) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


ROUTES = all_routes()
DESK = [(method, path) for method, path in ROUTES if path.startswith("/desk")]
EVENTS = [(method, path) for method, path in ROUTES if path.startswith("/events")]
