"""Digests and alerts as Telegram messages, each with the button that ends them."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.curation.digest import Digest, Subscription
from bot.curation.gaps import Group
from bot.phrases import Phrases
from handlers.telegram import curator_data
from handlers.telegram.curator_data import Verb
from handlers.telegram.curator_view import LONGEST_LABEL
from handlers.telegram.markup import escape
from handlers.telegram.notices import delivery_errors
from handlers.telegram.sending import send
from handlers.telegram.view import CHANNEL, Place


class TelegramDigests:
    """Sends digests and alerts to curators in private.

    Args:
        bot: Sends them.
        phrases: The fixed words.
    """

    def __init__(self, bot: Bot, phrases: Phrases) -> None:
        self._bot = bot
        self._phrases = phrases

    async def digest(self, to: Subscription, digest: Digest) -> None:
        """Send what is new, most wanted and oldest, and who has closed what."""
        lines = [f"<b>{escape(self._say(to, 'head', count=digest.waiting))}</b>"]
        for key in ("new", "wanted", "oldest"):
            groups: Sequence[Group] = getattr(digest, key)
            if groups:
                lines += [f"<b>{escape(self._say(to, key))}</b>", *map(_line, groups)]
        if digest.closed:
            lines.append(f"<b>{escape(self._say(to, 'closed'))}</b>")
            lines += [f"{escape(curator)}: {count}" for curator, count in digest.closed.items()]
        await self._send(to, lines, digest.wanted)

    async def alert(self, to: Subscription, groups: Sequence[Group]) -> None:
        """Say which wishes many people have."""
        lines = [f"<b>{escape(self._say(to, 'alert'))}</b>", *map(_line, groups)]
        await self._send(to, lines, groups)

    async def _send(self, to: Subscription, lines: Sequence[str], groups: Sequence[Group]) -> None:
        rows = [[_opens(group)] for group in groups]
        off = InlineKeyboardButton(self._say(to, "switch_off"), callback_data=curator_data.write(Verb.OFF, 0))
        place = Place(int(to.curator.removeprefix(f"{CHANNEL}:")))
        with delivery_errors():
            await send(self._bot, place, "\n".join(lines), InlineKeyboardMarkup([*rows, [off]]))

    def _say(self, to: Subscription, key: str, **values: object) -> str:
        return self._phrases.say(to.language, f"digest.{key}", **values)


def _line(group: Group) -> str:
    return f"#{group.id} 👤{group.people} {escape(' '.join(group.title.split())[:200])}"


def _opens(group: Group) -> InlineKeyboardButton:
    label = " ".join(f"#{group.id} {group.title}".split())[:LONGEST_LABEL]
    return InlineKeyboardButton(label, callback_data=curator_data.write(Verb.OPEN, group.id))
