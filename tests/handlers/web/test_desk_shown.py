"""What curators can look up, without scripts: the queue filtered, entries, charts, in every language."""

from __future__ import annotations

import re

from bot.messages import Occasion, Question
from tests.handlers.web.site import FEE, ME, Site, drafted


async def test_the_queue_is_filtered_searched_and_paged(site: Site) -> None:
    ask = site.web.assistant.ask
    for number in range(25):
        text = f"What does membership of Cyberforum cost in room {chr(97 + number) * 5}?"
        who, fair = f"t:{number}", Occasion("fair", "Fair")
        await ask(Question(text, who, channel="test", person=str(number), update=f"q{number}", at=fair))
    await site.gap("Was kostet die Mitgliedschaft bei Nanovalley im Jahr?", update="de")
    async with site.browser(ME) as curator:
        first = (await curator.get("/desk")).text
        assert "Nanovalley" in (await curator.get("/desk?language=de")).text
        assert "Nanovalley" not in (await curator.get("/desk?event=fair")).text
        assert "Nanovalley" in (await curator.get("/desk?q=mitgliedschaft")).text
        assert "Nothing waits here." in (await curator.get("/desk?since=2100-01-01")).text
        assert (await curator.get("/desk?since=rubbish&page=rubbish&state=rubbish")).status_code == 200
        total = int(re.findall(r"Groups: (\d+)", first)[0])
        assert ("?page=2" in first) == (total > 20)


async def test_the_try_it_box_tells_each_word(site: Site) -> None:
    async with site.browser(ME) as curator:
        assert (await curator.get("/desk/try")).status_code == 200
        page = (
            await curator.client.get("/desk/try", params={"q": "How many members does Cyberforum have, blorp?"})
        ).text
        assert "more than 640 members" in page
        assert "cyberforum" in page
        assert "not explained" in page
        assert await site.web.assistant.log.recent() == []


async def test_entries_are_counted(site: Site) -> None:
    await site.web.assistant.ask(Question("How many members does Cyberforum have?", "a", channel="test", update="1"))
    async with site.browser(ME) as curator:
        page = (await curator.get("/desk/entries")).text
        assert re.search(
            r"cyberforum\">Cyberforum</a> <span class=\"small\">cluster</span></td><td>1</td><td>2011<", page
        )
        assert "/desk/entries/cyberforum" not in (await curator.get("/desk/entries?show=never")).text
        assert "/desk/entries/cyberforum" in (await curator.get("/desk/entries?show=overdue")).text
        assert "/desk/entries/nanovalley" not in (await curator.get("/desk/entries?q=cyberforum")).text
        assert (await curator.get("/desk/entries/nowhere")).status_code == 404
        alias = {"action": "alias", "target": "cyberforum", "name": "Cyberforum"}
        page = (await curator.post("/desk/entries/cyberforum/draft", alias)).text
        assert "has the name “Cyberforum” already" in page


async def test_charts_have_tables(site: Site) -> None:
    await site.web.assistant.ask(Question("How many members does Cyberforum have?", "a", channel="test", update="1"))
    await site.gap(update="2")
    async with site.browser(ME) as curator:
        page = (await curator.get("/desk/charts")).text
        today = site.web.clock().date().isoformat()
        assert f'<th scope="row">{today}</th><td>2</td><td>50%</td><td>1</td>' in page
        assert page.count("<svg") >= 3
        assert "Cyberforum" in page
        assert "English" in page


async def test_every_page_is_there_in_every_language(site: Site) -> None:
    group = await site.gap()
    async with site.browser(ME) as curator:
        path, _ = await drafted(curator, group, FEE)
        for language in site.web.assistant.phrases.languages:
            curator.client.headers["Accept-Language"] = language
            for address in (
                "/",
                "/privacy",
                "/desk",
                f"/desk/group/{group}",
                path,
                "/desk/try?q=hello",
                "/desk/entries",
                "/desk/entries/cyberforum",
                "/desk/history",
                "/desk/charts",
                "/sign-in",
            ):
                page = await curator.get(address)
                assert page.status_code == 200, (language, address)
                assert f'<html lang="{language}">' in page.text
