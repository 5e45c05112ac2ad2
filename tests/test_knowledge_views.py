"""`knowledge stats` and `knowledge show` as they are typed, over a small folder."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import run_bot
from tests.bot.test_knowledge_check import ORDERLY
from tests.knowledge.small import write_knowledge

PHRASINGS = """\
language: de
phrasings:
  boats.age: ["wie alt sind die Boote?", "seit wann?"]
  field.members: ["wie viele sind bei _ dabei?"]
  summary: ["was ist _?"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    entries = ORDERLY["entries/sea.yaml"].replace("A mill.", "{en: A mill., de: Eine Mühle.}")
    entries = entries.replace(
        "ask: [who supports _]", "ask: [who supports _]\n    dated: as of 1999\n    entries: [mill]"
    )
    files: dict[str, str | bytes | None] = {
        **ORDERLY,
        "entries/sea.yaml": entries,
        "phrasings/de.yaml": PHRASINGS,
    }
    return write_knowledge(tmp_path, files)


def typed(*arguments: str | Path) -> Result:
    return CliRunner().invoke(run_bot.main, ["knowledge", *map(str, arguments)])


def record(*arguments: str | Path) -> Any:
    done = typed(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


class TestStats:
    def test_as_tables(self, folder: Path) -> None:
        done = typed("stats", folder)
        assert done.exit_code == 0
        said = done.stdout
        assert said.startswith(
            "4 entries of 4 kinds, 9 statements:\n"
            "4 values of 4 fields, 5 facts and summaries\n"
            "\n"
            "kind          entries  values  facts\n"
            "cluster             1       4      2\n"
            "region              1       0      1\n"
            "organisation        1       0      1\n"
            "source              1       0      1\n"
            "\n"
            "field     values\n"
            "region         1\n"
            "members        1\n"
            "partners       1\n"
            "website        1\n"
            "\n"
            "language "
        )
        # How many words a language has is a matter of the common vocabulary.
        assert re.search(r"^de Deutsch +\d+      0          4  1 \(11 %\)$", said, re.MULTILINE)
        assert re.search(r"^en English +\d+      0          5  9 \(100 %\)$", said, re.MULTILINE)
        assert re.search(r"^ro Romanian +\d+      0          0  –$", said, re.MULTILINE)
        assert said.endswith(
            "\n"
            "source  statements  dated\n"
            "guide            9  about 2011: 8; as of 1999: 1\n"
            "\n"
            "Oldest statements, of 1999: boats.age\n"
            "Golden questions: 2 in 1 file; they name 4 of 4 entries\n"
        )

    def test_as_json(self, folder: Path) -> None:
        found = record("stats", folder)
        assert found["kinds"]["cluster"] == {"entries": 1, "values": 4, "facts": 2}
        assert found["fields"] == {"region": 1, "members": 1, "partners": 1, "website": 1}
        counted = {code: (held["phrasings"], held["told"], held["share"]) for code, held in found["languages"].items()}
        assert counted["en"] == (5, 9, 1.0)
        assert counted["de"] == (4, 1, 0.1111)
        assert counted["ro"] == (0, None, None)
        assert found["languages"]["de"]["name"] == "Deutsch"
        assert found["sources"]["guide"]["dates"] == {"about 2011": 8, "as of 1999": 1}
        assert found["oldest"] == [{"statement": "boats.age", "year": 1999, "dated": "as of 1999"}]
        assert (found["statements"], found["undated"]) == (9, 0)
        assert found["golden"] == {"questions": 2, "files": 1, "entries": 4}

    def test_without_golden_questions_or_years(self, folder: Path) -> None:
        (folder / "golden" / "sea.yaml").unlink()
        file = folder / "entries" / "sea.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("about 2011", "x").replace("as of 1999", "z"))
        done = typed("stats", folder)
        assert "No statement names a year.\nGolden questions: 0 in 0 files; they name 0 of 4 entries\n" in done.stdout

    def test_what_cannot_be_used_is_said_line_by_line(self, folder: Path) -> None:
        text = ORDERLY["entries/sea.yaml"].replace("region: north", "region: south")
        (folder / "entries" / "sea.yaml").write_text(text, encoding="utf-8")
        failed = typed("stats", folder).exception
        assert str(failed) == (
            f"{folder}/entries/sea.yaml:20: boats: region points to south, which is no entry; "
            "add it or correct the name"
        )

    def test_the_bundled_knowledge_adds_up(self) -> None:
        found = record("stats")
        counted = [(kind["values"], kind["facts"]) for kind in found["kinds"].values()]
        assert sum(values + facts for values, facts in counted) == found["statements"]
        assert sum(values for values, _ in counted) == sum(found["fields"].values())
        assert sum(source["statements"] for source in found["sources"].values()) == found["statements"]
        assert sum(kind["entries"] for kind in found["kinds"].values()) == found["entries"]


class TestShow:
    def test_an_entry(self, folder: Path) -> None:
        done = typed("--knowledge", folder, "show", "boats")
        assert done.exit_code == 0
        assert done.stdout.splitlines() == [
            "boats: Boats (cluster)",
            "  entries/sea.yaml:16",
            "  source: guide, “Clusters”; about 2011",
            "Names",
            "  any  Boats · Boats United",
            "",
            "boats.summary",
            "  en  A cluster of boat builders.",
            "  asked, of whichever entry is named: de 1; such as “was ist _?”",
            "",
            "boats.region",
            "  en  Boats is in The North.",
            "  points to north",
            "  button (en): Where is Boats?",
            "  asked, of whichever entry is named: en 1; such as “where is _”",
            "",
            "boats.partners",
            "  en  Boats has The Mill.",
            "  points to mill",
            "  button (en): Who are the partners of Boats?",
            "  asked, of whichever entry is named: en 1; such as “who are the partners of _”",
            "",
            "boats.members",
            "  en  Boats has more than 60 members.",
            "  button (en): How many members does Boats have?",
            "  asked, of whichever entry is named: en 1, de 1; such as “how many members does _ have”",
            "",
            "boats.website",
            "  en  Boats: http://boats.eu",
            "  button (en): What is the website of Boats?",
            "  asked, of whichever entry is named: en 1; such as “website of _”",
            "",
            "boats.age",
            "  en  It is old.",
            "  source: guide, “Clusters”; as of 1999",
            "  points to mill",
            "  button (en): Who supports Boats?",
            "  asked: en 1, de 2; such as “who supports _”",
            "",
            "Golden questions: 1",
            "  what is there? → answered",
        ]

    def test_who_points_to_it(self, folder: Path) -> None:
        shown = typed("--knowledge", folder, "show", "mill").stdout
        assert "Referred to by\n  boats.partners\n  boats.age\n" in shown
        assert "  also told in de\n" in shown

    def test_one_statement_with_all_ways_to_ask(self, folder: Path) -> None:
        assert typed("--knowledge", folder, "show", "boats.age").stdout.splitlines() == [
            "boats.age",
            "  en  It is old.",
            "  source: guide, “Clusters”; as of 1999",
            "  entries/sea.yaml:26",
            "  points to mill",
            "  button (en): Who supports Boats?",
            "  asked",
            "    en  who supports _",
            "    de  wie alt sind die Boote?",
            "    de  seit wann?",
        ]

    def test_as_json(self, folder: Path) -> None:
        found = record("--knowledge", folder, "show", "boats")
        assert [statement["id"] for statement in found["statements"]] == [
            f"boats.{name}" for name in ("summary", "region", "partners", "members", "website", "age")
        ]
        assert found["golden"] == [{"ask": "what is there?", "expect": "answered"}]
        assert found["names"] == {"any": ["Boats", "Boats United"]}
        one = record("--knowledge", folder, "show", "boats.age")
        assert one == found["statements"][-1]
        assert one["asked"] == {"en": ["who supports _"], "de": ["wie alt sind die Boote?", "seit wann?"]}
        assert (one["dated"], one["file"], one["points_to"]) == ("as of 1999", "entries/sea.yaml", ["mill"])

    @pytest.mark.parametrize("name", ["boats", "BOATS united", "Boats"])
    def test_by_any_of_its_names(self, folder: Path, name: str) -> None:
        assert typed("--knowledge", folder, "show", name).stdout.startswith("boats: Boats")

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("boots", "there is no entry boots; did you mean boats?"),
            ("qqqq", "there is no entry qqqq; `knowledge stats` counts what there is"),
            ("boats.fee", "boats has no fee; there are: summary, region, partners, members, website, age"),
        ],
    )
    def test_what_is_not_there(self, folder: Path, name: str, says: str) -> None:
        done = typed("--knowledge", folder, "show", name)
        assert done.exit_code == 1
        assert done.stderr == f"Error: {says}\n"

    def test_all_golden_questions_where_all_are_wanted(self) -> None:
        short, long = (typed("show", "nanovalley", *more).stdout for more in ([], ["--all"]))
        assert " more; --all shows them" in short
        assert "more; --all" not in long
        assert "  de  Nanovalley zählt 11 Hochschulen.\n" in long
        assert "  de  Nanovalley zählt" not in short
