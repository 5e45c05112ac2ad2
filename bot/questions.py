"""Question files → cases: what people type, and what must come back.

Two formats: lists in YAML, written by hand (``docs/questions.md``), and JSON lines with gold checks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, ValidationError

from bot.errors import QuestionFileError
from bot.messages import Outcome
from knowledge.errors import Problem
from knowledge.loader import read_file
from knowledge.misfits import misfits, read_model
from knowledge.schema import EntryId, Text
from knowledge.yaml_tree import Tree

GOLDEN = "golden"
"""Folder of a knowledge base with the questions that it must answer."""

KNOWN_FAILURES = "_known_failures.yaml"
"""File beside question files that lists the cases known to fail."""

_OUTCOMES = {"answer": Outcome.ANSWERED, "clarify": Outcome.SUGGESTED}
"""What the JSON-lines format calls by another name."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, and what must come back."""

    ask: str
    """What is typed."""
    expect: Outcome
    """What must become of it."""
    kind: str = "dialogue"
    """Kind of question, for the table."""
    entries: tuple[str, ...] = ()
    """Ids of entries; the reply must tell about at least one of them, where there are any."""
    says: tuple[str, ...] = ()
    """Regular expressions that must all be found in the reply; see ``evaluation.py``."""
    says_any: tuple[str, ...] = ()
    """Regular expressions one of which must be found, where there are any."""
    never: tuple[str, ...] = ()
    """Regular expressions none of which may be found."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question, or the turns of one dialogue, in a conversation of their own."""

    file: Path
    """Where it stands."""
    line: int
    """Line there, from 1."""
    turns: tuple[Turn, ...]
    """What is typed, in order; never empty."""
    batch: bool = False
    """Whether replies are read as the batch format gives them: with source and date, without the options."""

    @property
    def name(self) -> str:
        """What is typed, with arrows between the turns; unique within a file."""
        return " → ".join(turn.ask for turn in self.turns)


def _regex(text: str) -> str:
    """Refuse what is no regular expression."""
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text} is no regular expression ({error})") from error
    return text


Regex = Annotated[Text, AfterValidator(_regex)]
"""A regular expression."""
OneOrMore = Annotated[list[Text], Field(min_length=1)]
"""Texts, at least one."""


class Strict(BaseModel):
    """Refuses unknown fields and values of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Checked(Strict):
    """What must come back."""

    entry: EntryId | list[EntryId] = []
    """Id of the entry, or ids at least one of which, the reply must tell about."""
    expect: Literal["answered", "suggested", "unanswered", "smalltalk"]
    """What must become of the question."""
    says: list[Regex] = []
    """Regular expressions that must all be found in the reply."""
    never: list[Regex] = []
    """Regular expressions none of which may be found in the reply."""

    def turn(self, ask: str, kind: str) -> Turn:
        """Return one wording of it."""
        entries = (self.entry,) if isinstance(self.entry, str) else tuple(self.entry)
        return Turn(ask, Outcome(self.expect), kind, entries, tuple(self.says), (), tuple(self.never))


class QuestionItem(Checked):
    """A question in one or several wordings."""

    kind: Text
    """Kind of question, any word; for the table."""
    ask: OneOrMore
    """Wordings, each asked by itself."""


class TurnItem(Checked):
    """A turn of a dialogue."""

    ask: Text
    """What is typed."""


class DialogueItem(Strict):
    """A dialogue, whose turns share their context."""

    kind: Text
    """``dialogue``, or something narrower."""
    turns: Annotated[list[TurnItem], Field(min_length=1)]
    """Its turns, which share their context."""


class GradedLine(BaseModel):
    """A line of the JSON-lines format; what else it holds is of no concern here."""

    model_config = ConfigDict(strict=True)

    conversation: str
    """Lines of one conversation share their context."""
    kind: Text
    """Kind of question."""
    text: str
    """What is typed."""
    expect: Literal["answer", "unanswered", "smalltalk", "clarify"]
    """What must become of it."""
    all_of: list[Regex] = []
    """Regular expressions that must all be found."""
    any_of: list[Regex] = []
    """Regular expressions one of which must be found."""
    none_of: list[Regex] = []
    """Regular expressions none of which may be found."""


class KnownFailures(RootModel[dict[str, list[Text]]]):
    """``_known_failures.yaml``: names of cases by the name of their file, without its ending."""


@dataclass(slots=True)
class QuestionFiles:
    """What several question files hold."""

    cases: list[Case] = field(default_factory=list)
    """The cases, in the order of the files."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with the files."""


def read_questions(paths: Sequence[Path]) -> list[Case]:
    """Read question files; those named like :data:`KNOWN_FAILURES` are passed over.

    Raises:
        QuestionFileError: With every problem of every file.
    """
    found = QuestionFiles()
    for path in paths:
        if path.name == KNOWN_FAILURES:
            continue
        cases = _json_lines(path, found.problems) if path.suffix == ".jsonl" else _yaml(path, found.problems)
        found.cases += cases
        _refuse_repeated(cases, found.problems)
    if found.problems:
        raise QuestionFileError(found.problems)
    return found.cases


def read_known_failures(path: Path) -> dict[str, list[str]]:
    """Return the cases known to fail by the stem of their question file; none where there is no such file.

    Raises:
        QuestionFileError: It holds something else.
    """
    if not path.exists():
        return {}
    tree = read_file(path)
    problems = [Problem(str(path), line, text) for line, text in tree.problems]
    known = None if problems else read_model(KnownFailures, str(path), tree, problems)
    if known is None:
        raise QuestionFileError(problems)
    return known.root


def _refuse_repeated(cases: Sequence[Case], problems: list[Problem]) -> None:
    """Two cases of one name in a file could not be told apart among the known failures."""
    first: dict[str, Case] = {}
    for case in cases:
        other = first.setdefault(case.name, case)
        if other is not case and not case.batch:
            text = f"{case.name[:60]!r} stands in line {other.line} already; keep one"
            problems.append(Problem(str(case.file), case.line, text))


def _yaml(path: Path, problems: list[Problem]) -> list[Case]:
    """Read a list of questions and dialogues."""
    tree = read_file(path)
    if tree.problems:
        problems += [Problem(str(path), line, text) for line, text in tree.problems]
        return []
    if not isinstance(tree.value, list):
        problems.append(Problem(str(path), 1, "must be a list of questions; begin each with a hyphen"))
        return []
    return [case for position in range(len(tree.value)) for case in _item(path, tree, position, problems)]


def _item(path: Path, tree: Tree, position: int, problems: list[Problem]) -> Iterator[Case]:
    """Read one item of a list: a dialogue, or a question of which each wording is a case."""
    value = tree.value[position]
    model: type[DialogueItem | QuestionItem] = (
        DialogueItem if isinstance(value, dict) and "turns" in value else QuestionItem
    )
    try:
        item = model.model_validate(value)
    except ValidationError as error:
        problems += misfits(error, str(path), tree, (position,))
        return
    if isinstance(item, DialogueItem):
        turns = tuple(turn.turn(turn.ask, item.kind) for turn in item.turns)
        yield Case(path, tree.line((position,)), turns)
        return
    for number, ask in enumerate(item.ask):
        yield Case(path, tree.line((position, "ask", number)), (item.turn(ask, item.kind),))


def _json_lines(path: Path, problems: list[Problem]) -> list[Case]:
    """Read graded lines; those of one conversation are the turns of one case."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(str(path), 1, f"cannot be read ({error}); check the file and that it is UTF-8"))
        return []
    turns: dict[str, list[Turn]] = {}
    begins: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            value: Any = json.loads(raw)
            line = GradedLine.model_validate(value)
        except ValidationError as error:
            problems += misfits(error, str(path), Tree(value, {(): number}))
            continue
        except (ValueError, RecursionError) as error:
            problems.append(Problem(str(path), number, f"is not JSON ({error}); write one object a line"))
            continue
        expect = _OUTCOMES.get(line.expect) or Outcome(line.expect)
        checks = (tuple(line.all_of), tuple(line.any_of), tuple(line.none_of))
        turns.setdefault(line.conversation, []).append(Turn(line.text, expect, line.kind, (), *checks))
        begins.setdefault(line.conversation, number)
    return [Case(path, begins[key], tuple(said), batch=True) for key, said in turns.items()]
