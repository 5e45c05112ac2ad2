from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable, Iterator

import pytest

from bot.messages import Option, Outcome, Reply
from bot.phrases import Phrases
from handlers.terminal import PROMPT, Terminal, TerminalChat, ask_once
from tests.fakes import EchoAssistant


def chat(
    assistant: EchoAssistant,
    phrases: Phrases,
    lines: Iterable[str | type[BaseException]],
    *,
    interactive: bool = False,
    colours: bool = False,
    language: str | None = None,
) -> str:
    """Return what a chat shows to whoever types ``lines``; an exception is what the keyboard raises."""
    typed: Iterator[str | type[BaseException]] = iter(lines)
    output = io.StringIO()

    def read(prompt: str) -> str:
        assert prompt == PROMPT
        line = next(typed, EOFError)
        if isinstance(line, str):
            return f"{line}\n"
        raise line

    with asyncio.Runner() as runner:
        TerminalChat(assistant, phrases, Terminal(read, output, interactive, colours, language)).run(runner)
    return output.getvalue()


def test_a_pipe_gets_replies_and_nothing_else(assistant: EchoAssistant, phrases: Phrases) -> None:
    assert chat(assistant, phrases, ["hi", "", "  ", "there"]) == "You said hi\nguide 9.2\nYou said there\nguide 9.2\n"
    assert [(question.channel, question.conversation) for question in assistant.asked] == [("terminal", "terminal")] * 2


def test_a_person_gets_a_greeting_follow_ups_and_a_goodbye(assistant: EchoAssistant, phrases: Phrases) -> None:
    shown = chat(assistant, phrases, ["hi"], interactive=True)
    assert shown.startswith(phrases.say("en", "screen.welcome_terminal"))
    assert "You could ask next:\n  1. And then?\n" in shown
    assert shown.endswith(phrases.say("en", "screen.goodbye_terminal") + "\n\n")
    assert "\x1b" not in shown


def test_colours_only_where_they_are_wanted(assistant: EchoAssistant, phrases: Phrases) -> None:
    assert "\x1b[1mYou said hi\x1b[0m" in chat(assistant, phrases, ["hi"], interactive=True, colours=True)


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt, "/quit", "/exit"])
def test_every_way_to_leave_is_clean(
    assistant: EchoAssistant, phrases: Phrases, end: str | type[BaseException]
) -> None:
    shown = chat(assistant, phrases, [end, "not read"], interactive=True)
    assert shown.rstrip().endswith(phrases.say("en", "screen.goodbye_terminal"))
    assert assistant.asked == []


@pytest.mark.parametrize(("number", "asked"), [("1", "first"), ("2", "second"), ("2.", "second"), (" 1) ", "first")])
def test_a_number_chooses_what_is_offered(assistant: EchoAssistant, phrases: Phrases, number: str, asked: str) -> None:
    shown = chat(assistant, phrases, ["options", number])
    assert shown.startswith("Which one?\n1. The first <one>\n2. The second\n")
    assert assistant.asked[-1].text == asked


def test_follow_ups_are_counted_on_after_the_options(assistant: EchoAssistant, phrases: Phrases) -> None:
    both = Reply(
        Outcome.SUGGESTED, "Which?", options=(Option("A", "a"), Option("B", "b")), follow_ups=(Option("C", "c"),)
    )
    assistant.replies = {"both": both}
    assert "  3. C" in chat(assistant, phrases, ["both", "3"], interactive=True)
    assert assistant.asked[-1].text == "c"


@pytest.mark.parametrize("line", ["3", "0", "640", "9" * 10_000, "٣", "1995", "²"])
def test_a_number_that_chooses_nothing_is_a_question(assistant: EchoAssistant, phrases: Phrases, line: str) -> None:
    chat(assistant, phrases, ["options", line])
    assert assistant.asked[-1].text == line


def test_what_a_choice_asks_is_never_taken_for_another_choice(assistant: EchoAssistant, phrases: Phrases) -> None:
    assistant.replies = {"loop": Reply(Outcome.SUGGESTED, "?", options=(Option("One", "1"),))}
    chat(assistant, phrases, ["loop", "1"])
    assert [question.text for question in assistant.asked] == ["loop", "1"]


def test_commands(assistant: EchoAssistant, phrases: Phrases) -> None:
    shown = chat(assistant, phrases, ["/help", "/why", "/new", "/topics", "/topics region", "/nonsense", "/WHY"])
    assert shown == "".join(
        f"{text}\n"
        for text in (
            phrases.say("en", "screen.help_terminal"),
            "Because <terminal>",
            phrases.say("en", "screen.new"),
            "Topics\n1. Regions",
            "Below region\n1. Ask",
            phrases.say("en", "screen.unknown_command"),
            "Because <terminal>",
        )
    )
    assert assistant.forgotten == ["terminal"]
    assert assistant.asked == []


def test_browsing_by_number(assistant: EchoAssistant, phrases: Phrases) -> None:
    chat(assistant, phrases, ["/topics", "1", "1"])
    assert assistant.browsed == [("en", ()), ("en", ("region",))]
    assert assistant.asked[-1].text == "what is there"


def test_new_takes_back_what_was_offered(assistant: EchoAssistant, phrases: Phrases) -> None:
    chat(assistant, phrases, ["options", "/new", "1"])
    assert assistant.asked[-1].text == "1"


def test_the_language_of_the_machine_and_then_of_the_reply(assistant: EchoAssistant, phrases: Phrases) -> None:
    assistant.replies = {"ciao": Reply(Outcome.SMALLTALK, "Ciao!", language="it")}
    shown = chat(assistant, phrases, ["ciao", "/new"], interactive=True, language="de-AT")
    assert shown.startswith(phrases.say("de", "screen.welcome_terminal"))
    assert phrases.say("it", "screen.new") in shown
    assert assistant.asked[0].language == "de-AT"


def test_nothing_that_is_said_can_move_the_cursor(assistant: EchoAssistant, phrases: Phrases) -> None:
    shown = chat(assistant, phrases, ["a\x1b[2Jb\x07\x9b\u202ec"])
    assert shown == "You said a[2Jbc\nguide 9.2\n"


def test_one_question_is_answered_on_any_terminal(assistant: EchoAssistant) -> None:
    raw = io.BytesIO()
    output = io.TextIOWrapper(raw, encoding="ascii")
    with asyncio.Runner() as runner:
        ask_once(assistant, "Köln\ud800", output, runner)
    assert raw.getvalue() == b"You said K?ln?\nguide 9.2\n"
