"""YAML files → :class:`~knowledge.models.KnowledgeBase`. The one place that reads YAML, and files.

Every problem of every file is collected; none hides another. What the files mean is checked in ``validation.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.build import build, common_layer, without_subject
from knowledge.errors import KnowledgeProblems, Problem
from knowledge.layer import Layer
from knowledge.malformed import malformed
from knowledge.models import KnowledgeBase
from knowledge.places import COMMON, GOLDEN, Source
from knowledge.yaml_tree import CUT, DEEPEST, LARGEST, MOST_PROBLEMS, Open, Tree, scalar

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(folder: Path) -> KnowledgeBase:
    """Read, check and cross-reference a knowledge folder, laid over what is common to all of them.

    Args:
        folder: holds ``kinds.yaml``, ``entries/*.yaml`` and whatever it adds to ``knowledge/common``:
            ``vocabulary/*.yaml``, ``locale/*.yaml``, ``phrasings/*.yaml``, ``decision.yaml``, lists of common words in
            ``words/*.txt``.

    Raises:
        KnowledgeProblems: with every problem as ``file:line: what is wrong and what to do``.
    """
    sources, problems = read_folder(folder)
    if not sources:
        raise KnowledgeProblems(problems)
    words = read_common_words(folder, problems)
    knowledge = build(sources, words, problems, read_common())
    if problems:
        raise KnowledgeProblems(problems)
    return knowledge


@lru_cache(maxsize=2)
def read_common(*, but: str = "") -> Layer:
    """Read what all knowledge bases are laid over; once, since it belongs to the bot as its code does.

    Args:
        but: beginning of the names of files that are not read; empty to read all.

    Raises:
        KnowledgeProblems: a common file is broken or missing.
    """
    sources, problems = read_folder(COMMON, but=but)
    words = read_common_words(COMMON, problems)
    layer = common_layer(sources, words, problems)
    if problems:
        raise KnowledgeProblems(problems)
    return layer


def load_common() -> KnowledgeBase:
    """Return what all knowledge bases begin with, without entries: the words of each language, and what the bot says.

    Raises:
        KnowledgeProblems: a common file is broken or missing.
    """
    return without_subject(read_common())


def read_folder(folder: Path, *, but: str = "", only: Iterable[str] = ()) -> tuple[list[Source], list[Problem]]:
    """Read the YAML files of a knowledge folder.

    Args:
        folder: the knowledge folder.
        but: beginning of the names of files that are not read; empty to read all.
        only: names of the files to be read, those that are there; empty to read all.

    Returns:
        What the files hold, in the order of their names, and what is wrong with them as files.
    """
    if not folder.is_dir():
        return [], [Problem(str(folder), 0, "there is no such folder; name a knowledge folder with --knowledge")]
    sources: list[Source] = []
    problems: list[Problem] = []
    wanted = frozenset(only)
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        if name.startswith(GOLDEN) or (but and name.startswith(but)) or (wanted and name not in wanted):
            continue
        source = Source(name, read_file(path), common=folder == COMMON)
        problems += [Problem(source.file, line, text) for line, text in source.tree.problems]
        if source.tree.value is not None:
            sources.append(source)
    for stray in sorted(folder.rglob("*.yml")):
        problems.append(Problem(stray.relative_to(folder).as_posix(), 0, "is not read; rename it to .yaml"))
    if not sources and not problems and not wanted:
        problems.append(Problem(str(folder), 0, "holds no .yaml file; see docs/knowledge.md for what belongs in it"))
    return sources, problems


def read_file(path: Path) -> Tree:
    """Read one YAML file; what is wrong with it stands in the tree's ``problems``."""
    text, problems = _text(path)
    return Tree(problems=problems) if problems else read_text(text)


def _text(path: Path) -> tuple[str, list[tuple[int, str]]]:
    """Return the text of a file, and what is wrong with it as a file."""
    try:
        if not path.is_file():
            return "", [(0, "is no file; name a file" if path.exists() else "there is no such file; correct the name")]
        if path.stat().st_size > LARGEST:
            return "", [(0, f"is larger than {LARGEST // 2**20} MB; split it")]
        raw = path.read_bytes()
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return "", [(line, f"is not UTF-8 (byte {error.start}); save it as UTF-8")]
    except OSError as error:
        return "", [(0, f"cannot be read: {error.strerror}; check the file and its permissions")]


def read_text(text: str) -> Tree:
    """Read YAML text into a tree that knows its lines."""
    tree = Tree()
    strange = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        tree.problems.append((line, f"holds the character {strange.group()!r}, which YAML does not allow; remove it"))
        return tree
    try:
        _fill(tree, text)
    except yaml.MarkedYAMLError as error:
        at, began = _place(error.problem_mark), _place(error.context_mark)
        tree.problems.append(malformed(error.problem or str(error), at, began, text))
        tree.value = None
    if tree.value is None and not tree.problems:
        tree.problems.append((0, "is empty; fill it or delete it"))
    return tree


def _place(mark: yaml.error.Mark | None) -> tuple[int, int] | None:
    return None if mark is None else (mark.line, mark.column)


def _fill(tree: Tree, text: str) -> None:
    """Build the tree from the parser's events, one after the other, without recursion."""
    stack: list[Open] = []
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark is not None else 0
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            tree.problems.append((line, f"{event.tag} is a tag, and tags are not read; remove it"))
        if isinstance(event, yaml.AliasEvent):
            tree.problems.append((line, f"*{event.anchor} is an alias; write the value out"))
            _put(tree, stack, "", line)
        elif isinstance(event, yaml.ScalarEvent):
            value, wrong = (event.value, "") if event.style else scalar(event.value)
            ends = event.end_mark.index if event.end_mark is not None else len(text)
            if not event.style and " " in event.value and CUT.match(text, ends):
                tree.cut.append(line)
            if wrong:
                tree.problems.append((line, wrong))
            _put(tree, stack, value, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(stack) >= DEEPEST:
                tree.problems.append((line, f"nests deeper than {DEEPEST} levels; flatten it"))
                tree.value = None
                return
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = _put(tree, stack, value, line)
            stack.append(Open(value, path))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and tree.value is not None:
            tree.problems.append((line, "a second document begins with ---; one file holds one"))
            return
        if len(tree.problems) >= MOST_PROBLEMS:
            tree.problems.append((line, "and perhaps more from here on; correct what is named first"))
            tree.value = None
            return


def _put(tree: Tree, stack: list[Open], value: Any, line: int) -> tuple[str | int, ...]:
    """Put a value where the parser stands.

    Returns:
        Its path; a mapping's key has none of its own.
    """
    if not stack:
        tree.value = value if value != "" else None
        tree.lines[()] = line
        return ()
    top = stack[-1]
    if isinstance(top.value, list):
        path = (*top.path, len(top.value))
        top.value.append(value)
    elif top.key is None:
        if isinstance(value, dict | list):
            tree.problems.append((line, "a key must be text; quote it or move it to the right of a colon"))
            value = f"?{line}"
        top.key = str(value)
        top.skip = top.key in top.value
        if top.skip:
            first = tree.lines[(*top.path, top.key)]
            tree.problems.append((line, f"{top.key} stands here again (first in line {first}); keep one"))
        else:
            tree.lines[(*top.path, top.key)] = line
        return top.path
    else:
        path = (*top.path, top.key)
        if not top.skip:
            top.value[top.key] = value
        top.key = None
        return path
    tree.lines[path] = line
    return path


def read_common_words(folder: Path, problems: list[Problem]) -> dict[str, frozenset[str]]:
    """Read the lists of common words by language, one word a line; lines that begin with # are comments."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted((folder / "words").glob("*.txt")):
        text, wrong = _text(path)
        problems += [Problem(path.relative_to(folder).as_posix(), line, what) for line, what in wrong]
        found[path.stem] = frozenset(word for word in text.splitlines() if word and not word.startswith("#"))
    return found
