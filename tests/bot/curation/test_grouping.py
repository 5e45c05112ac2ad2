"""Which questions land in one group: properties of wishes, how groups grow, and how well that goes."""

from __future__ import annotations

import json
from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.curation.grouping import REPRESENTATIVES, Grouper, represented
from bot.curation.grouping_files import Wanted, read_wanted
from bot.curation.grouping_quality import Asked, measured
from knowledge.understanding import Understander
from knowledge.wishes import Wish, keys, likeness, sought
from tests.conftest import ROOT, bundled_understander

FILE = ROOT / "tests" / "wishes" / "wishes.yaml"

words = st.text("abcdeñя~^?:&", min_size=1, max_size=6)
listed = st.lists(words, max_size=4).map(tuple)
shares = st.floats(0, 1, allow_nan=False).map(lambda share: round(share, 3))
wishes = st.builds(
    Wish,
    listed,
    st.lists(st.tuples(words, shares), max_size=3).map(tuple),
    listed,
    listed,
    listed,
    st.text(max_size=30),
)


@pytest.fixture(scope="module")
def understander() -> Understander:
    return bundled_understander()


def wish(understander: Understander, text: str) -> Wish:
    found = understander.wish(understander.understand(text))
    assert found is not None
    return found


class TestWishes:
    @given(wishes)
    def test_json_keeps_everything_and_the_order(self, one: Wish) -> None:
        assert Wish.from_json(json.loads(json.dumps(one.to_json()))) == one

    @given(wishes, wishes)
    def test_likeness_is_symmetric_and_a_share(self, one: Wish, other: Wish) -> None:
        assert likeness(one, other) == pytest.approx(likeness(other, one))
        assert 0.0 <= likeness(one, other) <= 1.0
        assert likeness(one, one) == likeness(one, replace(one)) == 1.0

    @given(wishes)
    def test_there_is_always_a_key(self, one: Wish) -> None:
        assert keys(one)
        assert sought(one)
        assert sought(one) <= keys(one) == keys(replace(one))

    @given(st.text(max_size=120))
    @settings(max_examples=150, deadline=None)
    def test_any_text_has_a_wish_or_is_small_talk(self, text: str) -> None:
        understander = bundled_understander()
        found = understander.wish(understander.understand(text))
        assert found is None or Wish.from_json(found.to_json()) == found

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("fax number of Nanovalley?", "Faxnummer Nanovalley"),
            ("When does Nanonet open in the morning?", "Öffnungszeiten Nanonet"),
            ("trade unions of Cyberforum", "trade unions of Cyberfrum"),
        ],
    )
    def test_other_words_the_same_wish(self, understander: Understander, one: str, other: str) -> None:
        assert Grouper().grouped([wish(understander, one), wish(understander, other)]) == [0, 0]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("fax number of Nanovalley?", "fax number of Nanonet?"),
            ("fax number of Nanovalley?", "opening hours of Nanovalley?"),
            ("clusters in Portugal", "clusters in Denmark"),
            ("is there a cheese cluster in Styria?", "is there a shoe cluster in Styria?"),
            ("what does chapter 3.1 say?", "what does chapter 5.2 say?"),
        ],
    )
    def test_another_wish(self, understander: Understander, one: str, other: str) -> None:
        assert Grouper().grouped([wish(understander, one), wish(understander, other)]) == [0, 1]


class TestGrouper:
    def test_a_group_is_represented_by_its_first_different_wishes(self) -> None:
        same = [Wish(text=text) for text in "aabcdefg"]
        assert [one.text for one in represented(same)] == list("abcdefg")[:REPRESENTATIVES]

    def test_the_likest_group_wins_and_none_is_forced(self) -> None:
        phone = Wish(subjects=("kit",), themes=(("phone", 0.9),), text="phone kit")
        mail = Wish(subjects=("kit",), themes=(("email", 0.9),), text="email kit")
        asked = Wish(subjects=("kit",), themes=(("phone", 0.8),), text="kit phone nr")
        assert Grouper().place(asked, [(7, [mail]), (9, [phone])]) == 9
        assert Grouper().place(asked, [(7, [mail])]) is None
        assert Grouper().place(asked, []) is None

    @given(st.lists(wishes, max_size=8))
    @settings(deadline=None)
    def test_the_same_wishes_always_land_together(self, found: list[Wish]) -> None:
        groups = Grouper().grouped([*found, *found])
        assert len(groups) == 2 * len(found)
        assert set(groups) == set(range(len(set(groups))))

    def test_few_groups_are_looked_at_among_ten_thousand(self, understander: Understander) -> None:
        themes = sorted({phrasing.intent for phrasing in understander.knowledge.themes})
        groups = {
            number: Wish(
                subjects=(f"entry{number // len(themes)}",),
                themes=((themes[number % len(themes)], 0.9),),
                text=f"question {number}",
            )
            for number in range(10_000)
        }
        by_key: dict[str, set[int]] = {}
        for number, one in groups.items():
            for key in keys(one):
                by_key.setdefault(key, set()).add(number)
        asked = replace(groups[5_000], text="another question")
        best = min(self._seconds(asked, groups, by_key) for _ in range(5))
        assert best < 0.005

    @staticmethod
    def _seconds(asked: Wish, groups: dict[int, Wish], by_key: dict[str, set[int]]) -> float:
        begun = perf_counter()
        near = {number for key in sought(asked) for number in by_key.get(key, ())}
        place = Grouper().place(asked, [(number, [groups[number]]) for number in near])
        taken = perf_counter() - begun
        assert place == 5_000
        return taken


class TestQuality:
    def test_pairs_are_counted(self) -> None:
        kit, cloe = Wish(subjects=("kit",), text="kit"), Wish(subjects=("cloe",), text="cloe")
        asked = [
            Asked("kit?", "kit", kit),
            Asked("kit!", "kit", kit),
            Asked("Cloe?", "kit", cloe),
            Asked("cloe", "cloe", cloe),
            Asked("hello", "cloe", None),
        ]
        found = measured(asked, Grouper(), seeds=range(3))
        assert found.precision == found.worst_precision == 1 / 2
        assert found.recall == found.worst_recall == 1 / 4
        assert [(pair.one.text, pair.other.text, pair.orders) for pair in found.mixed] == [("Cloe?", "cloe", 3)]
        assert [(split.wanted, split.questions, split.lost, split.stray) for split in found.split] == [
            ("kit", 3, 2 / 3, "Cloe?"),
            ("cloe", 2, 1.0, "cloe"),
        ]

    def test_of_nothing_all_is_well(self) -> None:
        found = measured([], Grouper())
        assert (found.precision, found.recall, found.mixed, found.split) == (1.0, 1.0, (), ())


@pytest.mark.parametrize(
    ("half", "precision", "recall"),
    [
        # What was measured, less some points. The figures of likeness were searched on the even half alone, but
        # confusions across the halves and a few questions of the odd one were seen: it is no untouched sample.
        (slice(0, None, 2), 0.98, 0.88),
        (slice(1, None, 2), 0.98, 0.80),
        (slice(None), 0.95, 0.85),
    ],
    ids=["even", "odd", "all"],
)
def test_questions_of_an_independent_author(
    understander: Understander, half: slice, precision: float, recall: float
) -> None:
    asked = [
        Asked(text, wanted.wish, understander.wish(understander.understand(text)))
        for wanted in chosen(half)
        for text in wanted.questions
    ]
    found = measured(asked, Grouper())
    assert found.precision >= precision
    assert found.recall >= recall


def chosen(half: slice) -> list[Wanted]:
    return read_wanted([FILE])[half]
