"""What can be set from outside: by the environment, by a ``.env`` file, by options of the command line.

The only module that reads the environment. Nothing is read on import; ``load_settings()`` reads everything once and
reports all problems together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as SourceError

from bot.errors import SettingsError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder that run_bot.py lies in."""

STATE_DIR = CHECKOUT / "var"
"""What the bot keeps where nobody says otherwise: the database, its key, the history of the chat."""

SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"
_DRIVERS = {
    "sqlite": SQLITE,
    SQLITE: SQLITE,
    "postgres": POSTGRESQL,
    "postgresql": POSTGRESQL,
    POSTGRESQL: POSTGRESQL,
}
"""Schemes people write → the one that the database library wants."""

BOT_API = "https://api.telegram.org/bot"
"""Start of the addresses of Telegram's own Bot API server."""

WEBHOOK_PORTS = (443, 80, 88, 8443)
"""Ports that it sends updates to: https://core.telegram.org/bots/api#setwebhook"""

WANTED = {
    "telegram_bot_token": "is missing: get a token from @BotFather in Telegram and put TELEGRAM_BOT_TOKEN=… into .env",
    "webhook_secret": "is missing: WEBHOOK_URL is set, and without a secret anybody could send updates; "
    "put WEBHOOK_SECRET=… (1 to 256 of A-Z a-z 0-9 _ -) into .env",
    "secret_key": "is missing: several instances on PostgreSQL must hash people alike; "
    "put SECRET_KEY=… (16 characters or more) into .env",
}
"""Settings that some commands cannot do without, and what to do where they are missing."""

Ids = Annotated[frozenset[int], NoDecode]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """Everything that can be set; each name in capitals is the variable of the environment."""

    model_config = SettingsConfigDict(env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True)

    telegram_bot_token: SecretStr | None = None
    """Token of the bot, from @BotFather."""
    telegram_api_url: str = BOT_API
    """Start of every request's address, before the token; for a server of one's own e.g. http://127.0.0.1:8081/bot."""
    bot_name: str | None = None
    """User name of the bot, for links on posters printed before the bot has ever run; it finds out by itself later."""
    curator_ids: Ids = frozenset()
    """Telegram user ids of those who close the gaps, comma separated."""
    organiser_ids: Ids = frozenset()
    """Telegram user ids of those who set up events, comma separated."""
    database_url: str = Field(default=f"{SQLITE}:///{STATE_DIR / 'bot.sqlite3'}", repr=False)
    """Where questions are logged: sqlite:///PATH (three slashes: relative, four: absolute) or postgresql://…"""
    knowledge_dir: Path = CHECKOUT / "knowledge" / "data"
    """Folder of the knowledge base."""
    webhook_url: str | None = None
    """Public https address that Telegram sends updates to; without it the bot polls."""
    webhook_secret: SecretStr | None = None
    """What Telegram proves itself with at the webhook."""
    webhook_port: Port = 8443
    """Port the webhook listens on, at WEB_HOST."""
    web_host: str = "127.0.0.1"
    """Address that the pages and the webhook listen on; 0.0.0.0 for all."""
    web_port: Port = 8080
    """Port of the pages."""
    web_url: str | None = None
    """Public address of the pages, where a server that speaks TLS stands in front of them."""
    metrics_port: Port | None = None
    """Port of /healthz, /readyz and /metrics, at WEB_HOST; nothing is measured without it."""
    log_format: Literal["text", "json"] = "text"
    """How the program's own messages are written to standard error: text, or a line of JSON each."""
    secret_key: SecretStr | None = None
    """Key under which people are hashed; without it one is made and kept beside the database."""
    retention_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    """Days that questions are kept."""
    alert_people: Annotated[int, Field(ge=1)] = 5
    """So many people with the same wish make an alert to curators."""
    time_zone: str = "UTC"
    """Time zone in which curators choose the hour of their digest, e.g. Europe/Vienna."""
    no_color: str | None = None
    """Set to anything, the terminal chat uses no colours (https://no-color.org)."""

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token.get_secret_value()):
            raise ValueError("is no bot token: it looks like 123456789:AAE…, copy it from @BotFather once more")
        return token

    @field_validator("bot_name")
    @classmethod
    def _bot_name(cls, name: str | None) -> str | None:
        plain = (name or "").removeprefix("@")
        if name is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{3,31}", plain):
            raise ValueError(f"{name!r} is no user name of a bot: it looks like clusters_bot")
        return plain or None

    @field_validator("curator_ids", "organiser_ids", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        wrong = [part for part in parts if not re.fullmatch(r"[0-9]{1,19}", part)]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no Telegram user id: write numbers with commas between, e.g. 1234,5678")
        return frozenset(int(part) for part in parts)

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: str) -> str:
        scheme, separator, rest = url.partition("://")
        driver = _DRIVERS.get(scheme)
        if not separator or driver is None:
            # The address itself is not repeated: it may hold a password.
            raise ValueError("must start with sqlite:/// or postgresql://")
        if driver == POSTGRESQL and not urlsplit(f"postgresql://{rest}").path.strip("/"):
            raise ValueError("names no database: postgresql://USER:PASSWORD@HOST/DATABASE")
        return f"{driver}://{rest}"

    @field_validator("telegram_api_url", "webhook_url", "web_url")
    @classmethod
    def _address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise ValueError(f"is no web address: {error}") from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{url!r} is no web address: it starts with https:// or http://")
        return url.rstrip("/")

    @field_validator("telegram_api_url")
    @classmethod
    def _bot_api(cls, url: str) -> str:
        # Without it the token would become part of the port, and be printed with the error.
        if not url.endswith("/bot"):
            raise ValueError(f"{url!r} must end in /bot, as http://127.0.0.1:8081/bot does: the token follows it")
        return url

    @field_validator("webhook_url")
    @classmethod
    def _reachable(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is None or info.data.get("telegram_api_url") != BOT_API:
            # A Bot API server of one's own sends to any address.
            return url
        if not url.startswith("https://"):
            raise ValueError(f"{url!r} must begin with https://: Telegram sends updates to no other")
        try:
            port = urlsplit(url).port
        except ValueError as error:
            raise ValueError(f"{url!r} is no web address: {error}") from error
        if port is not None and port not in WEBHOOK_PORTS:
            raise ValueError(f"{url!r} has port {port}: Telegram sends updates to 443, 80, 88 and 8443 only")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError("must be 1 to 256 of A-Z a-z 0-9 _ - (Telegram's rule for secret_token)")
        return secret

    @field_validator("secret_key")
    @classmethod
    def _secret_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value().encode()) < 16:
            raise ValueError(
                "is too short: 16 characters or more, e.g. from: python3 -c 'import secrets; "
                "print(secrets.token_hex())'"
            )
        return key

    @field_validator("time_zone")
    @classmethod
    def _time_zone(cls, name: str) -> str:
        try:
            zone_named(name)
        except (ValueError, OSError, ZoneInfoNotFoundError) as error:
            raise ValueError(f"{name!r} is no time zone: write one such as Europe/Vienna, or UTC") from error
        return name

    @property
    def zone(self) -> tzinfo:
        """The time zone itself."""
        return zone_named(self.time_zone)

    @property
    def web_address(self) -> str:
        """Address at which people open the pages, without a slash at the end."""
        if self.web_url is not None:
            return self.web_url
        host = "127.0.0.1" if self.web_host in {"0.0.0.0", "::"} else self.web_host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.web_port}"

    @property
    def database_path(self) -> Path | None:
        """File of the SQLite database; None for PostgreSQL and for a database in memory."""
        if not self.database_url.startswith(SQLITE):
            return None
        path = self.database_url.partition("://")[2].partition("?")[0].removeprefix("/")
        return Path(path) if path and path != ":memory:" else None


def zone_named(name: str) -> tzinfo:
    """Return a time zone; UTC needs no database of zones on the machine.

    Raises:
        ValueError: The name cannot be one.
        ZoneInfoNotFoundError: There is none of this name.
    """
    return UTC if name.upper() == "UTC" else ZoneInfo(name)


def load_settings(*, needs: Sequence[str] = (), env_files: Sequence[Path] | None = None, **options: object) -> Settings:
    """Read the settings.

    Args:
        needs: Settings that this command cannot do without, keys of ``WANTED``.
        env_files: ``.env`` files, a later one wins; by default those of the checkout and of the working directory.
        options: Options of the command line by name of the setting; they win; None stands for not given.

    Raises:
        SettingsError: Variables are bad or missing; all of them are named.
    """
    if env_files is None:
        env_files = (CHECKOUT / ".env", Path(".env"))
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    problems: dict[str, str] = {}
    try:
        try:
            settings = Settings(_env_file=tuple(env_files), **given)
        except ValidationError as error:
            problems = {str(fault["loc"][0]): _reason(fault) for fault in error.errors()}
            # What is missing is told together with what is bad: look once more, the bad ones left at their defaults.
            defaults = {name: Settings.model_fields[name].default for name in problems}
            settings = Settings(_env_file=tuple(env_files), **{**given, **defaults})
    except (OSError, UnicodeDecodeError, SourceError) as error:
        raise SettingsError([f".env cannot be read: {error}"]) from error
    missing = [name for name in _needed(settings, needs) if name not in problems and getattr(settings, name) is None]
    problems |= {name: WANTED[name] for name in missing}
    if problems:
        raise SettingsError([f"{name.upper()} {problems[name]}" for name in sorted(problems)])
    return settings


def _needed(settings: Settings, needs: Sequence[str]) -> list[str]:
    """Return the settings that must be there, given what a command needs and what else is set."""
    needed = list(needs)
    if settings.webhook_url is not None:
        needed.append("webhook_secret")
    if settings.database_url.startswith(POSTGRESQL):
        needed.append("secret_key")
    return needed


def _reason(fault: ErrorDetails) -> str:
    """Return what is wrong with a value, to stand behind the name of the variable."""
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    limits = fault.get("ctx", {})
    wanted = {
        "int_parsing": "a whole number in digits",
        "greater_than_equal": f"{limits.get('ge')} or more",
        "less_than_equal": f"{limits.get('le')} or less",
        "literal_error": limits.get("expected"),
    }.get(fault["type"])
    # Only numbers and choices end here, none of which is a secret.
    return f"is {str(fault['input'])!r}, and should be {wanted or fault['msg']}"
