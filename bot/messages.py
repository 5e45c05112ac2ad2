"""The two frozen values that every screen shares: a question goes in, a reply comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from knowledge.wishes import Wish


class Outcome(StrEnum):
    """What became of a question; the values are part of the batch format (see the README)."""

    ANSWERED = "answered"
    """The fact asked for was said."""
    SUGGESTED = "suggested"
    """Options were offered, the question is not answered yet."""
    UNANSWERED = "unanswered"
    """The bot said that it does not know, and logged the question."""
    SMALLTALK = "smalltalk"
    """A greeting, thanks, a request for help and the like; never a gap."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event, as far as it matters to a question."""

    event: str
    """Code of the event."""
    title: str
    """What it is called."""
    focus: str = ""
    """Entry that a question is about which names none; empty for none."""


@dataclass(frozen=True, slots=True)
class Question:
    """One message of a person, whatever screen it came from."""

    text: str
    """What was typed, as it was typed."""
    conversation: str
    """Key of the conversation whose context this question shares, e.g. ``telegram:17:-1``."""
    channel: str = "terminal"
    """Where it came from: ``terminal``, ``batch``, ``telegram``, ``web``."""
    person: str | None = None
    """Plain id of the asker on that channel; only its keyed hash is ever stored."""
    language: str | None = None
    """Language the screen reports for the person (``de``, ``en-GB``); the text itself wins."""
    update: str | None = None
    """Id of the delivery, unique a channel: the same one twice is logged once."""
    at: Occasion | None = None
    """The event at which it was asked, if any."""
    asked_at: datetime | None = None
    """When it was asked, with a time zone; None means now."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing offered to choose: a reading of an ambiguous question, or a follow-up."""

    label: str
    """What the button or the numbered line says, in the asker's language."""
    ask: str
    """The text to put as the next question when it is chosen."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that might answer, with its score."""

    entry: str
    """Id of the entry."""
    score: float
    """0 to 1; comparable between questions."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says; each screen shows it in its own way."""

    outcome: Outcome
    """What became of the question."""
    lead: str
    """The fact, in one or a few sentences; plain text."""
    items: tuple[str, ...] = ()
    """List lines below the lead, without bullets; plain text."""
    note: str = ""
    """Source and date in one line, or empty; plain text."""
    options: tuple[Option, ...] = ()
    """2 to 5 readings to choose from, then `none of these`; only with ``SUGGESTED``."""
    follow_ups: tuple[Option, ...] = ()
    """At most three things worth asking next."""
    entries: tuple[str, ...] = ()
    """Ids of the entries whose facts are told."""
    sources: tuple[str, ...] = ()
    """Sources of the facts told, e.g. ``guide 9.2, Clusters in Styria (Austria)``."""
    candidates: tuple[Candidate, ...] = ()
    """Up to five entries, best first."""
    score: float = 0.0
    """0 to 1, how well the question is explained by what is told."""
    language: str = "en"
    """Language of the fixed words of this reply, ISO 639-1."""
    why: tuple[str, ...] = ()
    """How the question was understood, line by line, for ``/why``."""
    wish: Wish | None = None
    """What was wanted, comparable between questions; None for small talk and choices."""
    focused: str = ""
    """Entry that the question was taken to be about because of the event; empty for none."""
    spans: tuple[tuple[str, str], ...] = ()
    """The question cut into pieces, each with what explained it; an empty string where nothing did."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Fixed words a screen needs beside the text, in the reply's language: ``none_of_these``, ``helpful`` …"""

    def plain(self, *, with_options: bool = True) -> str:
        """Return the whole reply as plain text.

        Args:
            with_options: list the options as numbered lines, for screens without buttons.
        """
        lines = [self.lead, *(f"• {item}" for item in self.items)]
        if with_options:
            lines += [f"{number}. {option.label}" for number, option in enumerate(self.options, 1)]
        if self.note:
            lines.append(self.note)
        return "\n".join(lines)
