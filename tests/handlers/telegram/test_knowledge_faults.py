"""A knowledge file breaks or goes while the bot runs: it goes on answering, and curators are told where and why."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.curation import live
from tests.conftest import ROOT
from tests.handlers.telegram.desk_world import CURATOR, DeskWorld, eventually
from tests.handlers.telegram.faulty import MEMBERS, ROOM

LANGUAGES = {
    "en": "The knowledge files have a problem",
    "de": "Die Wissensdateien haben einen Fehler",
    "es": "Los archivos de conocimiento tienen un problema",
    "fr": "Les fichiers de connaissances ont un problème",
    "it": "I file della conoscenza hanno un problema",
}
FILE = "entries/karlsruhe.yaml"


@pytest.fixture
async def copied(faulty: DeskWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DeskWorld]:
    monkeypatch.setattr(live, "FOLDER_LOOKED_AT_EVERY", 0.1)
    faulty.folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge" / "data", faulty.folder)
    async with faulty.bot():
        yield faulty


async def problem(world: DeskWorld, part: str) -> None:
    """Wait until a problem is known, or none any more."""

    async def so() -> bool:
        return part in world.desk.live.problem if part else not world.desk.live.problem

    await eventually(so, ROOM)


def broken(file: Path) -> str:
    """Break a file; returns what it held."""
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole + "\n  - this: [is not\n", encoding="utf-8")
    return whole


async def test_a_file_that_breaks_is_told_in_every_language_until_it_is_mended(copied: DeskWorld) -> None:
    whole = broken(copied.folder / FILE)
    await problem(copied, FILE)
    for language, words in LANGUAGES.items():
        curator = copied.person(CURATOR, language_code=language)
        lines = (await curator.asks("/unanswered"))["text"].splitlines()
        assert words in lines[0]
        assert FILE in lines[0]
    assert "640" in (await copied.person(17).asks(MEMBERS))["text"]
    (copied.folder / FILE).write_text(whole, encoding="utf-8")
    await problem(copied, "")
    assert "⚠️" not in (await copied.person(CURATOR).asks("/unanswered"))["text"]


async def test_a_file_that_is_deleted(copied: DeskWorld) -> None:
    (copied.folder / "kinds.yaml").unlink()
    await problem(copied, "kinds")
    assert "kinds" in (await copied.person(CURATOR).asks("/unanswered"))["text"]
    assert "640" in (await copied.person(17).asks(MEMBERS))["text"]


async def test_the_whole_folder_is_gone(copied: DeskWorld) -> None:
    away = copied.folder.with_name("away")
    copied.folder.rename(away)
    await problem(copied, "knowledge")
    assert "⚠️" in (await copied.person(CURATOR).asks("/unanswered"))["text"]
    assert "640" in (await copied.person(17).asks(MEMBERS))["text"]
    away.rename(copied.folder)
    await problem(copied, "")
