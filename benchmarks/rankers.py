"""Usual ways to find the entry whose phrasings a question is like, to compare the bot's own with."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from math import log, sqrt

import bm25s  # type: ignore[import-untyped]
from rapidfuzz import fuzz, process

from knowledge.phrased.ranker import PhrasingRanker, Phrasings
from knowledge.phrased.words import cut, plain

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of each index

Pairs = Sequence[tuple[str, str]]
"""Phrasings with their entries."""

Ranked = tuple[str, float]
"""The likeliest entry, and its score; higher is likelier."""

Rank = Callable[[str], Ranked]
"""Finds the likeliest entry of a question."""


def ours(pairs: Pairs) -> Rank:
    """Return the bot's own ranking."""
    ranker = PhrasingRanker(Phrasings(tuple(text for text, _ in pairs), tuple(entry for _, entry in pairs)))

    def rank(text: str) -> Ranked:
        found = ranker.rank(text)
        return (found[0].entry, found[0].score) if found else ("", 0.0)

    return rank


def rapidfuzz_wratio(pairs: Pairs) -> Rank:
    """Return a fuzzy search over all phrasings."""
    texts = [text for text, _ in pairs]

    def rank(text: str) -> Ranked:
        found = process.extractOne(plain(text), texts, scorer=fuzz.WRatio)
        return pairs[found[2]][1], found[1]

    return rank


def sqlite_fts5(pairs: Pairs) -> Rank:
    """Return a full-text search by SQLite: any of the words, ranked by its BM25."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE phrasings USING fts5(text, entry UNINDEXED, tokenize = 'porter unicode61')"
    )
    connection.executemany("INSERT INTO phrasings VALUES (?, ?)", pairs)

    def rank(text: str) -> Ranked:
        words = " OR ".join(f'"{word}"' for word in cut(plain(text)))
        query = "SELECT entry, -rank FROM phrasings WHERE phrasings MATCH ? ORDER BY rank LIMIT 1"
        found = connection.execute(query, (words,)).fetchone() if words else None
        return found or ("", 0.0)

    return rank


def bm25(pairs: Pairs) -> Rank:
    """Return BM25 by bm25s, over the words."""
    index = bm25s.BM25()
    index.index([cut(text) for text, _ in pairs], show_progress=False)
    known = set(index.vocab_dict)

    def rank(text: str) -> Ranked:
        words = [word for word in cut(plain(text)) if word in known]
        if not words:
            return "", 0.0
        numbers, scores = index.retrieve([words], k=1, show_progress=False)
        return pairs[int(numbers[0, 0])][1], float(scores[0, 0])

    return rank


def tf_idf(pairs: Pairs) -> Rank:
    """Return the cosine of TF-IDF over words and parts of three to five letters, by an inverted index."""
    counted = [_features(text) for text, _ in pairs]
    seen = Counter(feature for features in counted for feature in features)
    rare = {feature: log(len(pairs) / count) + 1 for feature, count in seen.items()}
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, features in enumerate(counted):
        weights = {feature: (1 + log(times)) * rare[feature] for feature, times in features.items()}
        length = sqrt(sum(weight**2 for weight in weights.values()))
        for feature, weight in weights.items():
            postings[feature].append((number, weight / length))

    def rank(text: str) -> Ranked:
        features = _features(plain(text))
        weights = {f: (1 + log(times)) * rare.get(f, log(len(pairs)) + 1) for f, times in features.items()}
        length = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        totals: dict[int, float] = defaultdict(float)
        for feature, weight in weights.items():
            for number, other in postings.get(feature, ()):
                totals[number] += weight * other
        if not totals:
            return "", 0.0
        best = max(totals, key=lambda number: (totals[number], -number))
        return pairs[best][1], totals[best] / length

    return rank


def _features(text: str) -> Counter[str]:
    words = cut(text)
    padded = [f" {word} " for word in words]
    parts = (w[i : i + n] for w in padded for n in (3, 4, 5) for i in range(len(w) - n + 1))
    return Counter((*words, *parts))


RANKERS: dict[str, Callable[[Pairs], Rank]] = {
    "the bot": ours,
    "rapidfuzz WRatio": rapidfuzz_wratio,
    "SQLite FTS5": sqlite_fts5,
    "bm25s": bm25,
    "TF-IDF, words and parts": tf_idf,
}
"""All that are compared, by name."""
