"""Greetings, thanks, help and the like: recognised as whole messages, never logged as gaps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.models import KnowledgeBase
from knowledge.text import SENTENCE_ENDS, fold, tokens

LONGEST = 10
"""Words of the longest message that can be small talk."""

RANK = (
    "greeting",
    "praise",
    "sorry",
    "thanks",
    "goodbye",
    "how_are_you",
    "insult",
    "help",
    "who_are_you",
    "are_you_a_bot",
    "repeat",
)
"""Of several kinds in one message the last in this order is answered."""

REPEAT = RANK[-1]
"""Asks for what was said last once more: "pardon?", "say that again"."""


@dataclass(frozen=True, slots=True)
class Smalltalk:
    """Small talk, recognised."""

    kind: str
    """``greeting``, ``thanks`` …"""
    language: str
    """Language of the phrase."""


_DRAWN_OUT = re.compile(r"(.)\1+")
# "heyyy" is "hey".


class Chatter:
    """Recognises small talk in all languages."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Index the phrases by their folded words."""
        self.phrases: dict[str, list[Smalltalk]] = {}
        for code, language in knowledge.languages.items():
            for kind, forms in language.smalltalk.items():
                for form in forms:
                    key = " ".join(t.text for t in tokens(form) if t.text not in SENTENCE_ENDS)
                    self.phrases.setdefault(key, []).append(Smalltalk(kind, code))
        self._fillers = frozenset(
            w for language in knowledge.languages.values() for text in language.skip for w in fold(text).split()
        )
        self._fillers |= {
            fold(short)
            for language in knowledge.languages.values()
            for short, full in language.shorthand.items()
            if not full
        }
        self._words = self._fillers.union(*(key.split() for key in self.phrases))
        self._long: dict[int, list[str]] = {}
        for key in self.phrases:
            self._long.setdefault(len(key), []).append(key)

    def find(self, text: str, language: str | None) -> Smalltalk | None:
        """Return the small talk that a whole message is, or None where it says anything else.

        Args:
            text: the message.
            language: language to take where a phrase belongs to several.
        """
        words: list[list[str]] = [[]]
        for token in tokens(text):
            if token.text in SENTENCE_ENDS:
                words.append([])
            elif token.text != "&":
                words[-1].append(token.text)
        parts = [part for part in words if part]
        if not parts or sum(map(len, parts)) > LONGEST:
            return None
        found: list[Smalltalk] = []
        for part in parts:
            matched = self._cover(part, language)
            if matched is None:
                return None
            found += matched
        best = max(found, key=lambda s: RANK.index(s.kind) if s.kind in RANK else 0)
        spoken = {s.language for s in found}
        return Smalltalk(best.kind, language) if language in spoken and language else best

    def _cover(self, part: list[str], language: str | None) -> list[Smalltalk] | None:
        """Cover a clause with phrases, longest first; None where a word is left."""
        whole = self._misspelt(" ".join(part), language)
        if whole:
            return [whole]
        if any(word not in self._words and _DRAWN_OUT.sub(r"\1", word) not in self._words for word in part):
            return None
        found: list[Smalltalk] = []
        at = fillers = 0
        while at < len(part):
            for end in range(len(part), at, -1):
                hit = self._phrase(" ".join(part[at:end]), language)
                if hit:
                    found.append(hit)
                    at = end
                    break
            else:
                if part[at] not in self._fillers:
                    return None
                fillers += 1
                at += 1
        return found if found and fillers <= max(1, len(part) // 2) else None

    def _misspelt(self, key: str, language: str | None) -> Smalltalk | None:
        """Match a whole clause that is spelt nearly like a phrase: one error, two from ten letters."""
        if key in self.phrases or not 5 <= len(key) <= 40:
            return None
        errors = 1 if len(key) < 10 else 2
        alike = [p for size in range(len(key) - errors, len(key) + errors + 1) for p in self._long.get(size, ())]
        near = process.extractOne(key, alike, scorer=OSA.distance, score_cutoff=errors)
        return self._phrase(near[0], language) if near else None

    def _phrase(self, key: str, language: str | None) -> Smalltalk | None:
        known = self.phrases.get(key) or (
            self.phrases.get(_DRAWN_OUT.sub(r"\1", key)) if 3 <= len(key) <= 15 and len(set(key)) > 2 else None
        )
        if not known:
            return None
        return next(
            (s for s in known if s.language == language), next((s for s in known if s.language == "en"), known[0])
        )
