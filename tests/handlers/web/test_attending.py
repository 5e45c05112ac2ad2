"""People in the room without Telegram: they come by the link or the code, ask with the focus or without, and go."""

from __future__ import annotations

import random
import re
from urllib.parse import quote

import pytest

from bot.errors import StorageError
from bot.events.attending import MOST_GUESSES
from bot.events.codes import payload, shown
from bot.storage.sql_attendances import SqlAttendances
from handlers.web import occasions
from tests.handlers.web.events import ME, an_event
from tests.handlers.web.site import Browser, Site, allow_all
from tests.nasty import KINDS_OF_NASTY, nasty

FOCUSED = "Which clusters are there?"
NOBODY = "bano-kiru-feso"


async def come(site: Site, visitor: Browser, **changes: object) -> str:
    event = await an_event(site, **changes)
    await visitor.get(f"/e/{payload(event.code)}")
    return (await visitor.post(f"/e/{payload(event.code)}")).text


async def asked(visitor: Browser, text: str) -> str:
    return (await visitor.post("/ask", {"text": text})).text


async def test_the_door_shows_the_event_and_lets_in_only_who_presses(site: Site) -> None:
    event = await an_event(site, agenda="9:00 Begrüßung", title="Holz & <Tag>")
    async with site.browser() as visitor:
        page = await visitor.get(f"/e/{payload(event.code)}")
        assert page.status_code == 200
        assert "Holz &amp; &lt;Tag&gt;" in page.text
        assert "9:00 Begrüßung" in page.text
        assert "Graz · " in page.text
        assert (await site.web.events.figures.totals(event.id, event.code)).people == 0
        chat = await visitor.post(f"/e/{payload(event.code)}")
        assert chat.url.path == "/"
        assert "Willkommen bei „Holz &amp; &lt;Tag&gt;“!" in chat.text
        assert re.search(
            r'<button name="text" value="Was macht die SFG\?" lang="de">Was macht die SFG\?</button>', chat.text
        )
        assert "For Styria, because you are at “Holz &amp; &lt;Tag&gt;”." in chat.text
        assert (await site.web.events.figures.totals(event.id, event.code)).people == 1
        again = (await visitor.post(f"/e/{payload(event.code)}")).text
        assert "Sie sind schon bei" in again
        assert (await site.web.events.figures.totals(event.id, event.code)).people == 1


async def test_questions_are_those_of_the_event(site: Site) -> None:
    async with site.browser() as visitor:
        await come(site, visitor)
        page = await asked(visitor, "Was macht die SFG?")
        assert "SFG" in page
        event = (await site.web.events.organising.mine(ME))[0]
        latest = await site.web.events.figures.latest(event.code)
        assert [one.text for one in latest] == ["Was macht die SFG?"]
        assert (await site.web.events.figures.totals(event.id, event.code)).people == 1


async def test_the_focus_is_said_and_switched_off_and_the_same_asked_again(site: Site) -> None:
    async with site.browser() as visitor:
        await come(site, visitor)
        page = await asked(visitor, FOCUSED)
        assert "For Styria, because you are at “Holztag 2027”:" in page
        assert page.count("/event/plainly") == 1
        update = re.findall(r'action="/event/plainly">.*?name="update" value="(\w+)"', page, re.DOTALL)[0]
        again = (await visitor.post("/event/plainly", {"update": update})).text
        assert again.count(f"</span> {FOCUSED}</p>") == 2
        assert "/event/plainly" not in again
        latest = again.rpartition('id="latest"')[2]
        assert "because you are at" not in latest
        assert "For Styria again" in again
        assert "because you are at" not in (await asked(visitor, FOCUSED)).rpartition('id="latest"')[2]
        page = (await visitor.post("/event/focus", {"focused": "yes"})).text
        assert "Not only for Styria" in page
        assert "because you are at" in (await asked(visitor, FOCUSED)).rpartition('id="latest"')[2]


async def test_whoever_leaves_is_out_but_was_there(site: Site) -> None:
    async with site.browser() as visitor:
        await come(site, visitor)
        page = (await visitor.post("/event/leave")).text
        assert "/event/leave" not in page
        await asked(visitor, "What is a cluster?")
        event = (await site.web.events.organising.mine(ME))[0]
        totals = await site.web.events.figures.totals(event.id, event.code)
        assert (totals.people, totals.questions) == (1, 0)
        for path in ("/event/leave", "/event/focus", "/event/plainly"):
            assert (await visitor.post(path, {"update": "x", "focused": "yes"})).status_code == 200


async def test_each_wrong_code_has_a_page_of_its_own(site: Site) -> None:
    organising = site.web.events.organising
    closed, revoked = await an_event(site, title="Zu Ende"), await an_event(site, title="Geheim")
    await organising.close(closed.id, ME)
    await organising.revoke(revoked.id, ME)
    async with site.browser() as visitor:
        for code, status, said in (
            (closed.code, 410, "“Zu Ende” is over."),
            (revoked.code, 410, "not valid any more"),
            (NOBODY, 404, "no event with this code"),
            ("hello", 404, "no code of an event"),
            ("x" * 500, 404, "no code of an event"),
            ("%00%ff", 404, "no code of an event"),
        ):
            for page in (await visitor.get(f"/e/{code}"), await visitor.post(f"/e/{code}")):
                assert page.status_code == status, code
                assert said in page.text, code
                assert "Geheim" not in page.text


async def guessed(site: Site, times: int) -> list[int]:
    """Guess codes, each time with a new cookie."""
    statuses = []
    for number in range(times):
        async with site.browser() as guesser:
            statuses.append((await guesser.get(f"/e/bano-kiru-fes{'aeiou'[number % 5]}")).status_code)
    return statuses


async def test_guessing_is_throttled_whatever_the_cookie(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occasions, "SHARES", 2)
    event = await an_event(site)
    statuses = await guessed(site, 80)  # each is of one of two shares by chance: both are used up long before the end
    assert statuses.count(404) == 2 * MOST_GUESSES
    assert set(statuses[-3:]) == {429}
    async with site.browser() as guesser:
        for page in (await guesser.get(f"/e/{event.code}"), await guesser.post(f"/e/{event.code}")):
            assert page.status_code == 429
            assert "wait ten minutes" in page.text
            assert event.plan.title not in page.text


async def test_one_who_guesses_does_not_lock_out_the_room(site: Site) -> None:
    event = await an_event(site)
    async with site.browser() as guesser:
        for number in range(MOST_GUESSES + 1):
            page = await guesser.get(f"/e/bano-kiru-fes{'aeiou'[number % 5]}")
        assert page.status_code == 429
    statuses = []
    for _ in range(12):
        async with site.browser() as visitor:
            statuses.append((await visitor.get(f"/e/{event.code}")).status_code)
    assert statuses.count(200) >= 6


async def test_whatever_stands_in_an_address_there_is_no_traceback(site: Site) -> None:
    event = await an_event(site)
    site.web.limits.allow = allow_all  # type: ignore[method-assign]
    async with site.browser() as visitor:
        chance = random.Random(7)  # noqa: S311 - the same texts with every run
        for kind in KINDS_OF_NASTY:
            text = nasty(kind, 60, chance).encode("utf-8", "replace").decode()
            said = quote(text, safe="")
            for path in (f"/e/{said}", f"/board/{said}", f"/board/{said}/stream", f"/events/{said}"):
                page = await visitor.get(path)
                assert page.status_code in {401, 404, 429}, (path, page.status_code)
                assert event.plan.title not in page.text
            assert (await visitor.post("/ask", {"text": text})).status_code == 200
            assert (await visitor.post("/event/plainly", {"update": text})).status_code == 200


@pytest.mark.parametrize("slip", [lambda code: code, shown, lambda code: code[1:]])
async def test_a_code_typed_into_the_chat_works_with_a_slip(site: Site, slip: object) -> None:
    assert callable(slip)
    event = await an_event(site)
    async with site.browser() as visitor:
        page = await asked(visitor, slip(event.code))
        assert "Willkommen bei „Holztag 2027“!" in page
        assert ("Ein Buchstabe stimmte nicht" in page) == (len(slip(event.code)) < 12)
    assert await site.web.assistant.log.recent() == []


async def test_a_wrong_code_typed_into_the_chat_is_no_question(site: Site) -> None:
    async with site.browser() as visitor:
        page = await asked(visitor, NOBODY)
        assert "There is no event with this code." in page
        # Nearly a code, and none that there is: it may be a question, and is answered as one.
        page = await asked(visitor, "banokirufes")
        assert "no event" not in page.rpartition('id="latest"')[2]
    assert [row.text for row in await site.web.assistant.log.recent()] == ["banokirufes"]


async def test_a_database_that_fails_costs_nobody_the_answer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async with site.browser() as visitor:
        await come(site, visitor)

        async def fails(*_: object) -> None:
            raise StorageError("the database is away")

        for name in ("current", "guesses"):
            monkeypatch.setattr(SqlAttendances, name, fails)
        assert "more than 640 members" in await asked(visitor, "How many members does Cyberforum have?")
        assert (await visitor.get("/")).status_code == 200
        assert (await asked(visitor, NOBODY)).count('class="asked"') >= 1
        assert (await visitor.get(f"/e/{NOBODY}")).status_code == 503


async def test_a_focus_that_a_revision_took_away_is_none(site: Site) -> None:
    async with site.browser() as visitor:
        page = await come(site, visitor, focus="atlantis")
        assert "You are at “Holztag 2027”." in page
        assert "Not only for" not in page
        assert "640" in await asked(visitor, "How many members does Cyberforum have?")


async def test_a_visitor_sees_where_they_were_and_is_forgotten(site: Site) -> None:
    async with site.browser() as visitor:
        await come(site, visitor)
        page = (await visitor.get("/privacy")).text
        assert "Events that you came to:" in page
        assert "Holztag 2027" in page
        await visitor.post("/privacy/forget")
        event = (await site.web.events.organising.mine(ME))[0]
        assert (await site.web.events.figures.totals(event.id, event.code)).people == 0
