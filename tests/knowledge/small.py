"""A knowledge folder of a few lines, to break on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

import knowledge

KINDS = """\
kinds:
  cluster:
    word: cluster
    called: {en: {one: cluster, other: clusters}}
    fields: [region, members, partners, website, facts]
  region:
    word: region
    called: {en: {one: region, other: regions}}
    fields: [facts]
  organisation:
    word: organisation
    called: {en: {one: organisation, other: organisations}}
    fields: [facts]
  source:
    word: guide
    called: {en: {one: source, other: sources}}
    fields: [facts]
fields:
  region:
    type: entry
    of: [region]
    ask: ["where is _"]
    say: {en: "{name} is in {value}."}
    question: {en: "Where is {name}?"}
  members:
    type: number
    ask: ["how many members does _ have"]
    say: {en: "{name} has {value} members."}
    question: {en: "How many members does {name} have?"}
  partners:
    type: entries
    of: [organisation]
    ask: ["who are the partners of _"]
    say: {en: "{name} has {value}."}
    question: {en: "Who are the partners of {name}?"}
  website:
    type: url
    ask: ["website of _"]
    say: {en: "{name}: {value}"}
    question: {en: "What is the website of {name}?"}
"""

CONCEPTS = """\
concepts:
  cluster: {role: light}
  region: {}
  organisation: {}
  guide: {role: light}
"""

ENGLISH = """\
language: en
name: English
skip: a the of in is
concepts:
  cluster: [cluster, clusters]
  region: [region]
"""

ENTRIES = """\
source: guide
heading: Clusters
dated: about 2011

entries:
- id: guide
  kind: source
  title: The guide
  short: guide
  summary: A guide.
- id: north
  kind: region
  title: The North
  names: {any: [North]}
  summary: A region.
- id: boats
  kind: cluster
  title: Boats
  names: {any: [Boats United]}
  region: north
  members: more than 60
  website: http://boats.example
  summary: A cluster of boat builders.
  facts:
  - id: age
    say: It is old.
    question: How old is it?
    ask: [how old is _]
"""

SEA = "entries/sea.yaml"

FILES = {
    "kinds.yaml": KINDS,
    "vocabulary/concepts.yaml": CONCEPTS,
    "vocabulary/en.yaml": ENGLISH,
    SEA: ENTRIES,
}


def write_knowledge(folder: Path, changed: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the folder.

    Args:
        folder: where to.
        changed: files by name that are to hold something else, or that are to be missing.
    """
    files: dict[str, str | bytes | None] = {**FILES, **(changed or {})}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def problems(folder: Path, changed: dict[str, str | bytes | None]) -> list[str]:
    """Return what is wrong with the small folder once it is changed; all of it, as it is printed."""
    with pytest.raises(knowledge.KnowledgeProblems) as caught:
        knowledge.load(write_knowledge(folder, changed))
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return [str(problem) for problem in caught.value.problems]


def line_of(text: str, part: str) -> int:
    """Return the line of a text, from 1, in which a part of it begins."""
    return text.count("\n", 0, text.index(part)) + 1


SMALLEST = {
    "kinds.yaml": """\
title: harbours
kinds:
  harbour:
    called: {en: {one: harbour, other: harbours}}
    fields: [berths, facts]
  source:
    called: {en: {one: source, other: sources}}
    fields: [facts]
fields:
  berths:
    type: number
    ask: [how many berths does _ have]
    say: {en: "{name} has {value} berths."}
    question: {en: "How many berths does {name} have?"}
""",
    "entries/sea.yaml": """\
source: almanac
heading: Harbours
dated: as of 2024
entries:
- {id: almanac, kind: source, title: The almanac, short: almanac, summary: An almanac.}
- {id: rook, kind: harbour, title: Rook Bay, names: {any: [Rook Bay]}, summary: A small harbour., berths: 12}
""",
}
"""A knowledge folder as small as it can be: all else comes from the common files."""


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
