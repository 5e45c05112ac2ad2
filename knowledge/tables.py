"""Rows of a table of questions and answers → the files of a knowledge base, and back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.intents import RESERVED
from knowledge.models import KnowledgeBase
from knowledge.text import fold, words

NEEDED = ("id", "question", "answer")
"""Columns that a table must have."""

OPTIONAL = ("title", "source", "date", "language", "kind")
"""Columns that it may have, too."""

KIND = "answer"
"""Kind of the entries where the table names none."""

SUMMARY = "summary"

LONGEST_ID = 64

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_KIND = re.compile(r"[a-z][a-z0-9_-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Row = Mapping[str, str]
"""A row: cells by column, without spaces around."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken over."""

    number: int
    """Its number in the table, from 1; the heading is row 1."""
    why: str
    """What is wrong and what to do."""


@dataclass
class Answer:
    """What the rows of one id say."""

    row: str
    """The id."""
    number: int
    """The first of its rows."""
    questions: dict[str, str] = field(default_factory=dict)
    """Ways to ask, each with its language; an empty one where nothing says it."""
    cells: dict[str, str] = field(default_factory=dict)
    """The answer, and what else stands in the first row that says it."""


@dataclass
class Table:
    """A table, read."""

    answers: dict[str, Answer] = field(default_factory=dict)
    """By id."""
    bad: list[BadRow] = field(default_factory=list)
    """Rows that cannot be taken over."""
    twice: int = 0
    """Rows whose question stands in the table already, under the same id."""
    torn: list[BadRow] = field(default_factory=list)
    """Rows whose question stands in the table already, under another id; the first counts."""


def read_rows(rows: Iterable[tuple[int, Row]], language: str = "") -> Table:
    """Sort rows by their ids.

    Args:
        rows: each with its number.
        language: ISO 639 code of questions whose row names none; empty where nobody says.
    """
    table = Table()
    asked: dict[str, Answer] = {}
    for number, row in rows:
        why = _wrong_with(row)
        if why:
            table.bad.append(BadRow(number, why))
            continue
        answer = table.answers.setdefault(row["id"], Answer(row["id"], number))
        for column in ("answer", *OPTIONAL):
            text = row.get(column, "")
            known = answer.cells.setdefault(column, text) if text else ""
            if text and text != known and column != "language":
                table.bad.append(BadRow(number, f"{row['id']} has another {column} above; leave one of them"))
        question = row["question"]
        key = " ".join(words(question))
        before = asked.get(key) if key else None
        if before is answer:
            table.twice += 1
        elif before is not None:
            why = f"{question[:40]!r} asks for {before.row} in row {before.number} or below already, which counts"
            table.torn.append(BadRow(number, why))
        elif question:
            asked[key] = answer
            answer.questions[question] = _language(row) or language
    for answer in list(table.answers.values()):
        if not answer.cells.get("answer"):
            why = f"{answer.row} has no answer in any of its rows; write one into its first row"
            table.bad.append(BadRow(answer.number, why))
            del table.answers[answer.row]
    table.bad.sort(key=lambda bad: bad.number)
    return table


def language_of(table: Table) -> str:
    """Return the language of most questions of a table; an empty one where it has none."""
    spoken = Counter(language for answer in table.answers.values() for language in answer.questions.values())
    return max(spoken, key=lambda language: (spoken[language], language), default="")


def _wrong_with(row: Row) -> str:
    """Return what is wrong with one row by itself, or an empty string."""
    if not row["id"]:
        return "the id is missing; write one, the same for all questions with one answer"
    if not row["question"] and not row["answer"]:
        return "neither a question nor an answer; write one of them or remove the row"
    if row["question"] and not words(row["question"]):
        return f"{row['question'][:40]!r} holds no word; write a question"
    if row.get("kind") and not _KIND.fullmatch(row["kind"]):
        return f"{row['kind'][:40]!r} is no kind; use a-z, 0-9, hyphens or underscores"
    if row.get("language") and not _LANGUAGE.fullmatch(_language(row)):
        return f"{row['language'][:40]!r} is no language; write a code of two or three letters, as in en"
    unseen = next((cell for cell in row.values() if _UNSEEN.search(cell)), "")
    return f"{unseen[:40]!r} holds a control character; remove it" if unseen else ""


def _language(row: Row) -> str:
    """Return the language of a row; that of a country, as in de-AT, is the language."""
    return re.split(r"[-_]", row.get("language", "").lower())[0]


def files_of(table: Table, name: str, dated: str, heading: str) -> dict[str, object]:
    """Return what the files of a knowledge base hold, by their names.

    Args:
        table: at least one answer.
        name: what the table is called: the source, where a row names none.
        dated: date of answers whose row has none, in words.
        heading: what stands below answers, beside their source.
    """
    ids = _ids(table.answers)
    kinds = dict.fromkeys(answer.cells.get("kind") or KIND for answer in table.answers.values())
    sources = dict.fromkeys((name, *(a.cells["source"] for a in table.answers.values() if a.cells.get("source"))))
    source_ids = _ids(sources, set(ids.values()))
    files: dict[str, object] = {
        "kinds.yaml": {
            "title": re.sub(r"(?<=\w)\.\w+$", "", name),
            "kinds": {
                **{
                    kind: {"called": {"en": {"one": kind, "other": kind}}, "fields": ["facts"], "phrased": True}
                    for kind in kinds
                },
                "source": {"called": {"en": {"one": "source", "other": "sources"}}, "fields": ["facts"]},
            },
            "fields": {},
        }
    }
    for source, source_id in source_ids.items():
        own: list[dict[str, object]] = [
            {"id": source_id, "kind": "source", "title": source, "short": source, "summary": source}
        ]
        own += [
            _entry(answer, ids[row])
            for row, answer in table.answers.items()
            if (answer.cells.get("source") or name) == source
        ]
        files[f"entries/{source_id}.yaml"] = {
            "source": source_id, "heading": heading, "dated": dated, "entries": own,
        }  # fmt: skip
    spoken: dict[str, dict[str, list[str]]] = {}
    for row, answer in table.answers.items():
        for question, language in answer.questions.items():
            spoken.setdefault(language, {}).setdefault(f"{ids[row]}.{SUMMARY}", []).append(question)
    for language, phrasings in spoken.items():
        files[f"phrasings/{language}.yaml"] = {"language": language, "phrasings": phrasings}
    return files


def _entry(answer: Answer, entry: str) -> dict[str, object]:
    title = answer.cells.get("title") or next(iter(answer.questions), answer.row)
    held: dict[str, object] = {"id": entry, "kind": answer.cells.get("kind") or KIND, "title": title}
    if entry != answer.row:
        held["row"] = answer.row
    held["summary"] = answer.cells["answer"]
    if answer.cells.get("date"):
        held["dated"] = answer.cells["date"]
    return held


def _ids(rows: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return an id that may stand in a link for each id of a table: the same one, wherever it may."""
    listed = list(rows)
    used = {row for row in listed if _ID.fullmatch(row) and row not in RESERVED} | set(taken)
    before = set(taken)
    found: dict[str, str] = {}
    for row in listed:
        if row in used and row not in before and _ID.fullmatch(row):
            found[row] = row
            continue
        plain = re.sub(r"[^a-z0-9_]+", "-", fold(row)).strip("-_")[: LONGEST_ID - 8] or "row"
        chosen, count = plain, 1
        while chosen in used or chosen in RESERVED:
            count += 1
            chosen = f"{plain}-{count}"
        used.add(chosen)
        found[row] = chosen
    return found


def rows_of(knowledge: KnowledgeBase) -> list[dict[str, str]]:
    """Return the rows of a table that holds all entries found by their phrasings alone, an answer in its first row."""
    asked: dict[str, list[tuple[str, str]]] = {}
    for phrasing in knowledge.phrasings:
        asks_for = phrasing.intent.partition(".")[0]
        if knowledge.is_phrased(asks_for):
            asked.setdefault(asks_for, []).append((phrasing.text, phrasing.language))
    rows: list[dict[str, str]] = []
    for entry in knowledge.entries.values():
        if not knowledge.is_phrased(entry.id):
            continue
        questions: Sequence[tuple[str, str]] = asked.get(entry.id) or [("", "")]
        source = knowledge.entries[entry.origin.source]
        for place, (question, language) in enumerate(questions):
            row = dict.fromkeys((*NEEDED, *OPTIONAL), "") | {
                "id": entry.outward, "question": question, "language": language,
            }  # fmt: skip
            if not place:
                row |= {
                    "answer": entry.summary["en"],
                    "title": entry.title["en"],
                    "source": source.title["en"],
                    "date": entry.origin.dated,
                    "kind": entry.kind,
                }
            rows.append(row)
    return rows
