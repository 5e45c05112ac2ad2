"""Question → what is told for it by phrasings alone; the thresholds come with what was learned."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.facts import Index
from knowledge.findings import Finding, Rule, Shape
from knowledge.models import KnowledgeBase
from knowledge.phrased.calibrating import USUAL, Trial, fitted, parts_tried, threshold, trials
from knowledge.phrased.progress import Progress, within
from knowledge.phrased.ranker import Alike, PhrasingRanker, Phrasings
from knowledge.phrased.telling_apart import LEAD, Apart
from knowledge.phrased.words import plain
from knowledge.scoring import Scored

SUMMARY = "summary"
"""The fact of an entry that its phrasings ask for."""

OFFERED = 3
"""Entries offered where none is sure."""

WORTH_OFFERING = 0.4
"""Share of the threshold from which an entry is worth offering."""

CHAT = 0.5
"""Share of the threshold from which a table's own "thanks" goes before that of small talk."""


@dataclass(frozen=True, slots=True)
class Phrased:
    """What answers by phrasings alone."""

    ranker: PhrasingRanker
    """Ranks entries."""
    least: float
    """Least score of an answer, 0 to 1."""
    only: bool
    """There is nothing else in the knowledge that could be asked for."""
    apart: Apart
    """Tells entries apart of which there are few phrasings."""

    def over_small_talk(self, ranked: tuple[Alike, ...]) -> bool:
        """Tell whether a message that is small talk word for word asks for an entry rather."""
        return bool(ranked) and ranked[0].score >= CHAT * self.least

    def found(self, text: str, ranked: tuple[Alike, ...], index: Index, least: float = 0.0) -> Finding:
        """Return what is told.

        Args:
            text: the question.
            ranked: its entries, likeliest first.
            index: their statements.
            least: threshold that a curator has set; 0 for the one that was found by trying.
        """
        needed = least or self.least
        scored = tuple(
            Scored(alike.score, index.by_id[f"{alike.entry}.{SUMMARY}"], alike.near, alike.share, 1.0)
            for alike in ranked
            if f"{alike.entry}.{SUMMARY}" in index.by_id
        )
        if not scored:
            return Finding(Shape.NOTHING, Rule.NOTHING)
        best = scored[0]
        if best.score >= needed:
            rivals = self.apart.rivals(self.ranker.corrector.corrected(plain(text))[0], ranked)
            if rivals:
                equal = tuple(s.statement for s in scored if s.statement.entry in rivals)[:OFFERED]
                return Finding(Shape.OPTIONS, Rule.EQUAL, best.score, equal, ranked=scored)
            return Finding(Shape.FACT, Rule.ALIKE, best.score, (best.statement,), ranked=scored)
        worth = WORTH_OFFERING * needed
        if best.score >= worth:
            # What is nearly as likely as the best is offered beside it, however little either is worth.
            worth = min(worth, best.score / LEAD)
            offered = tuple(s.statement for s in scored[:OFFERED] if s.score >= worth)
            return Finding(Shape.OPTIONS, Rule.UNCLEAR, best.score, offered, ranked=scored)
        return Finding(Shape.NOTHING, Rule.NOTHING, best.score, ranked=scored)


def phrasings_of(knowledge: KnowledgeBase) -> Phrasings:
    """Return the phrasings of all entries that are found by them alone."""
    texts: dict[tuple[str, str], None] = {}
    for phrasing in knowledge.phrasings:
        entry = phrasing.intent.partition(".")[0]
        if knowledge.is_phrased(entry):
            texts[plain(phrasing.text), entry] = None
    return Phrasings(tuple(text for text, _ in texts), tuple(entry for _, entry in texts))


def labels_of(knowledge: KnowledgeBase) -> Phrasings:
    """Return what such entries are called: their titles, and their ids where those are made of words."""
    texts: dict[tuple[str, str], None] = {}
    for entry in knowledge.entries.values():
        if not knowledge.kinds[entry.kind].phrased:
            continue
        for title in entry.title.values():
            texts[plain(title), entry.id] = None
        spelt = plain(entry.outward.replace("_", " ").replace("-", " "))
        if any(len(word) > 2 and word.isalpha() for word in spelt.split()):
            texts[spelt, entry.id] = None
    return Phrasings(tuple(text for text, _ in texts), tuple(entry for _, entry in texts))


def learned(knowledge: KnowledgeBase, progress: Progress | None = None) -> Phrased | None:
    """Learn from the phrasings of entries that are found by them alone; None where there are none.

    Args:
        knowledge: the knowledge base.
        progress: is told the share that is done, from 0 to 1.
    """
    asked, labels = phrasings_of(knowledge), labels_of(knowledge)
    if not labels.texts:
        return None
    common = _common(knowledge)
    trying = 1 - 1 / (parts_tried(asked) + 1)
    done = trials(asked, labels, common, within(progress, 0, trying))
    scale = fitted(done)
    least = threshold(done, scale) or USUAL
    ranker = PhrasingRanker(asked.beside(labels), common, scale, within(progress, trying, 1))
    structured = any(not knowledge.kinds[entry.kind].phrased and entry.values for entry in knowledge.entries.values())
    return Phrased(ranker, least, not structured, Apart.of(asked, labels))


def trials_of(knowledge: KnowledgeBase) -> list[Trial]:
    """Hold phrasings back and ask them, as :func:`learned` does."""
    return trials(phrasings_of(knowledge), labels_of(knowledge), _common(knowledge))


def _common(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the common words of the languages of phrasings."""
    spoken = {p.language for p in knowledge.phrasings if not p.common} & knowledge.languages.keys() or {"en"}
    return frozenset().union(*(knowledge.languages[code].common for code in spoken if code in knowledge.languages))
