"""Revisions written into YAML files: nothing else in them moves, and they read as what is live."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.curation.export import difference, planned, write
from bot.errors import ExportError
from knowledge.edits import Edit, Op, apply, inverse
from knowledge.loader import load, read_file, read_text
from knowledge.places import Source
from tests.conftest import ROOT

DATA = ROOT / "knowledge" / "data"


def touched(before: str, after: str) -> tuple[int, int]:
    """Return how many lines went, and how many came."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    return sum(line.startswith("-") for line in lines), sum(line.startswith("+") for line in lines)


def edits_of_each_entry() -> Iterator[tuple[Edit, int, int]]:
    """Yield edits of every entry there is, with how many lines may go and come."""
    for path in sorted((DATA / "entries").glob("*.yaml")):
        name = path.relative_to(DATA).as_posix()
        for entry in read_file(path).value["entries"]:
            at = ("entries", f"={entry['id']}")
            lists = [key for key in ("any", "en") if key in entry.get("names", {})]
            for key in lists:
                yield Edit(name, (*at, "names", key), Op.ADD, "Ein: neuer #Name"), 1, 1
            yield Edit(name, (*at, "names", "sv"), Op.ADD, "Nytt namn"), 1, 2
            fact = {"id": "zz", "say": {"en": "Yes.", "de": "Ja: doch."}, "question": "Is it?", "ask": ["is it"]}
            yield Edit(name, (*at, "facts"), Op.ADD, fact), 0, 9
            yield Edit(name, (*at, "website"), Op.SET, "https://x.org", entry.get("website")), 1, 1
            if "summary" in entry:
                yield Edit(name, (*at, "summary"), Op.SET, "no", entry["summary"]), 8, 2
            for fact in entry.get("facts", ())[:2]:
                yield Edit(name, (*at, "facts"), Op.DROP, fact), 40, 0


CASES = list(edits_of_each_entry())


@pytest.mark.parametrize(("edit", "most_gone", "most_new"), CASES, ids=lambda value: "")
def test_only_what_an_edit_is_about_moves(edit: Edit, most_gone: int, most_new: int) -> None:
    for change in planned(DATA, [edit]):
        gone, new = touched(change.before, change.after)
        if (gone, new) == (1, 1):
            continue  # an entry that stands on one line stays on one
        assert gone <= most_gone, difference([change])
        assert new <= most_new, difference([change])
        comments = [line for line in change.before.splitlines() if line.lstrip().startswith("#")]
        assert comments == [line for line in change.after.splitlines() if line.lstrip().startswith("#")]
        wanted, problems = apply([edit], [Source(edit.file, read_text(change.before))])
        assert problems == []
        assert read_text(change.after).value == wanted[0].tree.value


@pytest.mark.parametrize(("edit", "_gone", "_new"), CASES[::7], ids=lambda value: "")
def test_what_was_written_can_be_taken_back(edit: Edit, _gone: int, _new: int, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "entries").mkdir(parents=True)
    shutil.copy(DATA / edit.file, folder / edit.file)
    before = read_file(folder / edit.file).value
    write(folder, planned(folder, [edit]))
    write(folder, planned(folder, inverse([edit])))
    after = read_file(folder / edit.file).value
    # What is put back into a list stands at its end.
    assert sorted_lists(after) == sorted_lists(before)


def sorted_lists(value: object) -> object:
    if isinstance(value, dict):
        return {key: sorted_lists(item) for key, item in value.items() if item not in ([], {})}
    return sorted(map(sorted_lists, value), key=repr) if isinstance(value, list) else value


def test_vocabulary_and_phrasings(tmp_path: Path) -> None:
    edits = [
        Edit("vocabulary/de.yaml", ("concepts", "member"), Op.ADD, "Mitstreiter*"),
        Edit("phrasings/curated.de.yaml", ("language",), Op.SET, "de", "de"),
        Edit("phrasings/curated.de.yaml", ("exact",), Op.SET, value=True, was=True),
        Edit("phrasings/curated.de.yaml", ("phrasings", "cyberforum.members"), Op.ADD, "Wie groß? Ja: so."),
    ]
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    changes = planned(folder, edits)
    assert touched(changes[0].before, changes[0].after) == (1, 1)
    write(folder, changes)
    assert planned(folder, edits) == ()
    known = load(folder)
    assert any(p.exact and p.text == "Wie groß? Ja: so." for p in known.phrasings)
    more = Edit("phrasings/curated.de.yaml", ("phrasings", "cyberforum.members"), Op.ADD, "Und noch eins?")
    again = planned(folder, [more])
    assert touched(again[0].before, again[0].after) == (0, 1)
    write(folder, planned(folder, [*inverse([more]), *inverse(edits)]))
    assert (folder / "vocabulary" / "de.yaml").read_bytes() == (DATA / "vocabulary" / "de.yaml").read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "a:\r\n- b # c\r\n\r\n# d\r\ne: f\r\n",
        "# x\na: [b]  # c\ne: f",
        "a:\n    - b\n\n\n# end\n",
        "a: [\n  b,  # one\n]\ne: {f: g}\n",
        'a: ["b"]\n',
    ],
)
def test_ways_of_writing(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(text.encode())
    write(tmp_path, planned(tmp_path, [Edit("x.yaml", ("a",), Op.ADD, "ü: 1")]))
    written = path.read_bytes().decode()
    assert read_file(path).value["a"] == ["b", "ü: 1"]
    gone, new = touched(text, written)
    assert gone <= 1
    assert new <= 2
    assert ("\r\n" in written) == ("\r\n" in text)
    assert "\n" not in written.replace("\r\n", "") or "\r\n" not in text


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: [b]\n")
    changes = planned(tmp_path, [Edit("x.yaml", ("a",), Op.ADD, "c")])
    path.write_text("a: [d]\n")
    with pytest.raises(ExportError, match="has changed"):
        write(tmp_path, changes)
    assert path.read_text() == "a: [d]\n"
    assert list(tmp_path.iterdir()) == [path]


def test_what_does_not_fit_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a: b\n")
    with pytest.raises(ExportError, match=r"x\.yaml:1: a is 'b' by now"):
        planned(tmp_path, [Edit("x.yaml", ("a",), Op.SET, "d", "c")])


def test_the_mode_of_a_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: [b]\n")
    path.chmod(0o640)
    write(tmp_path, planned(tmp_path, [Edit("x.yaml", ("a",), Op.ADD, "c")]))
    assert path.stat().st_mode & 0o777 == 0o640
