"""``decision.yaml`` of a knowledge folder with other thresholds; comments and all else in it stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.errors import BotError
from bot.whole_files import put_in_place

NAME = "decision.yaml"
"""The file in a knowledge folder."""

HEADING = (
    "# When to answer, to offer, or to hold back, in hundredths from 0 to 100. Chosen by `run_bot.py calibrate`.\n"
)
"""What a new file begins with."""

_ON_ONE_LINE = re.compile(r"^\s*\{", re.MULTILINE)


def with_thresholds(text: str, thresholds: Mapping[str, int]) -> str:
    """Return the text of the file with other thresholds.

    Args:
        text: what stands there; empty for nothing.
        thresholds: by name, in hundredths.
    """
    text = text if text.strip() else HEADING
    for name, hundredths in thresholds.items():
        line = re.compile(rf"^({name}[ \t]*:[ \t]*)[^\s#]+", re.MULTILINE)
        if line.search(text):
            text = line.sub(rf"\g<1>{hundredths}", text, count=1)
        else:
            text = f"{text.rstrip()}\n{name}: {hundredths}\n"
    return text


def write_thresholds(folder: Path, thresholds: Mapping[str, int]) -> Path:
    """Write thresholds into a knowledge folder, whole or not at all.

    Args:
        folder: the knowledge folder.
        thresholds: by name, in hundredths.

    Returns:
        The file.

    Raises:
        BotError: it cannot be read or written.
    """
    path = folder / NAME
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if _ON_ONE_LINE.search(text):
            raise BotError(
                f"{path} holds its thresholds on one line; write each on a line of its own, as in answer: 55"
            )
        put_in_place(path, with_thresholds(text, thresholds).encode())
    except OSError as error:
        raise BotError(f"{path} cannot be written ({error.strerror}); check its permissions") from error
    return path
