"""Phrasings → the weights by which intents are guessed. Done once, when the knowledge is indexed.

Multinomial logistic regression, trained example by example with AdaGrad (Duchi, Hazan and Singer, 2011). Ten thousand
phrasings take a few seconds; the same phrasings give the same weights.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import log
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.facts import Index
from knowledge.features import BY_LANGUAGE, WEIGHTS, FeatureMaker, Features
from knowledge.guessing import LENGTH, NOTHING_LEARNED, Guesser
from knowledge.intents import FIELD, UNKNOWN, intents
from knowledge.linking import Linker
from knowledge.models import Entry, FieldType, KnowledgeBase, Phrasing
from knowledge.phrased.finding import Phrased, learned
from knowledge.wish_reading import asked

ROUNDS, RATE, DECAY = 8, 0.2, 2e-5
"""Times that each example is looked at, the size of the first step, and how far weights shrink at each."""

FEWEST, MANY = 2, 2000
"""Phrasings that a feature must stand in to be learned from, where there are so many phrasings; else one will do."""

LEFT_OUT = 0.3
"""Share of looks at an example without its words, so that concepts alone suffice in a language without phrasings."""

AVERAGED = 6
"""Later rounds of which the mean counts: the last example looked at does not weigh more than the others."""

SHUFFLED = 977.0
"""Makes a second figure of a first one."""

FAINT = 0.15
"""Weights smaller than this are dropped."""

FEWEST_INTENTS = 2
"""With fewer there is nothing to choose from."""

THEME_ROUNDS, RARE_WORDS_TELL_THEMES = 15, 2.0
"""The same for themes, which have few phrasings each: more rounds, and words that are rare count for more."""

Row = tuple[NDArray[np.intp], NDArray[np.float32]]
"""Numbers and values of the features of one example."""


NAMES_TRIED, NAMES_TRIED_FOR_UNKNOWN = 2, 1
"""Entries whose names are put into a phrasing with a gap; more where nobody knows the answer, whatever the name."""


def learn_all(
    knowledge: KnowledgeBase,
    linker: Linker,
    index: Index,
    maker: FeatureMaker,
    progress: Callable[[float], None] | None = None,
) -> tuple[Guesser, Guesser, Phrased | None]:
    """Learn intents, themes, and, where entries are found by their phrasings alone, these.

    Args:
        knowledge: the knowledge base.
        linker: finds names and words in phrasings.
        index: its statements.
        maker: makes features.
        progress: is told the share of what takes longest that is done, from 0 to 1.
    """
    phrased = learned(knowledge, progress) if any(kind.phrased for kind in knowledge.kinds.values()) else None
    return learn(knowledge, linker, index, maker), learn_themes(knowledge, linker, maker), phrased


def learn(knowledge: KnowledgeBase, linker: Linker, index: Index, maker: FeatureMaker) -> Guesser:
    """Learn the intents of a knowledge base from its phrasings; nothing, where it has no phrasings of its own."""
    phrasings = _learned_from([p for p in knowledge.phrasings if not knowledge.is_phrased(p.intent.partition(".")[0])])
    if not phrasings:
        return NOTHING_LEARNED
    meant = intents(knowledge)
    named = tuple(e.id for e in knowledge.entries.values() if e.names and _has_fields_of_its_own(e, knowledge))
    exact = {phrasing.text for phrasing in knowledge.phrasings if phrasing.exact}
    examples = [
        (maker.of_spans(linker.link_known(text, phrasing.language)), meant[phrasing.intent])
        for phrasing in (*phrasings, *_ways_to_ask(knowledge))
        # What a curator has answered is no longer unknown, even where it was written down as such.
        if phrasing.intent != UNKNOWN or phrasing.text not in exact
        for text in _filled(phrasing, knowledge, index, named)
    ]
    return fit(examples)


def _learned_from(phrasings: Sequence[Phrasing]) -> list[Phrasing]:
    """Return the phrasings of the subject, and of the common ones at most as many.

    A thousand ways of small talk beside ten of the subject would make small talk of every question.
    """
    own = [phrasing for phrasing in phrasings if not phrasing.common]
    common = sorted((p for p in phrasings if p.common), key=lambda p: (crc32(p.text.encode()), p.intent))
    taken = set(common[: len(own)])
    return [phrasing for phrasing in phrasings if not phrasing.common or phrasing in taken]


def learn_themes(knowledge: KnowledgeBase, linker: Linker, maker: FeatureMaker) -> Guesser:
    """Learn to tell by what is asked, whatever it is asked of, what people want that is often not recorded."""
    named = tuple(e.id for e in knowledge.entries.values() if e.names and _has_fields_of_its_own(e, knowledge))
    return fit(
        [
            (asked(maker.of_spans(linker.link_known(text, phrasing.language))), phrasing.intent)
            for phrasing in knowledge.themes
            for text in _with_and_without_names(phrasing, knowledge, named)
        ],
        rounds=THEME_ROUNDS,
        rare=RARE_WORDS_TELL_THEMES,
    )


def _with_and_without_names(phrasing: Phrasing, knowledge: KnowledgeBase, named: Sequence[str]) -> Iterator[str]:
    """Yield the phrasing of a theme without a name, and with some in its gap."""
    yield phrasing.text.replace("_", " ")
    if "_" in phrasing.text and named:
        yield from _with_names(phrasing, knowledge, named, NAMES_TRIED)


def _ways_to_ask(knowledge: KnowledgeBase) -> Iterator[Phrasing]:
    """Yield the ways to ask that stand beside fields and facts."""
    for item in knowledge.fields.values():
        for text, language in item.ask:
            yield Phrasing(f"{FIELD}.{item.id}", text, language)
    for entry in knowledge.entries.values():
        for fact in entry.facts:
            for text, language in fact.ask:
                yield Phrasing(f"{entry.id}.{fact.id}", text, language)
            for language, text in fact.question.items():
                yield Phrasing(f"{entry.id}.{fact.id}", text, language)


def _has_fields_of_its_own(entry: Entry, knowledge: KnowledgeBase) -> bool:
    """Tell whether an entry is of a kind that may have a website: it can be asked for an address or a director too."""
    fields = (knowledge.fields.get(name) for name in knowledge.kinds[entry.kind].fields)
    return any(item is not None and item.type is FieldType.URL for item in fields)


def _filled(phrasing: Phrasing, knowledge: KnowledgeBase, index: Index, named: Sequence[str]) -> Iterator[str]:
    """Yield a phrasing with names in its gap.

    They are that of the entry, of a few entries that have the field, or of a few that can be asked about at all; others
    for each phrasing.
    """
    if "_" not in phrasing.text:
        yield phrasing.text
        return
    what, _, name = phrasing.intent.partition(".")
    tried = NAMES_TRIED
    if what == UNKNOWN:
        having, tried = list(named), NAMES_TRIED_FOR_UNKNOWN
    else:
        having = [e for e in knowledge.entries if f"{e}.{name}" in index.by_id] if what == FIELD else [what]
    yield from _with_names(phrasing, knowledge, having, tried)


def _with_names(phrasing: Phrasing, knowledge: KnowledgeBase, having: Sequence[str], tried: int) -> Iterator[str]:
    """Yield a phrasing with names of these entries in its gap, so many of them and others for each phrasing."""
    start = sum(map(ord, phrasing.text))
    for entry in {having[(start + step * 7) % len(having)]: None for step in range(tried)} if having else ():
        title = knowledge.entries[entry].title
        yield phrasing.text.replace("_", title.get(phrasing.language, title["en"]))


def fit(examples: Sequence[tuple[Features, str]], *, rounds: int = ROUNDS, rare: float = 1.0) -> Guesser:
    """Learn to tell intents by features.

    Args:
        examples: features, and the intent that they belong to.
        rounds: times that each is looked at.
        rare: how far rare features count for more than common ones; 0 for not at all.
    """
    names = tuple(sorted({intent for _, intent in examples}))
    if len(names) < FEWEST_INTENTS:
        return NOTHING_LEARNED
    seen = Counter(feature for found, _ in examples for feature in found)
    fewest = FEWEST if len(examples) >= MANY else 1
    kept = [feature for feature, times in seen.items() if times >= fewest]
    numbers = {feature: number for number, feature in enumerate(kept)}
    rarity = np.array(
        [WEIGHTS[f[0]] * (log((len(examples) + 1) / (seen[f] + 1)) ** rare + 1) for f in kept], dtype=np.float32
    )
    rows = [_row(found, numbers, rarity) for found, _ in examples]
    spoken = np.array([f[0] in BY_LANGUAGE for f in kept], dtype=np.bool_)
    place = {name: number for number, name in enumerate(names)}
    wanted = [place[intent] for _, intent in examples]
    called = [crc32(" ".join((intent, *sorted(found))).encode()) for found, intent in examples]
    weights, bias = _trained(rows, wanted, called, spoken, len(names), rounds)
    strong = np.abs(weights) >= FAINT
    return Guesser(
        names,
        tuple(float(b) for b in bias),
        numbers,
        array("f", rarity.tolist()),
        array("I", [0, *np.cumsum(strong.sum(axis=1)).tolist()]),
        array("H", np.nonzero(strong)[1].tolist()),
        array("f", weights[strong].tolist()),
    )


def _row(found: Features, numbers: dict[str, int], rarity: NDArray[np.float32]) -> Row:
    """Return the features of an example as numbers and values, scaled."""
    known = [(numbers[f], strength) for f, strength in found.items() if f in numbers]
    ids = np.array([number for number, _ in known], dtype=np.intp)
    values = np.array([strength for _, strength in known], dtype=np.float32) * rarity[ids]
    return ids, _scaled(values)


def _scaled(values: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(values))
    return values * np.float32(LENGTH / length) if length else values


def _trained(
    rows: Sequence[Row],
    wanted: Sequence[int],
    called: Sequence[int],
    spoken: NDArray[np.bool_],
    intents_known: int,
    rounds: int,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weights by feature and intent, and how common each intent is: the mean over the later rounds."""
    weights = np.zeros((len(spoken), intents_known), dtype=np.float32)
    squares = np.full(weights.shape, 1e-3, dtype=np.float32)
    bias = np.zeros(intents_known, dtype=np.float32)
    mean, mean_bias = np.zeros_like(weights), np.zeros_like(bias)
    averaged = max(rounds - AVERAGED + 1, 1)
    rate, rate_of_bias, decay = np.float32(RATE), np.float32(RATE / 10), np.float32(DECAY)
    for turn in range(1, rounds + 1):
        chance = _chances(called, turn)
        for number in np.argsort(chance, kind="stable"):
            ids, values = rows[number]
            if chance[number] * SHUFFLED % 1 < LEFT_OUT:
                heard = ~spoken[ids]
                ids, values = ids[heard], _scaled(values[heard])
            # Rows are taken out once and put back once: what is read and written here takes most of the time.
            own, seen = weights.take(ids, axis=0), squares.take(ids, axis=0)
            error = values @ own
            error += bias
            error -= error.max()
            np.exp(error, out=error)
            error /= error.sum()
            error[wanted[number]] -= 1
            slope = np.multiply.outer(values, error)
            slope += decay * own
            seen += slope * slope
            squares[ids] = seen
            slope *= rate
            slope /= np.sqrt(seen, out=seen)
            own -= slope
            weights[ids] = own
            bias -= rate_of_bias * error
        if turn >= averaged:
            mean += weights / np.float32(rounds - averaged + 1)
            mean_bias += bias / np.float32(rounds - averaged + 1)
    return mean, mean_bias


def _chances(names: Sequence[int], turn: int) -> NDArray[np.float64]:
    """Return a figure from 0 to 1 for each example, by what it is: one phrasing more leaves the others where they are.

    With figures drawn one after the other, each new phrasing put all others in a new order, and doubtful questions
    that it has nothing to do with changed sides.
    """
    return np.array([crc32(name.to_bytes(4, "little"), turn) / 2**32 for name in names])
