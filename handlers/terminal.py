"""The chat in a terminal, also fed by a pipe: one line in, one reply out."""

from __future__ import annotations

import asyncio
import contextlib
import io
import locale
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.messages import Option, Question, Reply
from bot.phrases import Phrases
from handlers.screen import Answering, browse_path, offered

CONVERSATION = "terminal"
"""There is one person and one conversation at a terminal."""
PROMPT = "› "
_LONGEST_HISTORY = 1000
"""Lines that the arrow keys remember from one chat to the next."""
_DIM, _BOLD, _PLAIN = "\x1b[2m", "\x1b[1m", "\x1b[0m"
# Everything but line breaks and tabs that would move the cursor, colour the screen or turn the text around.
_UNSHOWABLE = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


@dataclass(frozen=True, slots=True)
class Terminal:
    """The streams of a chat and what they can do."""

    read: Callable[[str], str]
    """Reads a line, given the prompt; ``EOFError`` at the end."""
    output: TextIO
    """Where replies go."""
    interactive: bool
    """Whether a person sits in front of it: prompt, greeting and follow-ups are shown only then."""
    colours: bool = False
    """Whether it understands escape sequences and the person wants them."""
    language: str | None = None
    """Language of the machine, for the words before the first question."""


class TerminalChat:
    """A chat until the end of the input, ``/quit`` or Ctrl-C.

    Args:
        assistant: Who answers.
        phrases: The fixed words.
        terminal: Where it takes place.
    """

    def __init__(self, assistant: Answering, phrases: Phrases, terminal: Terminal) -> None:
        self._assistant = assistant
        self._phrases = phrases
        self._terminal = terminal
        self._language = phrases.language(terminal.language)
        self._choices: tuple[Option, ...] = ()

    def run(self, runner: asyncio.Runner) -> None:
        """Chat; returns when the person has had enough.

        Args:
            runner: Runs what has to be awaited. Reading stays outside of it, so that Ctrl-C ends it at once.
        """
        if self._terminal.interactive:
            self._say(self._phrases.say(self._language, "screen.welcome_terminal"))
        while True:
            try:
                line = self._terminal.read(PROMPT).strip()
                if line and not self._take(line, runner):
                    break
            except (EOFError, KeyboardInterrupt):
                if self._terminal.interactive:
                    self._write("\n")
                break
        if self._terminal.interactive:
            self._say(self._phrases.say(self._language, "screen.goodbye_terminal"))

    def _take(self, line: str, runner: asyncio.Runner) -> bool:
        """Do what a line wants; returns False for the wish to leave."""
        command = line.split(maxsplit=1)[0].lower()
        if command in {"/quit", "/exit"}:
            return False
        if command == "/help":
            self._say(self._phrases.say(self._language, "screen.help_terminal"))
        elif command == "/new":
            runner.run(self._assistant.forget_context(CONVERSATION))
            self._choices = ()
            self._say(self._phrases.say(self._language, "screen.new"))
        elif command == "/why":
            self._show(self._assistant.why(CONVERSATION, self._language))
        elif command.startswith("/") and browse_path(line) is None:
            self._say(self._phrases.say(self._language, "screen.unknown_command"))
        else:
            chosen = self._chosen(line)
            self._follow(line if chosen is None else chosen.ask, runner)
        return True

    def _chosen(self, line: str) -> Option | None:
        """Return what a number such as ``2`` or ``2.`` chooses; None where it chooses nothing."""
        number = line.rstrip(".)")
        # Nobody is offered a thousand things, and converting a number of 10,000 digits takes its time.
        if not number.isdecimal() or len(number) > 3:
            return None
        place = int(number) - 1
        return self._choices[place] if 0 <= place < len(self._choices) else None

    def _follow(self, text: str, runner: asyncio.Runner) -> None:
        path = browse_path(text)
        if path is not None:
            self._show(self._assistant.topics(self._language, path), browsing=True)
            return
        question = Question(text, CONVERSATION, channel="terminal", language=self._terminal.language)
        reply = self._assistant.answer(question)
        self._show(reply)
        runner.run(self._assistant.record(question, reply))

    def _show(self, reply: Reply, *, browsing: bool = False) -> None:
        """Write a reply and what can be chosen by number; a page of topics is nothing but what can be chosen."""
        self._language = self._phrases.language(reply.language)
        self._choices = offered(reply)
        lines = [self._styled(reply.lead, _BOLD), *(f"• {_showable(item)}" for item in reply.items)]
        lines += _numbered(reply.options, 1)
        if reply.note:
            lines.append(self._styled(reply.note, _DIM))
        follow_ups = _numbered(reply.follow_ups, len(reply.options) + 1)
        if browsing:
            lines += follow_ups
        elif follow_ups and self._terminal.interactive:
            lines.append(self._styled(self._phrases.say(self._language, "screen.ask_next"), _DIM))
            lines += [self._styled(f"  {line}", _DIM) for line in follow_ups]
        self._say("\n".join(lines))

    def _say(self, text: str) -> None:
        """Write a paragraph, set off by an empty line where a person reads."""
        self._write(f"{text}\n\n" if self._terminal.interactive else f"{text}\n")

    def _styled(self, text: str, style: str) -> str:
        shown = _showable(text)
        return f"{style}{shown}{_PLAIN}" if self._terminal.colours and shown else shown

    def _write(self, text: str) -> None:
        self._terminal.output.write(text)
        self._terminal.output.flush()


def ask_once(assistant: Answering, text: str, output: TextIO, runner: asyncio.Runner) -> None:
    """Print the reply to one question."""
    tolerate_any_text(output)
    question = Question(text, CONVERSATION, channel="terminal", language=machine_language())
    reply = assistant.answer(question)
    output.write(f"{_showable(reply.plain())}\n")
    output.flush()
    runner.run(assistant.record(question, reply))  # opening the log takes longer than answering


def this_terminal(history: Path | None, *, colours: bool) -> Terminal:
    """Return the terminal, or the pipe, that the process was started in.

    Args:
        history: File that remembers the lines from one chat to the next; None for no memory.
        colours: Whether the person accepts colours.
    """
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    tolerate_any_text(sys.stdout)
    if not interactive:
        if isinstance(sys.stdin, io.TextIOWrapper):
            # A pipe brings UTF-8 whatever the locale says.
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        return Terminal(_read_piped, sys.stdout, interactive=False, language=machine_language())
    if history is not None:
        _remember_lines(history)
    return Terminal(input, sys.stdout, interactive=True, colours=colours, language=machine_language())


def tolerate_any_text(stream: TextIO) -> None:
    """Make a stream write ``?`` for what its encoding cannot say, rather than fail."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


def _read_piped(_prompt: str) -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _remember_lines(history: Path) -> None:
    """Let ``input`` edit lines and remember them in a file that only its owner can read."""
    try:
        import atexit  # noqa: PLC0415
        import readline  # noqa: PLC0415 - not everywhere, and only for people
    except ImportError:
        return

    def save() -> None:
        with contextlib.suppress(OSError):
            history.parent.mkdir(parents=True, exist_ok=True)
            history.touch(mode=0o600)
            readline.write_history_file(history)

    readline.set_history_length(_LONGEST_HISTORY)
    with contextlib.suppress(OSError):
        readline.read_history_file(history)
    atexit.register(save)


def machine_language() -> str | None:
    """Return the tag of the language that this machine speaks; None where it names none."""
    name = locale.getlocale(locale.LC_CTYPE)[0]
    return None if name is None or name in {"C", "POSIX"} else name.replace("_", "-")


def _numbered(options: Sequence[Option], first: int) -> list[str]:
    return [f"{number}. {_showable(option.label)}" for number, option in enumerate(options, first)]


def _showable(text: str) -> str:
    return text.translate(_UNSHOWABLE)
