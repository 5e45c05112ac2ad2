"""One question in its conversation → the reading of it that explains most, with what was found for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge.context import Carried, Carry, Context
from knowledge.facts import Index
from knowledge.findings import UNNAMED, Finding, Shape
from knowledge.focusing import names_nothing, preferred
from knowledge.follow_up import FollowUps
from knowledge.mentioning import beside, passed_over
from knowledge.models import KnowledgeBase
from knowledge.query import Query
from knowledge.siblings import another
from knowledge.understood import Understood, explaining_most

SHORT = 6
"""Spans up to which a question without a name is taken to be about what was talked about."""

CORRECTS = frozenset({Carry.CORRECTED, Carry.CORRECTED_NAME})
"""How a question leans on the last one that it puts right."""


@dataclass(frozen=True, slots=True)
class Conversing:
    """Chooses among what a question can mean after what was said before."""

    knowledge: KnowledgeBase
    """Entries and their kinds."""
    index: Index
    """What is known of them."""
    follow_ups: FollowUps
    """Reads questions in their context."""
    find: Callable[[Query], Finding]
    """Looks up a query that stands by itself."""

    def answered(self, query: Query, context: Context) -> Understood:
        """Take the reading that explains most; of what names nothing, perhaps about what the asker's event is about."""
        return self._in_focus(query, self.best(query, context), context.focus)

    def corrected(self, query: Query, context: Context) -> Understood | None:
        """Return the last question with what a correction puts right; None where it corrects nothing."""
        if "correction" not in query.leaning or not query.items:
            return None
        part = self.best(query, context)
        corrects = part.carried is not None and part.carried.how in CORRECTS
        return part if corrects and part.finding.answered else None

    def best(self, query: Query, context: Context) -> Understood:
        """Run every reading of a question, and take the one that explains most."""
        readings = self.follow_ups.readings(query, context)
        tried = [Understood(r.query, self.find(r.query), r.carried) for r in readings]
        if context.subjects and not query.entities and len(query.spans) <= SHORT:
            carried = next((t for t in tried if t.carried), None)
            tried = [self._of_somebody_else(t, carried, context) for t in tried]
        tried = [_held_back(t) if beside(t.carried, t.query, t.finding, context) else t for t in tried]
        tried = [_held_back(t) if t.carried and passed_over(query, t) else t for t in tried]
        alike = another(tried, context, self.knowledge, self.index) if "and" in query.leaning else None
        return alike or explaining_most(tried, readings)

    def _in_focus(self, query: Query, part: Understood, focus: str) -> Understood:
        """Ask a question that names nothing of what the asker's event is about, where that tells more."""
        carried_on = part.carried is not None and part.finding.answered
        if not focus or focus not in self.knowledge.entries or carried_on or not names_nothing(query):
            return part
        asked = self.follow_ups.edit.narrowed(query, focus)
        finding = self.find(asked)
        if not preferred(part.finding, finding, focus, self.knowledge, self.index):
            return part
        return Understood(asked, finding, Carried(Carry.FOCUS, (focus,)))

    def _of_somebody_else(self, part: Understood, carried: Understood | None, context: Context) -> Understood:
        """Hold back what a short question without a name would tell about other things than those talked about.

        "Homepage?" after talk of a cluster without one is a gap, not a question for the homepages of others. What
        is known of those talked about answers "from where?", however well something else would.
        """
        finding = part.finding
        if carried is None or part is carried or part.carried or finding.shape is Shape.NOTHING:
            return part
        if part.query.leaves_open and finding.shape is Shape.OPTIONS:
            return _held_back(carried)  # "it" is what was talked about
        told = {s.entry for s in finding.statements} | set(finding.entries)
        named = max((s.about for s in finding.ranked[:1]), default=1.0)
        particular = any(self.index.within[e] or self.knowledge.entries[e].values for e in told)
        of_kind = any(self.knowledge.entries[e].kind == part.query.kind for e in told)
        if told & set(context.subjects) or named >= UNNAMED or not particular or of_kind:
            return part
        return carried if carried.finding.answered else _held_back(carried)


def _held_back(part: Understood) -> Understood:
    return replace(part, finding=replace(part.finding, shape=Shape.NOTHING))
