"""Groups, changes and what they do as text and as records, for the command line. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.curation.gaps import Group, GroupDetails
from bot.curation.impact import Compared, Impact
from bot.curation.revisions import Draft, Revision
from bot.curation.suggesting import Suggestion
from knowledge.edits import Edit

SHOWN = 5
"""Questions of a kind that a preview shows."""

LONGEST = 100
"""Characters of a text that stands in one line."""

BARS = " ▁▂▃▄▅▆▇█"


def group_table(found: Sequence[Group], total: int) -> str:
    """Return groups as a table."""
    if not found:
        return "Nothing is open."
    lines = ["    ID  people  times  last seen   question"]
    for group in found:
        mark = f"  ({group.assigned} has it)" if group.assigned else ""
        question = f"{one_line(group.title)} [{group.language}]{mark}"
        lines.append(f"{group.id:>6}  {group.people:>6}  {group.times:>5}  {group.last_seen:%Y-%m-%d}  {question}")
    if total > len(found):
        lines.append(f"… and {total - len(found)} more; --limit shows them")
    return "\n".join(lines)


def group_record(group: Group) -> dict[str, Any]:
    """Return a group as plain values."""
    return {
        "id": group.id,
        "state": group.state.value,
        "question": group.title,
        "language": group.language,
        "people": group.people,
        "times": group.times,
        "first_seen": group.first_seen.isoformat(),
        "last_seen": group.last_seen.isoformat(),
        "assigned": group.assigned,
        "reason": group.reason,
        "closed_by": group.closed_by,
        "ignored": group.ignored,
    }


def details_text(details: GroupDetails, proposed: Sequence[Suggestion]) -> str:
    """Return a group as a curator wants to see it."""
    group = details.group
    most = max(details.trend, default=0) or 1
    trend = "".join(BARS[round(day / most * (len(BARS) - 1))] for day in details.trend)
    lines = [
        f"Group {group.id} ({group.state.value}): {one_line(group.title)}",
        f"{group.people} people, {group.times} times, last on {group.last_seen:%Y-%m-%d}; two weeks: {trend.strip()}",
        f"Why: {_counted(details.causes)}; languages: {_counted(details.languages)}",
        "",
    ]
    for gap in details.examples:
        lines.append(f"  “{one_line(gap.text)}” [{gap.language}]")
        lines += [f"      {one_line(line)}" for line in gap.why[:3]]
        if gap.candidates:
            near = ", ".join(f"{candidate.entry} {candidate.score:.2f}" for candidate in gap.candidates[:3])
            lines.append(f"      nearest: {near}")
    lines += ["", "What would close it:"]
    lines += [f"  {_command(suggestion, group.id)}" for suggestion in proposed]
    lines += [f"  {comment.author}, {comment.written_at:%Y-%m-%d}: {comment.text}" for comment in details.comments]
    return "\n".join(lines)


def details_record(details: GroupDetails, proposed: Sequence[Suggestion]) -> dict[str, Any]:
    """Return a group with its details as plain values."""
    return {
        **group_record(details.group),
        "examples": [
            {"text": gap.text, "language": gap.language, "cause": gap.cause.value} for gap in details.examples
        ],
        "causes": {cause.value: count for cause, count in details.causes.items()},
        "languages": dict(details.languages),
        "trend": list(details.trend),
        "proposed": [
            {"action": s.action.value, "target": s.target, "field": s.field, "name": s.name, "score": round(s.score, 3)}
            for s in proposed
        ],
    }


def impact_text(draft: Draft, impact: Impact) -> str:
    """Return what a draft changes, and what that does to other questions."""
    lines = [f"{edit.file}: {edit_text(edit)}" for edit in draft.edits if edit.value != edit.was]
    if draft.closes:
        lines.append("Closes " + ", ".join(f"group {closing.group}" for closing in draft.closes) + ".")
    if impact.replayed:
        lines.append(f"{impact.replayed} questions asked again:")
    for name, found in (
        ("newly answered", impact.answered),
        ("answered otherwise", impact.changed),
        ("ambiguous now", impact.ambiguous),
        ("no longer answered", impact.lost),
    ):
        lines += _compared(name, found)
    if impact.broken:
        lines.append(f"{len(impact.broken)} golden questions would break, so this cannot be published:")
        for case in impact.broken[:SHOWN]:
            lines.append(f"  “{one_line(case.ask)}” {'; '.join(case.faults)}")
    return "\n".join(lines)


def history_text(found: Sequence[Revision]) -> str:
    """Return revisions, newest first."""
    if not found:
        return "Nothing was published yet."
    lines: list[str] = []
    for revision in found:
        undone = f", undone by {revision.undone_by}" if revision.undone_by else ""
        undoes = f" of revision {revision.undoes}" if revision.undoes else ""
        exported = ", exported" if revision.exported_at else ""
        what = f"{revision.action.value}{undoes} {revision.entry}".strip()
        head = f"{revision.id}  {revision.published_at:%Y-%m-%d %H:%M}  {revision.author}: {what}{undone}{exported}"
        lines.append(head)
        if revision.reason:
            lines.append(f"    because: {one_line(revision.reason)}")
        lines += [f"    {edit.file}: {edit_text(edit)}" for edit in revision.edits if edit.value != edit.was]
    return "\n".join(lines)


def edit_text(edit: Edit) -> str:
    """Return an edit with what stood there before and what stands there after it."""
    place = ".".join(part.removeprefix("=") for part in edit.path)
    value = one_line(str(edit.value))
    if edit.op.value == "set":
        return f"{place} = {value}" if edit.was is None else f"{place}: {one_line(str(edit.was))} → {value}"
    if edit.op.value == "unset":
        return f"{place}: {one_line(str(edit.was))} → nothing"
    return f"{place} {'+' if edit.op.value == 'add' else '−'} {value}"


def one_line(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _counted(counts: Mapping[Any, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return ", ".join(f"{str(getattr(name, 'value', name)).replace('_', ' ')} {count}" for name, count in ordered)


def _command(suggestion: Suggestion, group: int) -> str:
    """Return the command that carries out a proposal."""
    command = f"run_bot.py unanswered {suggestion.action.value}"
    shapes = {
        "attach": f"{command} {group} {suggestion.target}",
        "alias": f'{command} --group {group} {suggestion.target} "{suggestion.name}"',
        "fill": f'{command} --group {group} {suggestion.target} {suggestion.field} "VALUE" --source "…"',
        "answer": f'{command} {group} --entry {suggestion.target} --say "…" --source "…"',
        "dismiss": f"{command} {group}",
    }
    return shapes[suggestion.action.value]


def _compared(name: str, found: Sequence[Compared]) -> list[str]:
    if not found:
        return []
    lines = [f"{len(found)} {name}:"]
    for case in found[:SHOWN]:
        lines.append(f"  “{one_line(case.ask)}”")
        lines.append(f"      before: {one_line(case.before.lead)}")
        lines.append(f"      after:  {one_line(case.after.lead)}")
    if len(found) > SHOWN:
        lines.append(f"  … and {len(found) - SHOWN} more")
    return lines
