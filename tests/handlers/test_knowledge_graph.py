"""`knowledge graph`: what is drawn, where, and that no title breaks it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from click.testing import CliRunner
from defusedxml import ElementTree
from hypothesis import example, given, settings
from hypothesis import strategies as st

import knowledge
import run_bot
from handlers.graph.dot import dot
from handlers.graph.picture import picture
from handlers.graph.placing import placed
from knowledge.network import FACTS, Network, Relation, network
from tests.bot.test_knowledge_check import ORDERLY
from tests.conftest import ROOT
from tests.knowledge.small import write_knowledge

SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks of any shape: loops, kinds that point to each other, entries without relations."""
    count = draw(st.integers(1, 60))
    kinds: dict[str, list[str]] = {}
    for number in range(count):
        kinds.setdefault(draw(st.sampled_from("abcd")), []).append(f"e{number}")
    entry = st.integers(0, count - 1).map(lambda number: f"e{number}")
    named = st.builds(Relation, entry, entry, st.sampled_from(["of", "by", FACTS]))
    relations = draw(st.lists(named, max_size=60, unique=True))
    titles = {f"e{number}": draw(st.text(max_size=60)) for number in range(count)}
    called = {kind: f"kind {kind}" for kind in kinds}
    return Network("Any", {kind: tuple(found) for kind, found in kinds.items()}, titles, called, tuple(relations))


def small(tmp_path: Path) -> Network:
    text = ORDERLY["entries/sea.yaml"].replace(
        "ask: [who supports _]", "ask: [who supports _]\n    entries: [mill, guide]"
    )
    return network(knowledge.load(write_knowledge(tmp_path, {**ORDERLY, "entries/sea.yaml": text})))


def test_what_points_where(tmp_path: Path) -> None:
    found = small(tmp_path)
    assert found.kinds == {
        "cluster": ("boats",),
        "region": ("north",),
        "organisation": ("mill",),
        "source": ("guide",),
    }
    # That the mill is a partner says its field; a fact about it says nothing more.
    assert found.relations == (
        Relation("boats", "north", "region"),
        Relation("boats", "mill", "partners"),
        Relation("boats", "guide", FACTS),
    )


def test_as_text_for_graphviz(tmp_path: Path) -> None:
    assert dot(small(tmp_path)).splitlines()[:9] == [
        "digraph knowledge {",
        '  label="clusters";',
        "  rankdir=LR;",
        '  node [shape=box, style=rounded, fontname="Helvetica"];',
        '  edge [fontname="Helvetica", fontsize=9];',
        '  subgraph "cluster_cluster" {',
        '    label="clusters";',
        '    "boats" [label="Boats"];',
        "  }",
    ]
    assert dot(small(tmp_path)).splitlines()[-4:] == [
        '  "boats" -> "north" [label="region"];',
        '  "boats" -> "mill" [label="partners"];',
        '  "boats" -> "guide" [label="facts", style=dashed];',
        "}",
    ]


@given(st.text(max_size=40))
@example('a"] b [x="')
@example("back\\slash\\")
@example("two\nlines\r\n")
@example("]]> & <b>\x00\x1b\ufffe")
def test_no_title_breaks_it(title: str) -> None:
    found = Network(title, {"a": ("x",)}, {"x": title}, {"a": title}, ())
    ElementTree.fromstring(picture(found))
    # What is left without the quoted texts holds no quote, and as many lines as ever.
    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', "", dot(found))
    assert '"' not in bare
    assert bare.count("\n") == 10


@settings(max_examples=60, deadline=None)
@given(networks())
def test_everything_has_its_place(found: Network) -> None:
    where = placed(found)
    assert sorted(entry for panel in where.panels for entry in panel.entries) == sorted(found.titles)
    for panel in where.panels:
        assert panel.x >= 0
        assert panel.y >= 0
        assert panel.x + panel.width <= where.width + 0.001
        assert panel.y + panel.height <= where.height + 0.001
        assert all(entry in found.kinds[panel.kind] for entry in panel.entries)
    for one in where.panels:
        for other in where.panels:
            apart = (
                one is other
                or one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart, (one, other)


@settings(max_examples=30, deadline=None)
@given(networks())
def test_each_relation_is_drawn_from_its_entry_to_the_other(found: Network) -> None:
    where = placed(found)
    drawn = ElementTree.fromstring(picture(found))
    lines = [line for line in drawn.iter(f"{SVG}path") if line.get("class") == "r"]
    assert len(lines) == len(found.relations)
    for line, relation in zip(lines, found.relations, strict=True):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", line.get("d", ""))]
        source, target = where.places[relation.source], where.places[relation.target]
        assert numbers[0] in {round(source.left, 1), round(source.right, 1)}
        assert numbers[-2] in {round(target.left, 1), round(target.right, 1)}
        assert (numbers[1], numbers[-1]) == (round(source.middle, 1), round(target.middle, 1))


def test_those_who_point_stand_left_of_those_they_point_to(tmp_path: Path) -> None:
    where = placed(small(tmp_path))
    assert where.places["boats"].column < where.places["north"].column
    assert where.places["boats"].column < where.places["mill"].column


def test_the_bundled_knowledge_in_full_and_always_the_same() -> None:
    found = network(knowledge.load(ROOT / "knowledge" / "data"))
    drawn = picture(found)
    assert drawn == picture(found)
    texts = [text.text or "" for text in ElementTree.fromstring(drawn).iter(f"{SVG}title")]
    assert {text.partition(":")[0] for text in texts} >= found.titles.keys()
    counts = Counter(relation.name for relation in found.relations)
    for name, count in counts.items():
        assert f">{'facts about it' if name == FACTS else name} ({count})<" in drawn


class TestCommand:
    def test_svg_and_dot(self, tmp_path: Path) -> None:
        folder = write_knowledge(tmp_path / "known", {**ORDERLY})
        for name, begins in (("g.svg", "<svg"), ("g.dot", "digraph")):
            done = CliRunner().invoke(run_bot.main, ["knowledge", "graph", str(folder), "--to", str(tmp_path / name)])
            assert (done.exit_code, done.stdout) == (0, f"{tmp_path / name}: 4 entries, 2 relations\n")
            assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
        printed = CliRunner().invoke(run_bot.main, ["knowledge", "graph", str(folder)])
        assert printed.stdout == (tmp_path / "g.dot").read_text(encoding="utf-8")

    def test_another_ending_and_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        folder = write_knowledge(tmp_path / "known", {**ORDERLY})
        done = CliRunner().invoke(run_bot.main, ["knowledge", "graph", str(folder), "--to", "g.png"])
        assert done.exit_code == 2
        assert "g.png must end in .svg or .dot" in done.stderr
        missing = tmp_path / "no" / "g.svg"
        done = CliRunner().invoke(run_bot.main, ["knowledge", "graph", str(folder), "--to", str(missing)])
        assert done.exit_code == 1
        assert f"{missing} cannot be written: No such file or directory; name another file" in done.stderr
