"""Question files run from the command line: what fails and why, a table, and the rates of each mistake."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.assistant import Assistant
from bot.curation.grouping_files import is_grouping_file
from bot.evaluation import Answer, Result, Share, Verdict, by_file_and_kind, evaluate, rates, stale, unknown_entries
from bot.last_run import LastRun, changes, keep_run, read_last_run
from bot.questions import KNOWN_FAILURES, Case, read_known_failures, read_questions
from handlers.eval_comparison import Compared, comparison_record, comparison_text
from handlers.eval_grouping import Aims, grouping_records, run_grouping
from handlers.eval_measures import all_met, changes_text, confused_text, needs_text
from handlers.eval_record import evaluation_record
from handlers.terminal import tolerate_any_text

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any run."""

DEFAULT_AIMS = Aims()
"""What the grouping must reach where nothing else is said."""

_SHOWN = 240
"""Characters of a wrong reply, or of a long question, that are printed."""

_HEADER = """\
# Cases known to fail today, by file; a listed one that passes fails the run. Written by
#     run_bot.py eval --list-failures knowledge/data/golden/*.yaml
"""


@dataclass(frozen=True, slots=True)
class Measuring:
    """What is measured beyond what fails."""

    needs: Mapping[str, float] = field(default_factory=dict)
    """Least share by name, 0 to 1; see :data:`bot.confusions.SHARES`. With any, only these decide the exit status."""
    last: Path | None = None
    """File that remembers the last run; None to remember nothing."""
    now: datetime = EPOCH
    """The time, to be remembered."""
    since: bool = False
    """List what changed since the last run."""
    other: tuple[str, str, Assistant] | None = None
    """Names of this folder and of another, and who answers from the other, to compare them; None for no other."""
    as_json: bool = False
    """One JSON object instead of text."""


NOTHING_MORE = Measuring()
"""Nothing is measured but what fails."""


def run_evaluation(
    assistant: Assistant,
    paths: Sequence[Path],
    output: TextIO,
    watched: TextIO,
    runner: asyncio.Runner,
    *,
    list_failures: bool = False,
    aims: Aims = DEFAULT_AIMS,
    measuring: Measuring = NOTHING_MORE,
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
        measuring: What is measured beyond what fails.

    Returns:
        Exit status: 0 where nothing failed but what is known to and the aims are reached, else 1. Where shares are
        needed, cases that fail do not count by themselves.

    Raises:
        QuestionFileError: A file is not as it should be.
    """
    tolerate_any_text(output)
    grouping = [path for path in paths if is_grouping_file(path)]
    questions = [path for path in paths if path not in grouping]
    if list_failures:
        if questions:
            cases = read_questions(questions)
            output.write(failures_as_yaml(runner.run(_watched(assistant, cases, _known_beside(cases), watched))))
        return 0
    status, record = 0, dict[str, Any]()
    if questions:
        run = _Run(assistant, read_questions(questions), watched, runner, measuring)
        status = run.status
        if measuring.as_json:
            record = run.record()
        else:
            run.write(output)
        run.remember(output)
    if measuring.as_json:
        records, missed = grouping_records(assistant, grouping, aims)
        json.dump({**record, "grouping": records}, output, ensure_ascii=False, indent=2)
        output.write("\n")
        return max(status, missed)
    return max(status, run_grouping(assistant, grouping, output, aims)) if grouping else status


class _Run:
    """One run of question files."""

    def __init__(
        self,
        assistant: Assistant,
        cases: Sequence[Case],
        watched: TextIO,
        runner: asyncio.Runner,
        measuring: Measuring,
    ) -> None:
        """Ask all, of both folders where there are two."""
        self.measuring = measuring
        self.known = _known_beside(cases)
        self.results = runner.run(_watched(assistant, cases, self.known, watched))
        self.missing = unknown_entries(assistant, cases)
        self.gone = stale(self.known, cases)
        self.last = read_last_run(measuring.last) if measuring.last else LastRun()
        self.changed = changes(self.last, self.results)
        self.compared: Compared | None = None
        if measuring.other is not None:
            here, there, other = measuring.other
            self.compared = Compared((here, there), self.results, runner.run(_watched(other, cases, {}, watched)))

    @property
    def status(self) -> int:
        """Return the exit status."""
        if self.measuring.needs:
            failed = not all_met(self.results, self.measuring.needs)
        else:
            failed = any(result.verdict in {Verdict.FAILED, Verdict.MENDED} for result in self.results)
        return 1 if failed or self.missing or self.gone else 0

    def write(self, output: TextIO) -> None:
        """Write the report as text."""
        output.writelines(map(_told, self.results))
        output.write(_table(self.results))
        output.writelines(
            f"{case.file}:{case.line}: there is no entry {entry}; correct the name\n"
            for entry, case in self.missing.items()
        )
        output.writelines(
            f"{KNOWN_FAILURES}: {stem} has no case {_shown(name)}; remove it from the list\n"
            for stem, name in self.gone
        )
        output.write(_summary(self.results))
        lines = [
            *confused_text(self.results),
            *changes_text(self.last, self.changed, listed=self.measuring.since),
            *needs_text(self.results, self.measuring.needs),
            *(comparison_text(self.compared) if self.compared else ()),
        ]
        output.writelines(f"{line}\n" for line in lines)

    def record(self) -> dict[str, Any]:
        """Return the report as plain values."""
        found = evaluation_record(self.results, self.measuring.needs, self.last, self.changed, self.missing)
        return found | ({"compared": comparison_record(self.compared)} if self.compared else {})

    def remember(self, output: TextIO) -> None:
        """Remember how each case went; where that fails the run still counts."""
        if self.measuring.last is None:
            return
        try:
            keep_run(self.measuring.last, self.last, self.results, self.measuring.now)
        except OSError as error:
            if not self.measuring.as_json:
                output.write(
                    f"{self.measuring.last} cannot be written ({error.strerror}): the next run shows no changes\n"
                )


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
