"""Curators' changes written into files: all of them or none, and nothing that others have written is lost."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.curation.export import diff, planned, write
from bot.errors import BotError, ExportError
from knowledge.edits import Op, apply
from knowledge.loader import read_file
from tests.bot.curation.edited import DATA, FACT, bundled, counted, edit


def test_line_ends_a_byte_order_mark_and_permissions_stay(folder: Path) -> None:
    name = "entries/sectors.yaml"
    path = folder / name
    text = path.read_text(encoding="utf-8")
    raw = ("\ufeff" + text.replace("\n", "\r\n")).encode()
    path.write_bytes(raw)
    path.chmod(0o640)
    edits = [
        edit(name, "entries/=ict/facts", Op.ADD, FACT),
        edit(name, "entries/=ict/names/any", Op.ADD, "Ж"),
        edit(name, "entries/=ict/summary/en", Op.SET, "New.", read_file(path).value["entries"][3]["summary"]["en"]),
    ]
    (change,) = planned(folder, edits)
    write(folder, [change])
    now = path.read_bytes()
    assert now.startswith("\ufeff#".encode())
    assert now.count(b"\n") == now.count(b"\r\n") == raw.count(b"\n") + 8
    assert counted(change)[0] <= 2
    assert path.stat().st_mode & 0o777 == 0o640
    assert read_file(path).value == apply(edits, [s for s in bundled() if s.name == name])[0][0].tree.value


def test_mixed_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1\r\nb: 2\nc:\r\n- x\r\nd: 4\n")
    write(tmp_path, planned(tmp_path, [edit("a.yaml", "c", Op.ADD, "u"), edit("a.yaml", "a", Op.SET, 5, 1)]))
    assert (tmp_path / "a.yaml").read_bytes() == b"a: 5\r\nb: 2\nc:\r\n- x\r\n- u\r\nd: 4\n"


def test_a_file_that_has_changed_since_is_not_written_nor_any_other(folder: Path) -> None:
    edits = [
        edit("entries/styria.yaml", "entries/=styria/names/ro", Op.ADD, "Stirie"),
        edit("vocabulary/en.yaml", "concepts/company", Op.ADD, "outfit"),
    ]
    changes = planned(folder, edits)
    with (folder / "vocabulary/en.yaml").open("a", encoding="utf-8") as file:
        file.write("# later\n")
    with pytest.raises(ExportError, match=r"vocabulary/en.yaml:1: has been changed in the meantime"):
        write(folder, changes)
    assert (folder / "entries/styria.yaml").read_bytes() == (DATA / "entries/styria.yaml").read_bytes()
    write(folder, planned(folder, edits))


def test_a_new_file_is_not_written_over_one_that_came_first(tmp_path: Path) -> None:
    changes = planned(tmp_path, [edit("phrasings/new.yaml", "language", Op.SET, "de")])
    write(tmp_path, changes)
    assert (tmp_path / "phrasings/new.yaml").read_text() == "# What curators have added.\nlanguage: de\n"
    assert (tmp_path / "phrasings/new.yaml").stat().st_mode & 0o600 == 0o600
    with pytest.raises(ExportError, match="changed in the meantime"):
        write(tmp_path, changes)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.yaml").write_text("a: 1\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.yaml").symlink_to(tmp_path / "real/a.yaml")
    write(tmp_path / "data", planned(tmp_path / "data", [edit("a.yaml", "a", Op.SET, 2, 1)]))
    assert (tmp_path / "data/a.yaml").is_symlink()
    assert (tmp_path / "real/a.yaml").read_text() == "a: 2\n"


def test_every_edit_that_does_not_fit_is_named(folder: Path) -> None:
    (folder / "entries/veneto.yaml").write_text("entries: [\n", encoding="utf-8")
    with pytest.raises(ExportError, match=r"entries/veneto.yaml:2: is not YAML") as raised:
        planned(folder, [edit("entries/veneto.yaml", "dated", Op.SET, "x")])
    assert isinstance(raised.value, BotError)
    with pytest.raises(ExportError) as raised:
        planned(
            folder,
            [
                edit("entries/styria.yaml", "entries/=atlantis/names/any", Op.ADD, "x"),
                edit("entries/styria.yaml", "dated", Op.SET, "x", "y"),
                edit("vocabulary/en.yaml", "concepts/company", Op.ADD, "outfit"),
            ],
        )
    assert [(p.file, p.line) for p in raised.value.problems] == [("entries/styria.yaml", 7), ("entries/styria.yaml", 5)]
    (folder / "decision.yaml").write_text("answer: 50\n")
    with pytest.raises(ExportError, match=r"decision.yaml:1: would hold nothing any more"):
        planned(folder, [edit("decision.yaml", "answer", Op.UNSET, was=50)])
    with pytest.raises(ExportError, match="as text"):
        planned(folder, [edit("decision.yaml", "answer", Op.SET, 1.5, 50)])


def test_a_file_that_cannot_be_written_is_named_and_left_whole(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\n")
    changes = planned(tmp_path, [edit("a.yaml", "a", Op.SET, 2, 1)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(ExportError, match=r"a.yaml:1: cannot be written \(No space left on device\)"):
            write(tmp_path, changes)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert (tmp_path / "a.yaml").read_text() == "a: 1\n"


def test_git_takes_the_diff(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("no git")
    (tmp_path / "a.yaml").write_text("a: 1\nb:\n- x")
    edits = [edit("a.yaml", "b", Op.ADD, "u"), edit("phrasings/b.yaml", "language", Op.SET, "de")]
    changes = planned(tmp_path, edits)
    assert diff([]) == ""
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=diff(changes).encode(), check=True)
    assert [(tmp_path / change.file).read_text() for change in changes] == [change.new for change in changes]
