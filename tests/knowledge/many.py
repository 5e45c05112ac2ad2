"""A knowledge folder of many entries, each like a real one: names, fields, facts, phrasings and golden questions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from tests.knowledge.small import write_knowledge

FIRST = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
)
LAST = ("bern", "dorf", "feld", "gart", "heim", "kirch", "lund", "mark", "nau", "ort", "rode", "stadt", "tal", "wald")
REGIONS = 40
"""Regions that the entries lie in."""
A_FILE = 100
"""Entries in one file."""


def names() -> Iterator[str]:
    """Yield names of clusters that are like nothing else: Babefeld, Babegart …"""
    for first, second, last in itertools.product(FIRST, FIRST, LAST):
        yield f"{first}{second}{last}".capitalize()


def write_many(folder: Path, entries: int = 1_000) -> Path:
    """Write a folder with so many clusters, and a golden question and five phrasings for each."""
    called = list(itertools.islice(names(), entries + REGIONS))
    regions, clusters = called[:REGIONS], called[REGIONS:]
    files: dict[str, str | bytes | None] = {"entries/sea.yaml": None}
    files["entries/regions.yaml"] = _head() + "".join(map(_region, regions))
    files["golden/regions.yaml"] = "".join(_golden(name) for name in ["The guide", *regions])
    for number in range(0, entries, A_FILE):
        part = clusters[number : number + A_FILE]
        stem = f"part-{number // A_FILE:02}"
        files[f"entries/{stem}.yaml"] = _head() + "".join(
            _cluster(name, regions[at % REGIONS], number + at) for at, name in enumerate(part)
        )
        files[f"golden/{stem}.yaml"] = "".join(map(_golden, part))
        files[f"phrasings/{stem}.yaml"] = "language: en\nphrasings:\n" + "".join(map(_phrasings, part))
    return write_knowledge(folder, files)


def _head() -> str:
    return "source: guide\nheading: Clusters\ndated: about 2011\n\nentries:\n"


def _region(name: str) -> str:
    guide = "- id: guide\n  kind: source\n  title: The guide\n  short: guide\n  summary: A guide.\n"
    region = (
        f"- id: {name.lower()}\n  kind: region\n  title: {name}\n  names: {{any: [{name}]}}\n"
        f"  summary: {name} is a region of many trades.\n"
    )
    return guide + region if name == next(names()) else region


def _cluster(name: str, region: str, number: int) -> str:
    return f"""\
- id: {name.lower()}
  kind: cluster
  title: {name}
  names: {{any: [{name}, {name} cluster]}}
  region: {region.lower()}
  members: {number + 10}
  website: http://{name.lower()}.eu
  summary: {name} brings together what is made in and around {region}.
  facts:
  - id: founded
    ask: ["when was _ founded", "how old is _"]
    say: {name} was founded in {1900 + number % 100}.
    question: When was {name} founded?
  - id: fee
    ask: ["what does _ cost", "fee of _"]
    say: Being a member of {name} costs {100 + number} euros a year.
    question: What does it cost to join {name}?
"""


def _golden(name: str) -> str:
    entry = "guide" if name == "The guide" else name.lower()
    asked = f'["where is {name}", "what is {name}", "{name.lower()}?"]'
    return f"- {{entry: {entry}, kind: fact, ask: {asked}, expect: answered}}\n"


def _phrasings(name: str) -> str:
    return f"""\
  {name.lower()}.founded: ["in which year did {name} begin", "since when is {name}", "is {name} an old one"]
  {name.lower()}.fee: ["is it dear to be in {name}", "what would I pay for {name}"]
"""
