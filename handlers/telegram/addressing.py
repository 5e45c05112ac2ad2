"""Whether a message is meant for the bot, and what of it is the question."""

from __future__ import annotations

from telegram import Chat, Message, MessageEntity


def addressed_text(message: Message, bot_id: int, bot_name: str) -> str | None:
    """Return the question in a message to the bot, without the bot's name; None for what is not meant for it.

    In private everything is. In a group: replies to the bot and mentions of it. Other bots are never answered, lest
    two of them talk for ever; nor is what a linked channel posts into its group.

    Args:
        message: A message with a text or a caption.
        bot_id: Telegram's id of the bot.
        bot_name: Its user name, without @.
    """
    if _is_machine(message):
        return None
    text, mentioned = _without_mentions(message, bot_id, bot_name)
    if message.chat.type == Chat.PRIVATE:
        return text
    if message.chat.type not in {Chat.GROUP, Chat.SUPERGROUP}:
        return None
    return text if mentioned or replies_to(message, bot_id) else None


def after_ask(message: Message) -> str | None:
    """Return the question behind ``/ask`` or ``/ask@name``; None for a message that has no such command."""
    command, *question = (message.text or message.caption or "").split(maxsplit=1) or [""]
    return "".join(question) if command.partition("@")[0] == "/ask" else None


def _is_machine(message: Message) -> bool:
    # An anonymous admin writes as "GroupAnonymousBot", in the name of the group itself.
    anonymous_admin = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    from_bot = message.from_user is not None and message.from_user.is_bot and not anonymous_admin
    return from_bot or bool(message.is_automatic_forward) or message.via_bot is not None


def replies_to(message: Message, bot_id: int) -> bool:
    """Tell whether a message replies to one of the bot's."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != bot_id:
        return False
    # Whatever is written in a topic counts as a reply to the service message that opened it.
    return replied.forum_topic_created is None


def _without_mentions(message: Message, bot_id: int, bot_name: str) -> tuple[str, bool]:
    """Return the text without mentions of the bot, and whether there were any."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    # Telegram counts in UTF-16 units.
    encoded = text.encode("utf-16-le", "surrogatepass")
    kept = bytearray()
    end = 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        start, stop = entity.offset * 2, (entity.offset + entity.length) * 2
        name = encoded[start:stop].decode("utf-16-le", "replace")
        if start >= end and _is_mention(entity, name, bot_id, bot_name):
            kept += encoded[end:start]
            end = stop
    kept += encoded[end:]
    return kept.decode("utf-16-le", "surrogatepass").strip(), end > 0


def _is_mention(entity: MessageEntity, name: str, bot_id: int, bot_name: str) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot_id
    return entity.type == MessageEntity.MENTION and name.lower() == f"@{bot_name.lower()}"
