"""Grading: what counts as wrong, and how it is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation import Result, Verdict, by_file_and_kind, evaluate, faults, folded, rates, stale, unknown_entries
from bot.messages import Option, Outcome, Reply
from bot.questions import Case, Turn
from tests.scripted import Scripted

SAID = Reply(
    Outcome.ANSWERED, "Pôles — “71” of them’s", items=("Lyon",), note="guide 9.2; 2011", entries=("poles", "lyon")
)
OFFERED = Reply(Outcome.SUGGESTED, "Which?", options=(Option("A", "a"), Option("B", "b"), Option("None", "none")))


def case(*turns: Turn, file: str = "a.yaml") -> Case:
    return Case(Path(file), 1, turns)


async def results(script: dict[str, Reply], *cases: Case, known: dict[str, list[str]] | None = None) -> list[Result]:
    return [result async for result in evaluate(Scripted(script), cases, known)]


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (Turn("q", Outcome.ANSWERED, says=(r"poles - .71", "LYON", "them's")), []),
        (Turn("q", Outcome.ANSWERED, says=(r"P[ôö]les", "pôles?")), []),
        (Turn("q", Outcome.ANSWERED, entries=("lyon", "linz")), []),
        (Turn("q", Outcome.ANSWERED, entries=("linz",)), ["tells about poles, lyon, not about linz"]),
        (Turn("q", Outcome.UNANSWERED), ["is answered, not unanswered"]),
        (Turn("q", Outcome.ANSWERED, says=("72", "71")), ["lacks /72/"]),
        (Turn("q", Outcome.ANSWERED, never=("lyon", "linz")), ["says /lyon/"]),
        (Turn("q", Outcome.ANSWERED, says_any=("72", "71")), []),
        (Turn("q", Outcome.ANSWERED, says_any=("72", "73")), ["lacks each of /72/, /73/"]),
        (Turn("q", Outcome.ANSWERED, says=(r"9\.2",)), [r"lacks /9\.2/"]),
    ],
)
def test_faults(turn: Turn, expected: list[str]) -> None:
    assert faults(turn, SAID) == expected


def test_the_batch_format_has_the_note_but_no_options() -> None:
    assert faults(Turn("q", Outcome.ANSWERED, says=(r"9\.2",)), SAID, batch=True) == []
    turn = Turn("q", Outcome.SUGGESTED, says=(r"1\. A",))
    assert faults(turn, OFFERED) == []
    assert faults(turn, OFFERED, batch=True) == [r"lacks /1\. A/"]


@pytest.mark.parametrize(("count", "wrong"), [(1, True), (2, False), (5, False), (6, True)])
def test_two_to_five_options(count: int, wrong: bool) -> None:
    options = tuple(Option(str(number), str(number)) for number in range(count + 1))
    found = faults(Turn("q", Outcome.SUGGESTED), Reply(Outcome.SUGGESTED, "Which?", options=options))
    assert found == ([f"offers {count} options, not 2 to 5"] if wrong else [])


def test_a_reply_that_pours_out_everything() -> None:
    reply = Reply(Outcome.ANSWERED, "x" * 1_300)
    assert faults(Turn("q", Outcome.ANSWERED), reply) == ["is 1300 characters long, more than 1200"]
    assert faults(Turn("q", Outcome.ANSWERED), reply, batch=True) == []


def test_folding_evens_out_what_nobody_checks() -> None:
    assert folded("Pôle  “d’été”\n– ﬁn") == "Pole “d'ete” - fin"


async def test_each_case_is_a_conversation_of_its_own() -> None:
    assistant = Scripted({"x": SAID, "y": SAID})
    cases = [case(Turn("x", Outcome.ANSWERED), Turn("y", Outcome.ANSWERED)), case(Turn("x", Outcome.ANSWERED))]
    found = [result async for result in evaluate(assistant, cases)]
    assert [result.verdict for result in found] == [Verdict.PASSED] * 2
    conversations = [question.conversation for question in assistant.asked]
    assert conversations[0] == conversations[1] != conversations[2]
    assert assistant.forgotten == [conversations[0], conversations[2]]


async def test_known_failures_must_fail() -> None:
    good, bad = Turn("x", Outcome.ANSWERED), Turn("x", Outcome.SUGGESTED)
    cases = [case(turn, file=file) for file in ("a.yaml", "b.yaml") for turn in (good, bad)]
    found = await results({"x": SAID}, *cases, known={"a": ["x"]})
    assert [result.verdict for result in found] == [Verdict.MENDED, Verdict.KNOWN, Verdict.PASSED, Verdict.FAILED]


async def test_an_error_is_a_fault_and_the_run_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    found = await results({"y": SAID}, case(Turn("x", Outcome.ANSWERED)), case(Turn("y", Outcome.ANSWERED)))
    assert [result.verdict for result in found] == [Verdict.FAILED, Verdict.PASSED]
    assert found[0].answers[0].faults == ("raises KeyError('x')",)
    assert "'x' raises" in caplog.text


async def test_the_rates_tell_the_mistakes_apart() -> None:
    unanswered = Reply(Outcome.UNANSWERED, "no")
    script = {"x": SAID, "y": unanswered}
    found = await results(
        script,
        case(Turn("x", Outcome.ANSWERED, "fact"), Turn("x", Outcome.ANSWERED, "fact", says=("72",))),
        case(Turn("y", Outcome.ANSWERED, "count"), file="b.yaml"),
        case(Turn("y", Outcome.UNANSWERED, "far"), file="b.yaml"),
        case(Turn("x", Outcome.UNANSWERED, "far"), file="b.yaml"),
    )
    counted = rates(found)
    assert (counted.passed.hits, counted.passed.total) == (2, 5)
    assert (counted.wrong_yet_answered.hits, counted.wrong_yet_answered.total) == (1, 3)
    assert (counted.not_answered.hits, counted.not_answered.total) == (1, 3)
    assert (counted.answered_anyway.hits, counted.answered_anyway.total) == (1, 2)
    assert counted.answered_anyway.percent == 50
    table = {key: (share.hits, share.total) for key, share in by_file_and_kind(found).items()}
    assert table == {("a.yaml", "fact"): (1, 2), ("b.yaml", "count"): (0, 1), ("b.yaml", "far"): (1, 2)}


def test_nothing_run_is_no_rate() -> None:
    assert rates([]).passed.percent == 0


def test_what_is_listed_or_asked_for_but_not_there() -> None:
    known = {"a": ["x", "gone"], "b": ["x"]}
    asked = case(Turn("x", Outcome.ANSWERED, entries=("poles", "pole")))
    assert stale(known, [asked]) == [("a", "gone"), ("b", "x")]
    assistant = Scripted({}, entries={"poles"})
    assert unknown_entries(assistant, [asked]) == {"pole": asked}
