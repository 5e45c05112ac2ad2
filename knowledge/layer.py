"""What files of knowledge hold, while it is collected: the common ones, and those of a folder laid over them."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.models import Field, Kind, Phrasing, Withheld
from knowledge.places import Source
from knowledge.schema import KindsFile
from knowledge.vocabulary_reading import Vocabulary


@dataclass
class Layer:
    """What files hold, while it is collected: first the common ones, then those of a folder laid over them."""

    sources: tuple[Source, ...] = ()
    """The files."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    """What words mean."""
    kinds: dict[str, Kind] = field(default_factory=dict)
    """Kinds by id."""
    fields: dict[str, Field] = field(default_factory=dict)
    """Fields by id."""
    phrases: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the bot says: language, then key."""
    phrasings: list[Phrasing] = field(default_factory=list)
    """Ways to ask."""
    themes: list[Phrasing] = field(default_factory=list)
    """Ways to ask for what is often not recorded."""
    decision: dict[str, float] = field(default_factory=dict)
    """Thresholds."""
    withheld: Withheld = field(default_factory=Withheld)
    """What a board holds back."""
    subject: KindsFile | None = None
    """The folder's ``kinds.yaml``."""
    exported: str = ""
    """When the last revision was published that stands in the files."""

    def over(self) -> Layer:
        """Return a layer that can be laid over this one, which stays as it is."""
        return Layer(
            self.sources,
            self.vocabulary.copy(),
            dict(self.kinds),
            dict(self.fields),
            {code: dict(texts) for code, texts in self.phrases.items()},
            list(self.phrasings),
            list(self.themes),
            dict(self.decision),
            self.withheld,
        )
