"""Addresses that lead to an event: into the bot, into a group with the bot, to the pages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from bot.events.codes import payload
from bot.events.event import Event

BOT_NAME = "bot_name"
"""What the user name of the bot is remembered as, once the Telegram screen knows it."""


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the addresses of events."""

    bot: str
    """User name of the bot, without @; empty where nobody knows it."""
    web: str
    """Public address of the pages, without a slash at the end; empty where they are not public."""

    def scan(self, event: Event) -> str:
        """Return what the QR code holds: the bot where there is one, else the page."""
        return self.chat(event) or self.page(event)

    def chat(self, event: Event) -> str:
        """Return the address that opens the bot at an event (https://core.telegram.org/bots/features#deep-linking)."""
        return f"https://t.me/{self.bot}?start={payload(event.code)}" if self.bot else ""

    def group(self, event: Event) -> str:
        """Return the address that adds the bot to a group which then belongs to an event."""
        return f"https://t.me/{self.bot}?startgroup={payload(event.code)}" if self.bot else ""

    def share(self, event: Event) -> str:
        """Return the address that offers to send an event to others in Telegram."""
        address = self.scan(event)
        if not address:
            return ""
        return f"https://t.me/share/url?url={quote(address, safe='')}&text={quote(event.plan.title, safe='')}"

    def page(self, event: Event) -> str:
        """Return the address of the page for those without Telegram."""
        return f"{self.web}/e/{payload(event.code)}" if self.web else ""

    def board(self, event: Event) -> str:
        """Return the secret address of the board."""
        return f"{self.web}/board/{event.board}" if self.web else ""

    def of(self, event: Event) -> dict[str, str]:
        """Return all addresses by name, without those that there are not."""
        found = {
            "chat": self.chat(event),
            "group": self.group(event),
            "share": self.share(event),
            "page": self.page(event),
            "board": self.board(event),
        }
        return {name: address for name, address in found.items() if address}
