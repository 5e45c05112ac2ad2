"""Names that a question says are not meant, "which firms besides X?", and what tells of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

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


def left_out(spans: Sequence[Span], forms: Collection[str], denials: Collection[str]) -> frozenset[str]:
    """Return the entries, by id, whose names follow an expression that leaves them out.

    Args:
        spans: a message, or part of one.
        forms: the expressions, folded.
        denials: those of them that deny whatever follows, “not”: they leave out only what they stand right before, but
            for an article.
    """
    found: set[str] = set()
    for position, span in enumerate(spans):
        names = {m.id[2:] for m in span.meanings if m.name}
        if names and _follows(spans[max(position - LONGEST, 0) : position], forms, denials):
            found |= names
    return frozenset(found)


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


def says_beside(item: Item, forms: Collection[str]) -> bool:
    """Tell whether a word of a question says no more than that a name is left out.

    Args:
        item: the word.
        forms: the expressions for it, folded.
    """
    if not item.ids <= BESIDE:
        return False
    return item.ids <= {"other"} or any(f" {item.text}".endswith(f" {part}") for form in forms for part in _begun(form))


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
