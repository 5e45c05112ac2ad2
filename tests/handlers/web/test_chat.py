"""The chat page, as visitors use it."""

from __future__ import annotations

import re

from bot.curation.changes import Action, Change
from tests.handlers.web.site import CURATOR, GAP, Browser, Site


def update_of(text: str) -> str:
    return re.findall(r'name="update" value="([0-9a-f]+)"', text)[-1]


async def asked(browser: Browser, text: str) -> str:
    return (await browser.post("/ask", {"text": text})).text


async def test_a_question_is_answered_with_its_source(site: Site) -> None:
    async with site.browser() as visitor:
        page = await asked(visitor, "How many members does Cyberforum have?")
        assert "more than 640 members" in page
        assert "guide 9.2" in page
        again = (await visitor.get("/")).text
        assert "more than 640 members" in again
        assert "more than 640 members" not in (await visitor.post("/new")).text


async def test_conversations_are_apart(site: Site) -> None:
    async with site.browser() as anna, site.browser() as ben:
        await asked(anna, "How many members does Cyberforum have?")
        assert "640 members" not in (await ben.get("/")).text
        assert "cyberforum.de" in await asked(anna, "and its website?")


async def test_what_is_offered_are_buttons(site: Site) -> None:
    async with site.browser() as visitor:
        page = await asked(visitor, "tell me about the car cluster")
        options = re.findall(r'<button name="text" value="([^"]+)"[^>]*>AC Styria</button>', page)
        assert options
        assert "AC Styria is the car industry cluster" in await asked(visitor, options[0])


async def test_what_helped_and_what_is_outdated_is_taken_down(site: Site) -> None:
    async with site.browser() as visitor:
        page = await asked(visitor, "How many members does Cyberforum have?")
        update = update_of(page)
        assert "Thank you!" in (await visitor.post("/rate", {"update": update, "helpful": "no"})).text
        page = (await visitor.post("/outdated", {"update": update})).text
        assert "the curators will look at it" in page
        logged = await site.web.assistant.log.find("web", update)
        assert logged is not None
        assert logged.helpful is False
        assert logged.person is not None
        assert await site.web.curation.notices.group_of("web", update) is not None


async def test_whoever_asked_is_told_on_the_next_visit_and_once(site: Site) -> None:
    async with site.browser() as visitor:
        page = await asked(visitor, GAP)
        assert "Tell me when there is an answer" in page
        update = update_of(page)
        assert "You will be told here." in (await visitor.post("/tell", {"update": update})).text
        assert "There is an answer now" not in (await visitor.get("/")).text
        group = await site.web.curation.notices.group_of("web", update)
        say = {"say": "Membership of Cyberforum costs 500 euros a year.", "source": "a letter"}
        desk, curator = site.web.curation.desk, f"telegram:{CURATOR}"
        draft = await desk.draft(curator, Change(Action.ANSWER, "cyberforum", say), group)
        await desk.publish(draft.id, curator)
        page = (await visitor.get("/")).text
        assert "There is an answer now" in page
        assert "costs 500 euros" in page
        await visitor.post("/new")
        assert "500 euros" not in (await visitor.get("/")).text
        async with site.browser() as other:
            assert "500 euros" not in (await other.get("/")).text


async def test_nobody_is_told_of_somebody_elses_question(site: Site) -> None:
    async with site.browser() as anna, site.browser() as ben:
        update = update_of(await asked(anna, GAP))
        assert "You will be told" not in (await ben.post("/tell", {"update": update})).text


async def test_the_language_is_the_browsers_or_the_one_chosen(site: Site) -> None:
    async with site.browser() as visitor:
        assert '<html lang="en">' in (await visitor.get("/")).text
        visitor.client.headers["Accept-Language"] = "xx, fr-CH;q=0.9, en;q=0.8"
        assert '<html lang="fr">' in (await visitor.get("/")).text
        page = await visitor.post("/language", {"language": "de", "next": "/sign-in"})
        assert '<html lang="de">' in page.text
        assert page.url.path == "/sign-in"
        away = await visitor.post("/language", {"language": "it", "next": "//evil.example/"})
        assert str(away.url).startswith(site.address)


async def test_what_is_typed_stands_there_as_text(site: Site) -> None:
    async with site.browser() as visitor:
        page = await asked(visitor, "<script>alert(1)</script> What does membership of Cyberforum cost?")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_topics_can_be_browsed(site: Site) -> None:
    async with site.browser() as visitor:
        assert "Choose one" in await asked(visitor, "/topics cluster")


async def test_a_visitor_sees_what_is_kept_and_has_it_taken_away(site: Site) -> None:
    async with site.browser() as visitor:
        assert "Forget me" not in (await visitor.get("/privacy")).text
        update = update_of(await asked(visitor, f"{GAP} anna@example.org"))
        await visitor.post("/tell", {"update": update})
        page = (await visitor.get("/privacy")).text
        assert "Questions kept: 1." in page
        assert f"{GAP} [email]" in page
        assert "You will be told here." in page
        before = visitor.client.cookies["visitor"]
        page = (await visitor.post("/privacy/forget")).text
        assert "you are forgotten" in page
        assert GAP not in page
        logged = await site.web.assistant.log.find("web", update)
        assert logged is not None
        assert logged.person is None
        page = (await visitor.get("/")).text
        assert GAP not in page
        assert visitor.client.cookies["visitor"] != before
