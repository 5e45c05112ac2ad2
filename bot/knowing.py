"""What those parts need of the assistant that look things up without asking questions."""

from __future__ import annotations

from typing import Protocol

from bot.replies import Composer
from knowledge.models import KnowledgeBase
from knowledge.understanding import Understander


class Knowing(Protocol):
    """Knows all there is to know, as it is now: what curators publish is taken over while the bot runs."""

    @property
    def knowledge(self) -> KnowledgeBase:
        """What there is to know."""

    @property
    def understander(self) -> Understander:
        """What understands questions about it."""

    @property
    def composer(self) -> Composer:
        """What puts replies into words."""
