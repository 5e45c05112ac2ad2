"""A table of forty answers with a question or two each: what it tells apart is told, what it does not is offered."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import knowledge
from knowledge.findings import Finding, Shape
from knowledge.understanding import Understander
from tests.conftest import ROOT
from tests.test_tables import run

TABLE: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "table_of_a_desk.yaml").read_text("utf-8"))


@pytest.fixture(scope="module", params=["question", "second"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Understander:
    """What understands questions to the table, with one question for each answer or with two."""
    home = tmp_path_factory.mktemp("desk")
    with (home / "t.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("id", "question", "answer"))
        for row in TABLE["rows"]:
            table.writerow((row["id"], row["question"], row["answer"]))
            if request.param == "second":
                table.writerow((row["id"], row["second"], ""))
    done = run("knowledge", "import", "t.csv", "--to", "kb", folder=home)
    assert done.returncode == 0, done.stderr
    return Understander(knowledge.load(Path(home / "kb")))


def found(desk: Understander, text: str) -> Finding:
    return desk.understand(text).parts[0].finding


def test_nearly_the_same_is_offered_and_never_told_outright(desk: Understander) -> None:
    for case in TABLE["asked"]:
        told = found(desk, case["ask"])
        if len(case["means"]) > 1:
            offered = {s.entry for s in told.statements}
            assert told.shape is not Shape.FACT, case["ask"]
            assert told.shape is Shape.NOTHING or len(offered) > 1, case["ask"]
        if not case["means"]:
            assert told.shape is not Shape.FACT, case["ask"]


def test_most_questions_are_told_or_offered_and_hardly_any_wrongly(desk: Understander) -> None:
    counts: Counter[str] = Counter()
    for case in (case for case in TABLE["asked"] if len(case["means"]) == 1):
        told = found(desk, case["ask"])
        right = told.answered or told.shape is Shape.OPTIONS
        right = right and case["means"][0] in {s.entry for s in told.statements}
        counts[f"{told.shape}, {'right' if right else 'wrong'}"] += 1
    total = counts.total()
    assert counts["fact, right"] >= total / 2, counts
    assert counts["fact, right"] + counts["options, right"] >= 0.7 * total, counts
    assert counts["fact, wrong"] <= 0.1 * total, counts


def test_a_question_of_the_table_is_answered(desk: Understander) -> None:
    for row in TABLE["rows"]:
        told = found(desk, row["question"])
        assert told.shape is Shape.FACT, row["question"]
        assert told.statements[0].entry == row["id"]


@pytest.fixture(scope="module", params=["pool", "chamber"])
def single(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Understander, Any]:
    """What understands questions to a table of one question for each answer, in English and in German; the table."""
    table = yaml.safe_load((ROOT / "tests" / f"table_of_a_{request.param}.yaml").read_text("utf-8"))
    home = tmp_path_factory.mktemp(request.param)
    with (home / "t.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, ("id", "question", "answer"))
        written.writeheader()
        written.writerows(table["rows"])
    done = run("knowledge", "import", "t.csv", "--to", "kb", folder=home)
    assert done.returncode == 0, done.stderr
    return Understander(knowledge.load(Path(home / "kb"))), table["asked"]


def test_a_word_that_several_answers_share_offers_them_though_one_is_called_so(
    single: tuple[Understander, Any],
) -> None:
    understander, asked = single
    for case in (case for case in asked if len(case["means"]) > 1):
        told = found(understander, case["ask"])
        assert told.shape is Shape.OPTIONS, case["ask"]
        assert {s.entry for s in told.statements} & set(case["means"]), case["ask"]


def test_of_answers_with_one_question_each_few_are_told_wrongly(single: tuple[Understander, Any]) -> None:
    understander, asked = single
    counts: Counter[str] = Counter()
    for case in asked:
        told = found(understander, case["ask"])
        right = {s.entry for s in told.statements} & set(case["means"])
        counts[f"{told.shape}, {'right' if right else 'wrong'}"] += 1
    assert counts["fact, wrong"] <= 0.12 * len(asked), counts
    assert counts["fact, right"] >= 0.2 * len(asked), counts
    assert counts["fact, right"] + counts["options, right"] >= 0.4 * len(asked), counts
