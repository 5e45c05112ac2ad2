"""Edits put into the text of a YAML file, so that everything else in it stays as it stands.

ruamel.yaml says where each value begins and ends and how it is written; the new piece is put in there, in the style of
its neighbours. Writing the whole file anew would re-lay lines that nobody touched.
"""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.errors import ExportError
from knowledge.edits import SELECTS, Edit, Op
from knowledge.yaml_tree import scalar

WIDE = 100_000
"""Characters of a line before it is broken: never, as in the files that people wrote."""


def spliced(text: str, edit: Edit) -> str:
    """Return the text of a file with an edit put into it; the same text where it is so already.

    Args:
        text: the file, its lines ended by line feeds alone.
        edit: fits what the file holds, see ``knowledge.edits.apply``.

    Raises:
        ExportError: the file is written in a way in which the place cannot be found.
    """
    root = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(root, MappingNode):
        raise ExportError(f"{edit.file}: holds no mapping; write it by hand")
    return _Splicer(text, edit).put(root)


def new_file(value: dict[str, Any] | list[Any]) -> str:
    """Return the text of a file that holds a value."""
    return _block(value)


SENTENCES = "phrasings"
"""Key below which lists hold sentences, each on a line of its own."""


class _Splicer:
    """Puts one edit into a text."""

    def __init__(self, text: str, edit: Edit) -> None:
        self.text = text
        self.edit = edit
        self.above: Node

    def put(self, root: MappingNode) -> str:
        """Walk down the path, and do there what the edit says."""
        holder: Node = root
        node: Node = root
        path = self.edit.path
        self.above = root
        for depth, key in enumerate(path):
            there = _child(node, key)
            if there is None:
                gone = self.edit.op in {Op.DROP, Op.UNSET}
                return self.text if gone else self._new_key(node, key, _nested(path[depth + 1 :], self._wanted()))
            self.above, holder, node = holder, node, there
        return self._at(holder, node)

    def _at(self, holder: Node, there: Node) -> str:
        """Do what the edit says where a value stands already."""
        if self.edit.op is Op.ADD:
            return self._add(there)
        if self.edit.op is Op.SET:
            return self._replace(holder, there)
        if self.edit.op is Op.UNSET:
            alone = len(holder.value) == 1 and len(self.edit.path) > 1
            return self._without_key(*(self.above, self.edit.path[-2]) if alone else (holder, self.edit.path[-1]))
        return self._drop(holder, there)

    def _wanted(self) -> Any:
        """Return what is to stand at the path where nothing stands yet."""
        return [self.edit.value] if self.edit.op is Op.ADD else self.edit.value

    def _add(self, listed: Node) -> str:
        if not isinstance(listed, SequenceNode):
            raise self._lost()
        if any(_same(item, self.edit.value) for item in listed.value):
            return self.text
        quoted = bool(listed.value) and _quoted(listed.value[-1])
        if listed.flow_style:
            piece = _flow(self.edit.value, quoted=quoted)
            end = _end(listed) - 1
            if not listed.value:
                return self.text[:end] + piece + self.text[end:]
            # Behind the last value, whatever commas, line breaks and comments stand between it and the bracket.
            last = _end(listed.value[-1])
            return f"{self.text[:last]}, {piece}{self.text[last:]}"
        last = listed.value[-1]
        column = self._dash(last)
        piece = _block([self.edit.value], quoted=quoted)
        return self._insert_lines(_end(last), piece, column)

    def _replace(self, holder: Node, there: Node) -> str:
        if _same(there, self.edit.value):
            return self.text
        plain = isinstance(there, ScalarNode) and not isinstance(self.edit.value, dict | list)
        if plain or _flows(there) or _flows(holder):
            piece = _flow(self.edit.value, quoted=_quoted(there))
            return self.text[: there.start_mark.index] + piece + self.text[_end(there) :]
        without = self._without_key(holder, self.edit.path[-1])
        return spliced(without, self.edit)

    def _new_key(self, holder: Node, key: str, value: Any) -> str:
        """Put a key with its value at the end of a mapping."""
        if not isinstance(holder, MappingNode) or key.startswith(SELECTS):
            raise self._lost()
        if holder.flow_style:
            piece = f"{_flow(key)}: {_flow(value)}"
            end = _end(holder.value[-1][1]) if holder.value else _end(holder) - 1
            return self.text[:end] + (", " if holder.value else "") + piece + self.text[end:]
        column = holder.value[0][0].start_mark.column
        return self._insert_lines(
            _end(holder.value[-1][1]), _block({key: value}, sentences=self.edit.path[0] == SENTENCES), column
        )

    def _without_key(self, holder: Node, key: str) -> str:
        if not isinstance(holder, MappingNode):
            raise self._lost()
        for position, (name, value) in enumerate(holder.value):
            if name.value == key:
                pairs = [(pair[0].start_mark.index, _end(pair[1])) for pair in holder.value]
                if holder.flow_style:
                    return self._cut_between(pairs, position)
                cut = self._cut_lines(name.start_mark.index, _end(value))
                if len(holder.value) > 1:
                    return cut
                # What holds nothing any more would read as an empty text.
                above = len(self.text[: name.start_mark.index].rstrip())
                return f"{cut[:above]} {{}}{cut[above:]}"
        return self.text

    def _drop(self, holder: Node, listed: Node) -> str:
        if not isinstance(listed, SequenceNode):
            raise self._lost()
        found = [n for n, item in enumerate(listed.value) if _same(item, self.edit.value)]
        if not found:
            return self.text
        if len(listed.value) == len(found):
            return self._without_key(holder, self.edit.path[-1])
        item = listed.value[found[0]]
        if listed.flow_style:
            spans = [(item.start_mark.index, _end(item)) for item in listed.value]
            return self._cut_between(spans, found[0])
        return self._cut_lines(item.start_mark.index, _end(item))

    def _insert_lines(self, after: int, piece: str, column: int) -> str:
        """Put lines behind the line that ends at an index, comments at its end included."""
        end = self.text.find("\n", after)
        head, tail = (self.text, "") if end < 0 else (self.text[: end + 1], self.text[end + 1 :])
        if not head.endswith("\n"):
            head += "\n"
        lines = "".join(f"{' ' * column}{line}\n" for line in piece.splitlines())
        return head + lines + tail

    def _cut_lines(self, start: int, end: int) -> str:
        """Take the lines away from where a value begins to where it ends."""
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", end)
        return self.text[:first] + ("" if last < 0 else self.text[last + 1 :])

    def _cut_between(self, spans: list[tuple[int, int]], position: int) -> str:
        """Take one of several things away that stand between brackets, with one of the commas beside it."""
        start, end = spans[position]
        if position + 1 < len(spans):
            end = spans[position + 1][0]
        elif position:
            start = spans[position - 1][1]
        return self.text[:start] + self.text[end:]

    def _dash(self, item: Node) -> int:
        """Return the column of the hyphen before an item of a list."""
        start = self.text.rfind("\n", 0, item.start_mark.index) + 1
        return self.text.find("-", start) - start

    def _lost(self) -> ExportError:
        return ExportError(f"{self.edit.file}: {'.'.join(self.edit.path)} cannot be found; write it by hand")


def _child(node: Node, key: str) -> Node | None:
    """Return what stands below a key, or the item of a list that has an id."""
    if isinstance(node, MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    if isinstance(node, SequenceNode) and key.startswith(SELECTS):
        wanted = key[len(SELECTS) :]
        return next((item for item in node.value if _id(item) == wanted), None)
    return None


def _id(node: Node) -> str:
    found = _child(node, "id") if isinstance(node, MappingNode) else None
    return str(found.value) if isinstance(found, ScalarNode) else ""


def _end(node: Node) -> int:
    """Return the index behind the last sign of a value; of a block, behind its last value, comments left out."""
    if isinstance(node, ScalarNode) or _flows(node) or not node.value:
        end = int(node.end_mark.index)
        if isinstance(node, ScalarNode) and node.style in {"|", ">"}:
            buffer = node.end_mark.buffer or ""
            while end > node.start_mark.index and (end > len(buffer) or buffer[end - 1] in " \n\0"):
                end -= 1
        return end
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _quoted(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style == '"'


def _flows(node: Node) -> bool:
    return isinstance(node, MappingNode | SequenceNode) and bool(node.flow_style)


def _value(node: Node) -> Any:
    """Return what a node holds, as the loader of the knowledge reads it."""
    if isinstance(node, MappingNode):
        return {name.value: _value(value) for name, value in node.value}
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    plain = isinstance(node, ScalarNode) and node.style is None
    return scalar(node.value)[0] if plain else node.value


def _same(node: Node, value: Any) -> bool:
    wanted = value.get("id") if isinstance(value, dict) else None
    return bool(_value(node) == value or (wanted and _id(node) == wanted))


def _nested(path: tuple[str, ...], value: Any) -> Any:
    """Return a value below the keys of a path."""
    for key in reversed(path):
        value = {key: value}
    return value


def _is_flat(value: Any) -> bool:
    """Tell whether a value reads well on one line: a text, a figure, or a list or mapping of such."""
    if isinstance(value, dict):
        value = list(value.values())
    return not isinstance(value, list) or not any(isinstance(item, dict | list) for item in value)


def _block(value: Any, *, quoted: bool = False, sentences: bool = False) -> str:
    """Return a mapping or a list as a block: what reads well on one line stands on one, a list of sentences on many."""
    lines: list[str] = []
    if isinstance(value, dict):
        for key, item in value.items():
            if _is_flat(item) and not (sentences and isinstance(item, list)):
                lines.append(f"{_flow(key)}: {_flow(item)}")
            else:
                inner = _block(item, quoted=sentences, sentences=sentences or key == SENTENCES)
                lines += [f"{_flow(key)}:", *_indented(inner, "  " if isinstance(item, dict) else "")]
    else:
        for item in value:
            inner = _block(item) if isinstance(item, dict) else _flow(item, quoted=quoted)
            first, *rest = inner.splitlines()
            lines += [f"- {first}", *_indented("\n".join(rest), "  ")]
    return "".join(f"{line}\n" for line in lines)


def _indented(text: str, by: str) -> list[str]:
    return [by + line for line in text.splitlines()]


def _flow(value: Any, *, quoted: bool = False) -> str:
    """Return a value as YAML on one line."""
    writer = YAML()
    writer.width = WIDE
    writer.allow_unicode = True
    writer.default_flow_style = True
    out = io.StringIO()
    # A text as the item of a list, since some may stand alone that may not stand among others.
    alone = isinstance(value, dict | list)
    writer.dump(_safe(value if alone else [value], quoted=quoted), out)
    return out.getvalue().strip() if alone else out.getvalue().strip()[1:-1]


def _safe(value: Any, *, quoted: bool) -> Any:
    """Put texts in quotes that would otherwise be read as something else, or all of them."""
    if isinstance(value, dict):
        return {key: _safe(item, quoted=quoted) for key, item in value.items()}
    if isinstance(value, list):
        return [_safe(item, quoted=quoted) for item in value]
    if isinstance(value, str) and (quoted or scalar(value) != (value, "")):
        return DoubleQuotedScalarString(value)
    return value
