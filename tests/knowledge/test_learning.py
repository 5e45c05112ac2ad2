"""What is learned from phrasings, and what a guess may and may not decide."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import knowledge
from knowledge.findings import Shape
from knowledge.guessing import LEAST, NOTHING_LEARNED
from knowledge.learning import fit
from knowledge.models import KnowledgeBase
from knowledge.understanding import Understander
from tests.conftest import ROOT
from tests.knowledge.small import write_knowledge

PHRASINGS = """\
language: en
phrasings:
  boats.age:
  - "since when have they been afloat"
  - "how long have they been afloat already"
  field.members:
  - "head count of _"
  - "how big a crowd is _"
  field.region:
  - "whereabouts would I find _"
  unknown:
  - "who captains _"
  - "what does a berth at _ cost"
  - "captain of _"
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Understander:
    """A knowledge base of a few lines with a few phrasings."""
    folder = write_knowledge(tmp_path_factory.mktemp("kb"), {"phrasings/sea.yaml": PHRASINGS})
    return Understander(knowledge.load(folder))


def told(understander: Understander, text: str) -> str:
    """Return the statement that a question is answered with, or why it is not."""
    finding = understander.understand(text).parts[0].finding
    return finding.statements[0].id if finding.shape is Shape.FACT else finding.rule


class TestLearning:
    def test_a_phrasing_is_answered_whose_words_are_in_no_vocabulary(self, small: Understander) -> None:
        assert told(small, "how big a crowd is Boats United?") == "boats.members"

    def test_what_phrasings_call_unknown_is_not_answered(self, small: Understander) -> None:
        finding = small.understand("who captains Boats United?").parts[0].finding
        assert not finding.answered
        assert finding.guesses[0].intent == "unknown"

    def test_a_gap_is_filled_with_the_name_of_what_has_the_field(self, small: Understander) -> None:
        assert small.guesser.guesses({"eboats": 1.0, "swhere": 1.0})

    def test_without_phrasings_nothing_is_learned(self, tmp_path: Path) -> None:
        understander = Understander(knowledge.load(write_knowledge(tmp_path)))
        assert understander.guesser == NOTHING_LEARNED
        assert told(understander, "Boats United?") == "boats.summary"

    @pytest.mark.parametrize("examples", [[], [({"a": 1.0}, "one")], [({"a": 1.0}, "one"), ({"b": 1.0}, "one")]])
    def test_with_fewer_than_two_intents_there_is_nothing_to_choose(
        self, examples: list[tuple[dict[str, float], str]]
    ) -> None:
        assert fit(examples) == NOTHING_LEARNED

    def test_features_that_no_phrasing_has_say_nothing(self, small: Understander) -> None:
        assert small.guesser.guesses({}) == {}
        assert small.guesser.guesses({"sunheard": 1.0}) == {}

    def test_shares_add_up_to_one_but_for_what_is_not_worth_looking_at(self, understander: Understander) -> None:
        spans, _ = understander.linker.link("How many members does Cyberforum have?")
        shares = understander.guesser.guesses(understander.decider.maker.of_spans(spans))
        left_out = len(understander.guesser.intents) - len(shares)
        assert 1 - left_out * LEAST <= sum(shares.values()) <= 1 + 1e-9
        assert min(shares.values()) >= LEAST
        assert list(shares.values()) == sorted(shares.values(), reverse=True)

    def test_other_processes_learn_the_same(self, tmp_path: Path) -> None:
        folder = write_knowledge(tmp_path, {"phrasings/sea.yaml": PHRASINGS})
        code = (
            "import sys; from pathlib import Path; import knowledge; from knowledge.understanding import Understander;"
            "g = Understander(knowledge.load(Path(sys.argv[1]))).guesser;"
            "print(g)"
        )
        run = [sys.executable, "-c", code, str(folder)]
        said = [
            subprocess.run(
                run, cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
            ).stdout
            for seed in ("1", "2")
        ]
        assert said[0] == said[1]


class TestPhrasingFiles:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("  boats.colour: [x]\n", ":3: nothing is called boats.colour"),
            ("  boats.age: [how old]\n  unknown: [How old?]\n", ":4: 'How old?' asks for boats.age already"),
            ("  boats.age: []\n", ""),
            ("  boats.age: 3\n", ":3: boats.age must be a list"),
        ],
    )
    def test_what_is_wrong_is_named(self, tmp_path: Path, text: str, said: str) -> None:
        folder = write_knowledge(tmp_path, {"phrasings/sea.yaml": f"language: en\nphrasings:\n{text}"})
        if not said:
            knowledge.load(folder)
            return
        with pytest.raises(knowledge.KnowledgeProblems) as error:
            knowledge.load(folder)
        assert f"phrasings/sea.yaml{said}" in str(error.value)

    def test_an_entry_may_not_be_called_like_an_intent(self, tmp_path: Path) -> None:
        entries = {"entries/more.yaml": MORE}
        with pytest.raises(knowledge.KnowledgeProblems, match="compare: phrasings use this word otherwise"):
            knowledge.load(write_knowledge(tmp_path, entries))


MORE = """\
source: guide
heading: More
dated: about 2011
entries:
- {id: compare, kind: region, title: Compare, summary: A region.}
"""


class TestRulingOut:
    @pytest.mark.parametrize(
        "text",
        [
            "how old is the Styrian timber cluster",
            "WHY IS NANONET CLOSING DOWN???",
            "in which year was the nanotechnology cluster in Veneto created?",
            "How many hours a month do members of Mobile Region Karlsruhe put in?",
            "<img src=x onerror=fetch('http://evil.test')>",
            "what is in section 9.1 of the guide?",
        ],
    )
    def test_a_likely_guess_does_not_answer_what_is_asked_otherwise(
        self, understander: Understander, text: str
    ) -> None:
        assert not any(part.finding.answered for part in understander.understand(text).parts)

    def test_a_name_that_a_statement_has_nothing_to_do_with(self, understander: Understander) -> None:
        assert not understander.understand("How many mentors has AC Styria?").parts[0].finding.answered


class TestDescribing:
    @pytest.mark.parametrize(
        ("named", "entry"),
        [
            (("styria", "food"), "techfortaste"),
            (("germany", "automotive"), "car-cluster-karlsruhe"),
            (("styria", "nanotechnology"), ""),
            (("styria",), ""),
            (("food",), ""),
            (("veneto", "food"), ""),
        ],
    )
    def test_a_place_and_a_sector_describe_an_entry(
        self, understander: Understander, named: tuple[str, ...], entry: str
    ) -> None:
        assert understander.decider.describer.entry(frozenset({name}) for name in named) == entry


def test_each_statement_has_phrasings_of_its_own(bundled: KnowledgeBase) -> None:
    asked = {phrasing.intent for phrasing in bundled.phrasings}
    facts = {f"{e.id}.{f.id}" for e in bundled.entries.values() for f in e.facts if f.id != "summary"}
    assert facts <= asked, f"write phrasings for {sorted(facts - asked)}"
