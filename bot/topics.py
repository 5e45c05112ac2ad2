"""Browsing: what there is, by kind, place and sector, as options that lead on."""

from __future__ import annotations

from bot.messages import Option, Outcome, Reply
from bot.replies import Composer
from knowledge.understanding import Understander

COMMAND = "/topics"
"""An option with this text leads on instead of asking."""

MOST = 12
"""Options on one page."""


def topics(understander: Understander, composer: Composer, language: str, path: tuple[str, ...]) -> Reply:
    """Return a page of the browser.

    Args:
        understander: knows the entries.
        composer: words them.
        language: of the person.
        path: empty for the kinds; a kind; a kind and an entry. Anything else is the first page.
    """
    phrases, wording = composer.phrases, composer.wording
    spoken = phrases.language(language)
    of_kind, index = understander.index.of_kind, understander.index
    if len(path) > 1 and path[-1] in understander.knowledge.entries:
        entry = path[-1]
        inside = [
            e
            for e, within in index.within.items()
            if entry in within and understander.knowledge.entries[e].kind in of_kind
        ]
        lines = [
            Option(wording.title(e, spoken), f"{COMMAND} {understander.knowledge.entries[e].kind} {e}")
            for e in inside[:MOST]
        ]
        asks = [Option(q, q) for s in index.about[entry] if (q := wording.question(s, spoken))]
        lead = phrases.say(spoken, "topics.in_entry", name=wording.title(entry, spoken))
        return Reply(Outcome.SMALLTALK, lead, follow_ups=tuple([*asks, *lines][:MOST]), language=spoken)
    if path and path[0] in of_kind:
        lines = [Option(wording.title(e, spoken), f"{COMMAND} {path[0]} {e}") for e in of_kind[path[0]]]
        return Reply(
            Outcome.SMALLTALK, phrases.say(spoken, "topics.in_kind"), follow_ups=tuple(lines[:30]), language=spoken
        )
    kinds = [Option(wording.counted(f"kind.{k}", 2, spoken).capitalize(), f"{COMMAND} {k}") for k in of_kind]
    return Reply(Outcome.SMALLTALK, phrases.say(spoken, "topics.top"), follow_ups=tuple(kinds[:MOST]), language=spoken)
