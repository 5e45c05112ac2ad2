"""Whose web address it is that a question names: "eco.at, which cluster is that?"."""

from __future__ import annotations

from knowledge.addresses import sites
from knowledge.facts import WITHIN, Statement
from knowledge.findings import Finding, Rule, Shape
from knowledge.models import FieldType
from knowledge.query import UNKNOWN_SHORT, Item, Query, Sort
from knowledge.ranking import Ranker

SCORE = 0.95
"""Score of such an answer."""

ASKS_WHOSE = frozenset({"who", "which", "where", "belong", "find", "define", "name"})
"""Concepts with which people ask whose an address is, beside those with which they ask for one."""


class Addresser:
    """Knows whose the web addresses of one knowledge base are."""

    def __init__(self, ranker: Ranker) -> None:
        """Note for each domain the statements that give it."""
        self.ranker = ranker
        self._given: dict[str, tuple[Statement, ...]] = {}
        for domain, entries in sites(ranker.knowledge).items():
            about = (s for entry in entries for s in ranker.index.about.get(entry, ()))
            given = tuple(s for s in about if s.field is not None and s.field.type is FieldType.URL)
            if given:
                self._given[domain] = given

    def addressed(self, query: Query) -> Finding | None:
        """Tell whose the one address is that a question names; None where it asks for anything else."""
        if not self._given:
            return None
        named = [item for item in query.items if item.text in self._given]
        if len(named) != 1 or len(query.spans) == 1:
            return None
        given = self._given[named[0].text]
        rest = [item for item in query.items if item is not named[0] and not item.aside]
        if not self._asks_whose(query, rest, given):
            return None
        owner = self._owner(query, given)
        others = [item for item in rest if item.sort is Sort.ENTITY]
        strange = [item for item in others if all(owner.relations.get(e, 0.0) < WITHIN for e in item.ids)]
        if query.yes_no and len(others) == 1 and len(others[0].ids) == 1:
            return self._settled(owner, others[0], strange)
        if strange:
            return None
        page = self._page(given)
        if page is not None and self._asks_what(query, page):
            owner = page
        return Finding(Shape.FACT, Rule.ADDRESSED, SCORE, (owner,))

    def _settled(self, owner: Statement, other: Item, strange: list[Item]) -> Finding | None:
        """Tell whether an address is that of something else named; None where the two have to do with each other."""
        (entry,) = other.ids
        if entry == owner.entry:
            return Finding(Shape.FACT, Rule.ADDRESSED, SCORE, (owner,), verdict="yes")
        if not strange or entry in self.ranker.index.linked[owner.entry] or entry in self.ranker.index.places:
            return None
        return Finding(Shape.FACT, Rule.ADDRESSED, SCORE, (owner,), verdict="no")

    def _asks_whose(self, query: Query, rest: list[Item], given: tuple[Statement, ...]) -> bool:
        """Tell whether nothing but whose an address is, or what is found there, is asked."""
        if query.has("count") or any(item.sort in {Sort.HINT, Sort.PLACE, Sort.NUMBER} for item in rest):
            return False
        if any(item.sort is Sort.UNKNOWN and item.weight > UNKNOWN_SHORT and not item.aside for item in rest):
            return False
        meant = set(ASKS_WHOSE)
        for statement in given:
            entry = self.ranker.knowledge.entries[statement.entry]
            meant.update(entry.also, {self.ranker.knowledge.kinds[entry.kind].word})
            meant.update(statement.field.also if statement.field else ())
            meant.update(*(cue.all | cue.near for cue in statement.cues))
        if query.kind and not self._may_have_one(query.kind, given):
            return False
        concepts = self.ranker.knowledge.concepts
        meant |= {c for item in rest for c in item.ids if c in concepts and concepts[c].yields & meant}
        kind = {self.ranker.knowledge.kinds[query.kind].word} if query.kind else set()
        return all(not item.ids.isdisjoint(meant | kind) for item in rest if item.sort is Sort.CONCEPT)

    def _may_have_one(self, kind: str, given: tuple[Statement, ...]) -> bool:
        """Tell whether things of a kind have web addresses, and it is not in one of them that the owner lies."""
        knowledge, within = self.ranker.knowledge, self.ranker.index.within
        fields = (knowledge.fields[name] for name in knowledge.kinds[kind].fields if name in knowledge.fields)
        own = any(knowledge.entries[s.entry].kind == kind for s in given)
        around = {knowledge.entries[e].kind for s in given for e in within[s.entry]}
        return any(field.type is FieldType.URL for field in fields) and (own or kind not in around)

    def _owner(self, query: Query, given: tuple[Statement, ...]) -> Statement:
        """Return the statement of whoever has the address: of the kind asked for, else of what nothing describes."""
        known, within = self.ranker.knowledge.entries, self.ranker.index.within
        of_kind = [s for s in given if query.kind and known[s.entry].kind == query.kind]
        owners = [s for s in given if within[s.entry].isdisjoint({other.entry for other in given})]
        return (([s for s in of_kind if s in owners]) or owners or list(given))[0]

    def _page(self, given: tuple[Statement, ...]) -> Statement | None:
        """Return what an entry says that stands for the page itself, which lies in whoever has the address."""
        owners = {s.entry for s in given}
        pages = [s.entry for s in given if not self.ranker.index.within[s.entry].isdisjoint(owners)]
        return self.ranker.index.by_id[f"{pages[0]}.summary"] if pages else None

    def _asks_what(self, query: Query, page: Statement) -> bool:
        """Tell whether it is asked what is found at an address, or which page it is, rather than whose it is."""
        if query.has("who"):
            return False
        asked = bool(query.kind) and query.direct
        return self.ranker.knowledge.entries[page.entry].kind == query.kind if asked else query.has("define")
