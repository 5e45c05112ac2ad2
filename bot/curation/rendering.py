"""New values as YAML text, in the style of what stands beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.curation.layout import Indents, Node, Shape
from knowledge.errors import EditError
from knowledge.loader import read_text

WIDTH = 120
"""Columns that a folded text, or a mapping on one line, may have."""

_VOTERS = 8
"""Neighbours that are asked whether texts are quoted here."""

# What may be read as something else than text in brackets or outside of them, by this parser or another.
_UNSAFE = re.compile(r"^[\s\-?:,\[\]{}#&*!|>'\"%@`=<~]|[\t\n\r]|:\s|\s#|[\s:]$")
_UNSAFE_IN_BRACKETS = re.compile(r"[,\[\]{}]")
# Line breaks to YAML, and what no YAML text may hold as it stands.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Renderer:
    """Writes new values of one file."""

    indents: Indents
    """How far the file indents."""
    sentences: bool = False
    """The file holds sentences, one a line and in quotes, where no neighbour tells otherwise."""

    def after_key(self, value: Any, like: Sequence[Node], column: int) -> str:
        """Return what follows ``key:``.

        Args:
            value: what to write.
            like: neighbours whose style it follows, nearest first.
            column: column of the key.

        Raises:
            EditError: the value is none that a data file can hold.
        """
        if self._inline(value, like):
            return f" {self.on_one_line(value, like, flow=False)}"
        if isinstance(value, str):
            return self._folded(value, column + self.indents.step)
        deeper = self.indents.dash if isinstance(value, list) else self.indents.step
        return "\n" + self.block(value, like, column + deeper)

    def block(self, value: Any, like: Sequence[Node], column: int) -> str:
        """Return the lines of a list or mapping that is not empty, from a column on, without the last line's end."""
        if isinstance(value, list):
            below = [item for node in like if node.shape is Shape.LIST for item in node.items[::-1]]
            return "\n".join(self.item(item, below, column) for item in value)
        return "\n".join(self.pair(key, item, _under(key, like), column) for key, item in value.items())

    def pair(self, key: str, value: Any, like: Sequence[Node], column: int) -> str:
        """Return the lines of a key and its value."""
        return f"{' ' * column}{_key(key)}:{self.after_key(value, like, column)}"

    def item(self, value: Any, like: Sequence[Node], column: int) -> str:
        """Return the lines of an item of a list, with its dash in a column."""
        dash = f"{' ' * column}- "
        if isinstance(value, str):
            return dash + _text(value, like, flow=False, quoted=self.sentences)
        if self._inline(value, like):
            return dash + self.on_one_line(value, like, flow=False)
        return dash + self.block(value, like, len(dash))[len(dash) :]

    def on_one_line(self, value: Any, like: Sequence[Node], *, flow: bool = True) -> str:
        """Return a value on one line, lists in brackets and mappings in braces.

        Args:
            value: what to write.
            like: neighbours whose style it follows, nearest first.
            flow: it stands in brackets or braces itself.

        Raises:
            EditError: the value is none that a data file can hold.
        """
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value)
        if isinstance(value, str):
            return _text(value, like, flow=flow)
        if isinstance(value, list):
            below = [item for node in like if node.shape is Shape.LIST for item in node.items[::-1]]
            return f"[{', '.join(self.on_one_line(item, below) for item in value)}]"
        if isinstance(value, dict):
            pairs = (self.pair_on_one_line(key, item, _under(key, like)) for key, item in value.items())
            return f"{{{', '.join(pairs)}}}"
        raise EditError(f"{value!r} is nothing that a data file can hold; write it as text")

    def pair_on_one_line(self, key: str, value: Any, like: Sequence[Node]) -> str:
        """Return a key and its value as they stand in braces."""
        return f"{_key(key)}: {self.on_one_line(value, like)}"

    def _inline(self, value: Any, like: Sequence[Node]) -> bool:
        """Tell whether a value stands on the line of its key or dash."""
        if isinstance(value, str):
            near = next((node for node in like if node.shape is Shape.TEXT), None)
            return near is None or near.style != ">" or len(value) < WIDTH - 20 or value != " ".join(value.split())
        if not isinstance(value, list | dict) or not value:
            return True
        shape = Shape.LIST if isinstance(value, list) else Shape.MAPPING
        near = next((node for node in like if node.shape is shape and node.items), None)
        if near is not None:
            return near.flow
        if isinstance(value, list):
            return not self.sentences and not any(isinstance(item, dict) for item in value)
        if any(isinstance(item, list | dict) for item in value.values()):
            return False
        return len(self.on_one_line(value, like)) <= WIDTH - 20

    def _folded(self, text: str, column: int) -> str:
        """Return a long text over several lines, as ``>-`` joins them."""
        lines = [""]
        for word in text.split(" "):
            if lines[-1] and column + len(lines[-1]) + 1 + len(word) > WIDTH:
                lines.append("")
            lines[-1] += f" {word}" if lines[-1] else word
        return " >-\n" + "\n".join(" " * column + line for line in lines)


def _text(text: str, like: Sequence[Node], *, flow: bool, quoted: bool = False) -> str:
    """Return a text, in quotes where YAML wants them, or where the neighbours have them without need.

    Args:
        text: what to write.
        like: neighbours, nearest first.
        flow: it stands in brackets or braces.
        quoted: it is quoted where there are no neighbours.
    """
    near = [node for node in like if node.shape is Shape.TEXT and node.style not in {">", "|"}][:_VOTERS]
    in_quotes = [node for node in near if node.style]
    chosen = sum(_is_plain(node.text, flow=flow) for node in in_quotes)
    wanted = chosen > len(near) - len(in_quotes) if near else quoted
    if not wanted and _is_plain(text, flow=flow):
        return text
    single = bool(in_quotes) and all(node.style == "'" for node in in_quotes)
    if single and _in_quotes(text.replace('"', "")) == f'"{text.replace(chr(34), "")}"':
        return "'" + text.replace("'", "''") + "'"
    return _in_quotes(text)


def _under(key: str, like: Iterable[Node]) -> list[Node]:
    return [item for node in like if (item := node.under(key)) is not None]


def _is_plain(text: str, *, flow: bool) -> bool:
    """Tell whether a text reads as itself without quotes; the loader has the last word."""
    if not text or _UNSAFE.search(text) or _ESCAPED.search(text) or (flow and _UNSAFE_IN_BRACKETS.search(text)):
        return False
    tree = read_text(f"[{text}]" if flow else f"- {text}")
    return not tree.problems and tree.value == [text]


def _in_quotes(text: str) -> str:
    """Return a text in double quotes; what JSON escapes, YAML reads."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def _key(key: str) -> str:
    """Return a key; only one that would be read as another needs quotes."""
    tree = read_text(f"{key}: x") if _is_plain(key, flow=True) else None
    return key if tree is not None and tree.value == {key: "x"} else _in_quotes(key)
