"""How much a knowledge base holds, as tables and as a record, for the command line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from bot.questions import Case
from knowledge.models import KnowledgeBase
from knowledge.surveying import LanguageCount, Survey, Told

OLDEST = 5
"""Statements of the oldest year that are named."""


def survey_text(knowledge: KnowledgeBase, survey: Survey, golden: Sequence[Case]) -> str:
    """Return a survey as tables."""
    values = sum(survey.fields.values())
    entries, kinds = _many(len(knowledge.entries), "entry", "entries"), _many(len(knowledge.kinds), "kind", "kinds")
    held, fields = _many(values, "value", "values"), _many(len(knowledge.fields), "field", "fields")
    lines = [
        f"{entries} of {kinds}, {_many(survey.statements, 'statement', 'statements')}:",
        f"{held} of {fields}, {survey.statements - values} facts and summaries",
        "",
        *table(
            ("kind", "entries", "values", "facts"),
            ((name, str(k.entries), str(k.values), str(k.facts)) for name, k in survey.kinds.items()),
        ),
        "",
        *table(("field", "values"), ((name, str(count)) for name, count in survey.fields.items())),
        "",
        *table(
            ("language", "words", "names", "phrasings", "told in it"),
            (_language(code, found, survey.statements) for code, found in survey.languages.items()),
        ),
        "",
        *table(
            ("source", "statements", "dated"),
            (
                (name, str(source.statements), "; ".join(f"{date}: {count}" for date, count in source.dates.items()))
                for name, source in survey.sources.items()
            ),
        ),
        "",
        _oldest(survey.oldest),
        _golden(golden, knowledge),
    ]
    return "\n".join(line.rstrip() for line in lines)


def survey_record(knowledge: KnowledgeBase, survey: Survey, golden: Sequence[Case]) -> dict[str, Any]:
    """Return a survey as plain values."""
    return {
        "title": dict(knowledge.title),
        "entries": len(knowledge.entries),
        "statements": survey.statements,
        "kinds": {
            name: {"entries": k.entries, "values": k.values, "facts": k.facts} for name, k in survey.kinds.items()
        },
        "fields": dict(survey.fields),
        "languages": {
            code: {
                "name": found.name,
                "words": found.words,
                "names": found.names,
                "phrasings": found.phrasings,
                "told": found.told,
                "share": None if found.told is None else round(found.told / max(survey.statements, 1), 4),
            }
            for code, found in survey.languages.items()
        },
        "sources": {
            name: {"title": source.title, "statements": source.statements, "dates": dict(source.dates)}
            for name, source in survey.sources.items()
        },
        "oldest": [
            {"statement": told.id, "year": told.year, "dated": told.origin.dated}
            for told in _of_oldest_year(survey.oldest)
        ],
        "undated": survey.statements - len(survey.oldest),
        "golden": {
            "questions": len(golden),
            "files": len({case.file for case in golden}),
            "entries": len(_asked(golden)),
        },
    }


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table; columns of figures are put to the right."""
    cells = [tuple(head), *map(tuple, rows)]
    lines = [""] * len(cells)
    for column in range(len(head)):
        texts = [row[column] for row in cells]
        width = max(map(len, texts))
        figures = all(text.isdigit() for text in texts[1:])
        lines = [
            f"{line}{'  ' if column else ''}{text.rjust(width) if figures else text.ljust(width)}"
            for line, text in zip(lines, texts, strict=True)
        ]
    return [line.rstrip() for line in lines]


def _language(code: str, found: LanguageCount, statements: int) -> tuple[str, str, str, str, str]:
    told = "–" if found.told is None else f"{found.told} ({100 * found.told / max(statements, 1):.0f} %)"
    return f"{code} {found.name}".strip(), str(found.words), str(found.names), str(found.phrasings), told


def _of_oldest_year(oldest: Sequence[Told]) -> list[Told]:
    """Return the statements of the oldest year."""
    for _, found in groupby(oldest, key=lambda told: told.year):
        return list(found)
    return []


def _oldest(oldest: Sequence[Told]) -> str:
    first = _of_oldest_year(oldest)
    if not first:
        return "No statement names a year."
    names = ", ".join(told.id for told in first[:OLDEST])
    more = f" and {len(first) - OLDEST} more" if len(first) > OLDEST else ""
    return f"Oldest statements, of {first[0].year}: {names}{more}"


def _golden(golden: Sequence[Case], knowledge: KnowledgeBase) -> str:
    asked = _asked(golden) & knowledge.entries.keys()
    files = len({case.file for case in golden})
    return (
        f"Golden questions: {len(golden)} in {files} file{'s' * (files != 1)}; "
        f"they name {len(asked)} of {len(knowledge.entries)} entries"
    )


def _asked(golden: Sequence[Case]) -> set[str]:
    return {entry for case in golden for turn in case.turns for entry in turn.entries}
