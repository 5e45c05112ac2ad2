"""``calibrate``: thresholds chosen by questions whose answers are known, on the command line."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

PARKS = ROOT / "knowledge" / "examples" / "technology-parks"


def run(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    database = f"sqlite:///{folder / 'log.sqlite3'}"
    return subprocess.run(
        [sys.executable, ROOT / "run_bot.py", "--database", database, *map(str, arguments)],
        capture_output=True, text=True, cwd=folder, check=False, timeout=180,
    )  # fmt: skip


@pytest.fixture
def parks(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PARKS, tmp_path / "parks"))


@pytest.fixture
def parks_with_a_gap(parks: Path, tmp_path: Path) -> Path:
    """A knowledge base of which somebody has asked what it does not hold."""
    asked = run("--knowledge", parks, "ask", "What is the rent at Spin Yard?", folder=tmp_path)
    assert "I don't know that yet" in asked.stdout
    return parks


def test_thresholds_are_written_and_everything_else_stays(parks: Path, tmp_path: Path) -> None:
    file = parks / "decision.yaml"
    file.write_text("# ours\nanswer: 31   # to be chosen\nmargin: 6\n", encoding="utf-8")
    done = run("--knowledge", parks, "calibrate", "--picture", "curve.svg", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "0.0% wrongly (within the budget of 2.0%)" in done.stdout
    text = file.read_text(encoding="utf-8")
    held = yaml.safe_load(text)
    assert held["margin"] == 6
    assert held["answer"] != 31
    assert held["explained"] in range(40, 80, 5)
    assert text.startswith("# ours\n")
    assert "# to be chosen" in text
    assert (tmp_path / "curve.svg").read_text(encoding="utf-8").startswith("<svg")
    asked = run("--knowledge", parks, "eval", parks / "golden" / "parks.yaml", folder=tmp_path)
    assert asked.returncode == 0, asked.stdout


def test_a_dry_run_writes_nothing(parks: Path, tmp_path: Path) -> None:
    done = run("--knowledge", parks, "calibrate", "--dry-run", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "->" in done.stdout
    assert not (parks / "decision.yaml").exists()


def test_a_budget_that_nothing_keeps_to_is_said_and_nothing_written(parks: Path, tmp_path: Path) -> None:
    questions = tmp_path / "wrong.yaml"
    wrong = {"kind": "fact", "ask": ["which parks are there?"], "expect": "unanswered"}
    questions.write_text(yaml.safe_dump([wrong]), encoding="utf-8")
    done = run("--knowledge", parks, "calibrate", "--errors", "0", questions, folder=tmp_path)
    assert done.returncode == 1
    assert "No threshold keeps wrong answers to 0.0%" in done.stdout
    assert not (parks / "decision.yaml").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [("{answer: 40, margin: 3}\n", "write each on a line of its own"), (None, "no golden questions")],
)
def test_what_cannot_be_done_is_one_clear_line(parks: Path, tmp_path: Path, text: str | None, said: str) -> None:
    if text is None:
        shutil.rmtree(parks / "golden")
    else:
        (parks / "decision.yaml").write_text(text, encoding="utf-8")
    done = run("--knowledge", parks, "calibrate", folder=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if text is not None:
        assert (parks / "decision.yaml").read_text(encoding="utf-8") == text


def test_what_curators_have_published_counts(parks_with_a_gap: Path, tmp_path: Path) -> None:
    before = run("--knowledge", parks_with_a_gap, "calibrate", "--dry-run", folder=tmp_path)
    asked = int(re.search(r"Answers by entries and fields: (\d+) questions", before.stdout)[1])
    fill = (
        "fill",
        "spin-yard",
        "rent",
        "8 euros per square metre",
        "--source",
        "their letter",
        "--group",
        "1",
        "--yes",
    )
    published = run("--knowledge", parks_with_a_gap, "unanswered", *fill, folder=tmp_path)
    assert "Published as revision 1" in published.stdout
    after = run("--knowledge", parks_with_a_gap, "calibrate", "--dry-run", folder=tmp_path)
    assert after.returncode == 0, after.stderr
    assert f"Answers by entries and fields: {asked + 1} questions" in after.stdout
    assert "100.0% as it should be" in after.stdout


TOPICS = (
    "parking", "opening hours", "dogs", "lunch", "wifi", "printing", "keys", "rent", "meetings", "mail", "heating",
    "waste", "bicycles", "showers", "coffee", "cleaning", "insurance", "signs", "moving in", "moving out", "noise",
    "lifts", "fire drills", "visitors", "invoices", "lockers", "plants", "windows", "storage", "deliveries",
)  # fmt: skip
WAYS = ("tell me about {}", "what about {}", "how does {} work here", "{} please", "question on {}", "info {}")


def test_a_table_is_calibrated_to_a_budget(tmp_path: Path) -> None:
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(("id", "question", "answer"))
        written.writerows((topic, way.format(topic), f"About {topic}.") for topic in TOPICS for way in WAYS)
    made = run("knowledge", "import", "t.csv", "--to", "kb", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    least = []
    for errors in ("0.2", "0.01"):
        done = run("--knowledge", "kb", "calibrate", "--errors", errors, folder=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "phrasings, each held back and asked" in done.stdout
        least.append(yaml.safe_load((tmp_path / "kb" / "decision.yaml").read_text(encoding="utf-8"))["phrased"])
    assert 1 <= least[0] <= least[1] <= 99


def test_too_few_questions_choose_nothing(tmp_path: Path) -> None:
    rows = [
        "id,question,answer",
        "hours,when do you open,At eight.",
        "hours,opening hours?,",
        "rent,what is the rent,Ten.",
    ]
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    made = run("knowledge", "import", "t.csv", "--to", "kb", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    before = {path: path.read_bytes() for path in (tmp_path / "kb").rglob("*.yaml")}
    done = run("--knowledge", "kb", "calibrate", "--picture", "curve.svg", folder=tmp_path)
    assert done.returncode == 1
    assert "Too few to choose by: it takes 20 questions with an answer and 20 without one" in done.stdout
    assert "Chosen" not in done.stdout
    assert {path: path.read_bytes() for path in (tmp_path / "kb").rglob("*.yaml")} == before
    assert not (tmp_path / "curve.svg").exists()
