"""What is no YAML, in the words of somebody who writes a text and no program."""

from __future__ import annotations

import re

Place = tuple[int, int]
"""Line and column, from 0."""

_COLON = re.compile(r":\s.*?:(?:\s|$)")

_OPENED = ("found unexpected end of stream", "expected ',' or ']'", "expected ',' or '}'")
"""What the parser says at the end of the file, while the place to be mended is where something began."""

_TOGETHER = "does not fit what stands above; begin lines that belong together in the same column"

_SAID = (
    ("sequence entries are not allowed", "a list begins behind its key; put each - on a line of its own below it"),
    ("could not find expected ':'", "a key has no colon; write key: value, or put a text that goes on here in quotes"),
    (_OPENED[0], "a quotation mark is opened here and never closed; close it"),
    (_OPENED[1], "a list that begins here with [ lacks a comma or its ]; put in what is missing"),
    (_OPENED[2], "what begins here with { lacks a comma or its }; put in what is missing"),
    ("expected '-' indicator", _TOGETHER),
    ("expected key", f"{_TOGETHER}, and put a text with a quotation mark in it wholly in quotes of the other sort"),
)
"""A part of what the parser says, and what is wrong and to be done."""


def malformed(problem: str, at: Place | None, began: Place | None, text: str) -> tuple[int, str]:
    """Return the line, from 1, and the sentence for what is no YAML.

    Args:
        problem: What the parser says.
        at: Where it stopped.
        began: Where what it was reading began.
        text: The whole file.
    """
    opened = any(part in problem for part in _OPENED)
    place = (began or at) if opened else (at or began)
    if place is None:
        return 0, _sentence(problem, "", 0)
    number, column = place
    line = next(iter(text.splitlines()[number : number + 1]), "")
    return number + 1, _sentence(problem, line, column)


def _sentence(problem: str, line: str, column: int) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "is indented with a tab; use spaces"
    if "mapping values are not allowed" in problem:
        if _COLON.search(line):
            return "the text has a colon with a space after it; put the whole text in quotes"
        return (
            "the line above has a text already, or no colon; write key: value, all that belong together in one column"
        )
    if "cannot start any token" in problem:
        return f"no text may begin with {line[column : column + 1]}; put it in quotes"
    said = next((said for part, said in _SAID if part in problem), "")
    return said or f"is not YAML: {problem}; check indentation, colons and quotes"
