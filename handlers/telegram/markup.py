"""Text as Telegram's HTML: escaped, and cut into messages without tearing a tag apart. Pure; no Telegram here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_MESSAGE = 4096
"""UTF-16 units of a message, counted after parsing (https://core.telegram.org/bots/api#sendmessage)."""

_TAG = re.compile(r"<[^>]*>")
_TOKEN = re.compile(r"<(/?)([a-z]+)[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-z]+);|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Character:
    """One visible character with what surrounds it."""

    source: str
    """How it stands in the HTML: itself, or an entity."""
    units: int
    """UTF-16 units it counts as."""
    tags: tuple[str, ...]
    """Opening tags in force, outermost first."""


def escape(text: str) -> str:
    """Return plain text as HTML; nothing in it can act as markup, and nothing in it cannot be sent."""
    # Lone surrogates (a reply may quote what was typed) cannot be said in UTF-8.
    sendable = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return html.escape(sendable, quote=False)


def plain(markup: str) -> str:
    """Return HTML made here as plain text again."""
    return "".join(html.unescape(character.source) for character in _characters(markup))


def units(text: str) -> int:
    """Count a text as Telegram does, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(markup: str, limit: int = LONGEST_MESSAGE) -> list[str]:
    """Cut HTML into parts of at most ``limit`` UTF-16 units, each well-formed.

    It cuts after a line if it can, else after a word, else anywhere. Parts that would show nothing are left out.
    """
    if units(markup) <= limit:
        # What is short enough with its markup is so without it, and taking every character apart takes a while.
        return [markup.strip()] if _TAG.sub("", markup).strip() else []
    characters = list(_characters(markup))
    parts = []
    start = 0
    while start < len(characters):
        end = _end_of_part(characters, start, limit)
        part = _join(characters[start:end])
        if part:
            parts.append(part)
        start = end
    return parts


def _characters(markup: str) -> Iterator[_Character]:
    tags: list[str] = []
    for token in _TOKEN.finditer(markup):
        if token[2] and token[1]:
            del tags[_innermost(tags, token[2]) :]
        elif token[2]:
            tags.append(token[0])
        else:
            yield _Character(token[0], units(html.unescape(token[0])), tuple(tags))


def _innermost(tags: list[str], name: str) -> int:
    """Return the place of the innermost open tag of that name; the end where none is open."""
    for place in range(len(tags) - 1, -1, -1):
        if re.match(rf"<{name}\b", tags[place]):
            return place
    return len(tags)


def _end_of_part(characters: list[_Character], start: int, limit: int) -> int:
    room = limit
    end = start
    while end < len(characters) and characters[end].units <= room:
        room -= characters[end].units
        end += 1
    if end == len(characters):
        return end
    # A cut in the first half would make more parts than anybody wants to read.
    middle = start + (end - start) // 2
    for breaking in ("\n", " "):
        for place in range(end, middle, -1):
            if characters[place - 1].source == breaking:
                return place
    return max(end, start + 1)


def _join(characters: list[_Character]) -> str:
    """Return a part as HTML, without space around it, opening and closing tags where they change."""
    while characters and characters[0].source.isspace():
        characters = characters[1:]
    while characters and characters[-1].source.isspace():
        characters = characters[:-1]
    pieces: list[str] = []
    tags: tuple[str, ...] = ()
    for character in characters:
        if character.tags != tags:
            both = _shared(tags, character.tags)
            pieces += [*_close(tags[both:]), *character.tags[both:]]
            tags = character.tags
        pieces.append(character.source)
    return "".join([*pieces, *_close(tags)])


def _shared(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """Return how many outer tags stay open."""
    return next(
        (place for place, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]),
        min(len(before), len(after)),
    )


def _close(tags: tuple[str, ...]) -> list[str]:
    return [f"</{re.sub(r'[^a-z].*', '', tag[1:])}>" for tag in reversed(tags)]
