"""When an event begins, as organisers write it: "12.3.2027 14:00", "tomorrow at 9", "12 mars 2027 14h30"."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfoNotFoundError

from bot.errors import EventError
from bot.settings import zone_named

LONGEST_DATE = 60
"""Characters of a date that is read."""

FURTHEST = timedelta(days=3 * 366)
"""How far ahead an event can lie; further off is a slip of the pen."""

_CLOCK = re.compile(
    r"(?<![\d.])(?P<hour>[01]?\d|2[0-3])\s*(?:[:h.](?P<minute>[0-5]\d)(?![\d.])\s*(?:uhr|h)?|uhr|h(?!\w)|(?=[ap]\.?m))"
    r"\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
# The words before an hour that has no sign of its own: "at 9", "um 14", "alle 14", "a las 9", "à 9".
_AT = re.compile(r"\b(?:at|um|alle(?: ore)?|ore|a las|à|klo|в)\s+(?P<hour>[01]?\d|2[0-3])(?![\d.:h])", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")


def read_moment(text: str, zone: str, language: str, now: datetime) -> datetime:
    """Return the moment that a text names.

    Args:
        text: A day and an hour.
        zone: Name of the time zone that it is meant in.
        language: Language it may be written in, beside English.
        now: What "tomorrow" counts from, with a time zone.

    Raises:
        EventError: It names no day, or no hour, or a day that is over or years away.
    """
    local = zone_named(zone)
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST_DATE:
        raise EventError("no_date", text=plain[:LONGEST_DATE])
    iso = _ISO.fullmatch(plain)
    hour, day = (None, plain) if iso else _without_clock(plain)
    found = _iso(plain) if iso else _day(day, language, now.astimezone(local).replace(tzinfo=None))
    if found is None:
        raise EventError("no_date", text=plain)
    if hour is None and (not iso or len(plain) == len("2027-03-12")):
        raise EventError("no_hour", text=plain)
    moment = (datetime.combine(found.date(), hour) if hour else found).replace(tzinfo=local)
    if not now - timedelta(days=1) < moment < now + FURTHEST:
        raise EventError("far_date", text=plain)
    return moment


def zone_name(text: str) -> str:
    """Return a time zone's name as it is kept.

    Raises:
        EventError: There is none of that name.
    """
    name = text.strip().replace(" ", "_")
    for tried in (name, "/".join(part.title() for part in name.split("/"))):
        try:
            zone_named(tried)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            continue
        return tried
    raise EventError("no_zone", text=text.strip()[:LONGEST_DATE])


def _without_clock(text: str) -> tuple[time | None, str]:
    """Return the hour in a text, and the text without it."""
    found = _CLOCK.search(text) or _AT.search(text)
    if found is None:
        return None, text
    hour, parts = int(found["hour"]), found.groupdict()
    half = (parts.get("half") or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    day = f"{text[: found.start()]} {text[found.end() :]}"
    day = re.sub(r"\b(?:at|um|alle|ore|a las|à|uhr)\s*$|[,;]", " ", day.strip(" ,;-"), flags=re.IGNORECASE)
    return time(hour, int(parts.get("minute") or 0)), " ".join(day.split())


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str, language: str, now: datetime) -> datetime | None:
    import dateparser  # noqa: PLC0415 - slow to import, and only organisers need it

    numbers = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.?", text)
    if numbers:
        # Without a year it is the next such day.
        text = f"{numbers[1]}.{numbers[2]}.{now.year}"
    found = dateparser.parse(
        text,
        languages=list(dict.fromkeys((language, "en"))),
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": now,
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    if found is not None and numbers and found.date() < now.date():
        return found.replace(year=found.year + 1)
    return found
