"""What the rules find: each has a mistake of its own to find, and finds nothing in a folder without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge_check import check_folder
from knowledge.lint.finding import Level, Rule
from knowledge.lint.folder import FORMAT
from knowledge.lint.reach import ABOUT
from knowledge.lint.rules import RULES, SHOWN_A_FILE, grouped
from knowledge.understanding import Understander
from tests.knowledge.many import write_many
from tests.knowledge.small import CONCEPTS, ENGLISH, ENTRIES, KINDS, write_knowledge

TODAY = "2026-05-01"

GOLDEN = """\
- {entry: [guide, north, boats], kind: fact, ask: ["what is there?"], expect: answered}
- {entry: mill, kind: fact, ask: ["what is the mill?"], expect: answered}
"""
MILL = """\
- id: mill
  kind: organisation
  title: The Mill
  names: {any: [Windmill, The Mill]}
  summary: A mill.
"""
ORDERLY = {
    "kinds.yaml": KINDS.replace("word: cluster", "word: cluster\n    facet: region"),
    "vocabulary/en.yaml": ENGLISH,
    "vocabulary/concepts.yaml": CONCEPTS,
    "entries/sea.yaml": ENTRIES.replace("members: more", "partners: [mill]\n  members: more")
    .replace(".example", ".eu")
    .replace("how old is _", "who supports _")
    .replace("How old is it?", "Who supports Boats?")
    .replace("[Boats U", "[Boats, Boats U")
    + MILL,
    "golden/sea.yaml": GOLDEN,
}
"""Files of a folder in which no rule finds anything."""

SECOND = MILL.replace("id: mill", "id: forge").replace("Windmill, The Mill", "Smithy").replace("The Mill", "The Forge")
FORGED = GOLDEN.replace("entry: mill", "entry: [mill, forge]")


def sea(old: str, new: str) -> dict[str, str]:
    assert old in ORDERLY["entries/sea.yaml"]
    return {"entries/sea.yaml": ORDERLY["entries/sea.yaml"].replace(old, new)}


def kinds(old: str, new: str) -> dict[str, str]:
    assert old in ORDERLY["kinds.yaml"]
    return {"kinds.yaml": ORDERLY["kinds.yaml"].replace(old, new)}


def with_entry(entry: str) -> dict[str, str]:
    return {"entries/sea.yaml": ORDERLY["entries/sea.yaml"] + entry, "golden/sea.yaml": FORGED}


def phrasings(text: str, *, exact: bool = False) -> dict[str, str]:
    marked = "exact: true\n" if exact else ""
    return {f"phrasings/{'exact' if exact else 'few'}.yaml": f"language: en\n{marked}phrasings:\n{text}"}


MISTAKES: dict[str, list[tuple[dict[str, str], str]]] = {
    "placeholder": [
        (sea("A mill.", "TODO"), "entries/sea.yaml:34: 'TODO' looks like a placeholder"),
        (sea("It is old.", "It was founded in (to be confirmed)."), "'It was founded in (to be confirmed).'"),
        (sea("A mill.", "Lorem ipsum dolor."), "'Lorem ipsum dolor.' looks like a placeholder"),
        (sea("A mill.", "..."), "'...' looks like a placeholder"),
        (sea("A mill.", "TODO say more"), "'TODO say more' looks like a placeholder"),
        (sea("It is old.", "<insert age>"), "'<insert age>' looks like a placeholder"),
    ],
    "twins": [
        (
            with_entry(SECOND.replace("The Forge", "the mill")),
            "entries/sea.yaml:37: forge: is called 'the mill' as mill is, nothing tells them apart; rename one",
        )
    ],
    "answers-collide": [
        (
            phrasings('  boats.age: ["since when, Boats?"]\n  boats.members: ["Boats since when"]\n', exact=True),
            "phrasings/exact.yaml:5: 'Boats since when' asks for field.members in the words in which phrasings/ex",
        )
    ],
    "golden-stray": [
        (
            {"golden/sea.yaml": GOLDEN + '- {entry: milll, kind: fact, ask: ["mill?"], expect: answered}\n'},
            "golden/sea.yaml:3: asks for milll, which is no entry",
        )
    ],
    "phrasings-collide": [
        (
            phrasings('  boats.age: ["is _ old?"]\n  unknown: ["old is Boats"]\n'),
            "phrasings/few.yaml:4: 'old is Boats' asks for unknown in the words in which phrasings/few.yaml:3",
        ),
        (
            sea(
                "ask: [who supports _]",
                "ask: [who supports _]\n  - id: two\n    say: Two.\n    question: Who?\n    ask: [supports _ who]",
            ),
            "entries/sea.yaml:33: 'supports _ who' asks for boats.two in the words in which entries/sea.yaml:29",
        ),
    ],
    "name-is-word": [
        (
            sea("Windmill", "Clusters"),
            "entries/sea.yaml:33: mill: the name 'Clusters' is also the word for a kind of entry (en: cluster)",
        ),
        (sea("Windmill", "Of"), "mill: the name 'Of' is also a function word (en)"),
        (
            {"vocabulary/en.yaml": ORDERLY["vocabulary/en.yaml"] + "entries:\n  mill: [Sources]\n"},
            "vocabulary/en.yaml:8: mill: the name 'Sources' is also the word for a kind of entry (en: guide)",
        ),
    ],
    "title-shared": [
        (
            sea("title: The Mill", "title: Boats"),
            "entries/sea.yaml:32: mill: is called 'Boats' as boats is; say in the title which is which",
        )
    ],
    "unreachable": [
        (
            with_entry(SECOND.replace("  names: {any: [Smithy]}\n", "")),
            "entries/sea.yaml:37: forge: no question leads to it: it has no names, words or ways to ask; add names",
        ),
        (
            sea("  names: {any: [Windmill, The Mill]}\n", ""),
            "mill: no question leads to it except through what points to it",
        ),
    ],
    "field-unaskable": [
        (
            kinds('ask: ["website of _"]', "ask: []"),
            "kinds.yaml:39: field website: nobody can ask for it; add ways to ask under ask",
        ),
        (
            kinds('ask: ["website of _"]', 'ask: ["quorx of _"]'),
            "kinds.yaml:39: field website: no word of its ways to ask means anything; write them by language",
        ),
    ],
    "fact-unaskable": [
        (
            sea("Who supports Boats?\n    ask: [who supports _]", "Quorx?\n    ask: [quorx of _]"),
            "entries/sea.yaml:29: boats.age: no word of its ways to ask means anything; use other words, or add theirs",
        )
    ],
    "field-idle": [
        (sea("  partners: [mill]\n", ""), "kinds.yaml:31: field partners: no entry holds it"),
        (
            kinds("[region, members,", "[region,") | sea("  members: more than 60\n", ""),
            "field members: no kind has it; name it under the fields of one, or remove it",
        ),
    ],
    "kind-empty": [
        (
            kinds("  organisation:\n", "  place:\n    word: region\n    fields: [facts]\n  organisation:\n")
            | {"locale/en.more.yaml": "kind:\n  place: {one: place, other: places}\n"},
            "kinds.yaml:11: kind place: has no entry; add one or remove it",
        )
    ],
    "kind-wordless": [
        (
            kinds("    called: {en: {one: source, other: sources}}\n", "")
            | {"locale/en.yaml": "kind:\n  source: {one: source, other: sources}\n"},
            "kinds.yaml:16: kind source: no word means guide in any language; add words to vocabulary/en.yaml",
        ),
        (
            kinds("type: number", "type: number\n    unit: firm")
            | {"vocabulary/concepts.yaml": ORDERLY["vocabulary/concepts.yaml"] + "  firm: {}\n"},
            "kinds.yaml:28: field members: no word means its unit firm in any language; give it words",
        ),
    ],
    "facet-empty": [
        (
            kinds("organisations}}\n    fields: [", "organisations}}\n    facet: region\n    fields: [region, "),
            "kinds.yaml:14: kind organisation: no entry has the facet region; fill it in, or name another field",
        ),
        (
            with_entry(SECOND.replace("organisation", "cluster")),
            "entries/sea.yaml:35: forge: has no region, by which lists of cluster are narrowed down; fill it in",
        ),
    ],
    "concept-idle": [
        (
            {"vocabulary/concepts.yaml": ORDERLY["vocabulary/concepts.yaml"] + "  moon: {}\n"},
            "vocabulary/concepts.yaml:6: moon: no word of any language means it and nothing uses it",
        )
    ],
    "source-nameless": [
        (sea("  short: guide\n", ""), "entries/sea.yaml:6: guide: is a source without a short name")
    ],
    "text-cut": [
        (
            sea("dated: about 2011", "dated: about 2011, edition #2"),
            "entries/sea.yaml:3: what follows # is not read; put the text in quotes, or a space after the #",
        )
    ],
    "undated": [(sea("dated: about 2011", "dated: recently"), "entries/sea.yaml:3: dated 'recently' names no year")],
    "review-overdue": [
        (
            sea("dated: about 2011", 'dated: about 2011\nreview: "2026-04-30"'),
            "entries/sea.yaml:4: was to be reviewed by 2026-04-30; compare it with its source and set a later day",
        ),
        (
            sea("A mill.", 'A mill.\n  review: "2020-01-01"'),
            "entries/sea.yaml:35: mill: was to be reviewed by 2020-01-01",
        ),
    ],
    "address-example": [
        (
            sea("boats.eu", "www.example.org/boats"),
            "entries/sea.yaml:23: boats: http://www.example.org/boats is an address",
        )
    ],
    "golden-missing": [
        (
            {"golden/sea.yaml": GOLDEN.replace("north, ", "")},
            "entries/sea.yaml:11: north: no golden question asks for it; write one in golden/",
        ),
        (
            {"golden/sea.yaml": "- {kind: far, ask: [x], expect: unanswered}\n"},
            "golden:1: no golden question names an entry",
        ),
    ],
    "untranslated": [
        (
            {"locale/de.yaml": "kind:\n", **sea("A mill.", "{en: A mill., de: Eine Mühle.}")},
            "entries/sea.yaml:6: 4 statements lack a text in de (the first is guide.summary): told in English",
        ),
    ],
}  # fmt: skip
"""Changes to the orderly folder that each rule finds something in, and what it says."""


def found(folder: Path, changed: dict[str, str], *, ask: bool = False) -> list[tuple[str, str, str]]:
    """Return level, rule and text of all that is found in the orderly folder after a change."""
    files: dict[str, str | bytes | None] = {**ORDERLY, **changed}
    if "locale/de.yaml" in changed:
        del files["locale/de.yaml"]
    write_knowledge(folder, files)
    if "locale/de.yaml" in changed:
        for file in (folder / "locale").glob("en*.yaml"):
            file.with_name(file.name.replace("en", "de", 1)).write_bytes(file.read_bytes())

    def understood() -> Understander:
        from knowledge import load

        return Understander(load(folder))

    checked = check_folder(folder, TODAY, understood if ask else None)
    return [(str(f.level), f.rule, str(f.problem)) for f in checked.findings]


def test_an_orderly_folder_has_nothing_to_find(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []


def test_each_rule_has_its_mistake() -> None:
    assert [rule.name for rule in RULES] == list(MISTAKES)


@pytest.mark.parametrize(
    ("rule", "changed", "says"),
    [
        pytest.param(rule, changed, says, id=f"{rule.name}-{number}")
        for rule in RULES
        for number, (changed, says) in enumerate(MISTAKES.get(rule.name, []))
    ],
)
def test_each_rule_finds_its_mistake(rule: Rule, changed: dict[str, str], says: str, tmp_path: Path) -> None:
    name, level = rule.name, str(rule.level)
    told = found(tmp_path, changed)
    assert {(lev, nam) for lev, nam, _ in told} == {(level, name)}
    assert any(says in text for _, _, text in told), told


@pytest.mark.parametrize("text", ["ABIERTO TODO EL AÑO", "None of them pays.", "Unknown to most.", "Is it? Yes - 1."])
def test_what_is_meant_so_is_no_placeholder(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, sea("A mill.", f'"{text}"')) == []


def test_a_review_that_is_due_today_is_not_overdue(tmp_path: Path) -> None:
    assert found(tmp_path, sea("A mill.", f'A mill.\n  review: "{TODAY}"')) == []


def test_an_entry_may_be_reviewed_later_than_its_file(tmp_path: Path) -> None:
    text = ORDERLY["entries/sea.yaml"].replace("kind: source", 'kind: source\n  review: "2030-01-01"')
    changed = {"entries/sea.yaml": text.replace("dated: about 2011", 'dated: about 2011\nreview: "2026-01-01"')}
    assert [text for _, _, text in found(tmp_path, changed)] == [
        "entries/sea.yaml:4: was to be reviewed by 2026-01-01; compare it with its source and set a later day"
    ]


@pytest.mark.parametrize("day", ["2026-13-01", "soon", "2026-1-1"])
def test_a_day_that_is_none(day: str, tmp_path: Path) -> None:
    ((level, rule, text),) = found(tmp_path, sea("A mill.", f'A mill.\n  review: "{day}"'))
    assert (level, rule) == ("error", FORMAT)
    assert text == f"entries/sea.yaml:35: review: {day} is no day such as 2026-05-01; correct it"


def test_broken_golden_questions_are_errors(tmp_path: Path) -> None:
    ((level, rule, text),) = [
        item for item in found(tmp_path, {"golden/sea.yaml": "- {kind: far, ask: [x]}\n"}) if item[1] == FORMAT
    ]
    assert (level, rule, text) == ("error", FORMAT, "golden/sea.yaml:1: expect is missing; add it")


def test_the_same_wish_in_two_ways_is_no_collision(tmp_path: Path) -> None:
    assert found(tmp_path, phrasings('  boats.age: ["is _ old?", "old, is _"]\n')) == []


class TestAsking:
    def test_an_orderly_folder_is_found_whatever_is_asked(self, tmp_path: Path) -> None:
        assert found(tmp_path, {}, ask=True) == []

    def test_a_title_that_is_not_found(self, tmp_path: Path) -> None:
        ((level, rule, text),) = found(tmp_path, sea("title: The Mill", "title: North mill"), ask=True)
        assert (level, rule) == ("warning", "title-not-found")
        assert text.startswith("entries/sea.yaml:32: mill: asked for by its title, 'North mill', it is not found")

    def test_a_question_that_is_not_found(self, tmp_path: Path) -> None:
        changed = sea("question: Who supports Boats?", "question: Who is on the board?")
        ((level, rule, text),) = found(tmp_path, changed, ask=True)
        assert (level, rule) == ("warning", "question-not-found")
        assert text.startswith(
            "entries/sea.yaml:28: boats.age: its own question, 'Who is on the board?', does not find"
        )

    def test_both_are_described(self) -> None:
        assert ABOUT.keys() == {"title-not-found", "question-not-found"}


class TestMany:
    def test_one_mistake_among_a_thousand_entries(self, tmp_path: Path) -> None:
        folder = write_many(tmp_path)
        before = {str(f.problem) for f in check_folder(folder, TODAY).findings}
        file = folder / "entries" / "part-07.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("costs 842 euros", "costs TBD euros"), encoding="utf-8"
        )
        (new,) = [f for f in check_folder(folder, TODAY).findings if str(f.problem) not in before]
        assert (new.rule, new.level, new.problem.file) == ("placeholder", Level.ERROR, "entries/part-07.yaml")

    def test_many_of_a_sort_are_told_in_one_line_a_file(self, tmp_path: Path) -> None:
        folder = write_many(tmp_path, 300)
        (folder / "golden" / "part-01.yaml").unlink()
        findings = [f for f in check_folder(folder, TODAY).findings if f.rule == "golden-missing"]
        assert len(findings) == 100
        (shown,) = grouped(findings)
        assert (shown.problem, shown.more) == (findings[0].problem, 99)
        assert grouped(findings[:SHOWN_A_FILE]) == findings[:SHOWN_A_FILE]
