"""What Telegram says: whether it knows the token, what the bot may do, whose clock is right, where updates go."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.settings import Settings
from handlers.checkup.finding import Finding, Mark

PATIENCE = 10.0
"""Seconds that an answer may take."""

SKEW = 30
"""Seconds that clocks may differ: links to sign in live for minutes, and Telegram's dates are compared with ours."""

RECENT = 3600
"""Seconds for which an error of the webhook counts."""

MANY = 100
"""Updates that wait where something is wrong."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer of Telegram."""

    status: int
    """Status of HTTP."""
    result: dict[str, Any]
    """What was asked for; empty where it refused."""
    ahead: float | None
    """Seconds that its clock is ahead of ours; None where it does not tell the time."""


async def telegram_side(settings: Settings) -> list[Finding]:
    """Look at everything that Telegram knows."""
    if settings.telegram_bot_token is None:
        says = "TELEGRAM_BOT_TOKEN is not set: there is no Telegram bot, only terminal and web"
        return [Finding("token", Mark.UNSET, says, "get a token from @BotFather, where one is wanted")]
    base = f"{settings.telegram_api_url}{settings.telegram_bot_token.get_secret_value()}"
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        try:
            me = await _call(client, base, "getMe")
            webhook = await _call(client, base, "getWebhookInfo") if me.result else None
        except httpx.HTTPError as error:
            # Its text may hold the address, and with it the token.
            says = f"Telegram cannot be reached at {settings.telegram_api_url} ({type(error).__name__})"
            return [Finding("token", Mark.BAD, says, "check the network, and TELEGRAM_API_URL")]
    findings = [_token(me, settings)]
    if me.result:
        findings.append(_rights(me.result))
    findings.append(_clock(me.ahead))
    if webhook is not None:
        findings.append(_webhook(webhook.result, settings))
    return findings


async def _call(client: httpx.AsyncClient, base: str, method: str) -> _Answer:
    began = time.time()
    response = await client.post(f"{base}/{method}")
    told = response.headers.get("date")
    ahead = None
    if told:
        # The header tells whole seconds; half of one is as near as one gets.
        ahead = parsedate_to_datetime(told).timestamp() + 0.5 - (began + time.time()) / 2
    try:
        content = response.json()
    except ValueError:
        content = None
    result = content.get("result") if isinstance(content, dict) else None
    return _Answer(response.status_code, result if isinstance(result, dict) else {}, ahead)


def _token(me: _Answer, settings: Settings) -> Finding:
    if me.result:
        return Finding("token", Mark.OK, f"Telegram knows the bot as @{me.result.get('username', '?')}")
    if me.status in {401, 404}:
        todo = "copy TELEGRAM_BOT_TOKEN from @BotFather once more, or check TELEGRAM_API_URL"
        return Finding("token", Mark.BAD, f"{settings.telegram_api_url} refuses the token ({me.status})", todo)
    return Finding("token", Mark.BAD, f"Telegram answers {me.status}", "try again; if it stays, check TELEGRAM_API_URL")


def _rights(me: dict[str, Any]) -> Finding:
    says = [
        "sees everything that is written in groups (privacy mode is off)"
        if me.get("can_read_all_group_messages")
        else "sees in groups what is addressed to it (privacy mode is on)",
        "can be added to groups" if me.get("can_join_groups") else "cannot be added to groups",
        f"inline mode is {'on' if me.get('supports_inline_queries') else 'off'}",
    ]
    if not me.get("can_join_groups"):
        return Finding(
            "rights", Mark.UNSET, ", ".join(says), "/setjoingroups at @BotFather lets it, where that is wanted"
        )
    return Finding("rights", Mark.OK, ", ".join(says))


def _clock(ahead: float | None) -> Finding:
    if ahead is None:
        return Finding("clock", Mark.UNSET, "Telegram does not tell its time")
    if abs(ahead) > SKEW:
        says = f"this machine is {abs(ahead):.0f} s {'behind' if ahead > 0 else 'ahead of'} Telegram"
        return Finding("clock", Mark.BAD, says, "set the clock: timedatectl set-ntp true")
    return Finding("clock", Mark.OK, f"within {SKEW} s of Telegram's")


def _webhook(found: dict[str, Any], settings: Settings) -> Finding:
    address, wanted = str(found.get("url") or ""), settings.webhook_url or ""
    pending = int(found.get("pending_update_count") or 0)
    waiting = f"{pending} updates wait"
    if address != wanted:
        return _elsewhere(address, wanted)
    error_at = int(found.get("last_error_date") or 0)
    since = time.time() - error_at
    if wanted and since < RECENT:
        says = f"Telegram could not deliver {since:.0f} s ago: {found.get('last_error_message', '?')}; {waiting}"
        todo = "let the server in front pass WEBHOOK_URL on to WEB_HOST:WEBHOOK_PORT, with a certificate that is valid"
        return Finding("webhook", Mark.BAD, says, todo)
    if pending > MANY:
        return Finding(
            "webhook", Mark.BAD, waiting, "start the bot, or look into its log for why it does not take them"
        )
    where = f"set to {_place(wanted)}" if wanted else "none, the bot polls"
    return Finding("webhook", Mark.OK, f"{where}; {waiting}")


def _elsewhere(address: str, wanted: str) -> Finding:
    if not address:
        return Finding(
            "webhook",
            Mark.BAD,
            "WEBHOOK_URL is set, but Telegram does not know of it",
            "start run_bot.py telegram: it says so",
        )
    if not wanted:
        todo = "start run_bot.py telegram, which ends that, or set WEBHOOK_URL where it is this bot's"
        return Finding(
            "webhook", Mark.BAD, f"Telegram sends updates to {_place(address)}, but the bot would poll", todo
        )
    says = f"Telegram sends updates to {_place(address)}, which is not WEBHOOK_URL"
    return Finding("webhook", Mark.BAD, says, "start run_bot.py telegram: it says so; or correct WEBHOOK_URL")


def _place(address: str) -> str:
    """Return scheme and host: what comes behind may be meant to be secret."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/…"
