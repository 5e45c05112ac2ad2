"""Question files run from the command line: what fails and why, a table, and the rates of each mistake."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from bot.assistant import Assistant
from bot.curation.grouping_files import is_grouping_file
from bot.evaluation import Answer, Result, Share, Verdict, by_file_and_kind, evaluate, rates, stale, unknown_entries
from bot.questions import KNOWN_FAILURES, Case, read_known_failures, read_questions
from handlers.eval_grouping import Aims, run_grouping
from handlers.terminal import tolerate_any_text

DEFAULT_AIMS = Aims()
"""What the grouping must reach where nothing else is said."""

_SHOWN = 240
"""Characters of a wrong reply, or of a long question, that are printed."""

_HEADER = """\
# Cases known to fail today, by file; a listed one that passes fails the run. Written by
#     run_bot.py eval --list-failures knowledge/data/golden/*.yaml
"""


def run_evaluation(
    assistant: Assistant,
    paths: Sequence[Path],
    output: TextIO,
    watched: TextIO,
    runner: asyncio.Runner,
    *,
    list_failures: bool = False,
    aims: Aims = DEFAULT_AIMS,
) -> int:
    """Run question files and grouping files, and print how they went.

    Args:
        assistant: Who answers; its log should store nothing.
        paths: Question files, ``.yaml`` or ``.jsonl``, and grouping files. Beside question files, known failures may be
            listed.
        output: Gets the report.
        watched: Shows how far the run is, if it is a terminal.
        runner: Runs what has to be awaited.
        list_failures: Print nothing but the failing cases, as YAML for the list of known failures.
        aims: What the grouping must reach.

    Returns:
        Exit status: 0 where nothing failed but what is known to and the aims are reached, else 1.

    Raises:
        QuestionFileError: A file is not as it should be.
    """
    tolerate_any_text(output)
    grouping = [path for path in paths if is_grouping_file(path)]
    questions = [path for path in paths if path not in grouping]
    status = 0
    if questions:
        status = _run_questions(assistant, questions, output, watched, runner, list_failures=list_failures)
    if grouping and not list_failures:
        status = max(status, run_grouping(assistant, grouping, output, aims))
    return status


def _run_questions(
    assistant: Assistant,
    paths: Sequence[Path],
    output: TextIO,
    watched: TextIO,
    runner: asyncio.Runner,
    *,
    list_failures: bool,
) -> int:
    """Run question files and print how they went; returns the exit status."""
    cases = read_questions(paths)
    known = _known_beside(cases)
    results = runner.run(_watched(assistant, cases, known, watched))
    if list_failures:
        output.write(failures_as_yaml(results))
        return 0
    output.writelines(map(_told, results))
    output.write(_table(results))
    missing = unknown_entries(assistant, cases)
    gone = stale(known, cases)
    output.writelines(
        f"{case.file}:{case.line}: there is no entry {entry}; correct the name\n" for entry, case in missing.items()
    )
    output.writelines(
        f"{KNOWN_FAILURES}: {stem} has no case {_shown(name)}; remove it from the list\n" for stem, name in gone
    )
    output.write(_summary(results))
    unexpected = any(result.verdict in {Verdict.FAILED, Verdict.MENDED} for result in results)
    return 1 if unexpected or missing or gone else 0


def failures_as_yaml(results: Sequence[Result]) -> str:
    """Return the cases that fail as the text of a list of known failures."""
    by_file: dict[str, list[str]] = {}
    for result in results:
        if result.verdict in {Verdict.FAILED, Verdict.KNOWN}:
            by_file.setdefault(result.case.file.stem, []).append(result.case.name)
    lines = [_HEADER.rstrip("\n")]
    for stem, names in by_file.items():
        # What JSON quotes, YAML reads.
        lines += [f"{stem}:", *(f"  - {json.dumps(name, ensure_ascii=False)}" for name in names)]
    return "\n".join([*lines, *([] if by_file else ["{}"]), ""])


def _known_beside(cases: Sequence[Case]) -> dict[str, list[str]]:
    """Return the known failures listed beside the files that are run, and of these files only."""
    known: dict[str, list[str]] = {}
    stems = {case.file.stem for case in cases}
    for folder in dict.fromkeys(case.file.parent for case in cases):
        for stem, names in read_known_failures(folder / KNOWN_FAILURES).items():
            if stem in stems:
                known.setdefault(stem, []).extend(names)
    return known


async def _watched(
    assistant: Assistant, cases: Sequence[Case], known: dict[str, list[str]], watched: TextIO
) -> list[Result]:
    """Run the cases, and count along where somebody watches."""
    results: list[Result] = []
    counting = watched.isatty()
    async for result in evaluate(assistant, cases, known):
        results.append(result)
        if counting:
            watched.write(f"\r{len(results)} of {len(cases)}")
            watched.flush()
    if counting:
        watched.write("\r\x1b[K")
    return results


def _told(result: Result) -> str:
    """Return what is to be said about one case; nothing where it passed or failed as it is known to."""
    where = f"{result.case.file}:{result.case.line}:"
    if result.verdict is Verdict.MENDED:
        return f"{where} passes now: {_shown(result.case.name)}; remove it from {KNOWN_FAILURES}\n"
    if result.verdict is not Verdict.FAILED:
        return ""
    lines = []
    for number, answer in enumerate(result.answers, 1):
        if answer.faults:
            turn = f" turn {number} of {len(result.answers)}" if len(result.answers) > 1 else ""
            lines += [f"{where}{turn} [{answer.turn.kind}] {_shown(answer.turn.ask)}", *_reasons(answer)]
    return "\n".join([*lines, ""])


def _reasons(answer: Answer) -> list[str]:
    """Return why an answer is wrong, and the answer."""
    lines = [f"    {'; '.join(answer.faults)}"]
    if answer.reply is not None:
        lines.append(f"    said: {_shown(answer.reply.plain())}")
    return lines


def _table(results: Sequence[Result]) -> str:
    """Return the turns that passed, by file and kind and in all."""
    rows = [*by_file_and_kind(results).items(), (("all", ""), rates(results).passed)]
    widths = [max(len(names[column]) for names, _ in rows) for column in (0, 1)]
    lines = [f"{file:<{widths[0]}}  {kind:<{widths[1]}}  {_of(share)}" for (file, kind), share in rows]
    return "\n".join(["", *lines, "", ""])


def _summary(results: Sequence[Result]) -> str:
    """Return the rates, and how many cases failed that should not have."""
    found = rates(results)
    verdicts = [result.verdict for result in results]
    counts = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in Verdict if verdict in verdicts)
    return (
        f"{len(results)} case{'s' * (len(results) != 1)}: {counts or 'none'}\n"
        f"pass {found.passed.percent:.1f} % of {found.passed.total} turns; "
        f"answerable: wrong yet answered {found.wrong_yet_answered.percent:.1f} %, "
        f"not answered {found.not_answered.percent:.1f} %; "
        f"unanswerable: answered anyway {found.answered_anyway.percent:.1f} %\n"
    )


def _of(share: Share) -> str:
    return f"{share.hits:4d} of {share.total:<4d} {share.percent:5.1f} %"


def _shown(text: str) -> str:
    """Return a text on one line, quoted, so that nothing in it can move the cursor."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
