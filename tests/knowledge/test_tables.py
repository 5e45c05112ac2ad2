"""Rows of a table become entries, nothing is lost on the way, and what is wrong is told row by row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.tables import files_of, read_rows


def row(**cells: str) -> dict[str, str]:
    return {"id": "", "question": "", "answer": "", **cells}


def numbered(*rows: dict[str, str]) -> list[tuple[int, dict[str, str]]]:
    return list(enumerate(rows, 2))


def test_rows_of_one_id_are_one_answer() -> None:
    table = read_rows(
        numbered(
            row(id="a", question="How?", answer="So."),
            row(id="a", question="In what way?"),
            row(id="a", question="how"),
        ),
        "en",
    )
    assert not table.bad
    assert table.twice == 1
    assert list(table.answers["a"].questions) == ["How?", "In what way?"]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (row(question="How?", answer="So."), "the id is missing"),
        (row(id="b"), "neither a question nor an answer"),
        (row(id="b", question="?!", answer="So."), "holds no word"),
        (row(id="b", question="How?"), "has no answer in any of its rows"),
        (row(id="a", question="Why?", answer="Otherwise."), "another answer above"),
        (row(id="b", question="Why?", answer="So.", kind="Öfen"), "is no kind"),
        (row(id="b", question="Why?", answer="So.", language="English"), "is no language"),
        (row(id="b", question="Why?", answer="So\x07."), "control character"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(bad: dict[str, str], why: str) -> None:
    table = read_rows(numbered(row(id="a", question="Which?", answer="This."), bad), "en")
    assert [(found.number, why in found.why) for found in table.bad] == [(3, True)]
    assert table.answers["a"].cells["answer"] == "This."


@given(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=12, unique=True))
def test_any_ids_become_ids_that_may_stand_in_a_link_and_stay_apart(ids: list[str]) -> None:
    table = read_rows(numbered(*(row(id=one, question=f"word{n}", answer="So.") for n, one in enumerate(ids))), "en")
    files = files_of(table, "table", "2026", "questions and answers")
    (entries,) = (held["entries"] for name, held in files.items() if name.startswith("entries/"))  # type: ignore[index]
    rows = [entry for entry in entries if entry["kind"] != "source"]
    assert [entry.get("row", entry["id"]) for entry in rows] == list(table.answers)
    made = [entry["id"] for entry in entries]
    assert len(set(made)) == len(made)
    assert all(one.isascii() and len(one) <= 64 and one == one.lower() for one in made)
