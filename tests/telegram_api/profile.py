"""What Telegram shows of a bot: descriptions and menus of commands, by language and by where they are shown."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.telegram_api.rules import ApiError

_COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)


class ProfileMethods:
    """What the Bot API says about a bot's profile."""

    chats: dict[int, dict[str, Any]]

    def __init__(self) -> None:
        super().__init__()
        self.menus: dict[tuple[str, str], list[dict[str, str]]] = {}
        """Commands by scope (``default``, ``chat:17``) and language."""
        self.descriptions: dict[tuple[str, str], str] = {}
        """Texts by what they are (``description``, ``short_description``) and language."""

    async def _setMyCommands(self, values: dict[str, Any]) -> bool:  # noqa: N802 - Telegram's names
        commands = _loaded(values["commands"])
        if len(commands) > 100:
            raise ApiError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.fullmatch(command["command"]):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.menus[self._scope(values)] = commands
        return True

    async def _getMyCommands(self, values: dict[str, Any]) -> list[dict[str, str]]:  # noqa: N802
        return self.menus.get(self._scope(values), [])

    async def _deleteMyCommands(self, values: dict[str, Any]) -> bool:  # noqa: N802
        self.menus.pop(self._scope(values), None)
        return True

    async def _setMyDescription(self, values: dict[str, Any]) -> bool:  # noqa: N802
        return self._described("description", 512, values)

    async def _setMyShortDescription(self, values: dict[str, Any]) -> bool:  # noqa: N802
        return self._described("short_description", 120, values)

    async def _getMyDescription(self, values: dict[str, Any]) -> dict[str, str]:  # noqa: N802
        return {"description": self.descriptions.get(("description", values.get("language_code", "")), "")}

    async def _getMyShortDescription(self, values: dict[str, Any]) -> dict[str, str]:  # noqa: N802
        key = "short_description"
        return {key: self.descriptions.get((key, values.get("language_code", "")), "")}

    def _described(self, what: str, longest: int, values: dict[str, Any]) -> bool:
        text = values.get(what, "")
        if len(text) > longest:
            raise ApiError(400, f"Bad Request: {what} is too long")
        self.descriptions[what, values.get("language_code", "")] = text
        return True

    def _scope(self, values: dict[str, Any]) -> tuple[str, str]:
        scope = _loaded(values.get("scope", {"type": "default"}))
        name = scope["type"]
        if name == "chat":
            if int(scope["chat_id"]) not in self.chats:
                raise ApiError(400, "Bad Request: chat not found")
            name = f"chat:{scope['chat_id']}"
        return name, values.get("language_code", "")


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
