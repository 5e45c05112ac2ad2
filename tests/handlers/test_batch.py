from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.batch import BadLineError, parse_line, run_batch
from tests.conftest import ROOT
from tests.fakes import EchoAssistant

PROCESS = (
    "import asyncio, sys\n"
    "from handlers.batch import run_batch\n"
    "from tests.fakes import EchoAssistant\n"
    "with asyncio.Runner() as runner:\n"
    "    run_batch(EchoAssistant(), sys.stdin.buffer, sys.stdout.buffer, runner)\n"
)


def answers(*lines: str | bytes, assistant: EchoAssistant | None = None) -> list[dict[str, object]]:
    source = io.BytesIO(b"".join(line if isinstance(line, bytes) else line.encode() + b"\n" for line in lines))
    sink = io.BytesIO()
    with asyncio.Runner() as runner:
        run_batch(assistant or EchoAssistant(), source, sink, runner)
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def test_an_answer_has_the_fields_that_tools_rely_on() -> None:
    assert answers('{"conversation": "c1", "text": "hi"}') == [
        {
            "conversation": "c1",
            "outcome": "answered",
            "reply": "You said hi\nguide 9.2",
            "entries": ["echo"],
            "score": 0.9877,
            "candidates": [{"entry": "echo", "score": 0.9877}],
            "options": [],
            "sources": ["guide 9.2"],
            "language": "en",
        }
    ]


def test_options_stand_apart_from_the_reply() -> None:
    (answer,) = answers('{"conversation": "c1", "text": "options"}')
    assert answer["reply"] == "Which one?"
    assert answer["options"] == ["The first <one>", "The second"]


def test_lines_of_one_conversation_share_its_context() -> None:
    assistant = EchoAssistant()
    answers(*(f'{{"conversation": "{name}", "text": "x"}}' for name in "aba"), assistant=assistant)
    assert [question.conversation for question in assistant.asked] == ["batch:a", "batch:b", "batch:a"]
    assert {question.channel for question in assistant.asked} == {"batch"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "not JSON"),
        ("hello", "not JSON"),
        ('{"conversation": "c", "text": "x"', "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"conversation": "c", "text": "x", "n": ' + "1" * 5000 + "}", "not JSON"),
        ("[]", "a JSON list"),
        ("null", "a JSON NoneType"),
        ('{"text": "x"}', '"conversation" is missing'),
        ('{"conversation": "c"}', '"text" is missing'),
        ('{"conversation": 1, "text": "x"}', '"conversation" is not a string'),
        ('{"conversation": "c", "text": null}', '"text" is not a string'),
        (b'{"conversation": "c", "text": "\xff"}\n', "not UTF-8"),
    ],
)
def test_a_bad_line_gets_an_error_in_its_place(line: str | bytes, reason: str) -> None:
    good = '{"conversation": "c", "text": "x"}'
    before, bad, after = answers(good, line, good)
    assert before["outcome"] == after["outcome"] == "answered"
    assert list(bad) == ["error"]
    assert reason in str(bad["error"])


def test_a_question_that_breaks_something_does_not_end_the_run(caplog: pytest.LogCaptureFixture) -> None:
    broken, fine = answers('{"conversation": "c", "text": "boom"}', '{"conversation": "c", "text": "x"}')
    assert list(broken) == ["error"]
    assert fine["outcome"] == "answered"
    assert "line 1 could not be answered" in caplog.text


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    (answer,) = answers(b'\xef\xbb\xbf{"conversation": "c", "text": "x"}\r\n')
    assert answer["outcome"] == "answered"


def test_lone_surrogates_pass_through() -> None:
    (answer,) = answers(r'{"conversation": "\udc00", "text": "a\ud800b"}')
    assert answer["reply"] == "You said a\ud800b\nguide 9.2"
    assert answer["conversation"] == "\udc00"


@given(st.text(st.characters()))
def test_any_text_is_one_ascii_line(text: str) -> None:
    (answer,) = answers(json.dumps({"conversation": text, "text": f"x{text}"}))
    assert answer["conversation"] == text


@given(st.binary())
def test_any_bytes_are_a_line_or_an_error(raw: bytes) -> None:
    try:
        parse_line(raw)
    except BadLineError as error:
        assert "\n" not in str(error)


def test_each_answer_is_flushed_before_the_next_line_is_read() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROCESS],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("wo ist Köln?", "где Карлсруэ?"):
            process.stdin.write(json.dumps({"conversation": "c", "text": text}, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            # This would wait for ever if the answer were held back.
            assert json.loads(process.stdout.readline())["reply"].startswith(f"You said {text}")
        process.kill()


def test_the_last_line_needs_no_line_end() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROCESS],
        cwd=ROOT,
        input=b'{"conversation": "c", "text": "x"}\n{"conversation": "c", "text": "y"}',
        capture_output=True,
        check=True,
    )
    assert [json.loads(line)["outcome"] for line in ran.stdout.splitlines()] == ["answered"] * 2
