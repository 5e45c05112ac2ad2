"""Whether what is known is found: every title and every question of a button is asked as a person would."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.facts import Statement
from knowledge.findings import Finding as Found
from knowledge.findings import Shape, told_entries
from knowledge.lint.finding import Finding, Level
from knowledge.lint.folder import Folder
from knowledge.understanding import Understander
from knowledge.yaml_tree import Path

TITLE, QUESTION = "title-not-found", "question-not-found"
"""Names of what is found by asking."""

ABOUT = {
    TITLE: "titles which, asked by themselves, tell about other entries or nothing",
    QUESTION: "questions of buttons which, typed, tell something else or nothing",
}
"""What each looks for, in a line of documentation."""


def not_found(folder: Folder, understander: Understander) -> Iterator[Finding]:
    """Ask everything, and yield what does not come back.

    Args:
        folder: what is looked at.
        understander: understands questions about it.
    """
    for entry in folder.knowledge.entries.values():
        title = entry.title["en"]
        if entry.id not in folder.sources and entry.id not in _told(understander, title):
            text = f"{entry.id}: asked for by its title, {title!r}, it is not found; add the title to its names"
            yield Finding(Level.WARNING, TITLE, folder.places.entry(entry.id, "title", text=text))
        positions = {fact.id: number for number, fact in enumerate(entry.facts[1:])}
        for statement in understander.index.about.get(entry.id, ()):
            question = _question(statement, title)
            if not question or _tells(understander, question, statement):
                continue
            text = f"{statement.id}: its own question, {question!r}, does not find it; put it among its ways to ask"
            place: Path = (statement.id.partition(".")[2],)
            if statement.fact is not None:
                place = ("facts", positions[statement.fact.id], "question")
            yield Finding(Level.WARNING, QUESTION, folder.places.entry(entry.id, *place, text=text))


def _question(statement: Statement, title: str) -> str:
    """Return what the button for a statement says in English; empty where it has none."""
    if statement.field is not None:
        return statement.field.question["en"].format(name=title)
    return statement.fact.question.get("en", "") if statement.fact else ""


def _told(understander: Understander, text: str) -> set[str]:
    """Return the entries that are told about or offered for a text."""
    return {entry for finding in _findings(understander, text) for entry in told_entries(finding)}


def _tells(understander: Understander, text: str, statement: Statement) -> bool:
    """Tell whether a statement, or one of the same words, is told or offered for a text."""
    told = [found for finding in _findings(understander, text) for found in finding.statements]
    return any(found.id == statement.id or _said(found) == (_said(statement) or None) for found in told)


def _findings(understander: Understander, text: str) -> list[Found]:
    """Return what was found for a text; what is merely known nearby does not count."""
    found = [part.finding for part in understander.understand(text).parts]
    return [finding for finding in found if finding.shape is not Shape.NOTHING]


def _said(statement: Statement) -> str:
    """Return the English text of a fact; empty for the value of a field."""
    return statement.fact.say["en"] if statement.fact else ""
