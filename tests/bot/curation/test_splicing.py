"""An edit written into a text of YAML: in the style of its neighbours, and nothing else is touched."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curation.export import FileChange, diff
from bot.curation.splicing import changed
from knowledge.edits import Edit, Op, apply
from knowledge.errors import EditError
from knowledge.loader import read_text
from knowledge.places import Source
from tests.bot.curation.edited import counted, edit


def written(text: str, path: str, op: Op, value: Any = None, was: Any = None, *, name: str = "entries/a.yaml") -> str:
    """Return a text with an edit written into it."""
    return rewritten(text, [edit(name, path, op, value, was)])


def rewritten(text: str, edits: list[Edit]) -> str:
    tree = read_text(text)
    assert not tree.problems
    sources, problems = apply(edits, [Source(edits[0].file, tree)])
    assert not problems
    return changed(text, sources[0].tree.value)


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
