"""What is done with a knowledge folder from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import knowledge
from handlers.terminal import tolerate_any_text


def check_knowledge(folder: Path, output: TextIO) -> int:
    """Print everything that is wrong with a knowledge folder, or one line that says that nothing is.

    Args:
        folder: The knowledge folder.
        output: Gets ``file:line: what is wrong and what to do``, a line each; files are named from where one stands.

    Returns:
        Exit status: 0 where nothing is wrong, else 1.
    """
    tolerate_any_text(output)
    try:
        known = knowledge.load(folder)
    except knowledge.KnowledgeProblems as error:
        output.writelines(f"{problem.within(folder)}\n" for problem in error.problems)
        return 1
    facts = sum(len(entry.facts) + len(entry.values) for entry in known.entries.values())
    counts = (_counted(len(known.entries), "entry", "entries"), _counted(len(known.kinds), "kind", "kinds"))
    output.write(
        f"{folder}: all is well: {' of '.join(counts)} with {_counted(facts, 'statement', 'statements')}, "
        f"asked for in {_counted(len(known.languages), 'language', 'languages')}, answered in {len(known.phrases)}\n"
    )
    return 0


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
