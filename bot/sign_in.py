"""Signing in to the web desk without passwords: a link that works once, then a session; roles as the settings say now.

Links and sessions are random tokens of 256 bits. Only their SHA-256 is stored, so that whoever reads the database gets
in nowhere.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from bot.errors import CurationError

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage import Database

LINK_LIVES = timedelta(minutes=10)
"""How long a link can be used."""

SESSION_LIVES = timedelta(hours=12)
"""How long somebody stays signed in."""

TOKEN_BYTES = 32
"""Bytes of a token, 256 bits: nobody guesses one."""

LONGEST_TOKEN = 100
"""Characters of what is looked up at most; a token has 43."""

_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})

CONSOLE = "console"
"""Whoever runs commands on the server; may do everything there anyway."""

TELEGRAM = "telegram:"
"""Begins a person known by their Telegram id."""


class Role(StrEnum):
    """What somebody may do on the web."""

    CURATOR = "curator"
    """Closes gaps."""
    ORGANISER = "organiser"
    """Sets up events; does not get to the curators' desk."""
    ADMIN = "admin"
    """Everything."""


CURATING = frozenset({Role.CURATOR, Role.ADMIN})
"""Roles that may work at the curators' desk."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What a link or a session stands for."""

    person: str
    """``telegram:<id>`` or ``console``."""
    role: Role
    """What they may do."""
    expires_at: datetime
    """Until when, UTC."""


class Tokens(Protocol):
    """Where hashes of links and sessions are kept."""

    async def add_link(self, token_hash: str, admitted: Admitted) -> None:
        """Keep a link."""

    async def use_link(self, token_hash: str, now: datetime) -> Admitted | None:
        """Use a link up; None where there is none, it was used, or its time is over. Of many at once one succeeds."""

    async def add_session(self, token_hash: str, admitted: Admitted) -> None:
        """Keep a session."""

    async def session(self, token_hash: str, now: datetime) -> Admitted | None:
        """Return a session that is not over."""

    async def drop_session(self, token_hash: str) -> None:
        """End a session."""

    async def expire(self, now: datetime) -> None:
        """Forget links and sessions whose time is over."""


class Doorkeeper:
    """Makes links, turns them into sessions, and tells at every request who somebody is.

    Args:
        tokens: Where hashes are kept.
        clock: Tells the time, with a time zone.
        curators: Telegram ids of curators, as the settings are now.
        organisers: Telegram ids of organisers.
    """

    def __init__(
        self,
        tokens: Tokens,
        *,
        clock: Callable[[], datetime],
        curators: Collection[int] = (),
        organisers: Collection[int] = (),
    ) -> None:
        self._tokens = tokens
        self._clock = clock
        self._members = {Role.CURATOR: frozenset(curators), Role.ORGANISER: frozenset(organisers)}

    async def link(self, person: str, role: Role) -> str:
        """Return the token of a new link; it works once, within ``LINK_LIVES``.

        Raises:
            CurationError: The person does not have the role.
            StorageError: The database fails.
        """
        now = self._clock()
        if not self.has(person, role):
            raise CurationError("no_role")
        await self._tokens.expire(now)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        await self._tokens.add_link(token_hash(token), Admitted(person, role, now + LINK_LIVES))
        return token

    async def enter(self, token: str) -> str | None:
        """Use a link up, and return the token of a new session; None where the link is no good.

        Raises:
            StorageError: The database fails.
        """
        now = self._clock()
        used = await self._tokens.use_link(token_hash(token), now)
        if used is None or not self.has(used.person, used.role):
            return None
        session = secrets.token_urlsafe(TOKEN_BYTES)
        await self._tokens.add_session(token_hash(session), Admitted(used.person, used.role, now + SESSION_LIVES))
        return session

    async def admitted(self, token: str | None) -> Admitted | None:
        """Return who a session belongs to; None for none, one that is over, or a role that was taken away.

        Raises:
            StorageError: The database fails.
        """
        if not token or len(token) > LONGEST_TOKEN:
            return None
        found = await self._tokens.session(token_hash(token), self._clock())
        return found if found is not None and self.has(found.person, found.role) else None

    async def leave(self, token: str) -> None:
        """End a session.

        Raises:
            StorageError: The database fails.
        """
        await self._tokens.drop_session(token_hash(token))

    def has(self, person: str, role: Role) -> bool:
        """Tell whether somebody has a role now."""
        if person == CONSOLE:
            return True
        number = person.removeprefix(TELEGRAM)
        if number == person or not number.isdecimal():
            return False
        return int(number) in self._members.get(role, frozenset())


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def sign_in_address(web_address: str, token: str) -> str:
    """Return the address to open in a browser.

    Args:
        web_address: Address of the pages, without a slash at the end.
        token: Token of a link.
    """
    return f"{web_address}/sign-in?link={token}"


class DeskLinks:
    """Makes addresses by which curators come to the web desk from another screen.

    Args:
        database: Where links are kept; opened with the first one.
        settings: Who is a curator, and where the pages are.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    @property
    def public(self) -> bool:
        """Whether they open elsewhere than on the machine that the pages run on."""
        return urlsplit(self._settings.web_address).hostname not in _THIS_MACHINE

    async def link(self, person: str) -> str:
        """Return an address that signs a curator in once, within ``LINK_LIVES``.

        Args:
            person: Who signs in by it: ``telegram:17``.

        Raises:
            CurationError: They are no curator.
            StorageError: The database fails.
        """
        doorkeeper = await open_doorkeeper(self._database, self._settings)
        return sign_in_address(self._settings.web_address, await doorkeeper.link(person, Role.CURATOR))


async def open_doorkeeper(
    database: Database, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Doorkeeper:
    """Return the doorkeeper of a database, for those that the settings name.

    Args:
        database: Where links and sessions are kept.
        settings: Who is a curator or an organiser.
        clock: Tells the time, with a time zone.

    Raises:
        StorageError: The database cannot be opened.
    """
    from bot.storage.sql_sign_ins import SqlSignIns  # noqa: PLC0415 - imports the database library, and this module

    return Doorkeeper(
        SqlSignIns(await database.engine()),
        clock=clock,
        curators=settings.curator_ids,
        organisers=settings.organiser_ids,
    )
