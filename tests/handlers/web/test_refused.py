"""Whoever has not the role gets nowhere: strangers, organisers at the desk, curators at events, each other's events."""

from __future__ import annotations

from bot.sign_in import Role
from tests.handlers.web.events import FORM, an_event
from tests.handlers.web.every_route import DESK, EVENTS
from tests.handlers.web.site import CURATOR, ME, ORGANISER, STRANGER, Browser, Site


async def refused(browser: Browser, status: int, pages: list[tuple[str, str]] = DESK) -> None:
    """Try every page and form of the desk, or of the events."""
    for method, path in pages:
        response = await (browser.get(path) if method == "GET" else browser.post(path, {"do": "take"}))
        assert response.status_code == status, (method, path)
        assert "Group" not in response.text, path


def test_the_desk_has_all_its_pages() -> None:
    assert {path for _, path in DESK} >= {
        "/desk", "/desk/group/1", "/desk/draft/abcdefgh", "/desk/try", "/desk/entries", "/desk/history", "/desk/charts",
    }  # fmt: skip


def test_organisers_have_all_their_pages() -> None:
    forms = {"new", "1/edit", "1/close", "1/revoke", "1/copy", "1/questions"}
    assert {path for method, path in EVENTS if method == "POST"} == {f"/events/{form}" for form in forms}
    files = {
        "poster.pdf", "poster.svg", "card.pdf", "card.svg", "qr.svg", "qr.png", "report", "report.pdf", "report.csv",
    }  # fmt: skip
    assert {path for _, path in EVENTS} >= {"/events", "/events/1", *(f"/events/1/{name}" for name in files)}


async def test_a_stranger_is_refused_everywhere(site: Site) -> None:
    async with site.browser() as stranger:
        await refused(stranger, 401)
        await refused(stranger, 401, EVENTS)
        for path in ("/events/", "/events/nowhere", "/events/1/nowhere", "/events/../events", "/%65vents", "/Events"):
            assert (await stranger.get(path)).status_code in {401, 404}, path
        for path in ("/desk/", "/desk/nowhere", "/desk/../desk", "/%64esk", "/DESK"):
            assert (await stranger.get(path)).status_code in {401, 404}, path


async def test_an_organiser_is_refused_everywhere(site: Site) -> None:
    async with site.browser(f"telegram:{ORGANISER}", Role.ORGANISER) as organiser:
        await refused(organiser, 403)


async def test_a_curator_who_is_no_organiser_gets_to_no_event(site: Site) -> None:
    async with site.browser(ME) as curator:
        await refused(curator, 403, EVENTS)


async def test_a_curator_who_is_an_organiser_too_gets_to_both(site: Site) -> None:
    members = site.web.doorkeeper._members
    members[Role.ORGANISER] = members[Role.ORGANISER] | {CURATOR}
    async with site.browser(ME) as both:
        assert (await both.get("/events")).status_code == (await both.get("/desk")).status_code == 200


async def test_organisers_do_not_get_to_each_others_events(site: Site) -> None:
    """To each other's events there is nothing at all, however they are asked for: page, form or file."""
    members = site.web.doorkeeper._members
    members[Role.ORGANISER] = members[Role.ORGANISER] | {STRANGER}
    event = await an_event(site)
    mine = [(method, path.replace("/1", f"/{event.id}", 1)) for method, path in EVENTS if "/1" in path]
    assert len(mine) >= 18
    async with site.browser(f"telegram:{STRANGER}", Role.ORGANISER) as other:
        await other.get("/events")
        for method, path in mine:
            response = await (other.get(path) if method == "GET" else other.post(path, FORM))
            assert response.status_code == 404, (method, path)
            assert event.plan.title not in response.text, path
            assert "BANO" not in response.text, path
        nothing = (await other.get("/events/999")).text
        assert (await other.get(f"/events/{event.id}")).text.replace(f"/{event.id}", "/999") == nothing
    kept = await site.web.events.stored.get(event.id)
    assert kept == event
    assert await site.web.events.stored.decisions(event.id) == {}


async def test_whoever_loses_the_role_loses_the_pages(site: Site) -> None:
    async with site.browser(f"telegram:{ORGANISER}", Role.ORGANISER) as organiser:
        assert (await organiser.get("/events")).status_code == 200
        site.web.doorkeeper._members[Role.ORGANISER] = frozenset()
        await refused(organiser, 401, EVENTS)
