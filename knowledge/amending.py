"""A knowledge base with edits laid over it: validated as strictly as files are, and built in a fraction of the time.

What was learned from phrasings stays as it is; the phrasings that edits add are answered as they stand until the
knowledge is indexed anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from knowledge.build import build
from knowledge.compiling import build_lexicon
from knowledge.edits import Edit, apply
from knowledge.errors import KnowledgeProblems, Problem
from knowledge.extending import extended
from knowledge.intents import UNKNOWN, intents
from knowledge.loader import read_common, read_common_words, read_folder
from knowledge.models import KnowledgeBase, Phrasing
from knowledge.places import Source
from knowledge.text import words
from knowledge.understanding import Understander

PHRASINGS = "phrasings/"
"""Folder of the files that hold most of the text and that edits hardly touch."""


@dataclass(frozen=True)
class Base:
    """A knowledge folder as read, ready for edits."""

    folder: Path
    """The knowledge folder."""
    sources: tuple[Source, ...]
    """Its files but for those of phrasings."""
    words: Mapping[str, frozenset[str]]
    """Common words by language."""
    understander: Understander
    """What understands questions to it without edits."""
    read: dict[str, Source] = field(default_factory=dict)
    """Files of phrasings that edits touch, as read."""

    def amended(self, edits: Sequence[Edit]) -> Understander:
        """Return what understands questions when edits are laid over the folder.

        Raises:
            KnowledgeProblems: an edit does not fit, or what comes out breaks a rule of the format.
        """
        if not edits:
            return self.understander
        touched = self._touched(edits)
        sources, problems = apply(edits, (*self.sources, *touched))
        if problems:
            raise KnowledgeProblems(problems)
        knowledge = build(sources, self.words, problems, read_common(but=PHRASINGS))
        problems += self._claimed_twice(knowledge, edits)
        if problems:
            raise KnowledgeProblems(problems)
        return self._understander(knowledge, {source.name for source in touched})

    def _touched(self, edits: Sequence[Edit]) -> list[Source]:
        """Return the files of phrasings that edits touch, where they are there."""
        names = sorted({edit.file for edit in edits if edit.file.startswith(PHRASINGS)} - self.read.keys())
        if names:
            sources, problems = read_folder(self.folder, only=names)
            if problems:
                raise KnowledgeProblems(problems)
            self.read.update({source.name: source for source in sources})
        wanted = {edit.file for edit in edits}
        return [source for name, source in self.read.items() if name in wanted]

    def _understander(self, knowledge: KnowledgeBase, touched: set[str]) -> Understander:
        base = self.understander
        # Files that edits touch were read again: what they held before stands in both.
        again = {(p.intent, p.text) for p in knowledge.phrasings} if touched else set()
        kept = tuple(p for p in base.knowledge.phrasings if not p.exact and (p.intent, p.text) not in again)
        kept += tuple(p for p in base.knowledge.phrasings if p.exact and not touched)
        full = replace(knowledge, phrasings=(*kept, *knowledge.phrasings))
        lexicon = extended(base.lexicon, base.knowledge, full) or build_lexicon(full)
        return Understander(full, lexicon, None, base.guesser, base.themes, base.phrased)

    @cached_property
    def _asked_for(self) -> dict[str, Phrasing]:
        """Return the phrasings by their letters."""
        return {_letters(phrasing.text): phrasing for phrasing in self.understander.knowledge.phrasings}

    def _claimed_twice(self, knowledge: KnowledgeBase, edits: Sequence[Edit]) -> list[Problem]:
        """Return a problem for each phrasing added that asks for something else already."""
        known = intents(knowledge)
        found: list[Problem] = []
        for edit in edits:
            if (
                not edit.file.startswith(PHRASINGS)
                or edit.path[:1] != ("phrasings",)
                or not isinstance(edit.value, str)
            ):
                continue
            first = self._asked_for.get(_letters(edit.value))
            intent = known.get(edit.path[-1], edit.path[-1])
            other = known.get(first.intent, first.intent) if first and not first.exact else UNKNOWN
            if first and other not in {intent, UNKNOWN} and words(first.text) == words(edit.value):
                found.append(Problem(edit.file, 0, f"{edit.value!r} asks for {other} already; keep it once"))
        return found


def read_base(folder: Path, understander: Understander) -> Base:
    """Read a knowledge folder for edits.

    Args:
        folder: the knowledge folder.
        understander: what understands questions to it.

    Raises:
        KnowledgeProblems: a file cannot be read.
    """
    sources, problems = read_folder(folder, but=PHRASINGS)
    common = read_common_words(folder, problems)
    if problems:
        raise KnowledgeProblems(problems)
    return Base(folder, tuple(sources), common, understander)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
