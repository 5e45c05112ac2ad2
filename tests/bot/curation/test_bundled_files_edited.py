"""Curators' changes to every file of the bundled knowledge: no line is touched that does not change."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import knowledge
from bot.curation.export import diff, planned, write
from bot.curation.layout import laid_out
from bot.curation.splicing import changed
from knowledge.build import build
from knowledge.edits import Edit, Op, apply, inverse
from knowledge.loader import read_common, read_common_words, read_file, read_folder, read_text
from tests.bot.curation.edited import DATA, FACT, bundled, counted, edit

NAMES = [
    path.relative_to(DATA).as_posix()
    for folder in ("entries", "vocabulary", "phrasings")
    for path in sorted((DATA / folder).glob("*.yaml"))
]


Case = tuple[str, Edit, int, int]
"""What is done, by which edit, and how many lines it may take out and put in."""


def of_entries(name: str, value: Any) -> Iterator[Case]:
    held = value["entries"][-1]
    one, title, summary = held["id"], held["title"], held["summary"]
    at = f"entries/={one}"
    text = (DATA / name).read_text(encoding="utf-8")
    flow = f"- {{id: {one}," in text  # an entry on one line stays on it
    whole = 1 if flow else len(text[text.index(f"- id: {one}\n") :].splitlines())
    new = {"id": "new", "kind": "concept", "title": "New", "names": {"any": ["New one"]}, "summary": "New."}
    origin = {"source": "curators", "heading": "a, b", "dated": "c"}
    made = 1 if flow else 2
    key = next(iter(held.get("names", {})), "any")
    yield "name", edit(name, f"{at}/names/{key}", Op.ADD, "Größe, neu"), 1, 1 if "names" in held else made
    yield (
        "language",
        edit(name, f"{at}/names/et", Op.ADD, "Țară"),
        int(flow or "names" in held),
        1 if "names" in held else made,
    )
    yield "fact", edit(name, f"{at}/facts", Op.ADD, FACT), int(flow), 1 if flow else 7 + ("facts" not in held)
    yield "summary", edit(name, f"{at}/summary", Op.SET, "It's: new.", summary), height(summary), 1
    yield "title", edit(name, f"{at}/title", Op.SET, {"en": "X", "de": "Y: Z"}, title), height(title), 3
    yield "source", edit(name, f"{at}/sourced/website", Op.SET, origin), int(flow), made
    yield "entry", edit(name, "entries", Op.ADD, new), 0, 7
    yield "no entry", edit(name, "entries", Op.DROP, held), whole + 2, 0
    yield "no title", edit(name, f"{at}/title", Op.UNSET, was=title), height(title), int(flow)
    yield "heading", edit(name, "heading", Op.SET, "Another # heading", value["heading"]), 1, 1


def height(value: Any) -> int:
    """Return how many lines a text, or texts by language, may have."""
    return 1 + len(value) if isinstance(value, dict) else 1


def of_concepts(name: str, value: Any) -> Iterator[Case]:
    yield "concept", edit(name, "concepts/canteen", Op.SET, {"role": "outside"}), 0, 1
    yield "near", edit(name, "concepts/guide/near", Op.ADD, "source"), 1, 1
    yield "no role", edit(name, "concepts/guide/role", Op.UNSET, was="light"), 1, 1


def of_a_language(name: str, value: Any) -> Iterator[Case]:
    concept, words = next((key, held) for key, held in value["concepts"].items() if len(held) > 2)
    yield "word", edit(name, f"concepts/{concept}", Op.ADD, "слово no*"), 1, 1
    yield "no word", edit(name, f"concepts/{concept}", Op.DROP, words[0]), 1, 1
    yield "no last word", edit(name, f"concepts/{concept}", Op.DROP, words[-1]), 1, 1
    yield "no concept", edit(name, f"concepts/{concept}", Op.UNSET, was=words), 1, 0
    yield "concept", edit(name, "concepts/canteen", Op.ADD, "mensa"), 0, 1
    # English has no such section: it is made, set apart as the others are.
    yield "entry", edit(name, "entries/canteen", Op.ADD, "no"), 0, 1 if "entries" in value else 3
    yield "name", edit(name, "name", Op.SET, "no"), 0, 2
    yield "skip", edit(name, "skip", Op.SET, "a b c"), 0, 2
    for entry, held in list(value.get("entries", {}).items())[:1]:
        yield "no entry", edit(name, f"entries/{entry}", Op.UNSET, was=held), 3, 0


def of_phrasings(name: str, value: Any) -> Iterator[Case]:
    intent, asked = next(iter(value["phrasings"].items()))
    yield "phrasing", edit(name, f"phrasings/{intent}", Op.ADD, 'Where is "it", Größe?'), 0, 1
    yield "no phrasing", edit(name, f"phrasings/{intent}", Op.DROP, asked[0]), 1, 0
    yield "no last phrasing", edit(name, f"phrasings/{intent}", Op.DROP, asked[-1]), 1, 0
    yield "intent", edit(name, "phrasings/new.intent", Op.ADD, "new?"), 0, 2
    yield "exact", edit(name, "exact", Op.SET, value=True), 0, 1
    yield "no intent", edit(name, f"phrasings/{intent}", Op.UNSET, was=asked), len(asked) + 2, 1


def cases() -> Iterator[tuple[str, str, Edit, int, int]]:
    for name in NAMES:
        folder = name.partition("/")[0]
        kinds = {"entries": of_entries, "vocabulary": of_a_language, "phrasings": of_phrasings}
        of = of_concepts if name == "vocabulary/concepts.yaml" else kinds[folder]
        for case in of(name, read_file(DATA / name).value):
            yield (name, *case)


CASES = list(cases())

laid_out_once = functools.lru_cache(maxsize=4)(laid_out)
"""Reading a large file takes a second, and each is changed again and again."""


@pytest.mark.parametrize(
    ("name", "what", "change", "most_out", "most_in"), CASES, ids=[f"{name}: {what}" for name, what, *_ in CASES]
)
def test_only_what_changes_is_touched(
    name: str, what: str, change: Edit, most_out: int, most_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.curation.splicing.laid_out", laid_out_once)
    (planned_change,) = planned(DATA, [change])
    out, put = counted(planned_change)
    shown = diff([planned_change])
    assert out <= most_out, shown
    assert put <= most_in, shown
    assert planned_change.old.count("\n#") == planned_change.new.count("\n#"), "a comment is lost"
    source = next(source for source in bundled() if source.name == name)
    (wanted,), problems = apply([change], [source])
    assert not problems
    assert read_text(planned_change.new).value == wanted.tree.value
    if name.startswith("entries/"):
        back = changed(planned_change.new, source.tree.value)
        assert read_text(back).value == source.tree.value


def test_a_folder_written_to_loads_as_the_folder_with_edits_laid_over_it(folder: Path) -> None:
    curated = "phrasings/curated.de.yaml"
    origin = {key: FACT[key] for key in ("source", "heading", "dated")}
    wels = {
        "id": "wels",
        "kind": "region",
        "title": "Wels",
        "names": {"any": ["Wels"]},
        "heading": "h",
        "dated": "2026",
    }
    wels |= {"summary": {"en": "Wels is a town.", "de": "Wels: eine Stadt"}}
    edits = [
        edit("entries/karlsruhe.yaml", "entries/=cyberforum/names/any", Op.ADD, "Das Cyber-Forum"),
        edit("entries/karlsruhe.yaml", "entries/=cyberforum/members", Op.SET, 700, "more than 640"),
        edit("entries/karlsruhe.yaml", "entries/=cyberforum/sourced/members", Op.SET, origin),
        edit("entries/karlsruhe.yaml", "entries/=cyberforum/facts", Op.ADD, FACT),
        edit("entries/countries.yaml", "entries/=austria/facts", Op.ADD, FACT),
        edit("vocabulary/en.yaml", "concepts/company", Op.ADD, "outfit"),
        edit("entries/curated.yaml", "entries", Op.ADD, wels),
        edit(curated, "language", Op.SET, "de", "de"),
        edit(curated, "exact", Op.SET, value=True, was=True),
        Edit(curated, ("phrasings", "cyberforum.canteen"), Op.ADD, "wo gibt's Essen?"),
    ]  # fmt: skip
    sources, problems = read_folder(folder)
    laid, misfits = apply(edits, sources)
    words = read_common_words(folder, problems)
    expected = build(sorted(laid, key=lambda source: source.name), words, problems, read_common())
    assert not problems
    assert not misfits
    changes = planned(folder, edits)
    write(folder, changes)
    found, problems = read_folder(folder)
    assert {s.name: s.tree.value for s in found} == {s.name: s.tree.value for s in laid}
    assert without_lines(repr(knowledge.load(folder))) == without_lines(repr(expected))
    assert planned(folder, edits) == [], "what is written is written again"
    assert (folder / curated).read_text(encoding="utf-8") == (
        "# What curators have added.\nlanguage: de\nexact: true\nphrasings:\n  cyberforum.canteen:\n"
        '  - "wo gibt\'s Essen?"\n'
    )
    assert not [path for path in folder.rglob("*") if path.name.endswith(".tmp")]
    # and taken back
    write(folder, planned(folder, inverse(edits)))
    for name in {change.file for change in changes} - {curated}:
        assert (folder / name).read_bytes() == (DATA / name).read_bytes(), name
    assert read_file(folder / curated).value == {"language": "de", "exact": True, "phrasings": {}}
    knowledge.load(folder)


def without_lines(shown: str) -> str:
    """Return a knowledge base as text, without lines of files, and sets in one order."""
    shown = re.sub(r"line=\d+", "", shown)
    return re.sub(r"frozenset\(\{(.*?)\}\)", lambda f: ", ".join(sorted(f.group(1).split(", "))), shown)
