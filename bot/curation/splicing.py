"""A YAML text changed into one that holds something else: only the lines of what changes are touched.

Each difference between what the text holds and what it should hold becomes a piece of text put in the place of another.
Pieces that touch each other wait for the next round, so that each is worked out on the text as it is. The loader reads
the outcome: a text that does not hold exactly what it should is never returned.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bot.curation.layout import Indents, Node, Place, Shape, alike, indents, laid_out
from bot.curation.rendering import Renderer
from knowledge.errors import EditError
from knowledge.loader import read_text

_COLON = re.compile(r"[ \t]*:")
_BLANK = re.compile(r"[ \t]*\n")


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A piece of text in the place of another."""

    start: int
    """Where the old one starts."""
    end: int
    """Where it ends; the start, where something is put in."""
    text: str
    """The new one; empty, where something is taken out."""


def changed(text: str, wanted: dict[str, Any], *, sentences: bool = False) -> str:
    """Return a text that holds what is wanted, and is the same wherever it holds the same.

    Args:
        text: YAML that the loader finds nothing wrong with, with plain line ends; empty for a new file.
        wanted: what it is to hold.
        sentences: new lists are written one item a line and in quotes, where no neighbour tells otherwise.

    Raises:
        EditError: this cannot be written.
    """
    if not text:
        text = "# What curators have added.\n" + Renderer(Indents(), sentences).block(wanted, (), 0) + "\n"
    tree = read_text(text)
    while not tree.problems and canonical(tree.value) != canonical(wanted):
        top = laid_out(text)
        pieces = sorted(_Comparison(text, top, Renderer(indents(top), sentences)).pieces(tree.value, wanted))
        text, before = _put(text, pieces), text
        if text == before:
            raise EditError("cannot be changed without writing it anew; change it by hand")
        tree = read_text(text)
    if tree.problems:
        line, wrong = tree.problems[0]
        raise EditError(f"would have a line that {wrong}; change it by hand", line)
    return text


def canonical(value: Any) -> str:
    """Return a value as text, the same for equal values only: true is not 1, and the order of keys means nothing."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _put(text: str, pieces: list[Piece]) -> str:
    """Put pieces in their places, those that touch one before them left for the next round."""
    done: list[str] = []
    at = last = 0
    for number, piece in enumerate(pieces):
        if number and piece.start <= last:
            continue
        done += [text[at : piece.start], piece.text]
        at = last = piece.end
    return "".join([*done, text[at:]])


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Finds the pieces by which a text comes to hold something else."""

    text: str
    top: Node
    renderer: Renderer

    def pieces(self, old: Any, new: Any) -> Iterator[Piece]:
        if self._kept(old, new):
            yield from self._inside(self.top, old, new, ())
        else:
            text = self.renderer.block(new, [self.top], self.top.column)
            yield Piece(self.top.start, self.top.end, text.lstrip(" "))

    def _inside(self, node: Node, old: Any, new: Any, place: Place) -> Iterator[Piece]:
        if isinstance(old, dict):
            yield from self._mapping(node, old, new, place)
        else:
            yield from self._list(node, old, new, place)

    @staticmethod
    def _kept(old: Any, new: Any) -> bool:
        """Tell whether something of a list or mapping stays, so that the rest can be put around it."""
        if isinstance(old, dict) and isinstance(new, dict):
            return bool(old.keys() & new.keys())
        if isinstance(old, list) and isinstance(new, list):
            return bool(set(map(_identity, old)) & set(map(_identity, new)))
        return False

    def _mapping(self, node: Node, old: dict[str, Any], new: dict[str, Any], place: Place) -> Iterator[Piece]:
        last = 0
        for number, (key, value) in enumerate(old.items()):
            if key not in new:
                yield self._without(node, number)
                continue
            last = number
            if canonical(value) != canonical(new[key]):
                yield from self._value(node, number, value, new[key], (*place, key))
        added = {key: value for key, value in new.items() if key not in old}
        if not added:
            return
        like = {key: self._like(node, key, value, place) for key, value in added.items()}
        if node.flow:
            pairs = [self.renderer.pair_on_one_line(key, value, like[key]) for key, value in added.items()]
        else:
            pairs = [self.renderer.pair(key, value, like[key], node.column) for key, value in added.items()]
        yield self._put_in(node, last, pairs)

    def _like(self, node: Node, key: str, value: Any, place: Place) -> list[Node]:
        """Return the neighbours that a new key follows: the same key elsewhere, else the other keys here."""
        shape = Shape.MAPPING if isinstance(value, dict) else Shape.LIST if isinstance(value, list) else Shape.TEXT
        same = [other for other in alike(self.top, (*place, key)) if other.shape is shape]
        beside = [item for item in node.items[::-1] if item.shape is shape]
        # Mappings tell of each other where a mapping holds nothing else: all concepts, but not title and names.
        return same or (beside if shape is not Shape.MAPPING or len(beside) == len(node.items) else [])

    def _value(self, node: Node, number: int, old: Any, new: Any, place: Place) -> Iterator[Piece]:
        """Yield the pieces that give a key another value."""
        item = node.items[number]
        if self._kept(old, new):
            yield from self._inside(item, old, new, place)
            return
        like = [item, *alike(self.top, place)]
        colon = _COLON.match(self.text, node.keys[number].end)
        if colon is None:
            raise EditError(f"{place[-1]} is written in a way that is not changed; change it by hand")
        if node.flow:
            yield Piece(colon.end(), max(item.end, colon.end()), f" {self.renderer.on_one_line(new, like)}")
        else:
            text = self.renderer.after_key(new, like, node.column)
            yield Piece(colon.end(), max(item.end, colon.end()), text)

    def _list(self, node: Node, old: list[Any], new: list[Any], place: Place) -> Iterator[Piece]:
        like = node.items[::-1]
        matcher = SequenceMatcher(None, [*map(_identity, old)], [*map(_identity, new)], autojunk=False)
        for what, first, after, new_first, new_after in matcher.get_opcodes():
            if what == "equal":
                for step in range(after - first):
                    was, value = old[first + step], new[new_first + step]
                    if canonical(was) != canonical(value):
                        yield from self._inside(node.items[first + step], was, value, (*place, first + step))
                continue
            for number in range(first, after):
                yield self._without(node, number)
            added = new[new_first:new_after]
            if added and node.flow:
                yield self._put_in(node, after - 1, [self.renderer.on_one_line(item, like) for item in added])
            elif added:
                yield self._put_in(node, after - 1, [self.renderer.item(item, like, node.column) for item in added])

    def _put_in(self, node: Node, after: int, texts: list[str]) -> Piece:
        """Return the piece that puts items or pairs after one of a list or mapping; -1 puts them first."""
        if node.flow:
            gap = self.text[self._end(node, 0) : self._start(node, 1)] if len(node.items) > 1 else ", "
            between = "," if gap == "," else ", "
            if after < 0:
                return Piece(self._start(node, 0), self._start(node, 0), between.join([*texts, ""]))
            return Piece(self._end(node, after), self._end(node, after), between.join(["", *texts]))
        if after < 0:
            # Before the first dash, which may stand behind another one: the text begins where the dash stands.
            start = node.start
            return Piece(start, start, "\n".join(texts).lstrip(" ") + "\n" + " " * node.column)
        at = self._line_end(self._end(node, after))
        apart = "\n\n" if self._set_apart(node) else "\n"
        return Piece(at, at, apart + apart.join(texts))

    def _set_apart(self, node: Node) -> bool:
        """Tell whether the last items or pairs have a blank line between them."""
        if len(node.items) < 2:
            return False
        between = self.text[self._line_end(self._end(node, -2)) : self._start(node, -1)]
        return "\n\n" in re.sub(r"[ \t]+", "", between)

    def _without(self, node: Node, number: int) -> Piece:
        """Return the piece that takes an item or pair out, of which there are others."""
        start, end, last = self._start(node, number), self._end(node, number), number == len(node.items) - 1
        if node.flow:
            if not last:
                return Piece(start, self._start(node, number + 1), "")
            before = self._end(node, number - 1)
            return Piece(start if "#" in self.text[before:start] else before, end, "")
        line = self.text.rfind("\n", 0, start) + 1
        indent = self.text[line:start]
        if node.shape is Shape.LIST:
            indent = indent.rpartition("-")[0]
        if indent.strip():
            # Behind a dash: what comes next takes its place.
            following = self._start(node, number + 1)
            if node.shape is Shape.LIST:
                start, following = node.start, self.text.rfind("-", 0, following)
            return Piece(start, following, "")
        return self._without_lines(line, self._line_end(end))

    def _without_lines(self, start: int, end: int) -> Piece:
        """Return the piece that takes whole lines out, and a blank line with them where there is one on each side."""
        if end == len(self.text):
            return Piece(max(start - 1, 0), end, "")
        end += 1
        blank = _BLANK.match(self.text, end)
        above = self.text.rfind("\n", 0, max(start - 1, 0)) + 1
        if start and not self.text[above:start].strip():
            if blank:
                end = blank.end()
            elif end == len(self.text):
                start = above
        return Piece(start, end, "")

    def _line_end(self, position: int) -> int:
        found = self.text.find("\n", position)
        return len(self.text) if found < 0 else found

    @staticmethod
    def _start(node: Node, number: int) -> int:
        return node.keys[number].start if node.keys else node.items[number].start

    @staticmethod
    def _end(node: Node, number: int) -> int:
        return max(node.items[number].end, node.keys[number].end if node.keys else 0)


def _identity(item: Any) -> str:
    """Return what an item of a list is known by: its id, or all of it."""
    return f"={item['id']}" if isinstance(item, dict) and "id" in item else canonical(item)
