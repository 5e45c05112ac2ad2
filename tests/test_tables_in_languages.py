"""Tables in other languages than English: asked in them, in other scripts and misspelt."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.test_tables import asked, run

LANGUAGES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "tables_in_languages.yaml").read_text("utf-8"))

BATH = """Nr;Frage;Antwort
offen;Wann hat das Freibad geöffnet?;Täglich von 9 bis 20 Uhr.
eintritt;Was kostet der Eintritt?;Erwachsene zahlen 5 Euro.
kinder;Was kostet der Eintritt für Kinder?;Kinder zahlen 2 Euro.
hund;Darf ich meinen Hund mitbringen?;Nein.
parken;Wo kann ich parken?;Vor dem Eingang.
sauna;Gibt es eine Sauna?;Ja, im Obergeschoss.
warm;Wie warm ist das Wasser?;24 Grad.
gewitter;Was passiert bei Gewitter?;Dann wird geräumt.
rutsche;Ab welchem Alter darf man auf die Rutsche?;Ab 6 Jahren.
liege;Kann man Liegen ausleihen?;Ja, für 3 Euro.
"""
"""A table of an invented bath, as a spreadsheet in German writes it."""


@pytest.fixture(scope="module")
def bath(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base made of a table with headings of its own."""
    home = tmp_path_factory.mktemp("bath")
    (home / "t.csv").write_bytes(BATH.encode("cp1252"))
    called = [part for name in ("id=Nr", "question=frage", "answer=Antwort") for part in ("--column", name)]
    done = run("knowledge", "import", "t.csv", "--to", "kb", *called, folder=home)
    assert done.returncode == 0, done.stderr
    assert "Language: Deutsch (de), by the words of the questions; --language CODE names another" in done.stdout
    assert "10 answers, 10 ways to ask" in done.stdout
    return home / "kb"


class TestATableInItsOwnLanguage:
    def test_it_is_spoken_even_where_the_words_of_a_question_tell_no_language(self, bath: Path) -> None:
        for reply in asked(bath, "Rollstuhl", "Schließfach", "Kreditkarte", "hallo", "wo ist der Bürgermeister"):
            assert reply["language"] == "de", reply

    def test_nothing_below_an_answer_is_english_and_the_subject_is_no_file(self, bath: Path) -> None:
        answer, greeting = asked(bath, "Gibt es eine Sauna?", "Guten Tag")
        assert "t.csv, „Fragen und Antworten“" in str(answer["reply"])
        assert "t.csv" not in str(greeting["reply"])

    def test_one_answer_that_is_not_sure_is_no_choice(self, bath: Path) -> None:
        offered = [r for r in asked(bath, "liegestuhl leihen", "Liegestühle") if r["outcome"] == "suggested"]
        assert offered
        assert all(str(reply["reply"]).startswith("Meinen Sie: Kann man Liegen ausleihen?") for reply in offered)

    def test_columns_that_are_called_otherwise_are_named_with_what_to_do(self, bath: Path) -> None:
        done = run("knowledge", "import", "t.csv", "--to", "kb2", folder=bath.parent)
        assert done.returncode == 1
        assert "has no column id, question, answer among nr, frage, antwort" in done.stderr
        assert "--column id=NAME" in done.stderr
        done = run("knowledge", "import", "t.csv", "--to", "kb2", "--column", "questions=Frage", folder=bath.parent)
        assert done.returncode == 2
        assert "'questions=Frage' is not COLUMN=NAME" in done.stderr


def test_a_table_in_two_languages_is_said_to_be_and_a_named_language_counts(tmp_path: Path) -> None:
    rows = ["id,question,answer", "open,Wann habt ihr geöffnet?,Von 9 bis 17 Uhr.", "open,When are you open?,",
            "park,Wo kann ich parken?,Im Hof.", "wifi,WLAN,Am Empfang.", "dogs,May I bring my dog?,Yes."]  # fmt: skip
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    done = run("knowledge", "import", "t.csv", "--to", "kb", folder=tmp_path)
    assert "Languages: Deutsch (de) 3 questions, English (en) 2 questions, by their words" in done.stdout
    assert sorted(path.name for path in (tmp_path / "kb" / "phrasings").iterdir()) == ["de.yaml", "en.yaml"]
    german, english = asked(tmp_path / "kb", "wo kann man parken", "is my dog allowed")
    assert (german["language"], english["language"]) == ("de", "en")
    named = run("knowledge", "import", "t.csv", "--to", "kb2", "--language", "fr", folder=tmp_path)
    assert "Language" not in named.stdout
    assert [path.name for path in (tmp_path / "kb2" / "phrasings").iterdir()] == ["fr.yaml"]


def test_a_language_that_does_not_show_is_said_not_to(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,question,answer\na,Milloin olette avoinna?,Aina.\n", encoding="utf-8")
    done = run("knowledge", "import", "t.csv", "--to", "kb", folder=tmp_path)
    assert "Language: it does not show and counts as English (en); --language CODE names another" in done.stdout


@pytest.mark.parametrize("table", LANGUAGES, ids=[table["language"] for table in LANGUAGES])
def test_other_scripts_and_endings(tmp_path: Path, table: dict[str, Any]) -> None:
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(("id", "question", "answer", "language"))
        for entry, ways in table["ways"].items():
            written.writerows((entry, way, f"Answer {entry}.", table["language"]) for way in ways)
    done = run("knowledge", "import", "t.csv", "--to", "kb", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    typed = [(text, entry) for entry, texts in table["typed"].items() for text in texts]
    found = asked(tmp_path / "kb", *(text for text, _ in typed))
    missed = [
        text
        for (text, entry), answer in zip(typed, found, strict=True)
        if [candidate["entry"] for candidate in answer["candidates"]][:1] != [entry]  # type: ignore[attr-defined]
    ]
    assert missed == []
