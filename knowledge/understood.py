"""A message, understood: its questions, each with what was found, or the small talk that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.context import Carried, Carry, Reading
from knowledge.doubting import asks_more
from knowledge.findings import Finding, Rule, Shape
from knowledge.query import Query, Sort
from knowledge.smalltalk import Smalltalk
from knowledge.span import Span


@dataclass(frozen=True, slots=True)
class Understood:
    """One question of a message, understood and looked up."""

    query: Query
    """The query that was run."""
    finding: Finding
    """What was found."""
    carried: Carried | None = None
    """What was carried over from before."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message, understood."""

    smalltalk: Smalltalk | None
    """Small talk that the whole message is."""
    parts: tuple[Understood, ...]
    """Its questions; empty for small talk."""
    language: str
    """Language of the message."""
    spans: tuple[Span, ...]
    """The message, cut up."""


def merged(parts: list[Understood]) -> tuple[Understood, ...]:
    """Drop parts that tell the same, and chatter beside an answer."""
    kept: list[Understood] = []
    told: set[str] = set()
    for part in parts:
        ids = {s.id for s in part.finding.statements} or set(part.finding.entries)
        if part.finding.answered and ids and ids <= told:
            continue
        told |= ids if part.finding.answered else set()
        kept.append(part)
    if any(p.finding.answered for p in kept):
        kept = [p for p in kept if p.finding.answered or p.query.topics or any(i.wanted for i in p.query.items)]
    return tuple(kept)


def rather(by_phrasings: Finding, parts: Sequence[Understood]) -> bool:
    """Tell whether what phrasings alone say goes before what structure says: it is surer, or structure says nothing."""
    if by_phrasings.shape is Shape.NOTHING:
        return False
    told = [part.finding for part in parts if part.finding.answered]
    if not told:
        offered = any(part.finding.shape is Shape.OPTIONS for part in parts)
        return by_phrasings.answered or not offered
    return by_phrasings.answered and by_phrasings.score > max(finding.score for finding in told)


def explaining_most(tried: Sequence[Understood], readings: Sequence[Reading]) -> Understood:
    """Return the reading of a question that explains most of it, the first unless another does clearly better.

    Args:
        tried: each reading with what was found for it, at least one.
        readings: how each came about, in the same order.
    """
    best = tried[0]
    if _half_guessed(best):
        best = next((other for other in tried[1:] if _explains_all(other)), best)
    if best.finding.answered and not _outdone(best, tried[1:], readings[0]):
        return best
    sure = readings[0].sure and not best.finding.answered and best.finding.shape is not Shape.OPTIONS
    for other, reading in zip(tried[1:], readings[1:], strict=True):
        if sure and not reading.carried:
            continue
        if (
            (other.finding.answered and not best.finding.answered)
            or (other.finding.answered and other.finding.score > best.finding.score + 0.02)
            or (best.finding.shape is Shape.NOTHING and other.finding.shape is Shape.OPTIONS)
        ):
            best = other
    return best


def _outdone(best: Understood, others: Sequence[Understood], reading: Reading) -> bool:
    """Tell whether another reading explains clearly more than an answered one.

    What names something itself is rather about that: "los" of "who pays for los clusters in Styria?" is no pronoun.
    What asks for something particular is not answered by what that which was talked about is.
    """
    if reading.carried and best.finding.rule is Rule.CHECKED and best.finding.verdict:
        return False  # "is it part of X?": what X is made of says it as well, but less plainly
    alone = next((o for o in others if not o.carried), None)
    named = alone is not None and _is_particular(alone) and any(i.sort is Sort.ENTITY for i in alone.query.items)
    about = reading.carried is not None and reading.carried.how is Carry.ABOUT
    bonus = (0.02 if named and about else 0.1) if reading.carried else -0.02
    particular = (reading.sure or not reading.carried) and _is_particular(best)
    rivals = (o for o in others if not (particular and o.finding.statements and not _is_particular(o)))
    if about and "pronoun" in best.query.leaning and _is_particular(best):
        rivals = (o for o in rivals if o.carried or o.query.entities)  # "what was it to achieve?" asks of nothing else
    return any(o.finding.answered and o.finding.score > best.finding.score + bonus for o in rivals)


def _is_particular(part: Understood) -> bool:
    """Tell whether a fact would be told that says more of something than what it is."""
    return part.finding.shape is Shape.FACT and not part.finding.statements[0].is_summary


def _half_guessed(part: Understood) -> bool:
    """Tell whether a guess would be told that says nothing of something that is asked."""
    finding = part.finding
    return finding.shape is Shape.FACT and finding.rule is Rule.LEARNED and asks_more(part.query, finding.statements[0])


def _explains_all(part: Understood) -> bool:
    """Tell whether structure found a field that accounts for all a question says."""
    told = {s.id for s in part.finding.statements if s.field}
    found = (s for s in part.finding.ranked if s.statement.id in told)
    return part.finding.shape is Shape.FACT and any(s.is_whole() for s in found)
