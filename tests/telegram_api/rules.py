"""What Telegram refuses, and how it says so; and how HTML becomes text with entities."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_DATA = 64

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "s": "strikethrough",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler",
}  # fmt: skip
_PIECE = re.compile(r"<(/?)([a-zA-Z-]*)([^>]*)>|([^<]+)|<")


@dataclass
class ApiError(Exception):
    """An answer with ``ok: false``."""

    code: int
    """HTTP status."""
    description: str
    """What Telegram says."""
    parameters: dict[str, Any] = field(default_factory=dict)
    """For example ``retry_after``."""

    def body(self) -> dict[str, Any]:
        """Return it as Telegram sends it."""
        told = {"ok": False, "error_code": self.code, "description": self.description}
        return {**told, "parameters": self.parameters} if self.parameters else told


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(markup: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and its entities, in UTF-16 units.

    Raises:
        ApiError: It is not what Telegram calls HTML.
    """
    text = ""
    entities: list[dict[str, Any]] = []
    open_tags: list[tuple[str, int]] = []
    for piece in _PIECE.finditer(markup):
        closing, tag, _, plain = piece.groups()
        if plain is not None:
            text += unescape(plain)
        elif tag is None or tag.lower() not in _TAGS:
            raise _cannot_parse(f'Unsupported start tag "{tag or ""}" at byte offset {piece.start()}')
        elif not closing:
            open_tags.append((tag.lower(), units(text)))
        elif not open_tags or open_tags[-1][0] != tag.lower():
            raise _cannot_parse(f"Unmatched end tag at byte offset {piece.start()}")
        else:
            _, offset = open_tags.pop()
            if units(text) > offset:
                entities.append({"type": _TAGS[tag.lower()], "offset": offset, "length": units(text) - offset})
    if open_tags:
        raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return text, entities


def checked_text(values: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Return text and entities of a message to be sent or edited.

    Raises:
        ApiError: It is empty, too long or badly marked up.
    """
    raw = str(values.get("text", ""))
    mode = values.get("parse_mode")
    if mode not in {None, "HTML"}:
        raise ApiError(400, f"Bad Request: unsupported parse_mode: {mode}")
    text, entities = parse_html(raw) if mode == "HTML" else (raw, [])
    text = text.strip()
    if not text:
        raise ApiError(400, "Bad Request: message text is empty")
    if units(text) > LONGEST_TEXT:
        raise ApiError(400, "Bad Request: message is too long")
    return text, entities


def checked_caption(values: dict[str, Any]) -> dict[str, Any]:
    """Return the caption of a file and its entities.

    Raises:
        ApiError: It is too long or badly marked up.
    """
    raw = str(values.get("caption") or "")
    text, entities = parse_html(raw) if values.get("parse_mode") == "HTML" else (raw, [])
    if units(text) > LONGEST_CAPTION:
        raise ApiError(400, "Bad Request: message caption is too long")
    return {"caption": text, "caption_entities": entities} if text else {}


def checked_buttons(values: dict[str, Any]) -> dict[str, Any] | None:
    """Return the inline keyboard of a message.

    Raises:
        ApiError: A button has too much data, or no text.
    """
    markup = values.get("reply_markup")
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if not 1 <= len(button.get("callback_data", "x").encode()) <= LONGEST_DATA:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button.get("text"):
                raise ApiError(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed")
    return markup


def _cannot_parse(why: str) -> ApiError:
    return ApiError(400, f"Bad Request: can't parse entities: {why}")
