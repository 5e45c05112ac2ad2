"""Curators' changes written into the files: no line is touched that does not change."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from bot.curation.export import FileChange, diff, planned, write
from bot.curation.layout import laid_out
from bot.curation.splicing import changed
from bot.errors import BotError, ExportError
from knowledge.build import build
from knowledge.edits import Edit, Op, apply, inverse
from knowledge.errors import EditError
from knowledge.loader import read_common, read_common_words, read_file, read_folder, read_text
from knowledge.places import Source

DATA = Path(knowledge.__file__).parent / "data"
NAMES = [
    path.relative_to(DATA).as_posix()
    for folder in ("entries", "vocabulary", "phrasings")
    for path in sorted((DATA / folder).glob("*.yaml"))
]
FACT = {
    "id": "canteen",
    "say": 'Yes: "Zur Mensa", 12 tables; see #4.',
    "question": "Is there a canteen?",
    "ask": ["is there a canteen", "where to eat, and what"],
    "source": "curators",
    "heading": "by phone, 12 May",
    "dated": "as of 2026",
}


def edit(file: str, path: str, op: Op, value: Any = None, was: Any = None) -> Edit:
    return Edit(file, tuple(path.split("/")), op, value, was)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled knowledge."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def counted(change: FileChange) -> tuple[int, int]:
    """Return how many lines are taken out, and how many are put in."""
    old, new = change.old.split("\n"), change.new.split("\n")
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return len(old) - same, len(new) - same


def written(text: str, path: str, op: Op, value: Any = None, was: Any = None, *, name: str = "entries/a.yaml") -> str:
    """Return a text with an edit written into it."""
    return rewritten(text, [edit(name, path, op, value, was)])


def rewritten(text: str, edits: list[Edit]) -> str:
    tree = read_text(text)
    assert not tree.problems
    sources, problems = apply(edits, [Source(edits[0].file, tree)])
    assert not problems
    return changed(text, sources[0].tree.value)


# --- every file of the bundled knowledge


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


@functools.cache
def bundled() -> list[Any]:
    return read_folder(DATA)[0]


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


# --- styles

BLOCK = """\
# head
entries:
- id: a    # first
  names: [x, u]   # list
  also:
  - one
  # above two
  - two   # behind two
  size: 3

# between
- id: b
  text: >-
    A long
    text.

# end
"""


@pytest.mark.parametrize(
    ("path", "op", "value", "was", "lines"),
    [
        ("entries/=a/names", Op.ADD, "z", None, ["-  names: [x, u]   # list", "+  names: [x, u, z]   # list"]),
        ("entries/=a/names", Op.DROP, "x", None, ["-  names: [x, u]   # list", "+  names: [u]   # list"]),
        ("entries/=a/also", Op.ADD, "- three", None, ['+  - "- three"']),
        ("entries/=a/also", Op.DROP, "one", None, ["-  - one"]),
        ("entries/=a/also", Op.DROP, "two", None, ["-  - two   # behind two"]),
        ("entries/=a/also", Op.SET, ["zero", "one", "two"], ["one", "two"], ["+  - zero"]),
        ("entries/=a/also", Op.SET, ["one", "1.5", "two"], ["one", "two"], ['+  - "1.5"']),
        ("entries/=a/size", Op.SET, 4, 3, ["-  size: 3", "+  size: 4"]),
        ("entries/=a/size", Op.SET, "yes", 3, ["-  size: 3", '+  size: "yes"']),
        ("entries/=a/size", Op.UNSET, None, 3, ["-  size: 3"]),
        ("entries/=a/more", Op.SET, "x: y", None, ['+  more: "x: y"']),
        ("entries/=a/more", Op.SET, {"k": ["v"]}, None, ["+  more:", "+    k: [v]"]),
        ("entries/=a/names", Op.SET, [], ["x", "u"], ["-  names: [x, u]   # list", "+  names: []   # list"]),
        ("entries/=b/text", Op.SET, "Hm", "A long text.", ["-  text: >-", "-    A long", "-    text.", "+  text: Hm"]),
        ("entries/=b/more", Op.SET, "x", None, ["+  more: x"]),
        ("entries", Op.DROP, {"id": "b"}, None, ["-- id: b", "-  text: >-", "-    A long", "-    text."]),
        ("entries", Op.ADD, {"id": "c"}, None, ["+- id: c", "+"]),
        ("dated", Op.SET, "2011-05-01", None, ['+dated: "2011-05-01"']),
    ],
)  # fmt: skip
def test_a_new_value_follows_its_neighbours(path: str, op: Op, value: Any, was: Any, lines: list[str]) -> None:
    new = written(BLOCK, path, op, value, was)
    shown = diff([FileChange("a", BLOCK, new)]).splitlines()[2:]
    assert [line for line in shown if line[0] in "+-" and line.strip() != "-"] == lines
    assert [c for c in re.findall("#.*", BLOCK) if c not in new] == (
        ["# behind two"] if "# behind two" in lines[0] else []
    )


@pytest.mark.parametrize(
    ("text", "path", "op", "value", "was", "expected"),
    [
        ("a: ['x']\n", "a", Op.ADD, "it's", None, "a: ['x', 'it''s']\n"),
        ("a: ['x, y', z]\n", "a", Op.ADD, "w", None, "a: ['x, y', z, w]\n"),
        ("a: [x,u]\n", "a", Op.ADD, "z", None, "a: [x,u,z]\n"),
        ("a: [x,\n    u,\n   ]\n", "a", Op.ADD, "z", None, "a: [x,\n    u, z,\n   ]\n"),
        ("a: [x, # one\n    u]\n", "a", Op.DROP, "u", None, "a: [x, # one\n    ]\n"),
        ("a: {}\n", "a/b", Op.ADD, "x", None, "a:\n  b: [x]\n"),
        ("a: []\nb: 1\n", "a", Op.ADD, "x", None, "a: [x]\nb: 1\n"),
        ("a: {b: 1}\n", "a/c", Op.SET, {"d": [1]}, None, "a: {b: 1, c: {d: [1]}}\n"),
        ("a: {b: 1, c: 2}\n", "a/b", Op.UNSET, None, 1, "a: {c: 2}\n"),
        ("a: {b: 1, c: 2}\n", "a/b", Op.SET, [3], 1, "a: {b: [3], c: 2}\n"),
        ("a: {b: 1}\n", "a/b", Op.UNSET, None, 1, "a: {}\n"),
        ("a:\n    - x\n", "a", Op.ADD, "u", None, "a:\n    - x\n    - u\n"),
        ("a:\n    b:\n        c: 1\n", "a/d/e", Op.SET, "f", None, "a:\n    b:\n        c: 1\n    d:\n        e: f\n"),
        ("a:\n- b: 1\n  id: x\n- id: u\n", "a/=x/b", Op.UNSET, None, 1, "a:\n- id: x\n- id: u\n"),
        ("a:\n- id: x\n\n- id: u\n\n- id: z\n", "a", Op.DROP, {"id": "u"}, None, "a:\n- id: x\n\n- id: z\n"),
        ("a:\n- id: x\n\n- id: u\n", "a", Op.DROP, {"id": "u"}, None, "a:\n- id: x\n"),
        ("a: x\nb:\n- 1", "b", Op.ADD, 2, None, "a: x\nb:\n- 1\n- 2"),
        ("a: x\nb:\n- 1\n- 2", "b", Op.DROP, 2, None, "a: x\nb:\n- 1"),
        ("a: x\nb: u", "b", Op.UNSET, None, "u", "a: x"),
        ("a: x", "no", Op.SET, "null", None, 'a: x\n"no": "null"'),
        ("a: x\n", "a", Op.SET, "line\nbreak\ttab\u2028\x7f", "x", 'a: "line\\nbreak\\ttab\\u2028\\u007f"\n'),
        ("a: x\n", "a", Op.SET, "Żółć 🏭, «да»", "x", "a: Żółć 🏭, «да»\n"),
        ("a: [x]\n", "a", Op.ADD, "Żółć 🏭, «да»", None, 'a: [x, "Żółć 🏭, «да»"]\n'),
        ("a: x # c\n", "a", Op.SET, {"en": "x", "de": "u"}, "x", "a: {en: x, de: u} # c\n"),
        ("a: x\n", "b", Op.SET, True, None, "a: x\nb: true\n"),
        ("a:  # c\n- - 1\nb: {c: d,\n  e: 1}\n", "b/g", Op.SET, 2, None, "a:  # c\n- - 1\nb: {c: d,\n  e: 1, g: 2}\n"),
    ],
)  # fmt: skip
def test_a_text_with_an_edit_written_into_it(text: str, path: str, op: Op, value: Any, was: Any, expected: str) -> None:
    assert written(text, path, op, value, was) == expected


def test_many_edits_of_one_file_at_once() -> None:
    edits = [edit("entries/a.yaml", "entries/=a/also", Op.ADD, f"word {number}") for number in range(300)]
    edits += [
        edit("entries/a.yaml", "entries/=a/also", Op.DROP, "two"),
        edit("entries/a.yaml", "entries/=a/x", Op.SET, 1),
    ]
    edits += [edit("entries/a.yaml", "entries/=b/x", Op.SET, 1), edit("entries/a.yaml", "x", Op.SET, 1)]
    new = rewritten(BLOCK, edits)
    out, put = counted(FileChange("a", BLOCK, new))
    assert (out, put) == (1, 303)


KEYS = st.sampled_from(["a", "b", "no", "c d", "1", "x: y", "ж"])
TEXTS = st.text(st.sampled_from("ab1 ,:#-[]{}'\"\\\n\té🏭&*!|>%@`?~=.yesno")) | st.sampled_from(
    ["", "no", "1.5", "007"]
)
SCALARS = TEXTS | st.integers(-5, 99) | st.booleans()
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(KEYS, v, max_size=3), max_leaves=8)
FILES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


@given(FILES, FILES, FILES)
def test_whatever_is_written_reads_as_what_was_wanted(first: Any, second: Any, third: Any) -> None:
    text = changed("", first)
    assert read_text(text).value == first
    for value in (second, {**second, **third}, {**first, **third}, first):
        text = changed(text, value)
        assert read_text(text).value == value


def test_what_no_data_file_can_hold_is_refused() -> None:
    for value in (1.5, None, 10**20):
        with pytest.raises(EditError, match=r"by hand|as text"):
            changed("a: x\n", {"a": value})


# --- files


def test_line_ends_a_byte_order_mark_and_permissions_stay(folder: Path) -> None:
    name = "entries/sectors.yaml"
    path = folder / name
    text = path.read_text(encoding="utf-8")
    raw = ("\ufeff" + text.replace("\n", "\r\n")).encode()
    path.write_bytes(raw)
    path.chmod(0o640)
    edits = [
        edit(name, "entries/=ict/facts", Op.ADD, FACT),
        edit(name, "entries/=ict/names/any", Op.ADD, "Ж"),
        edit(name, "entries/=ict/summary", Op.SET, "New.", read_file(path).value["entries"][3]["summary"]),
    ]
    (change,) = planned(folder, edits)
    write(folder, [change])
    now = path.read_bytes()
    assert now.startswith("\ufeff#".encode())
    assert now.count(b"\n") == now.count(b"\r\n") == raw.count(b"\n") + 8
    assert counted(change)[0] <= 2
    assert path.stat().st_mode & 0o777 == 0o640
    assert read_file(path).value == apply(edits, [s for s in bundled() if s.name == name])[0][0].tree.value


def test_mixed_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1\r\nb: 2\nc:\r\n- x\r\nd: 4\n")
    write(tmp_path, planned(tmp_path, [edit("a.yaml", "c", Op.ADD, "u"), edit("a.yaml", "a", Op.SET, 5, 1)]))
    assert (tmp_path / "a.yaml").read_bytes() == b"a: 5\r\nb: 2\nc:\r\n- x\r\n- u\r\nd: 4\n"


def test_a_file_that_has_changed_since_is_not_written_nor_any_other(folder: Path) -> None:
    edits = [
        edit("entries/styria.yaml", "entries/=styria/names/ro", Op.ADD, "Stirie"),
        edit("vocabulary/en.yaml", "concepts/company", Op.ADD, "outfit"),
    ]
    changes = planned(folder, edits)
    with (folder / "vocabulary/en.yaml").open("a", encoding="utf-8") as file:
        file.write("# later\n")
    with pytest.raises(ExportError, match=r"vocabulary/en.yaml:1: has been changed in the meantime"):
        write(folder, changes)
    assert (folder / "entries/styria.yaml").read_bytes() == (DATA / "entries/styria.yaml").read_bytes()
    write(folder, planned(folder, edits))


def test_a_new_file_is_not_written_over_one_that_came_first(tmp_path: Path) -> None:
    changes = planned(tmp_path, [edit("phrasings/new.yaml", "language", Op.SET, "de")])
    write(tmp_path, changes)
    assert (tmp_path / "phrasings/new.yaml").read_text() == "# What curators have added.\nlanguage: de\n"
    assert (tmp_path / "phrasings/new.yaml").stat().st_mode & 0o600 == 0o600
    with pytest.raises(ExportError, match="changed in the meantime"):
        write(tmp_path, changes)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.yaml").write_text("a: 1\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.yaml").symlink_to(tmp_path / "real/a.yaml")
    write(tmp_path / "data", planned(tmp_path / "data", [edit("a.yaml", "a", Op.SET, 2, 1)]))
    assert (tmp_path / "data/a.yaml").is_symlink()
    assert (tmp_path / "real/a.yaml").read_text() == "a: 2\n"


def test_every_edit_that_does_not_fit_is_named(folder: Path) -> None:
    (folder / "entries/veneto.yaml").write_text("entries: [\n", encoding="utf-8")
    with pytest.raises(ExportError, match=r"entries/veneto.yaml:2: is not YAML") as raised:
        planned(folder, [edit("entries/veneto.yaml", "dated", Op.SET, "x")])
    assert isinstance(raised.value, BotError)
    with pytest.raises(ExportError) as raised:
        planned(
            folder,
            [
                edit("entries/styria.yaml", "entries/=atlantis/names/any", Op.ADD, "x"),
                edit("entries/styria.yaml", "dated", Op.SET, "x", "y"),
                edit("vocabulary/en.yaml", "concepts/company", Op.ADD, "outfit"),
            ],
        )
    assert [(p.file, p.line) for p in raised.value.problems] == [("entries/styria.yaml", 7), ("entries/styria.yaml", 5)]
    (folder / "decision.yaml").write_text("answer: 50\n")
    with pytest.raises(ExportError, match=r"decision.yaml:1: would hold nothing any more"):
        planned(folder, [edit("decision.yaml", "answer", Op.UNSET, was=50)])
    with pytest.raises(ExportError, match="as text"):
        planned(folder, [edit("decision.yaml", "answer", Op.SET, 1.5, 50)])


def test_a_file_that_cannot_be_written_is_named_and_left_whole(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\n")
    changes = planned(tmp_path, [edit("a.yaml", "a", Op.SET, 2, 1)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(ExportError, match=r"a.yaml:1: cannot be written \(No space left on device\)"):
            write(tmp_path, changes)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert (tmp_path / "a.yaml").read_text() == "a: 1\n"


def test_git_takes_the_diff(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("no git")
    (tmp_path / "a.yaml").write_text("a: 1\nb:\n- x")
    edits = [edit("a.yaml", "b", Op.ADD, "u"), edit("phrasings/b.yaml", "language", Op.SET, "de")]
    changes = planned(tmp_path, edits)
    assert diff([]) == ""
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=diff(changes).encode(), check=True)
    assert [(tmp_path / change.file).read_text() for change in changes] == [change.new for change in changes]
