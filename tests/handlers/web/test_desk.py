"""The curators' pages, without scripts: from the queue to a live answer and back."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.curation.changes import Action, Change
from bot.curation.gaps import GroupState
from bot.curation.impact import Replayer
from bot.errors import StorageError
from bot.messages import Outcome
from bot.questions import Case, Turn
from tests.handlers.web.site import FEE, GAP, ME, OTHER, Site, drafted


async def test_a_gap_is_closed_and_opened_again(site: Site) -> None:
    group = await site.gap()
    async with site.browser(ME) as curator, site.browser() as visitor:
        queue = (await curator.get("/desk")).text
        assert f"/desk/group/{group}" in queue
        assert GAP in queue
        page = (await curator.get(f"/desk/group/{group}")).text
        assert "not answered" in page
        assert "Nearest entries" in page
        path, page = await drafted(curator, group, FEE)
        assert path.startswith("/desk/draft/")
        assert "Nothing breaks." in page
        page = (await curator.post(f"{path}/publish")).text
        assert "Revision 1 is published and live." in page
        assert "500 euros" in (await visitor.post("/ask", {"text": GAP})).text
        assert f"/desk/group/{group}" not in (await curator.get("/desk")).text
        assert "Answered by revision 1" in (await curator.get(f"/desk/group/{group}")).text
        assert f"/desk/group/{group}" in (await curator.get("/desk?state=closed")).text

        page = (await curator.post("/desk/history/1/undo")).text
        while "Working out" in page:
            page = (await curator.get(path)).text
        assert "Takes revision 1 back" in page
        path = re.findall(r'action="(/desk/draft/[^/]+)/publish"', page)[0]
        assert "Revision 2 is published" in (await curator.post(f"{path}/publish", {"reason": "a mistake"})).text
        await visitor.post("/new")
        assert "500 euros" not in (await visitor.post("/ask", {"text": GAP})).text
        assert f"/desk/group/{group}" in (await curator.get("/desk")).text
        history = (await curator.get("/desk/history")).text
        assert "a mistake" in history
        assert "undone by revision 2" in history
        entry = (await curator.get("/desk/entries/cyberforum")).text
        assert "Revision 1" in entry
        assert "640" in entry


async def test_what_is_typed_stays_when_it_does_not_fit(site: Site) -> None:
    group = await site.gap()
    async with site.browser(ME) as curator:
        page = await curator.post(f"/desk/group/{group}/draft", {**FEE, "source": "", "say": "A <b>fee</b>"})
        assert page.status_code == 409
        assert "Something is missing: source." in page.text
        assert "A &lt;b&gt;fee&lt;/b&gt;" in page.text
        page = await curator.post(f"/desk/group/{group}/draft", {**FEE, "target": "nowhere"})
        assert "There is no entry “nowhere”." in page.text
        fill = {"action": "fill", "target": "cyberforum", "field": "region", "value": "nowhere", "source": "x"}
        page = await curator.post(f"/desk/group/{group}/draft", fill)
        assert "does not fit the knowledge" in page.text
        assert 'value="nowhere"' in page.text
        page = await curator.post(f"/desk/group/{group}/draft", {"action": "undo", "target": "1"})
        assert page.status_code == 409


async def test_proposals_are_drafted_with_one_press(site: Site) -> None:
    group = await site.gap("How may I get in touch with Cyberforum by telephone?")
    async with site.browser(ME) as curator:
        page = (await curator.get(f"/desk/group/{group}")).text
        assert "Proposed" in page
        assert "See what it does" in page


async def test_dismissing_closes_a_group(site: Site) -> None:
    group = await site.gap("What will the weather in Linz be tomorrow?")
    async with site.browser(ME) as curator:
        path, page = await drafted(curator, group, {"action": "dismiss", "reason": "out_of_scope"})
        assert "Nothing breaks." in page
        await curator.post(f"{path}/publish")
        found = await site.web.curation.groups.group(group)
        assert found is not None
        assert found.state is GroupState.DISMISSED


async def test_a_draft_is_dropped(site: Site) -> None:
    group = await site.gap()
    async with site.browser(ME) as curator:
        path, _ = await drafted(curator, group, FEE)
        assert (await curator.post(f"{path}/drop")).url.path == f"/desk/group/{group}"
        page = await curator.get(path)
        assert page.status_code == 404
        assert "not there any more" in page.text


async def test_the_second_curator_is_told(site: Site) -> None:
    group = await site.gap()
    async with site.browser(ME) as me, site.browser(OTHER) as other:
        await me.post(f"/desk/group/{group}/work", {"do": "take"})
        page = (await other.get(f"/desk/group/{group}")).text
        assert f"is taken by {ME}" in page
        page = await other.post(f"/desk/group/{group}/draft", FEE)
        assert page.status_code == 409
        assert f"Group {group} is taken by {ME}." in page.text
        assert "500 euros" in page.text
        await me.post(f"/desk/group/{group}/work", {"do": "release"})
        version = re.findall(r'name="version" value="(\d+)"', (await other.get(f"/desk/group/{group}")).text)[0]
        await me.post(f"/desk/group/{group}/work", {"do": "take"})
        await me.post(f"/desk/group/{group}/work", {"do": "release"})
        page = await other.post(f"/desk/group/{group}/draft", {**FEE, "version": version})
        assert "has changed since you looked" in page.text


async def test_a_draft_is_made_again_after_another_change(site: Site) -> None:
    group = await site.gap()
    async with site.browser(ME) as me, site.browser(OTHER) as other:
        path, _ = await drafted(me, group, FEE)
        other_page = await other.get(path)
        assert "only they can publish it" in other_page.text
        assert "Only they can publish it" in (await other.post(f"{path}/publish")).text
        desk = site.web.curation.desk
        draft = await desk.draft(OTHER, Change(Action.ALIAS, "cyberforum", {"name": "Zyberforum"}))
        await desk.publish(draft.id, OTHER)
        page = await me.post(f"{path}/publish")
        assert page.status_code == 409
        assert "Another change was published" in page.text
        page = await me.post(f"{path}/again")
        while "Working out" in page.text:
            page = await me.get(page.url.path)
        assert page.url.path not in {path, f"{path}/again"}
        assert "Revision 2 is published" in (await me.post(f"{page.url.path}/publish")).text


async def test_groups_are_snoozed_commented_on_merged_and_split(site: Site) -> None:
    first = await site.gap(GAP)
    second = await site.gap("What will the weather in Linz be tomorrow?", update="2")
    assert first != second
    async with site.browser(ME) as curator:
        address = f"/desk/group/{first}/work"
        page = (await curator.post(address, {"do": "comment", "comment": "I asked <them>"})).text
        assert "I asked &lt;them&gt;" in page
        assert "Something is missing: comment." in (await curator.post(address, {"do": "comment"})).text
        assert "cannot be merged with itself" in (await curator.post(address, {"do": "merge", "into": first})).text
        assert "There is no group 999." in (await curator.post(address, {"do": "merge", "into": 999})).text
        page = await curator.post(address, {"do": "merge", "into": second})
        assert page.url.path == f"/desk/group/{second}"
        assert "not all" in (await curator.post(f"/desk/group/{second}/work", {"do": "split"})).text
        page = await curator.post(f"/desk/group/{second}/work", {"do": "split", "text": GAP})
        third = int(page.url.path.rsplit("/", 1)[1])
        assert third not in {first, second}
        await curator.post(f"/desk/group/{third}/work", {"do": "snooze", "days": "3"})
        found = await site.web.curation.groups.group(third)
        assert found is not None
        assert found.snoozed_until is not None
        assert found.snoozed_until > site.web.clock() + timedelta(days=2)
        assert f"/desk/group/{third}" in (await curator.get("/desk?state=snoozed")).text


async def test_what_breaks_a_golden_question_is_not_published(site: Site) -> None:
    broken = "How many members does Cyberforum have?"
    case = Case(Path("golden"), 0, (Turn(broken, Outcome.ANSWERED, "value", ("cyberforum",), says=("640",)),))
    site.web.curation.desk._replayer = Replayer([case])
    fill = {"action": "fill", "target": "cyberforum", "field": "members", "value": "7", "source": "a letter"}
    async with site.browser(ME) as curator:
        page = await curator.post("/desk/entries/cyberforum/draft", fill)
        while "Working out" in page.text:
            page = await curator.get(page.url.path)
        assert "Blocked: questions that must stay right" in page.text
        assert "Broken: 1" in page.text
        assert broken in page.text
        assert "Cyberforum has 7 members" in page.text
        assert re.search(r'<button class="main" disabled>', page.text)
        refused = await curator.post(f"{page.url.path}/publish")
        assert refused.status_code == 409
        assert "This cannot be published" in refused.text
        assert await site.web.curation.revisions.latest() == 0


async def test_a_database_that_fails_costs_no_answer_and_is_told_at_the_desk(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = await site.gap()

    async def fails(*_: object, **__: object) -> None:
        raise StorageError("cannot read the database: it is gone")

    async with site.browser(ME) as curator:
        monkeypatch.setattr(site.web.curation.notices, "due_at", fails)
        monkeypatch.setattr(site.web.curation.groups, "queue", fails)
        monkeypatch.setattr(site.web.curation.work, "take", fails)
        assert "640" in (await curator.post("/ask", {"text": "How many members does Cyberforum have?"})).text
        page = await curator.get("/desk")
        assert page.status_code == 503
        assert "The database does not answer" in page.text
        await curator.get(f"/desk/group/{group}")
        page = await curator.post(f"/desk/group/{group}/work", {"do": "take"})
        assert "The database does not answer" in page.text
        assert GAP in page.text
