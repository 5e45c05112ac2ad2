"""What this machine has: the database, room for it, the knowledge, who may do what, the key, the pages."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import httpx

import knowledge
from bot.errors import StorageError
from bot.secret_key import KEY_BYTES, kept_key, key_file
from bot.settings import Settings
from bot.storage.condition import Condition, condition
from bot.storage.database import HEAD
from handlers.checkup.finding import Finding, Mark

LEAST_FREE = 500 * 1024 * 1024
"""Bytes that must be free where the database lies."""

PATIENCE = 5.0
"""Seconds that the pages have to answer."""


async def own_side(settings: Settings) -> list[Finding]:
    """Look at everything that this machine has."""
    return [
        await _database(settings),
        _disk(settings),
        _knowledge(settings.knowledge_dir),
        _people("curators", len(settings.curator_ids), "CURATOR_IDS", "close gaps in Telegram"),
        _people("organisers", len(settings.organiser_ids), "ORGANISER_IDS", "set up events in Telegram"),
        _key(settings),
        await _pages(settings),
    ]


async def _database(settings: Settings) -> Finding:
    path = settings.database_path
    if path is not None and not path.exists():
        folder = _nearest(path)
        if not os.access(folder, os.W_OK | os.X_OK):
            says = f"{path} is not there yet, and this user may not write to {folder}"
            return Finding("database", Mark.BAD, says, "let it write there, or set DATABASE_URL to another place")
        return Finding("database", Mark.UNSET, f"{path} is not there yet; it is made with the first start")
    try:
        found = await condition(settings.database_url)
    except StorageError as error:
        todo = "check DATABASE_URL, that the database runs, and that this user may write to it"
        return Finding("database", Mark.BAD, str(error), todo)
    if path is not None and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        says = f"others than its owner can read {path}: what people asked is in it"
        return Finding("database", Mark.BAD, says, f"chmod 600 {path}*")
    return _condition(found, "SQLite" if path is not None else "PostgreSQL")


def _condition(found: Condition, kind: str) -> Finding:
    size = f"{kind}, {found.size / 1024 / 1024:.1f} MB"
    if found.schema is None:
        return Finding("database", Mark.UNSET, f"{size}, holds no tables yet; they are made with the first start")
    if found.later:
        says = f"{size}, its tables ({found.schema}) are of a later version of the bot than this one ({HEAD})"
        return Finding("database", Mark.BAD, says, "update the bot, or restore a backup into a database of its own")
    if not found.current:
        says = f"{size}, tables at {found.schema}, brought up to {HEAD} with the next start"
        return Finding("database", Mark.UNSET, says, "run_bot.py backup FILE first")
    return Finding("database", Mark.OK, f"{size}, tables at {found.schema}, can be written to")


def _disk(settings: Settings) -> Finding:
    path = settings.database_path
    if path is None:
        return Finding("disk", Mark.UNSET, "PostgreSQL looks after its own; see there that enough is free")
    folder = _nearest(path)
    free = shutil.disk_usage(folder).free
    says = f"{free / 1024**3:.1f} GB free at {folder}"
    if free < LEAST_FREE:
        return Finding("disk", Mark.BAD, says, "make room: with a full disk nothing is stored any more")
    return Finding("disk", Mark.OK, says)


def _nearest(path: Path) -> Path:
    """Return the folder that a file is in, or the nearest around it that is there."""
    return next(folder for folder in path.resolve().parents if folder.exists())


def _knowledge(folder: Path) -> Finding:
    try:
        known = knowledge.load(folder)
    except knowledge.KnowledgeProblems as error:
        first, more = error.problems[0].within(folder), len(error.problems) - 1
        says = f"{first}{f' (and {more} more)' if more else ''}"
        return Finding("knowledge", Mark.BAD, says, "run_bot.py knowledge check lists them all")
    except knowledge.KnowledgeError as error:
        return Finding("knowledge", Mark.BAD, str(error), "check KNOWLEDGE_DIR")
    return Finding("knowledge", Mark.OK, f"{len(known.entries)} entries in {folder}")


def _people(part: str, number: int, setting: str, cannot: str) -> Finding:
    if number:
        return Finding(part, Mark.OK, f"{number} in {setting}")
    todo = f"send the bot /unanswered to learn your id, and put it into {setting}"
    return Finding(part, Mark.UNSET, f"{setting} is empty: nobody can {cannot}", todo)


def _key(settings: Settings) -> Finding:
    if settings.secret_key is not None:
        return Finding("key", Mark.OK, "SECRET_KEY is set; keep it with the backups")
    path = settings.database_path
    if path is None:
        return Finding("key", Mark.UNSET, "there is none, and the database is kept in memory")
    return _key_beside(path)


def _key_beside(path: Path) -> Finding:
    file = key_file(path)
    try:
        key = kept_key(path)
        readable = file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    except (StorageError, OSError) as error:
        return Finding("key", Mark.BAD, str(error), "let this user read it, or set SECRET_KEY")
    if not key and not file.exists():
        return Finding("key", Mark.UNSET, f"{file} is not there yet; it is made with the first start")
    if len(key) != 2 * KEY_BYTES:
        return Finding("key", Mark.BAD, f"{file} is no key of this bot", "restore it from a backup, or set SECRET_KEY")
    if readable:
        return Finding("key", Mark.BAD, f"others than its owner can read {file}", f"chmod 600 {file}")
    return Finding("key", Mark.OK, f"{file}; back it up with --with-key, or apart")


async def _pages(settings: Settings) -> Finding:
    address = settings.web_address
    told = ""
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            response = await client.get(f"{address}/healthz")
        if response.status_code == 200 and response.text.strip() == "ok":
            return Finding("web", Mark.OK, f"the pages answer at {address}")
        told = f"{address} answers {response.status_code}, but not as the pages of this bot do"
    except httpx.HTTPError as error:
        told = f"nothing answers at {address} ({type(error).__name__})"
    if settings.web_url is None:
        return Finding("web", Mark.UNSET, told, "run_bot.py web serves the pages, where they are wanted")
    return Finding("web", Mark.BAD, told, "start run_bot.py web, and let the server in front pass WEB_URL on to it")
