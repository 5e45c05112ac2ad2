"""Organisers' pages, as organisers use them: forms, links, files, the queue of questions, the report."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest

from bot.errors import EventError
from bot.events.event import MOST_QUESTIONS, Release, State
from bot.sign_in import CONSOLE, Role
from handlers.report_table import harmless
from tests.handlers.web.events import FORM, LONG, ME, an_event, ask, soon
from tests.handlers.web.site import Browser, Site

LONELY = "What is the population of Graz?"


async def events_of(site: Site) -> int:
    return len(await site.web.events.organising.mine(CONSOLE))


async def test_a_link_of_an_organiser_leads_to_their_events(site: Site) -> None:
    async with site.browser() as organiser:
        page = await organiser.sign_in(await site.link(ME, Role.ORGANISER))
        assert page.url.path == "/events"
        assert "You have no events yet." in page.text
        assert 'href="/desk"' not in page.text


async def test_an_event_is_set_up_shown_and_changed(site: Site) -> None:
    async with site.browser(ME, Role.ORGANISER) as organiser:
        form = (await organiser.get("/events/new")).text
        assert form.count('name="question') == MOST_QUESTIONS
        assert re.search(r'<optgroup label="regions">\s*<option value="[^"]+">', form)
        assert form.index('label="regions"') < form.index('label="clusters"') < form.index('label="countries"')
        page = await organiser.post("/events/new", {**FORM, "date": soon(site)})
        assert re.fullmatch(r"/events/\d+", page.url.path)
        assert "The event is set up." in page.text
        event = (await site.web.events.organising.mine(ME))[0]
        assert event.plan.focus == "styria"
        assert event.plan.language == "de"
        assert event.plan.questions == (FORM["question1"],)
        assert event.plan.release is Release.AUTOMATIC
        links = (await site.web.events.links()).of(event)
        assert set(links) == {"share", "page", "board"}
        for address in links.values():
            assert f'value="{address}"' in unescape(page.text)
        edit = (await organiser.get(f"{page.url.path}/edit")).text
        assert f'value="{soon(site)[:10]}' in edit
        changed = {**FORM, "title": "Holztag 2028", "date": soon(site, 2), "question2": "Was macht die SFG?"}
        page = await organiser.post(f"{page.url.path}/edit", changed)
        assert "Holztag 2028" in page.text
        assert "Holztag 2028" in (await organiser.get("/events")).text
        again = await site.web.events.stored.get(event.id)
        assert again.code == event.code
        assert again.plan.questions == (FORM["question1"], "Was macht die SFG?")


async def test_every_problem_stands_at_its_field_and_nothing_is_lost(site: Site) -> None:
    wrong = {
        "title": "",
        "place": 'Graz "Messe" <b>',
        "date": "gestern oder so",
        "zone": "Mars/Olympus",
        "language": "xx",
        "focus": "nowhere",
        "agenda": "x" * 2001,
        "closes": "12.3.2027",
        "release": "never",
        **{f"question{number}": "?" * 121 for number in range(1, 6)},
    }
    async with site.browser(ME, Role.ORGANISER) as organiser:
        page = await organiser.post("/events/new", wrong)
        assert page.status_code == 422
        for name in ("title", "date", "zone", "language", "focus", "questions", "agenda", "closes", "release"):
            assert f'id="wrong-{name}"' in page.text, name
        text = unescape(page.text)
        assert 'value="Graz "Messe" <b>"' in text
        assert 'type="text" value="gestern oder so"' in text
        assert "x" * 2001 in text
        assert "?" * 121 in text
        assert "Graz &#34;Messe&#34; &lt;b&gt;" in page.text
        long = await organiser.post("/events/new", {**FORM, "date": soon(site), "title": "x" * 201})
        assert "Too long: Title may have 200 characters." in long.text
        early = await organiser.post("/events/new", {**FORM, "date": soon(site, 3), "closes": soon(site, 2)})
        assert 'id="wrong-closes"' in early.text
        assert f'value="{soon(site, 2)}"' in early.text
    assert await events_of(site) == 0


async def test_questions_are_proposed_for_the_language_and_the_topic(site: Site) -> None:
    async with site.browser(ME, Role.ORGANISER) as organiser:
        form = (await organiser.get("/events/new")).text
        first = {f"question{n}": unescape(q) for n, q in re.findall(r'name="question(\d)" value="([^"]*)"', form)}
        assert all(first.values())
        page = await organiser.post("/events/new", {**FORM, **first, "do": "propose", "title": "Holz & Tag"})
        assert "Was war die Technologiestrategie der Steiermark von 1995?" in page.text
        assert 'value="Holz &amp; Tag"' in page.text
        assert await events_of(site) == 0
        # Left as proposed for another language, they follow the language; what somebody wrote stays.
        as_proposed = {**FORM, **first, "date": soon(site), "proposed": "en|"}
        await organiser.post("/events/new", as_proposed)
        made = (await site.web.events.organising.mine(ME))[0]
        assert made.plan.questions[0] == "Was war die Technologiestrategie der Steiermark von 1995?"
        await organiser.post("/events/new", {**as_proposed, "question1": "Why?"})
        assert "Why?" in {q for e in await site.web.events.organising.mine(ME) for q in e.plan.questions}


async def test_an_event_is_closed_revoked_and_copied_after_a_second_look(site: Site) -> None:
    event = await an_event(site)
    own = f"/events/{event.id}"
    async with site.browser(ME, Role.ORGANISER) as organiser:
        for step in ("close", "revoke"):
            page = await organiser.get(f"{own}/{step}")
            assert "cannot be undone" in page.text
        assert (await site.web.events.stored.get(event.id)).state(site.web.clock()) is State.OPEN
        assert "The report is ready." in (await organiser.post(f"{own}/close")).text
        assert (await site.web.events.stored.get(event.id)).state(site.web.clock()) is State.CLOSED
        late = await organiser.post(f"{own}/edit", {**FORM, "date": soon(site)})
        assert late.status_code == 422
        assert "This event is over" in late.text
        wrong = await organiser.post(f"{own}/copy", {"date": "someday"})
        assert wrong.status_code == 422
        assert 'value="someday"' in wrong.text
        page = await organiser.post(f"{own}/copy", {"date": soon(site, 30)})
        assert "with a code of its own" in page.text
        copied = next(e for e in await site.web.events.organising.mine(ME) if e.id != event.id)
        assert copied.code != event.code
        assert copied.board != event.board
        assert copied.plan.questions == event.plan.questions
        assert "leads nowhere" in (await organiser.post(f"/events/{copied.id}/revoke")).text
        assert (await site.web.events.stored.get(copied.id)).state(site.web.clock()) is State.REVOKED


async def test_the_console_sees_everybodys_events(site: Site) -> None:
    event = await an_event(site)
    for role in (Role.ADMIN, Role.ORGANISER, Role.CURATOR):
        async with site.browser(CONSOLE, role) as console:
            assert event.plan.title in (await console.get("/events")).text
            assert (await console.get(f"/events/{event.id}")).status_code == 200


async def test_a_form_sent_twice_changes_nothing_more(site: Site) -> None:
    event = await an_event(site)
    async with site.browser(ME, Role.ORGANISER) as organiser:
        await organiser.get(f"/events/{event.id}/close")
        await organiser.post(f"/events/{event.id}/close")
        closed = await site.web.events.stored.get(event.id)
        await organiser.post(f"/events/{event.id}/close")
        assert await site.web.events.stored.get(event.id) == closed
        token = organiser.csrf
        await organiser.post("/sign-out")
        # What the session was good for ended with it.
        assert (await organiser.post(f"/events/{event.id}/revoke", csrf=token)).status_code == 401


async def test_everything_can_be_printed(site: Site) -> None:
    event = await an_event(site, title=LONG)
    starts = {"pdf": b"%PDF-", "svg": b"<svg", "png": b"\x89PNG"}
    async with site.browser(ME, Role.ORGANISER) as organiser:
        page = (await organiser.get(f"/events/{event.id}")).text
        names = re.findall(rf'href="/events/{event.id}/([a-z]+\.[a-z]+)"', page)
        assert set(names) == {
            "poster.pdf", "poster.svg", "card.pdf", "card.svg", "qr.svg", "qr.png", "report.pdf", "report.csv",
        }  # fmt: skip
        for name in {*names, "activity.png"} - {"report.csv"}:
            file = await organiser.get(f"/events/{event.id}/{name}")
            assert file.content.startswith(starts[name.rpartition(".")[2]]), name
            assert f"event-{event.id}-{name}" in file.headers["content-disposition"]
            assert file.headers["cache-control"] == "no-store"


class TestQueue:
    async def test_single_questions_are_released_and_held_back(self, site: Site) -> None:
        event = await an_event(site, release=Release.BY_HAND)
        await ask(site, event, "How many members does Cyberforum have?")
        await ask(site, event, "My name is Huber, what is a cluster?", "ben")
        async with site.browser(ME, Role.ORGANISER) as organiser:
            page = await self.page(organiser, event.id)
            assert page.count("not on the board") == 2
            assert "held back" in page
            released = re.findall(r'name="release" value="([^"]+)"', page)
            assert len(released) == 2
            await organiser.post(f"/events/{event.id}/questions", {"release": released[1]})
            board = await site.web.walls.boards.of(event)
            assert [one.text for one in board.latest] == ["How many members does Cyberforum have?"]
            await organiser.post(f"/events/{event.id}/questions", {"hold": released[1]})
            assert (await site.web.walls.boards.of(event)).latest == ()
            assert "decided by hand" in await self.page(organiser, event.id)

    async def test_all_that_pass_are_released_at_once(self, site: Site) -> None:
        event = await an_event(site, release=Release.BY_HAND)
        await ask(site, event, "How many members does Cyberforum have?")
        await ask(site, event, "What is a cluster?", "ben")
        await ask(site, event, "My name is Huber, what is a cluster?", "eve")
        async with site.browser(ME, Role.ORGANISER) as organiser:
            assert "pass the filters (2)" in await self.page(organiser, event.id)
            await organiser.post(f"/events/{event.id}/questions", {"do": "passing"})
        board = await site.web.walls.boards.of(event)
        assert {one.text for one in board.latest} == {"How many members does Cyberforum have?", "What is a cluster?"}

    async def test_nothing_of_another_event_can_be_decided(self, site: Site) -> None:
        event, other = await an_event(site), await an_event(site, "telegram:99")
        await ask(site, other, "What is a cluster?", update="7")
        async with site.browser(ME, Role.ORGANISER) as organiser:
            await self.page(organiser, event.id)
            await organiser.post(f"/events/{event.id}/questions", {"release": "test 7", "hold": "test 7"})
        assert await site.web.events.stored.decisions(event.id) == {}
        assert await site.web.events.stored.decisions(other.id) == {}

    async def page(self, organiser: Browser, number: int) -> str:
        return (await organiser.get(f"/events/{number}/questions")).text


class TestReport:
    async def test_page_and_table_say_what_the_log_says(self, site: Site) -> None:
        event = await an_event(site)
        for person in ("anna", "ben", "eve"):
            await ask(site, event, "Wie viele Mitglieder hat Cyberforum?", person)
        await ask(site, event, LONELY)
        totals = await site.web.events.figures.totals(event.id, event.code)
        async with site.browser(ME, Role.ORGANISER) as organiser:
            page = (await organiser.get(f"/events/{event.id}/report")).text
            figures = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page)
            assert figures[:2] == [("Personen", str(totals.people)), ("Fragen", str(totals.questions))]
            assert "Wie viele Mitglieder hat Cyberforum?" in page
            assert LONELY not in page
            table = await organiser.get(f"/events/{event.id}/report.csv")
            assert table.headers["content-type"] == "text/csv; charset=utf-8"
            assert table.content.startswith(b"\xef\xbb\xbf")
            rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
            assert rows[0] == ["Teil", "Text", "Antwort", "Male", "Personen"]
            assert ["Zahlen", "Fragen", "", str(totals.questions), ""] in rows
            assert LONELY not in table.text
            assert any(row[1] == "Wie viele Mitglieder hat Cyberforum?" and "640" in row[2] for row in rows)

    @pytest.mark.parametrize("nasty", ["=1+1", "+49", "-2", "@SUM(A1)", "\tx", "\r=x", " =cmd|'/c calc'!A1", "＝1+1"])
    def test_no_cell_is_a_formula(self, nasty: str) -> None:
        assert harmless(nasty) == f"'{nasty}"

    def test_other_cells_stay_as_they_are(self) -> None:
        assert harmless("What is 1+1=2?") == "What is 1+1=2?"

    async def test_a_formula_that_was_released_is_harmless_in_the_table(self, site: Site) -> None:
        event = await an_event(site, language="en")
        text = '=HYPERLINK("http://x","What is a cluster?")'
        await ask(site, event, text, update="1")
        await site.web.events.organising.decide(event.id, ME, {("test", "1"): True})
        async with site.browser(ME, Role.ORGANISER) as organiser:
            table = (await organiser.get(f"/events/{event.id}/report.csv")).content.decode("utf-8-sig")
            cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
            assert f"'{text}" in cells
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
            assert "&lt;" not in table


async def test_an_event_that_is_not_there(site: Site) -> None:
    async with site.browser(CONSOLE) as console:
        for path in ("/events/0", "/events/99999999999999999999", "/events/x", "/events/-1", "/events/1/poster.exe"):
            assert (await console.get(path)).status_code == 404, path
    with pytest.raises(EventError):
        await site.web.events.organising.get(1, ME)


async def test_a_day_that_is_over_by_now_can_stay_when_something_else_is_changed(site: Site) -> None:
    starts = site.web.clock() - timedelta(days=3)
    event = await an_event(site, starts_at=starts)
    async with site.browser(ME, Role.ORGANISER) as organiser:
        form = (await organiser.get(f"/events/{event.id}/edit")).text
        date = re.findall(r'name="date" type="datetime-local" value="([^"]+)"', form)[0]
        page = await organiser.post(f"/events/{event.id}/edit", {**FORM, "date": date, "title": "Anders"})
        assert page.status_code == 200
    assert (await site.web.events.stored.get(event.id)).plan.starts_at == event.plan.starts_at
