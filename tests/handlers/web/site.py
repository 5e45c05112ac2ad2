"""The pages as people reach them: a real server on a free port, a real SQLite database, the bundled knowledge."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bot.assistant import Assistant
from bot.messages import Question
from bot.privacy import person_hasher
from bot.settings import Settings
from bot.sign_in import CONSOLE, Role, sign_in_address
from bot.storage import Database, LazyConversations, LazyGapLog, LazyQuestionLog
from handlers.listening import listen
from handlers.web.application import Served, build_app, opened, server
from handlers.web.context import Web
from tests.conftest import ROOT, bundled_understander

CURATOR, OTHER_CURATOR, ORGANISER, STRANGER = 17, 18, 23, 99
ME, OTHER = f"telegram:{CURATOR}", f"telegram:{OTHER_CURATOR}"
"""The curators, as the desk calls them."""

KEY = b"a key of the tests alone"

GAP = "What does membership of Cyberforum cost per year?"
FEE = {
    "action": "answer",
    "target": "cyberforum",
    "say": "Membership of Cyberforum costs 500 euros.",
    "source": "a letter",
}
"""What a form says that closes that gap."""


async def allow_all(*_: object) -> bool:
    """Stand in for the limits where they are not what is looked at."""
    return True


@dataclass
class Site:
    """A running site."""

    web: Web
    address: str

    async def link(self, person: str = CONSOLE, role: Role = Role.CURATOR) -> str:
        return sign_in_address(self.address, await self.web.doorkeeper.link(person, role))

    @contextlib.asynccontextmanager
    async def browser(self, person: str | None = None, role: Role = Role.CURATOR) -> AsyncIterator[Browser]:
        """Open a browser without scripts; signed in where a person is named."""
        async with httpx.AsyncClient(
            base_url=self.address, follow_redirects=True, timeout=60, headers={"Accept-Language": "en"}
        ) as client:
            browser = Browser(client)
            await browser.get("/")
            if person is not None:
                await browser.sign_in(await self.link(person, role))
            yield browser

    async def gap(self, text: str = GAP, *, person: str = "anna", update: str = "1") -> int:
        """Ask something that nobody can answer; returns its group."""
        asked = Question(text, f"test:{person}", channel="test", person=person, update=update)
        await self.web.assistant.ask(asked)
        number = await self.web.curation.notices.group_of("test", update)
        assert number is not None, text
        return number


@dataclass
class Browser:
    """Somebody at the pages, whose forms carry what the last page gave them."""

    client: httpx.AsyncClient
    csrf: str = ""

    async def get(self, path: str) -> httpx.Response:
        return self._seen(await self.client.get(path))

    async def post(
        self, path: str, data: Mapping[str, object] | None = None, *, csrf: str | None = None
    ) -> httpx.Response:
        token = self.csrf if csrf is None else csrf
        return self._seen(await self.client.post(path, data={"csrf": token, **(data or {})}))

    async def sign_in(self, link: str) -> httpx.Response:
        parts = urlsplit(link)
        await self.get(f"{parts.path}?{parts.query}")
        return await self.post("/sign-in", {"link": parts.query.removeprefix("link=")})

    def _seen(self, response: httpx.Response) -> httpx.Response:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', response.text)
        self.csrf = found[1] if found else self.csrf
        return response


async def drafted(browser: Browser, group: int, values: dict[str, str]) -> tuple[str, str]:
    """Make a draft; returns its address and its page, once that is worked out."""
    page = await browser.post(f"/desk/group/{group}/draft", values)
    while "Working out" in page.text:
        page = await browser.get(page.url.path)
    return page.url.path, page.text


@contextlib.asynccontextmanager
async def running(tmp_path: Path, name: str = "web.sqlite3", key: bytes = KEY) -> AsyncIterator[Site]:
    """Serve the pages for as long as a test runs, over a database of this name, with people hashed under this key."""
    listening = listen("127.0.0.1", 0, "WEB_PORT")
    port = listening.getsockname()[1]
    settings = Settings(
        _env_file=None,
        curator_ids=frozenset({CURATOR, OTHER_CURATOR}),
        organiser_ids=frozenset({ORGANISER}),
        web_port=port,
        knowledge_dir=ROOT / "knowledge" / "data",
        database_url=f"sqlite+aiosqlite:///{tmp_path / name}",
    )
    database = Database(settings.database_url)
    log = LazyQuestionLog(database)
    assistant = Assistant(
        bundled_understander(),
        log=log,
        hasher=person_hasher(key),
        gaps=LazyGapLog(database),
        kept=LazyConversations(database),
    )
    async with opened(Served(settings, assistant, log, database)) as web:
        served = server(build_app(web))
        served.config.log_level = "warning"
        task = asyncio.create_task(served.serve(sockets=[listening]))
        while not served.started:  # noqa: ASYNC110 - uvicorn tells by this flag alone
            await asyncio.sleep(0.01)
        try:
            yield Site(web, f"http://127.0.0.1:{port}")
        finally:
            served.should_exit = True
            await task
            listening.close()
    await database.close()
