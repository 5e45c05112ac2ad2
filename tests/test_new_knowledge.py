"""``knowledge new``: by options, by questions on a terminal, in a pipe; and what it refuses."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import knowledge
import run_bot
from bot.phrases import Phrases
from knowledge.loader import load_common
from knowledge.start_files import files_of
from knowledge.starting import FirstEntry, Start, wrong_with
from tests.conftest import ROOT
from tests.knowledge.small import write

ORCHARDS = [
    "--title", "the orchards of our valley", "--one", "orchard", "--other", "orchards",
    "--entry", "O'Brien's “Old” Orchard: No. 1", "It has grown apples since 1920 – and pears.",
    "--entry", "Obstgarten Müller & Söhne", "A small orchard with cherries.",
    "--source", 'The "green" folder', "--dated", "about 2024",
    "--field", "trees", "--ask", "how many trees does _ have", "--ask", "number of trees in _",
    "--value", "some 400", "--value", "80",
]  # fmt: skip


def ran(*arguments: str | Path) -> Result:
    return CliRunner().invoke(run_bot.main, ["--no-log", *map(str, arguments)])


def asked(folder: Path, text: str) -> str:
    result = ran("--knowledge", folder, "ask", text)
    assert result.exit_code == 0, result.output
    return result.output


def passes(folder: Path) -> None:
    checked = ran("knowledge", "check", folder)
    assert checked.exit_code == 0, checked.output
    tried = ran("--knowledge", folder, "eval", *sorted((folder / "golden").glob("*.yaml")))
    assert tried.exit_code == 0, tried.output


def test_no_figure_is_made_up_of_what_is_real(tmp_path: Path) -> None:
    folder = tmp_path / "my halls"
    entries = ("--entry", "Messe Graz", "A fair hall.", "--entry", "Stadthalle Wels", "Another fair hall.")
    made = ran("knowledge", "new", folder, "--title", "fair halls", *entries)
    assert made.exit_code == 0, made.output
    assert f"make chat KNOWLEDGE='{folder}'" in made.output
    assert "I don't know" in asked(folder, "how many tenants does Messe Graz have?")
    other = tmp_path / "other"
    values = ("--field", "seats", "--ask", "how many seats has _", "--value", "-", "--value", "300")
    assert ran("knowledge", "new", other, "--title", "fair halls", *entries, *values).exit_code == 0
    assert "I don't know" in asked(other, "how many seats has Messe Graz?")
    assert "300" in asked(other, "how many seats has Stadthalle Wels?")


def test_in_a_pipe_it_asks_nothing_and_works(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "parks"
    made = ran("knowledge", "new", folder)
    assert made.exit_code == 0, made.output
    assert f"make chat KNOWLEDGE={folder}" in made.output
    passes(folder)
    assert "12 tenants" in asked(folder, "how many tenants has riverside park got?")
    assert "2 technology parks" in asked(folder, "which parks are there?")
    assert "I don't know" in asked(folder, "What is the weight of Hillside Park?")
    assert [path.name for path in folder.parent.iterdir()] == ["parks"]


def test_options_say_all_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "orchards"
    made = ran("knowledge", "new", folder, *ORCHARDS)
    assert made.exit_code == 0, made.output
    passes(folder)
    assert "has some 400 trees" in asked(folder, "how many trees are there in o'brien's old orchard no 1")
    assert 'The "green" folder' in asked(folder, "number of trees in obstgarten mueller und soehne")
    greeting = asked(folder, "hello")
    assert "the orchards of our valley" in greeting
    assert all("#" in path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml"))


@pytest.mark.parametrize("value", ["https://a.example", "Monday to Friday", "7.5"])
def test_the_field_is_of_the_type_of_its_values(tmp_path: Path, value: str) -> None:
    options = ["--field", "opening", "--ask", "when is _ open", "--value", value, "--value", ""]
    made = ran("knowledge", "new", tmp_path / "a", "--yes", *options)
    assert made.exit_code == 0, made.output
    passes(tmp_path / "a")
    assert value in asked(tmp_path / "a", "when is hillside park open?")
    assert "I don't know" in asked(tmp_path / "a", "when is riverside park open?")


@pytest.mark.parametrize(
    ("language", "asked_for", "told"),
    [
        ("de", ["wieviele mieter hat der park am fluss", "liste der technologieparks", "gewicht vom Park am Hang"],
         ["Park am Fluss hat 12 Mieter.", "2 Technologieparks", "Das weiß ich noch nicht"]),
        ("fr", ["combien de locataires au parc de la rive", "quels parcs y a-t-il ?", "le poids du Parc de la Rive"],
         ["Parc de la Rive a 12 locataires.", "2 parcs technologiques", "Je ne le sais pas encore"]),
        ("it", ["quanti inquilini ci sono nel parco del fiume", "quali parchi ci sono?", "colore del Parco del Fiume"],
         ["Parco del Fiume ha 12 inquilini.", "2 parchi tecnologici", "Questo non lo so ancora"]),
        ("es", ["cuantos inquilinos hay en el parque del rio", "qué parques hay", "el peso del Parque del Río"],
         ["Parque del Río tiene 12 inquilinos.", "2 parques tecnológicos", "Eso no lo sé todavía"]),
    ],
)  # fmt: skip
def test_in_other_languages(tmp_path: Path, language: str, asked_for: list[str], told: list[str]) -> None:
    folder = tmp_path / "kb"
    made = ran("knowledge", "new", folder, "--yes", "--language", language)
    assert made.exit_code == 0, made.output
    assert "answers 9 golden questions" in made.output
    passes(folder)
    for question, reply in zip(asked_for, told, strict=True):
        assert reply in asked(folder, question)
    written = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml")))
    english = load_common().phrases["en"]
    assert [text for key, text in english.items() if key.startswith("new_file.") and text in written] == []


def test_a_language_without_texts_is_refused_with_those_that_have_some(tmp_path: Path) -> None:
    made = ran("knowledge", "new", tmp_path / "kb", "--yes", "--language", "fi")
    assert made.exit_code == 2
    assert "'fi' is none of de, en, es, fr, it" in made.output


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert ran("knowledge", "new", tmp_path / "empty", "--yes").exit_code == 0
    passes(tmp_path / "empty")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--title", "?!"], "the title has no letters or digits; write it in words"),
        (["--entry", "A", "x", "--entry", "a!", "y"], "two entries are called 'a'; give them different names"),
        (["--entry", "A", ""], "A has no summary; say in a sentence what it is"),
        (["--source", "a\x07b"], "'a\\x07b' holds a sign that cannot be printed; write it anew"),
        (["--one", "tenants"], "the field cannot be called 'tenants' as the entries are; give it another name"),
        (["--ask", "_ ?"], "there is no way to ask for the field; write one, with _ for the name"),
    ],
)
def test_what_makes_no_knowledge_base_is_said_and_nothing_is_written(
    tmp_path: Path, options: list[str], said: str
) -> None:
    made = ran("knowledge", "new", tmp_path / "a", "--yes", *options)
    assert made.exit_code == 1
    assert said in made.output
    assert list(tmp_path.iterdir()) == []


def test_places_where_it_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for place, said in (
        ("full", "is not empty; name a new folder, or empty this one"),
        ("file", "is no folder; name another one"),
        ("file/below", "cannot be written (File exists); name another folder"),
    ):
        made = ran("knowledge", "new", tmp_path / place, "--yes")
        assert made.exit_code == 1
        assert made.output == f"{tmp_path / place} {said}\n"
    assert (tmp_path / "full" / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full"]


def on_a_terminal(folder: Path, typed: bytes, *, interrupt: bool = False) -> tuple[int, str]:
    """Run the command on a terminal of its own, type answers, and return its status and what it showed."""
    master, slave = pty.openpty()
    command = [sys.executable, "run_bot.py", "--no-log", "knowledge", "new", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    shown = b""
    try:
        while b"Language (" not in shown:
            shown += os.read(master, 4096)
        os.write(master, typed)
        if interrupt:
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
        while True:
            shown += os.read(master, 4096)
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(master)
        status = process.wait(60)
    return status, shown.decode(errors="replace")


def test_a_terminal_is_asked(tmp_path: Path) -> None:
    answers = ["", "small museums", "museum", "museums", "Clock House", "A museum of clocks.", "Salt Barn", ""]
    answers += ["a leaflet", "as of 2023", "rooms", "how many rooms does _ have", "5", "-"]
    status, shown = on_a_terminal(tmp_path / "museums", "".join(f"{answer}\n" for answer in answers).encode())
    assert status == 0, shown
    passes(tmp_path / "museums")
    assert "5 rooms" in asked(tmp_path / "museums", "how many rooms has clock house?")
    assert "Salt Barn is one of the museums." in asked(tmp_path / "museums", "salt barn")


def test_whoever_interrupts_leaves_nothing_half(tmp_path: Path) -> None:
    status, shown = on_a_terminal(tmp_path / "museums", b"\nsmall museums\nmuseum\n", interrupt=True)
    assert status == 130, shown
    assert "Traceback" not in shown
    assert list(tmp_path.iterdir()) == []


PHRASES = Phrases(load_common().phrases)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(names=st.lists(TEXTS, min_size=1, max_size=3), texts=st.lists(TEXTS, min_size=9, max_size=9))
def test_whatever_is_written_loads(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], texts: list[str]
) -> None:
    title, one, other, source, dated, field, way, summary, value = (text.strip() for text in texts)
    entries = tuple(FirstEntry(name.strip(), summary, value) for name in names)
    start = Start("en", title, one, other, entries, source, dated, field, (way,))
    if wrong_with(start):
        return
    folder = write(tmp_path_factory.mktemp("new"), files_of(start, partial(PHRASES.say, "en")))
    known = knowledge.load(folder)
    assert [entry.title["en"] for entry in known.entries.values()][:-1] == [entry.name for entry in entries]
    assert known.title == {"en": title}
