"""Names that a question says are not meant, "which firms besides X?", and what tells of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from knowledge.facts import Statement
from knowledge.lexicon import SKIP
from knowledge.query import Item, Query
from knowledge.span import Span

BESIDE = frozenset({"other", "except_for"})
"""Concepts of what leaves a name out, which are in the vocabulary, too."""

ARTICLE = 3
"""Letters of the longest article."""

LONGEST = 4
"""Words of the longest expression for it, in spans."""


class Besides(NamedTuple):
    """The expressions of a language that leave a name out, folded."""

    before: frozenset[str] = frozenset()
    """Those that stand before it: “besides”, “not in”."""
    denials: frozenset[str] = frozenset()
    """Those of them that deny whatever follows, “not”: they leave out only what they stand right before, but for an
    article."""
    after: frozenset[str] = frozenset()
    """Those that stand after it: “aside”."""

    def left_out(self, spans: Sequence[Span]) -> frozenset[str]:
        """Return the entries, by id, that a message, or a part of one, leaves out by name."""
        found: set[str] = set()
        for position, span in enumerate(spans):
            names = {m.id[2:] for m in span.meanings if m.name}
            before = spans[max(position - LONGEST, 0) : position]
            if names and (_follows(before, self.before, self.denials) or self._precedes(spans[position + 1 :])):
                found |= names
        return frozenset(found)

    def _precedes(self, rest: Sequence[Span]) -> bool:
        """Tell whether what stands after a name leaves it out, and no name that follows."""
        for size in range(1, min(len(rest), LONGEST) + 1):
            if rest[size - 1].named:
                return False
            if " ".join(span.text for span in rest[:size]) in self.after:
                return not any(span.named for span in rest[size : size + 1])
        return False

    def says_beside(self, item: Item) -> bool:
        """Tell whether a word of a question says no more than that a name is left out."""
        if item.text in self.after or (item.text in self.before and item.text not in self.denials):
            return True
        if not item.ids or not item.ids <= BESIDE:
            return False
        return item.ids <= {"other"} or any(
            f" {item.text}".endswith(f" {part}") for form in self.before for part in _begun(form)
        )


def _follows(before: Sequence[Span], forms: Collection[str], denials: Collection[str]) -> bool:
    """Tell whether what stands before a name leaves it out, articles aside."""
    rest = list(before)
    while rest:
        said = " " + " ".join(span.text for span in rest)
        # "Just outside", as one function word, is near.
        whole = rest[-1].text if rest[-1].ids == {SKIP} and " " in rest[-1].text else ""
        between = before[len(rest) :]
        right_before = len(between) <= 1 and all(len(span.text) <= ARTICLE for span in between)
        found = (form for form in forms if said.endswith(f" {form}") and not whole.endswith(f" {form}"))
        if any(right_before or form not in denials for form in found):
            return True
        if rest.pop().ids != {SKIP}:
            return False
    return False


def _begun(form: str) -> Iterator[str]:
    """Yield what an expression begins with, up to all of it: “that are not” ends in the “not” of “not in”."""
    cut = form.split(" ")
    yield from (" ".join(cut[:size]) for size in range(1, len(cut) + 1))


def is_left_out(statement: Statement, query: Query) -> bool:
    """Tell whether a statement tells of nothing but what a question leaves out."""
    if not query.exclude:
        return False
    values = statement.value if isinstance(statement.value, tuple) else ()
    told = set(values or (statement.fact.entries if statement.fact else ()))
    return statement.entry in query.exclude or (bool(told) and told <= query.exclude)
