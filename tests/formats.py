"""The tables of fields in the documentation, as the models of the formats say; puts them right when it is run.

.venv/bin/python -m tests.formats
"""

from __future__ import annotations

import re
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot import questions
from bot.curation import grouping_files
from bot.field_docs import field_docs
from knowledge import entry_schema, schema, vocabulary_schema
from tests.conftest import ROOT

DOCS = ROOT / "docs"

SECTIONS: dict[type[BaseModel], tuple[str, str]] = {
    entry_schema.EntriesFile: ("knowledge.md", "A file of entries"),
    entry_schema.EntryModel: ("knowledge.md", "An entry"),
    entry_schema.FactModel: ("knowledge.md", "A fact"),
    entry_schema.OriginModel: ("knowledge.md", "The source of a value"),
    schema.KindsFile: ("knowledge.md", "kinds.yaml"),
    schema.KindModel: ("knowledge.md", "A kind"),
    schema.CalledModel: ("knowledge.md", "What a kind is called"),
    schema.FieldModel: ("knowledge.md", "A field"),
    vocabulary_schema.ConceptsFile: ("knowledge.md", "concepts.yaml"),
    vocabulary_schema.ConceptModel: ("knowledge.md", "A concept"),
    vocabulary_schema.LanguageFile: ("knowledge.md", "A language"),
    vocabulary_schema.EntryWords: ("knowledge.md", "Names of an entry in a language"),
    vocabulary_schema.FollowUpModel: ("knowledge.md", "follow_up"),
    schema.DecisionFile: ("knowledge.md", "decision.yaml"),
    schema.PhrasingsFile: ("knowledge.md", "A file of phrasings"),
    schema.WishesFile: ("knowledge.md", "wishes.yaml"),
    schema.BoardFile: ("knowledge.md", "board.yaml"),
    schema.ExportedFile: ("knowledge.md", "exported.yaml"),
    questions.QuestionItem: ("questions.md", "A question"),
    questions.DialogueItem: ("questions.md", "A dialogue"),
    questions.TurnItem: ("questions.md", "A turn"),
    grouping_files.WishItem: ("questions.md", "A wish"),
    questions.GradedLine: ("questions.md", "JSON lines"),
}
"""Model of a file's format → the page and the heading of the table that describes it."""


def table(model: type[BaseModel]) -> str:
    """Return the table that describes the fields of a model, between the marks by which it is found again."""
    docs = field_docs(model)
    lines = [
        f"<!-- fields of {model.__name__}, by tests/formats.py -->",
        "| field | required | holds |",
        "| --- | --- | --- |",
    ]
    for name, field in model.model_fields.items():
        file_name = field.alias or name
        needed = "yes" if field.is_required() else "no"
        lines.append(f"| `{file_name}` | {needed} | {_holds(docs[file_name], field)} |")
    return "\n".join([*lines, "<!-- end of fields -->"])


def _holds(doc: str, field: FieldInfo) -> str:
    """Return what a field holds, with its choices and its default where the text does not say them."""
    choices = [choice for choice in get_args(field.annotation) if isinstance(choice, str)]
    text = doc.removesuffix(".")
    if choices and not all(f"`{choice}`" in doc for choice in choices):
        text += ": " + " or ".join([", ".join(f"`{choice}`" for choice in choices[:-1]), f"`{choices[-1]}`"])
    if isinstance(field.default, int) and not isinstance(field.default, bool):
        text += f"; {field.default} where nothing is said"
    if isinstance(field.default, str) and field.default:
        text += f"; `{field.default}` where nothing is said"
    return text.replace("|", "\\|")


def with_tables(page: str, text: str) -> str:
    """Return the text of a page with its tables as they should be."""
    for model, (where, heading) in SECTIONS.items():
        if where == page:
            section = re.compile(rf"(^#+ {re.escape(heading)}\n)(.*?)(?=^#|\Z)", re.DOTALL | re.MULTILINE)
            found = section.search(text)
            if found is None:
                raise LookupError(f"{page} has no heading {heading!r}")
            text = text[: found.start(2)] + _replaced(found[2], table(model)) + text[found.end(2) :]
    return text


def _replaced(section: str, now: str) -> str:
    """Return a section with the table in its place: where one stands, or below its first paragraph."""
    marked = re.compile(r"<!-- fields of .*?<!-- end of fields -->", re.DOTALL)
    if marked.search(section):
        return marked.sub(lambda _: now, section, count=1)
    first, _, rest = section.lstrip("\n").partition("\n\n")
    return f"\n{first}\n\n{now}\n\n{rest}" if first else f"\n{now}\n\n"


def main() -> None:
    for page in sorted({page for page, _ in SECTIONS.values()}):
        file = DOCS / page
        file.write_text(with_tables(page, file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
