"""Question files → cases, and what is refused in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.errors import QuestionFileError
from bot.messages import Outcome
from bot.questions import KNOWN_FAILURES, read_known_failures, read_questions

GOOD = """\
# a comment
- entry: [cyberforum, ref-3]
  kind: count
  ask: ["how many?", "number pls"]
  expect: answered
  says: ['\\b640\\b']
- kind: dialogue
  turns:
    - {ask: "what is it", expect: suggested}
    - {ask: "the second one", expect: unanswered, never: ['\\d']}
"""


def problems(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionFileError) as caught:
        read_questions([path])
    return str(caught.value).splitlines()


def test_a_question_is_a_case_for_each_wording_and_a_dialogue_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(GOOD, encoding="utf-8")
    first, second, dialogue = read_questions([path])
    assert [case.line for case in (first, second, dialogue)] == [4, 4, 7]
    assert [case.name for case in (first, second, dialogue)] == [
        "how many?",
        "number pls",
        "what is it → the second one",
    ]
    turn = first.turns[0]
    assert (turn.kind, turn.expect, turn.entries) == ("count", Outcome.ANSWERED, ("cyberforum", "ref-3"))
    assert (turn.says, turn.never) == ((r"\b640\b",), ())
    assert [turn.expect for turn in dialogue.turns] == [Outcome.SUGGESTED, Outcome.UNANSWERED]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "kind: count",
            "kind: count\n  note: x",
            ":4: note is not a known field here; check its spelling or remove it",
        ),
        ("expect: answered", "expect: answer", ":5: expect must be one of 'answered', 'suggested', 'unanswered' or"),
        ('["how many?", "number pls"]', "how many", ":4: ask must be a list, as in [a, b], not how many"),
        ('["how many?", "number pls"]', "[]", ":4: ask is empty; fill it or remove it"),
        ('"number pls"', "no", ":4: YAML does not read no as text; put it in quotes"),
        (
            "\\b640\\b",
            "(640",
            ":6: item 1: (640 is no regular expression (missing ), unterminated subpattern at position",
        ),
        ("[cyberforum, ref-3]", "Cyber Forum", ":2: Cyber Forum is no id; use a-z, 0-9, hyphens or underscores"),
        ('"number pls"', '"how many?"', ":4: 'how many?' stands in line 4 already; keep one"),
        ("expect: suggested", "says: [x]", ":9: expect is missing; add it"),
        ("# a comment", "a: b", ":2: does not fit what stands above"),
    ],
)
def test_what_is_refused(tmp_path: Path, old: str, new: str, expected: str) -> None:
    path = tmp_path / "a.yaml"
    assert problems(path, GOOD.replace(old, new))[0].startswith(f"{path}{expected}")


@pytest.mark.parametrize(("text", "expected"), [("", ":1: is empty"), ("a: b", ":1: must be a list of questions")])
def test_what_is_no_list(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "a.yaml"
    assert problems(path, text)[0].startswith(f"{path}{expected}")


def test_every_problem_of_every_file_at_once(tmp_path: Path) -> None:
    paths = [tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "c.jsonl", tmp_path / "d.yaml"]
    paths[0].write_text(GOOD.replace("kind: count", "sort: count"), encoding="utf-8")
    paths[1].write_text("a: b", encoding="utf-8")
    paths[2].write_text("{}\n[\n", encoding="utf-8")
    with pytest.raises(QuestionFileError) as caught:
        read_questions(paths)
    named = {str(problem).split(": ")[0] for problem in caught.value.problems}
    assert named == {
        f"{paths[0]}:2",
        f"{paths[0]}:3",
        f"{paths[1]}:1",
        f"{paths[2]}:1",
        f"{paths[2]}:2",
        f"{paths[3]}:1",
    }


def graded(conversation: str, text: str, **more: object) -> str:
    return json.dumps({"conversation": conversation, "text": text, "kind": "k", "expect": "answer", "id": 7, **more})


def test_graded_lines_of_one_conversation_are_one_case(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        graded("a", "one", all_of=["1"], any_of=["2", "3"], none_of=["4"]),
        graded("b", "two", expect="clarify"),
        "",
        graded("a", "three", expect="smalltalk"),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    first, second = read_questions([path])
    assert (first.name, first.line, first.batch) == ("one → three", 1, True)
    assert (first.turns[0].says, first.turns[0].says_any, first.turns[0].never) == (("1",), ("2", "3"), ("4",))
    assert (second.line, second.turns[0].expect) == (2, Outcome.SUGGESTED)


def test_a_bad_graded_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{graded('a', 'x')}\n{graded('a', 'x', expect='yes', all_of=['('])}\nx\n", encoding="utf-8")
    with pytest.raises(QuestionFileError) as caught:
        read_questions([path])
    assert [(problem.line, problem.text.split(" ")[0]) for problem in caught.value.problems] == [
        (2, "expect"),
        (2, "item"),
        (3, "is"),
    ]


def test_the_list_of_known_failures(tmp_path: Path) -> None:
    path = tmp_path / KNOWN_FAILURES
    assert read_known_failures(path) == {}
    path.write_text('a: ["x", "y → z"]\n', encoding="utf-8")
    assert read_known_failures(path) == {"a": ["x", "y → z"]}
    assert read_questions([path]) == []
    path.write_text("- x\n", encoding="utf-8")
    with pytest.raises(
        QuestionFileError, match=r"_known_failures\.yaml:1: the file must be a mapping of names to values"
    ):
        read_known_failures(path)
