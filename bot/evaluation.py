"""Question files run through the assistant: what fails and why, and how often which mistake is made.

A check reads the reply as a person would, with accents folded off, curly quotes and long dashes made plain, white space
collapsed and case ignored. The line of source and date does not count: "guide 9.2" would say every 9 that is asked for.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.assistant import Assistant
from bot.messages import Outcome, Question, Reply
from bot.questions import Case, Turn

logger = logging.getLogger(__name__)

CHANNEL = "evaluation"

LONGEST_REPLY = 1_200
"""Characters a reply may have, without its note: as many as the longest list."""

LONGEST_BATCH_REPLY = 1_500
"""Characters a whole reply may have in the JSON-lines format."""

FEWEST_OPTIONS, MOST_OPTIONS = 2, 5
"""Readings that may be offered, besides ``none of these``."""

_PLAIN = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "ß": "ss"})


class Verdict(StrEnum):
    """How a case went, seen against the list of known failures."""

    PASSED = "passed"
    """As it should be."""
    FAILED = "failed"
    """Wrong, and nobody knew."""
    KNOWN = "known failure"
    """Wrong, and listed as such."""
    MENDED = "passes now"
    """Listed as a known failure, but right: the list must be cut."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back in one turn."""

    turn: Turn
    """What was typed, and what should have come back."""
    reply: Reply | None
    """What came back; None where the assistant raised an error."""
    faults: tuple[str, ...]
    """What is wrong with it, in words; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one case went."""

    case: Case
    """The case."""
    answers: tuple[Answer, ...]
    """What came back, turn by turn."""
    known: bool
    """Whether it is listed as a known failure."""

    @property
    def verdict(self) -> Verdict:
        """How it went."""
        if any(answer.faults for answer in self.answers):
            return Verdict.KNOWN if self.known else Verdict.FAILED
        return Verdict.MENDED if self.known else Verdict.PASSED


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    """How many."""
    total: int
    """Of how many."""

    @property
    def percent(self) -> float:
        """The share in per cent; 0 of nothing."""
        return 100 * self.hits / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """How often things go right, and which mistakes are made; counted in turns."""

    passed: Share
    """Turns without a fault."""
    wrong_yet_answered: Share
    """Answerable turns that were answered, wrongly."""
    not_answered: Share
    """Answerable turns that were not answered."""
    answered_anyway: Share
    """Unanswerable turns that were answered."""


async def evaluate(
    assistant: Assistant, cases: Iterable[Case], known: Mapping[str, Sequence[str]] | None = None
) -> AsyncIterator[Result]:
    """Run cases, each in a conversation of its own, and yield how each went.

    Args:
        assistant: who answers; its log should store nothing.
        cases: what is asked.
        known: names of the cases known to fail, by the stem of their file.
    """
    listed = {stem: frozenset(names) for stem, names in (known or {}).items()}
    for number, case in enumerate(cases):
        conversation = f"{CHANNEL}:{number}"
        answers = [await _answer(assistant, case, turn, conversation) for turn in case.turns]
        await assistant.forget_context(conversation)
        yield Result(case, tuple(answers), case.name in listed.get(case.file.stem, ()))


async def _answer(assistant: Assistant, case: Case, turn: Turn, conversation: str) -> Answer:
    """Ask one turn and grade what comes back."""
    try:
        reply = await assistant.ask(Question(turn.ask, conversation, channel=CHANNEL))
    except Exception as error:
        logger.exception("%s:%d: %r raises", case.file, case.line, turn.ask[:80])
        return Answer(turn, None, (f"raises {error!r}",))
    return Answer(turn, reply, tuple(faults(turn, reply, batch=case.batch)))


def faults(turn: Turn, reply: Reply, *, batch: bool = False) -> list[str]:
    """Return what is wrong with a reply, in words.

    Args:
        turn: what should have come back.
        reply: what came back.
        batch: read the reply as the batch format gives it: with its note, without its options.
    """
    text = folded(reply.plain(with_options=False) if batch else replace(reply, note="").plain())
    longest = LONGEST_BATCH_REPLY if batch else LONGEST_REPLY
    found = []
    if reply.outcome is not turn.expect:
        found.append(f"is {reply.outcome}, not {turn.expect}")
    if len(text) > longest:
        found.append(f"is {len(text)} characters long, more than {longest}")
    if turn.entries and not set(turn.entries) & set(reply.entries):
        found.append(f"tells about {', '.join(reply.entries) or 'nothing'}, not about {' or '.join(turn.entries)}")
    if not batch and reply.outcome is turn.expect is Outcome.SUGGESTED:
        offered = len(reply.options) - 1
        if not FEWEST_OPTIONS <= offered <= MOST_OPTIONS:
            found.append(f"offers {offered} options, not {FEWEST_OPTIONS} to {MOST_OPTIONS}")
    found += [f"lacks /{regex}/" for regex in turn.says if not _hits(regex, text)]
    if turn.says_any and not any(_hits(regex, text) for regex in turn.says_any):
        found.append(f"lacks each of {', '.join(f'/{regex}/' for regex in turn.says_any)}")
    found += [f"says /{regex}/" for regex in turn.never if _hits(regex, text)]
    return found


def folded(text: str) -> str:
    """Return a reply as checks read it: no accents, plain quotes and dashes, single spaces; case stays."""
    return re.sub(r"\s+", " ", _bare(unicodedata.normalize("NFKD", text)).translate(_PLAIN))


def _bare(text: str) -> str:
    """Return a text without its accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _hits(regex: str, text: str) -> bool:
    # Replies are read without accents, so whoever writes one into a check means the letter.
    return re.search(_bare(regex), text, re.IGNORECASE) is not None


def rates(results: Iterable[Result]) -> Rates:
    """Count what went right, and the kinds of mistake."""
    counted: Counter[str] = Counter()
    for answer in (answer for result in results for answer in result.answers):
        became = answer.reply.outcome if answer.reply else None
        counted["all"] += 1
        counted["passed"] += not answer.faults
        if answer.turn.expect is Outcome.ANSWERED:
            counted["answerable"] += 1
            counted["wrong"] += bool(answer.faults) and became is Outcome.ANSWERED
            counted["silent"] += became is not Outcome.ANSWERED
        if answer.turn.expect is Outcome.UNANSWERED:
            counted["unanswerable"] += 1
            counted["anyway"] += became is Outcome.ANSWERED
    return Rates(
        passed=Share(counted["passed"], counted["all"]),
        wrong_yet_answered=Share(counted["wrong"], counted["answerable"]),
        not_answered=Share(counted["silent"], counted["answerable"]),
        answered_anyway=Share(counted["anyway"], counted["unanswerable"]),
    )


def by_file_and_kind(results: Iterable[Result]) -> dict[tuple[str, str], Share]:
    """Return the turns that passed by name of the file and kind of question, sorted."""
    total: Counter[tuple[str, str]] = Counter()
    passed: Counter[tuple[str, str]] = Counter()
    for result in results:
        for answer in result.answers:
            key = (result.case.file.name, answer.turn.kind)
            total[key] += 1
            passed[key] += not answer.faults
    return {key: Share(passed[key], total[key]) for key in sorted(total)}


def unknown_entries(assistant: Assistant, cases: Iterable[Case]) -> dict[str, Case]:
    """Return the entries that cases ask for and the knowledge lacks, each with the first such case."""
    found: dict[str, Case] = {}
    for case in cases:
        for entry in (entry for turn in case.turns for entry in turn.entries):
            if entry not in assistant.knowledge.entries:
                found.setdefault(entry, case)
    return found


def stale(known: Mapping[str, Sequence[str]], cases: Iterable[Case]) -> list[tuple[str, str]]:
    """Return the known failures that no case has: stem of the file, and name."""
    there = {(case.file.stem, case.name) for case in cases}
    return [(stem, name) for stem, names in known.items() for name in names if (stem, name) not in there]
