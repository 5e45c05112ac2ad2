"""Edits of the knowledge files: laid over, taken back, refused."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.edits import Edit, Op, apply, inverse
from knowledge.errors import EditError, KnowledgeError
from knowledge.loader import read_text
from knowledge.places import Source

FILE = "entries/towns.yaml"
TOWNS = """\
source: guide
entries:
- id: graz
  title: Graz
  names:
    any: [Graz, Gratz]
  size: 3
- id: linz
  title: {en: Linz}
  facts:
  - id: river
    say: The Danube.
"""


def towns() -> Source:
    return Source(FILE, read_text(TOWNS))


def laid(*edits: Edit) -> Any:
    """Return what the file holds with edits laid over it, all of which must fit."""
    sources, problems = apply(edits, [towns()])
    assert not problems
    return {source.name: source.tree.value for source in sources}


def edit(path: str, op: Op, value: Any = None, was: Any = None, file: str = FILE) -> Edit:
    return Edit(file, tuple(path.split("/")), op, value, was)


FITTING = {
    "add to a list": (edit("entries/=graz/names/any", Op.ADD, "Grz"), "entries/0/names/any", ["Graz", "Gratz", "Grz"]),
    "add to a list that is made": (edit("entries/=graz/also", Op.ADD, "city"), "entries/0/also", ["city"]),
    "add to a list, parents": (edit("entries/=linz/names/de", Op.ADD, "Linz"), "entries/1/names", {"de": ["Linz"]}),
    "add an item": (edit("entries", Op.ADD, {"id": "wels"}), "entries/2", {"id": "wels"}),
    "add what is there": (edit("entries/=graz/names/any", Op.ADD, "Graz"), "entries/0/names/any", ["Graz", "Gratz"]),
    "set": (edit("entries/=graz/size", Op.SET, 4, 3), "entries/0/size", 4),
    "set what was not there": (edit("entries/=linz/size", Op.SET, 2), "entries/1/size", 2),
    "set what is there": (edit("entries/=graz/size", Op.SET, 3, 1), "entries/0/size", 3),
    "make sure of what is missing": (edit("dated", Op.SET, "2011", "2011"), "dated", "2011"),
    "set below what is made": (edit("entries/=graz/sourced/size", Op.SET, {"a": "x"}), "entries/0/sourced/size/a", "x"),
    "drop": (edit("entries/=graz/names/any", Op.DROP, "Gratz"), "entries/0/names/any", ["Graz"]),
    "drop an item by its id": (edit("entries", Op.DROP, {"id": "graz", "title": "whatever"}), "entries/0/id", "linz"),
    "drop what is gone": (edit("entries/=graz/names/any", Op.DROP, "Wels"), "entries/0/names/any", ["Graz", "Gratz"]),
    "drop from what is gone": (edit("entries/=linz/names/any", Op.DROP, "Wels"), "entries/1/names", None),
    "drop the last": (edit("entries/=linz/facts", Op.DROP, {"id": "river"}), "entries/1/facts", None),
    "unset": (edit("entries/=graz/size", Op.UNSET, was=3), "entries/0/size", None),
    "unset what is gone": (edit("entries/=linz/size", Op.UNSET, was=3), "entries/1/size", None),
    "unset the last": (edit("entries/=linz/title/en", Op.UNSET, was="Linz"), "entries/1/title", None),
}  # fmt: skip


def at(value: Any, path: str) -> Any:
    for step in path.split("/"):
        value = value[int(step)] if isinstance(value, list) else value.get(step)
    return value


@pytest.mark.parametrize(("change", "path", "expected"), FITTING.values(), ids=FITTING)
def test_an_edit_that_fits(change: Edit, path: str, expected: Any) -> None:
    assert at(laid(change)[FILE], path) == expected
    assert laid(change, change) == laid(change), "laid over twice is more than once"
    assert Edit.from_json(change.to_json()) == change


MISFITS = {
    "another value by now": (edit("entries/=graz/size", Op.SET, 5, 4), 7, "size is 3 by now"),
    "nothing by now": (edit("entries/=linz/size", Op.SET, 5, 4), 8, "size is nothing by now"),
    "something by now": (edit("entries/=graz/size", Op.SET, 5), 7, "size is 3 by now"),
    "unset of another value": (edit("entries/=graz/size", Op.UNSET, was=4), 7, "size is 3 by now"),
    "no such item": (edit("entries/=wels/size", Op.SET, 5), 2, "there is no wels any more"),
    "no such item below": (edit("entries/=graz/facts/=x/say", Op.SET, "y"), 3, "there is no x any more"),
    "through a text": (edit("source/names", Op.ADD, "x"), 1, "leads to no key"),
    "through a text, further": (edit("source/names/any", Op.ADD, "x"), 1, "leads through what is no mapping"),
    "no list": (edit("source", Op.ADD, "x"), 1, "source is no list"),
    "no list any more": (edit("entries/=linz/title", Op.DROP, "x"), 9, "title is no list any more"),
    "another item of this id": (edit("entries", Op.ADD, {"id": "graz"}), 2, "graz is there already"),
    "no path": (Edit(FILE, (), Op.SET, 1), 0, "needs a path"),
    "no key": (edit("entries/=graz", Op.SET, 1), 2, "leads to no key"),
}


@pytest.mark.parametrize(("change", "line", "told"), MISFITS.values(), ids=MISFITS)
def test_an_edit_that_no_longer_fits_is_named_and_the_others_are_tried(change: Edit, line: int, told: str) -> None:
    other = edit("dated", Op.SET, "2011")
    sources, problems = apply([change, other], [towns()])
    (problem,) = problems
    assert (problem.file, problem.line) == (FILE, line)
    assert told in problem.text
    assert sources[0].tree.value == {**towns().tree.value, "dated": "2011"}, "half of an edit is left behind"


def test_a_file_is_made_of_edits_alone() -> None:
    name = "phrasings/curated.de.yaml"
    edits = (
        edit("language", Op.SET, "de", "de", file=name),
        edit("exact", Op.SET, value=True, was=True, file=name),
        Edit(name, ("phrasings", "graz.summary"), Op.ADD, "Graz?"),
    )
    made = laid(*edits)
    assert made[name] == {"language": "de", "exact": True, "phrasings": {"graz.summary": ["Graz?"]}}
    assert list(made) == [FILE, name]
    assert laid(*edits, *inverse(edits))[name] == {"language": "de", "exact": True, "phrasings": {}}


def test_nothing_makes_a_file_by_removing() -> None:
    assert list(laid(edit("a/b", Op.DROP, "x", file="entries/no.yaml"))) == [FILE]
    sources, problems = apply([edit("entries/=graz/x", Op.ADD, "x", file="entries/no.yaml")], [])
    assert not sources
    assert str(problems[0]).startswith("entries/no.yaml:1: there is no graz any more")


def test_lines_stay_right_for_what_does_not_move() -> None:
    edits = [
        edit("entries", Op.ADD, {"id": "wels", "names": {"any": ["Wels"]}}),
        edit("entries", Op.DROP, {"id": "graz"}),
        edit("entries/=linz/title", Op.SET, "Linz!", {"en": "Linz"}),
        edit("entries/=linz/size", Op.SET, 3),
    ]
    (source,), problems = apply(edits, [towns()])
    assert not problems
    before, after = towns().tree, source.tree
    assert after.line(("entries", 0, "id")) == before.line(("entries", 1, "id")) == 8
    assert after.line(("entries", 0, "facts", 0, "say")) == 12
    assert after.line(("entries", 0, "title")) == 9, "what is set keeps its line"
    assert after.line(("entries", 0, "size")) == 8, "what is new has the line of what holds it"
    assert after.line(("entries", 1, "names", "any", 0)) == 2
    assert ("entries", 0, "title", "en") not in after.lines


def test_only_files_that_are_touched_are_copied() -> None:
    other = Source("entries/other.yaml", read_text("entries: [{id: a}]\n"))
    known = towns()
    before = copy.deepcopy((known.tree.value, known.tree.lines))
    value = {"id": "wels", "also": ["x"]}
    edits = [edit("entries", Op.ADD, value), edit("entries/=wels/also", Op.ADD, "y")]
    sources, _ = apply(edits, [other, known])
    assert sources[0] is other
    assert (known.tree.value, known.tree.lines) == before
    assert value == {"id": "wels", "also": ["x"]}, "the value of an edit was changed"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({}, "name file, path and op"),
        ([], "name file, path and op"),
        ({"file": "a.yaml", "path": ["a"], "op": "jump"}, "name file, path and op"),
        ({"file": "a.yaml", "path": "a", "op": "set"}, "must be a list of keys"),
        ({"file": "a.yaml", "path": [1], "op": "set"}, "must be a list of keys"),
        ({"file": 1, "path": ["a"], "op": "set"}, "must be a list of keys"),
        ({"file": "a.yaml", "path": [], "op": "set"}, "must end in a key"),
        ({"file": "a.yaml", "path": ["entries", "=x"], "op": "set"}, "must end in a key"),
        ({"file": "a.yaml", "path": ["a"], "op": "add"}, "say what to add"),
        ({"file": "a.yaml", "path": ["a"], "op": "drop", "value": None}, "say what to drop"),
        ({"file": "../a.yaml", "path": ["a"], "op": "set"}, "no file of a knowledge folder"),
        ({"file": "/etc/a.yaml", "path": ["a"], "op": "set"}, "no file of a knowledge folder"),
        ({"file": "words/en.txt", "path": ["a"], "op": "set"}, "no file of a knowledge folder"),
    ],
)
def test_what_is_no_edit_is_refused_in_a_sentence(found: Any, told: str) -> None:
    with pytest.raises(EditError, match=told) as raised:
        Edit.from_json(found)
    assert isinstance(raised.value, KnowledgeError)
    assert "\n" not in str(raised.value)


KEYS = st.sampled_from(["title", "size", "names", "a", "b"])
TEXTS = st.sampled_from(["Graz", "Gratz", "x", "ж", ""])
VALUES = st.recursive(
    TEXTS | st.integers(0, 3),
    lambda v: st.lists(v, max_size=2, unique_by=repr) | st.dictionaries(KEYS, v, max_size=2),
    max_leaves=4,
)
HOLDERS = st.sampled_from([(), ("entries", "=graz"), ("entries", "=linz"), ("entries", "=graz", "names"), ("a", "b")])
PATHS = st.builds(lambda holder, key: (*holder, key), HOLDERS, KEYS | st.sampled_from(["any", "entries", "facts"]))
ANY = st.builds(
    Edit, st.sampled_from([FILE, "entries/new.yaml"]), PATHS, st.sampled_from(Op), VALUES, VALUES | st.none()
)


@given(st.lists(ANY, max_size=6))
def test_laying_over_twice_is_laying_over_once_and_changes_no_input(edits: list[Edit]) -> None:
    known = towns()
    before = copy.deepcopy((known.tree.value, known.tree.lines))
    json = [change.to_json() for change in copy.deepcopy(edits)]
    for change in edits:
        once, wrong = apply([change], [known])
        again, still_wrong = apply([change], once)
        assert [source.tree.value for source in again] == [source.tree.value for source in once]
        assert len(still_wrong) == len(wrong)
    apply(edits, [known])
    assert (known.tree.value, known.tree.lines) == before
    assert [change.to_json() for change in edits] == json


def drawn(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if isinstance(value, list):
            value = next((item for item in value if isinstance(item, dict) and item.get("id") == key[1:]), None)
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return copy.deepcopy(value)


def bare(value: Any, *, top: bool = True) -> Any:
    """Return a value without what holds nothing: edits leave no lists and mappings that they have made."""
    if isinstance(value, dict):
        kept = {key: bare(item, top=False) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ({}, [], None)}
    return [bare(item, top=False) for item in value] if isinstance(value, list) else value


@given(st.lists(st.tuples(PATHS, st.sampled_from(Op), VALUES), max_size=5))
def test_what_is_taken_back_is_as_it_was(wanted: list[tuple[tuple[str, ...], Op, Any]]) -> None:
    """Edits as screens make them, each of what is there and each changing something."""
    sources, edits = [towns()], []
    for path, op, value in wanted:
        stood = drawn(sources[0].tree.value, path)
        chosen = value
        if op is Op.DROP:
            chosen = stood[-1] if isinstance(stood, list) and stood else value
        change = Edit(FILE, path, op, None if op is Op.UNSET else chosen, stood if op in {Op.SET, Op.UNSET} else None)
        after, problems = apply([change], sources)
        if not problems and after[0].tree.value != sources[0].tree.value and chosen not in ({}, []):
            sources, edits = after, [*edits, change]
    back, problems = apply(inverse(edits), sources)
    assert not problems
    assert bare(back[0].tree.value) == bare(towns().tree.value)
    together, problems = apply([*edits, *inverse(edits)], [towns()])
    assert not problems
    assert bare(together[0].tree.value) == bare(towns().tree.value)
