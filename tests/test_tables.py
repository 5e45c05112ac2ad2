"""``knowledge import``: a table as somebody keeps it, in; a chat about it, and the table again, out."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import ROOT

ROWS = [
    ("id", "question", "answer", "source", "date"),
    ("hours", "When are you open?", "We are open from 9 to 5.", "Leaflet", "May 2026"),
    ("hours", "What are your opening hours?", "", "", ""),
    ("hours", "until when can I come in the evening", "", "", ""),
    ("Parking!", "Where can I park my car?", 'In the yard,\nbehind the "old mill".', "", ""),
    ("Parking!", "is there a car park", "", "", ""),
    ("price", "How much is a desk a month?", "A desk is 120 a month.", "Leaflet", "May 2026"),
    ("price", "what does it cost to rent a desk", "", "", ""),
    ("dogs", "May I bring my dog?", "Dogs are welcome.", "", ""),
    ("dogs", "are pets allowed", "", "", ""),
]


def run(*arguments: str | Path, text: str = "", folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "run_bot.py", *map(str, arguments)],
        input=text, capture_output=True, text=True, cwd=folder, check=False, timeout=120,
    )  # fmt: skip


def write(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(ROWS)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base made of the table."""
    home = tmp_path_factory.mktemp("tables")
    done = run("knowledge", "import", write(home / "desks.csv"), "--to", home / "kb", folder=home)
    assert done.returncode == 0, done.stderr
    assert "4 answers, 9 ways to ask" in done.stdout
    return home / "kb"


def asked(folder: Path, *questions: str) -> list[dict[str, object]]:
    lines = "".join(json.dumps({"conversation": str(n), "text": q}) + "\n" for n, q in enumerate(questions))
    done = run("--knowledge", folder, "--no-log", "ask", "--jsonl", text=lines, folder=folder.parent)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_questions_are_answered_by_what_they_are_like(folder: Path) -> None:
    found = asked(
        folder, "when are you opne", "where to park the car?", "how much does a desk cost", "is my dog allowed?"
    )
    assert [one["candidates"][0]["entry"] for one in found] == ["hours", "Parking!", "price", "dogs"]  # type: ignore[index]
    exact, strange = asked(folder, "What are your opening hours?", "who won the world cup in 1954")
    assert exact["outcome"] == "answered"
    assert "9 to 5" in str(exact["reply"])
    assert "Leaflet" in str(exact["reply"])
    assert "May 2026" in str(exact["reply"])
    assert strange["outcome"] != "answered"


def test_what_is_offered_is_no_question_in_a_question(tmp_path: Path) -> None:
    rows = ["id,question,answer", "park,Wo kann ich parken?,Im Hof.", "key,Schlüssel verloren was nun?,Anrufen.",
            "key,wer hilft wenn der Schlüssel weg ist,", "wifi,Wie komme ich ins WLAN?,Am Empfang fragen.",
            "hours,Wann ist der Empfang besetzt?,Von acht bis achtzehn Uhr."]  # fmt: skip
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    assert run("knowledge", "import", "t.csv", "--to", "kb", folder=tmp_path).returncode == 0
    found = asked(tmp_path / "kb", "was kostet ein raum", "hilft wer", "wo ist der Weg", "Schlüssel fürs WLAN")
    offered = [str(one["reply"]) for one in found if one["outcome"] == "suggested"]
    assert offered
    assert not any("??" in reply or "?," in reply.splitlines()[0] for reply in offered)


def test_the_same_question_gets_the_same_scores_in_another_process(folder: Path) -> None:
    assert asked(folder, "dogs and cats?") == asked(folder, "dogs and cats?")


def test_why_tells_the_parts_of_a_score(folder: Path) -> None:
    done = run("--knowledge", folder, "--no-log", "chat", text="are pets allowed\n/why\n", folder=folder.parent)
    assert "the question is like the ways to ask for it" in done.stdout
    assert "dogs.summary" in done.stdout


def test_the_knowledge_is_well_formed(folder: Path) -> None:
    done = run("knowledge", "check", folder, folder=folder.parent)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_table_comes_out_as_it_went_in(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "again.csv"
    assert run("--knowledge", folder, "knowledge", "export", "--table", file, folder=tmp_path).returncode == 0
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    wanted = [dict(zip(ROWS[0], cells, strict=True)) for cells in ROWS[1:]]
    assert sorted((r["id"], r["question"], r["answer"]) for r in rows) == sorted(
        (r["id"], r["question"], r["answer"]) for r in wanted
    )
    second = tmp_path / "kb"
    assert run("knowledge", "import", file, "--to", second, folder=tmp_path).returncode == 0
    third = tmp_path / "third.csv"
    assert run("--knowledge", second, "knowledge", "export", "--table", third, folder=tmp_path).returncode == 0
    assert third.read_bytes() == file.read_bytes()
    again = run("--knowledge", folder, "knowledge", "export", "--table", file, folder=tmp_path)
    assert again.returncode == 1
    assert "is there already" in again.stderr


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding", "said"),
    [
        ("t.csv", ";", "utf-8-sig", "UTF-8, semicolons"),
        ("t.tsv", "\t", "utf-16", "UTF-16, tabs"),
    ],
)
def test_tables_of_all_sorts_are_read(tmp_path: Path, name: str, delimiter: str, encoding: str, said: str) -> None:
    done = run("knowledge", "import", write(tmp_path / name, delimiter, encoding), "--to", "kb", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout
    assert "4 answers, 9 ways to ask" in done.stdout


def test_a_table_from_windows_keeps_its_letters(tmp_path: Path) -> None:
    text = "answer;id;question\n" + "".join(
        f"Die Gebühr für Räume beträgt {n} Euro, größere auf Anfrage.;raum{n};Was kostet Büro {n} für Gründer?\n"
        for n in range(9)
    )
    (tmp_path / "t.csv").write_bytes(text.encode("cp1252"))
    done = run("knowledge", "import", "t.csv", "--to", "kb", "--language", "de", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Windows-125" in done.stdout
    assert "Gebühr für Räume" in "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "kb").rglob("*.yaml"))


def test_an_encoding_may_be_named(tmp_path: Path) -> None:
    rows = "id,question,answer\na,¹³¿ where is it?,There.\n"
    (tmp_path / "t.csv").write_bytes(rows.encode("latin-1"))
    done = run("knowledge", "import", "t.csv", "--to", "kb", "--encoding", "cp1250", folder=tmp_path)
    assert (done.returncode, "t.csv: 1 row (cp1250, commas" in done.stdout) == (0, True)
    assert "ąłż where is it?" in (tmp_path / "kb" / "phrasings" / "en.yaml").read_text(encoding="utf-8")
    for name, said in (("utf-8", "is not in utf-8"), ("none-such", "is no encoding")):
        refused = run("knowledge", "import", "t.csv", "--to", "kb2", "--encoding", name, folder=tmp_path)
        assert (refused.returncode != 0, said in refused.stderr) == (True, True)


def test_nothing_of_a_table_vanishes_unsaid(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text("id,question,answer\na,Where?,Here, in the yard.\n", encoding="utf-8")
    wide = run("knowledge", "import", "wide.csv", "--to", "kb", folder=tmp_path)
    assert (wide.returncode, "wide.csv:2: 'in the yard.' stands in a column" in wide.stderr) == (1, True)
    (tmp_path / "open.csv").write_text('id,question,answer\na,Where?,"Here.\nb,When?,Now.\n', encoding="utf-8")
    unclosed = run("knowledge", "import", "open.csv", "--to", "kb", "--skip-bad", folder=tmp_path)
    assert (unclosed.returncode, "open.csv:2: the quotation marks" in unclosed.stderr) == (1, True)
    (tmp_path / "torn.csv").write_text(
        "id,question,answer\na,Where?,Here.\nb,When?,Now.\nc,where,There.\nc,in which place,\n", encoding="utf-8"
    )
    torn = run("knowledge", "import", "torn.csv", "--to", "kb", folder=tmp_path)
    assert torn.returncode == 0
    assert torn.stderr == "torn.csv:4: 'where' asks for a in row 2 or below already, which counts\n"


def test_what_spreadsheets_add_is_understood(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("sep=;\nid;question;answer;language\na;Wo ist das?;Hier.;DE-at\n", encoding="utf-8")
    done = run("knowledge", "import", "t.csv", "--to", "my räume", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 answer, 1 way to ask. Talk: make chat KNOWLEDGE='my räume'" in done.stdout
    assert (tmp_path / "my räume" / "phrasings" / "de.yaml").exists()


def test_cells_of_a_workbook_are_read_as_they_look(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for cells in (
        ("id", "question", "answer", "date"),
        (1, "When is it?", date(2026, 11, 26), date(2026, 11, 26)),
        (2.5, "Is it open?", True, None),
        ("=3", "What does it cost?", 12.0, None),
    ):
        book.active.append(list(cells))
    book.active["A4"].data_type = "s"
    book.save(tmp_path / "t.xlsx")
    assert run("knowledge", "import", "t.xlsx", "--to", "kb", folder=tmp_path).returncode == 0
    for name in ("again.xlsx", "again.tsv"):
        done = run("--knowledge", "kb", "knowledge", "export", "--table", name, folder=tmp_path)
        assert done.returncode == 0, done.stderr
    assert run("knowledge", "import", "again.xlsx", "--to", "kb2", folder=tmp_path).returncode == 0
    assert run("--knowledge", "kb2", "knowledge", "export", "--table", "third.tsv", folder=tmp_path).returncode == 0
    kept = (tmp_path / "again.tsv").read_text(encoding="utf-8-sig")
    assert (tmp_path / "third.tsv").read_text(encoding="utf-8-sig") == kept
    rows = list(csv.DictReader(io.StringIO(kept), delimiter="\t"))
    assert [(row["id"], row["answer"]) for row in rows] == [("1", "2026-11-26"), ("2.5", "TRUE"), ("=3", "12")]
    assert rows[0]["date"] == "2026-11-26"


def test_a_workbook_is_read(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for cells in ROWS:
        book.active.append(list(cells))
    book.save(tmp_path / "t.xlsx")
    done = run("knowledge", "import", "t.xlsx", "--to", "kb", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "4 answers, 9 ways to ask" in done.stdout


def test_bad_rows_are_all_listed_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,question,answer\na,How?,So.\n,Why?,So.\n\nb,Where?,\n", encoding="utf-8")
    done = run("knowledge", "import", "t.csv", "--to", "kb", folder=tmp_path)
    assert done.returncode == 1
    assert "t.csv:3: the id is missing" in done.stderr
    assert "t.csv:5: b has no answer" in done.stderr
    assert not (tmp_path / "kb").exists()
    assert run("knowledge", "import", "t.csv", "--to", "kb", "--skip-bad", folder=tmp_path).returncode == 0
    assert (tmp_path / "kb").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"id,text\na,b\n", "has no column question, answer"),
        (b"id,question,answer\n", "holds no row"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_table_is_one_clear_line(tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / "t.csv").write_bytes(content)
    done = run("knowledge", "import", "t.csv", "--to", "kb", folder=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


WITHOUT_MEANING = "import sys; sys.modules['wordllama'] = None; import run_bot; sys.exit(run_bot.run())"
"""The command line where nothing tells what words mean."""


def test_without_word_vectors_letters_and_words_suffice(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_MEANING, "--no-log", "--knowledge", folder, "ask", "may my dogs come"],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Dogs are welcome." in done.stdout
    again = run("--no-log", "--knowledge", folder, "ask", "may my dogs come", folder=folder.parent)
    assert "Dogs are welcome." in again.stdout
