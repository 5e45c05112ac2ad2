"""What curators see: the queue, a group, what a change would do, the history; as HTML with buttons. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.curation.gaps import WAITING, Gap, Group, GroupDetails, GroupState
from bot.curation.impact import Compared, Impact
from bot.curation.revisions import Draft, Revision
from bot.curation.suggesting import Suggestion
from bot.phrases import Phrases
from handlers.telegram import curator_data
from handlers.telegram.curator_data import Verb
from handlers.telegram.markup import escape
from handlers.telegram.proposals import code_of, label
from knowledge.understanding import Understander

PAGE = 8
"""Groups, or revisions, on one page."""

LONGEST_LABEL = 60
"""Characters of a button's label; phones show fewer anyway."""

LONGEST_QUOTE = 300
"""Characters quoted of a question or an answer."""

SHOWN = 3
"""Questions shown of each kind of difference."""

MOST_WHY = 4
"""Lines shown of how a question was understood."""

SNOOZES = (1, 7, 30)
"""Days that a group can be put out of sight for."""

_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Page:
    """A message with its buttons."""

    text: str
    """HTML."""
    buttons: InlineKeyboardMarkup | None = None
    """The buttons under it."""


class CuratorView:
    """Words everything for one curator.

    Args:
        phrases: The fixed words.
        language: The curator's language.
    """

    def __init__(self, phrases: Phrases, language: str) -> None:
        self._phrases = phrases
        self._language = language

    def say(self, key: str, **values: object) -> str:
        """Return a text of the section ``curation``."""
        return self._phrases.say(self._language, f"curation.{key}", **values)

    def queue(self, groups: Sequence[Group], total: int, offset: int, problem: str = "") -> Page:
        """Return a page of the queue, under a line about what is wrong with the knowledge if something is."""
        warning = f"{escape(self.say('files_broken', problem=problem[:LONGEST_QUOTE]))}\n\n" if problem else ""
        if not total:
            return Page(warning + escape(self.say("queue_empty")))
        rows = [[_button(f"#{g.id} 👤{g.people} · {g.title}", Verb.OPEN, g.id)] for g in groups]
        text = escape(self.say("queue", count=total, first=offset + 1, last=offset + len(groups)))
        return Page(warning + text, _keyboard([*rows, _turning(Verb.QUEUE, offset, total)]))

    def group(self, details: GroupDetails, proposed: Sequence[Suggestion], understander: Understander) -> Page:
        """Return all that a curator wants to see of a group."""
        group = details.group
        lines = [f"<b>#{group.id} {_quote(group.title)}</b>"]
        seen = {"people": group.people, "times": group.times}
        days = {"first": group.first_seen.date().isoformat(), "last": group.last_seen.date().isoformat()}
        lines.append(escape(self.say("seen", **seen, **days)))
        lines += self._state(group)
        lines.append(escape(self.say("trend", trend=_trend(details.trend))))
        lines.append(escape(self._counted(details)))
        lines += [f"› {_quote(gap.text)}" for gap in details.examples]
        lines += self._understood(details.examples, understander)
        lines += [f"💬 {escape(c.author)}: {_quote(c.text)}" for c in details.comments]
        if group.state not in WAITING:
            rows = (
                [[_button(self.say("undo", revision=group.closed_by), Verb.UNDO, group.closed_by)]]
                if group.closed_by
                else []
            )
            return Page("\n".join(lines), _keyboard([*rows, self._back()]))
        rows = [
            [
                _button(
                    label(way, understander, self._phrases, self._language),
                    Verb.PROPOSAL,
                    group.id,
                    group.version,
                    code_of(way),
                )
            ]
            for way in proposed
        ]
        return Page("\n".join(lines), _keyboard([*rows, *self._other_ways(group), self._back()]))

    def ways(self, group: int, version: int, ways: Sequence[Suggestion], understander: Understander) -> Page:
        """Return more ways to close a group."""
        rows = [
            [
                _button(
                    label(way, understander, self._phrases, self._language), Verb.PROPOSAL, group, version, code_of(way)
                )
            ]
            for way in ways
        ]
        return Page(escape(self.say("choose_way", group=group)), _keyboard([*rows, self._back(group)]))

    def entries(self, group: int, version: int, found: Mapping[str, str]) -> Page:
        """Return the entries, by id with their title, that a name might mean."""
        if not found:
            return Page(escape(self.say("no_such_entry")), _keyboard([self._back(group)]))
        rows = [
            [_button(title, Verb.ENTRY, group, version, curator_data.short(entry))] for entry, title in found.items()
        ]
        return Page(escape(self.say("choose_entry")), _keyboard([*rows, self._back(group)]))

    def preview(self, draft: Draft, impact: Impact) -> Page:
        """Return what a change would do, with the buttons to do it or not; what breaks something has no such button."""
        lines = [f"<b>{escape(self._phrases.say(self._language, f'action.{draft.change.action.value}'))}</b>"]
        typed = [value for key, value in draft.change.values.items() if key not in {"reason", "language"}]
        lines += [f"{escape(draft.change.target)}", *(f"› {_quote(value)}" for value in typed)]
        lines.append(escape(self.say("replayed", count=impact.replayed, closes=len(draft.closes))))
        if draft.group is not None and draft.group not in draft.closes:
            lines.append(escape(self.say("not_closed", group=draft.group.group)))
        for name in ("broken", "answered", "changed", "ambiguous", "lost"):
            lines += self._differences(name, getattr(impact, name))
        rows = [[_button(self.say("drop"), Verb.DROP, draft.id)]]
        if impact.blocked:
            lines.append(f"<b>{escape(self.say('blocked'))}</b>")
        else:
            rows[0].insert(0, _button(self.say("publish"), Verb.PUBLISH, draft.id))
        return Page("\n".join(line for line in lines if line), _keyboard(rows))

    def published(self, revision: Revision) -> Page:
        """Return that a change is live, with the button to take it back."""
        text = self.say("published", revision=revision.id, groups=", ".join(f"#{g}" for g in revision.closed) or "–")
        rows = [[_button(self.say("undo", revision=revision.id), Verb.UNDO, revision.id)], self._back()]
        return Page(escape(text), _keyboard(rows))

    def history(self, revisions: Sequence[Revision], offset: int, *, more: bool) -> Page:
        """Return a page of the history, newest first, each that is in force with a button to undo it."""
        if not revisions:
            return Page(escape(self.say("history_empty")))
        lines, buttons = [], []
        for revision in revisions:
            when = f"{revision.published_at:%Y-%m-%d %H:%M}"
            what = self._phrases.say(self._language, f"action.{revision.action.value}")
            undone = f" ({self.say('undone_by', revision=revision.undone_by)})" if revision.undone_by else ""
            told = [f"#{n}" for n in revision.closed]
            about = " ".join(part for part in (revision.entry, *told) if part)
            lines.append(
                f"<b>{revision.id}</b> {when} {escape(revision.author)}: {escape(what)} {escape(about)}{escape(undone)}"
            )
            if revision.reason:
                lines.append(f"  › {_quote(revision.reason)}")
            if revision.undone_by is None:
                buttons.append(_button(self.say("undo", revision=revision.id), Verb.UNDO, revision.id))
        rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
        return Page("\n".join(lines), _keyboard([*rows, _turning(Verb.HISTORY, offset, offset + PAGE + more)]))

    def off(self) -> InlineKeyboardMarkup | None:
        """Return the button that ends digests and alerts."""
        return _keyboard([[_button(self._phrases.say(self._language, "digest.switch_off"), Verb.OFF, 0)]])

    def _state(self, group: Group) -> list[str]:
        found = []
        if group.state is not GroupState.OPEN:
            found.append(self._phrases.say(self._language, f"group_state.{group.state.value}"))
        if group.state is GroupState.SNOOZED and group.snoozed_until:
            found.append(group.snoozed_until.date().isoformat())
        if group.merged_into:
            found.append(f"#{group.merged_into}")
        if group.ignored:
            found.append(self.say("ignored", count=group.ignored))
        if group.assigned:
            found.append(self.say("taken_by", curator=group.assigned))
        return [escape(" · ".join(found))] if found else []

    def _counted(self, details: GroupDetails) -> str:
        causes = [
            f"{self._phrases.say(self._language, f'cause.{cause.value}')} {count}"
            for cause, count in details.causes.items()
        ]
        languages = [f"{language} {count}" for language, count in details.languages.items()]
        events = [f"{event} {count}" for event, count in details.events.items()]
        return " · ".join([", ".join(causes), ", ".join(languages), *events])

    def _understood(self, examples: Sequence[Gap], understander: Understander) -> list[str]:
        """Return what came closest to the latest question, and how it was understood."""
        if not examples:
            return []
        latest = examples[0]
        known = understander.knowledge.entries
        near = [f"{known[c.entry].title['en']} {c.score:.2f}" for c in latest.candidates[:SHOWN] if c.entry in known]
        lines = [escape(self.say("near", entries=", ".join(near)))] if near else []
        return [*lines, *(f"<i>{_quote(line)}</i>" for line in latest.why[:MOST_WHY])]

    def _other_ways(self, group: Group) -> list[list[InlineKeyboardButton]]:
        version = group.version
        taken = Verb.RELEASE if group.assigned else Verb.TAKE
        return [
            [
                _button(self.say("other_entry"), Verb.OTHER, group.id, version),
                _button(self.say("new_entry"), Verb.KINDS, group.id, version),
            ],
            [
                _button(self.say("out_of_scope"), Verb.DISMISS, group.id, version, "scope"),
                _button(self.say("spam"), Verb.DISMISS, group.id, version, "spam"),
            ],
            [
                _button(self.say("release" if group.assigned else "take"), taken, group.id),
                *(_button(self.say("snooze", days=days), Verb.SNOOZE, group.id, days) for days in SNOOZES),
            ],
            [
                _button(self.say("comment"), Verb.COMMENT, group.id, version),
                _button(self.say("merge"), Verb.MERGE, group.id, version),
                _button(self.say("split"), Verb.SPLIT, group.id, version),
            ],
        ]

    def _differences(self, name: str, found: Sequence[Compared]) -> list[str]:
        if not found:
            return []
        lines = [f"<b>{escape(self.say(f'impact_{name}', count=len(found)))}</b>"]
        for one in found[:SHOWN]:
            lines.append(f"› {_quote(one.ask)}")
            if name != "answered":
                lines.append(f"  <s>{_quote(one.before.lead)}</s>")
            lines.append(f"  {_quote(one.after.lead)}")
        if len(found) > SHOWN:
            lines.append(escape(self.say("and_more", count=len(found) - SHOWN)))
        return lines

    def _back(self, group: int | None = None) -> list[InlineKeyboardButton]:
        if group is not None:
            return [_button(f"◀ #{group}", Verb.OPEN, group)]
        return [_button(self.say("to_queue"), Verb.QUEUE, 0)]


def _button(text: str, verb: Verb, *values: object) -> InlineKeyboardButton:
    said = " ".join(text.split())
    said = said if len(said) <= LONGEST_LABEL else f"{said[: LONGEST_LABEL - 1]}…"
    return InlineKeyboardButton(said, callback_data=curator_data.write(verb, *values))


def _keyboard(rows: Sequence[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None


def _turning(verb: Verb, offset: int, total: int) -> list[InlineKeyboardButton]:
    """Return the buttons that turn pages."""
    back = [_button("◀", verb, max(offset - PAGE, 0))] if offset else []
    return back + ([_button("▶", verb, offset + PAGE)] if offset + PAGE < total else [])


def _trend(days: Sequence[int]) -> str:
    most = max(days, default=0)
    return "".join(_BARS[day * (len(_BARS) - 1) // most] if most else _BARS[0] for day in days)


def _quote(text: str) -> str:
    """Return a text as HTML on one line, cut to a length that leaves room for others."""
    line = " ".join(text.split())
    return escape(line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…")
