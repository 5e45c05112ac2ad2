"""Where the values of a YAML text stand in it, and in what style, as ruamel.yaml reads it.

Only positions are taken from there. A text that ruamel.yaml writes anew comes out with other indentation, quotes and
line breaks than its author chose, so the text is changed in the places that change, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

Place = tuple[str | int, ...]
"""Keys and positions from the top of a file."""


class Shape(Enum):
    """What a node is."""

    TEXT = auto()
    """A scalar, whatever it reads as."""
    LIST = auto()
    """A sequence."""
    MAPPING = auto()
    """A mapping."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value, where it stands in a text."""

    shape: Shape
    """What it is."""
    start: int
    """Position of its first character."""
    end: int
    """Position after its last character; comments and blank lines below it are no part of it."""
    column: int
    """Column that it starts in."""
    flow: bool
    """In brackets or braces; false for a scalar."""
    style: str = ""
    """Quotes of a scalar, ``>`` or ``|``; empty for a plain one."""
    text: str = ""
    """Text of a scalar."""
    keys: tuple[Node, ...] = ()
    """Keys of a mapping."""
    items: tuple[Node, ...] = ()
    """Items of a list, or values of a mapping in the order of its keys."""

    def under(self, key: str) -> Node | None:
        """Return what a mapping holds under a key."""
        return next((item for at, item in zip(self.keys, self.items, strict=False) if at.text == key), None)


@dataclass(frozen=True, slots=True)
class Indents:
    """How far a file indents."""

    dash: int = 0
    """Columns from a key to the dashes of its list."""
    step: int = 2
    """Columns from a key to the keys of its mapping."""


def laid_out(text: str) -> Node:
    """Return the top of a YAML text that the loader has found nothing wrong with."""
    # pure: the parser in C, where there is one, counts positions in bytes
    return _node(YAML(typ="safe", pure=True).compose(text), text)


def _node(found: Any, text: str) -> Node:
    start, column = found.start_mark.index, found.start_mark.column
    end = found.end_mark.index
    if isinstance(found, ScalarNode):
        style = found.style or ""
        if style in {">", "|"}:
            end = start + len(text[start:end].rstrip())
        return Node(Shape.TEXT, start, end, column, flow=False, style=style, text=str(found.value))
    keys: tuple[Node, ...] = ()
    if isinstance(found, MappingNode):
        shape = Shape.MAPPING
        keys = tuple(_node(key, text) for key, _ in found.value)
        items = tuple(_node(item, text) for _, item in found.value)
    else:
        assert isinstance(found, SequenceNode)  # noqa: S101 - the loader lets no alias through
        shape, items = Shape.LIST, tuple(_node(item, text) for item in found.value)
    flow = bool(found.flow_style)
    if not flow and items:
        end = max(items[-1].end, keys[-1].end if keys else 0)
    return Node(shape, start, end, column, flow, keys=keys, items=items)


def indents(top: Node) -> Indents:
    """Return how far a file indents, as its first lists and mappings tell."""
    pairs = list(_nested(top))
    dash = next((inner.column - outer.column for outer, inner in pairs if inner.shape is Shape.LIST), 0)
    step = next((inner.column - outer.column for outer, inner in pairs if inner.shape is Shape.MAPPING), 2)
    return Indents(max(dash, 0), max(step, 1))


def _nested(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield each block mapping with the block lists and mappings that its keys hold."""
    for item in node.items:
        if item.shape is not Shape.TEXT and not item.flow:
            if node.shape is Shape.MAPPING:
                yield node, item
            yield from _nested(item)


def alike(top: Node, place: Place) -> list[Node]:
    """Return the nodes that play the same part as a place, the last first: a position stands for all items."""
    found = [top]
    for step in place:
        if isinstance(step, int):
            found = [item for node in found if node.shape is Shape.LIST for item in node.items]
        else:
            found = [item for node in found if (item := node.under(step)) is not None]
    return found[::-1]
