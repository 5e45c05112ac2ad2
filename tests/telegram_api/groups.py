"""Groups of Telegram: who is in them as what, the bot being added and removed, and groups that become supergroups."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.telegram_api.rules import ApiError

if TYPE_CHECKING:
    from tests.telegram_api.people import Person
    from tests.telegram_api.state import Telegram

_RIGHTS = (
    "can_be_edited", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories",
)  # fmt: skip
_SENDING = (
    "can_change_info", "can_invite_users", "can_pin_messages", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_manage_topics", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_edit_tag",
    "can_react_to_messages",
)  # fmt: skip

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""Who writes where an admin is anonymous."""


class GroupMethods:
    """What the Bot API says about groups."""

    chats: dict[int, dict[str, Any]]

    def __init__(self) -> None:
        super().__init__()
        self.members: dict[int, dict[int, dict[str, Any]]] = {}
        """Members of each group, as ``ChatMember``."""
        self.moved: dict[int, int] = {}
        """Groups that became supergroups: old id → new one."""

    def check_not_moved(self, chat: int) -> None:
        """Refuse what is sent to a group that became a supergroup.

        Raises:
            ApiError: It has.
        """
        if chat in self.moved:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": self.moved[chat]},
            )

    async def _getChat(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Telegram's names
        number = int(values["chat_id"])
        self.check_not_moved(number)
        if number not in self.chats:
            raise ApiError(400, "Bad Request: chat not found")
        return {**self.chats[number], "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": {}}

    async def _getChatMember(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        number, user = int(values["chat_id"]), int(values["user_id"])
        self.check_not_moved(number)
        found = self.members.get(number, {}).get(user)
        if found is None:
            raise ApiError(400, "Bad Request: user not found")
        return found

    async def _getChatAdministrators(self, values: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        number = int(values["chat_id"])
        self.check_not_moved(number)
        held = self.members.get(number, {}).values()
        return [member for member in held if member["status"] in {"creator", "administrator"}]


class Group:
    """A group that the bot may come into.

    Args:
        telegram: Where.
        number: Id of the group, negative.
        changes: Other fields of the chat: ``type``, ``is_forum`` …
    """

    def __init__(self, telegram: Telegram, number: int = -500, **changes: Any) -> None:
        self.telegram = telegram
        self.chat = {"id": number, "type": "supergroup", "title": "Meeting", **changes}
        telegram.chats[number] = self.chat

    @property
    def id(self) -> int:
        return int(self.chat["id"])

    def has(self, user: dict[str, Any], status: str = "member") -> None:
        """Make somebody a member."""
        self.telegram.members.setdefault(self.id, {})[user["id"]] = member(user, status)

    async def adds_bot(self, person: Person, status: str = "member", *, message: bool = True) -> None:
        """Let somebody add the bot: Telegram tells it twice, as a change and as a message."""
        await self.bot_becomes(status, person)
        if message:
            await self.service(person, new_chat_members=[self.telegram.bot])

    async def removes_bot(self, person: Person) -> None:
        """Let somebody throw the bot out."""
        await self.bot_becomes("kicked", person)

    async def bot_becomes(self, status: str, person: Person) -> None:
        """Let somebody change what the bot is there: ``member``, ``administrator``, ``silenced``, ``kicked`` …"""
        bot = self.telegram.bot
        held = self.telegram.members.setdefault(self.id, {})
        old, new = held.get(bot["id"], member(bot, "left")), member(bot, status)
        held[bot["id"]] = new
        if status in {"kicked", "left"}:
            self.telegram.blocked.add(self.id)
        else:
            self.telegram.blocked.discard(self.id)
        change = {"chat": self.chat, "from": person.user, "date": int(time.time())}
        await self.telegram.deliver(my_chat_member={**change, "old_chat_member": old, "new_chat_member": new})

    async def service(self, person: Person, **content: Any) -> None:
        """Say something that Telegram says itself."""
        message = {"message_id": self.telegram.next_message(), "date": int(time.time()), "chat": self.chat}
        await self.telegram.deliver(message={**message, "from": person.user, **content})

    async def becomes_supergroup(self, person: Person, number: int, *, told: tuple[str, ...] = ("to", "from")) -> Group:
        """Give the group another id; returns it. Telegram says so in the old one, in the new one, or both.

        Args:
            person: Whose doing it is.
            number: The new id.
            told: In which order that is said: ``to`` in the old group, ``from`` in the new one.
        """
        new = Group(self.telegram, number, title=self.chat["title"])
        self.telegram.members[number] = dict(self.telegram.members.get(self.id, {}))
        self.telegram.moved[self.id] = number
        for where in told:
            if where == "to":
                await self.service(person, migrate_to_chat_id=number)
            else:
                await new.service(person, migrate_from_chat_id=self.id)
        return new

    def anonymously(self) -> dict[str, Any]:
        """Return what differs in a message by an anonymous admin."""
        return {"from": ANONYMOUS, "sender_chat": self.chat}


def member(user: dict[str, Any], status: str) -> dict[str, Any]:
    """Return somebody as a ``ChatMember``; ``silenced`` stands for one who may read and not write."""
    if status == "administrator":
        return {"user": user, "status": status, "is_anonymous": False, **dict.fromkeys(_RIGHTS, True)}
    if status == "silenced":
        silent = {**dict.fromkeys(_SENDING, False), "can_send_messages": False, "is_member": True, "until_date": 0}
        return {"user": user, "status": "restricted", **silent}
    extra: dict[str, dict[str, Any]] = {"creator": {"is_anonymous": False}, "kicked": {"until_date": 0}}
    return {"user": user, "status": status, **extra.get(status, {})}
