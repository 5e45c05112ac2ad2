"""Where everything stands in the picture of a network: a panel for each kind, in columns from left to right.

Kinds that point to others stand left of them (layers, as in Sugiyama's method); within a panel, entries are put in an
order in which relations are short. No chance is involved: the same network is always placed the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from handlers.paper.fonts import Face, letters
from knowledge.network import Network

ROW, HEAD, PADDING = 20.0, 28.0, 8.0
"""Height of an entry and of the head of a panel, and the room inside its edges, in pixels."""
SIZE, HEAD_SIZE = 12.0, 13.0
"""Size of the letters of an entry and of a head."""
BETWEEN, BELOW = 110.0, 24.0
"""Room between columns, for the lines, and between panels of a column."""
LONGEST = 40
"""Letters of a title that are shown."""
TURNS = 12
"""Times that the order is improved."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Entries of one kind, below each other; a kind with many entries has several panels."""

    kind: str
    """The kind."""
    head: str
    """What stands above."""
    entries: tuple[str, ...]
    """Ids, from above."""
    x: float
    """Left edge."""
    y: float
    """Upper edge."""
    width: float
    """Width."""

    @property
    def height(self) -> float:
        """Height."""
        return HEAD + len(self.entries) * ROW + PADDING


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands."""

    left: float
    """Left edge of its panel."""
    right: float
    """Right edge of its panel."""
    middle: float
    """Middle of its row, from above."""
    column: int
    """Its column, from 0."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A network with all its places."""

    panels: tuple[Panel, ...]
    """The panels."""
    places: Mapping[str, Place]
    """Places by entry."""
    width: float
    """Width of it all, from 0."""
    height: float
    """Height of it all, from 0."""


def shown(title: str) -> str:
    """Return a title as it stands in the picture."""
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"


def placed(network: Network) -> Placed:
    """Place a network so that its relations are short."""
    layers = _layers(network)
    order = dict(network.kinds)
    best = _arranged(network, layers, order)
    least = _length(network, best)
    for _ in range(TURNS):
        order = _better(network, order, _arranged(network, layers, order))
        tried = _arranged(network, layers, order)
        length = _length(network, tried)
        if length < least:
            best, least = tried, length
    return best


def _layers(network: Network) -> list[list[str]]:
    """Sort kinds into layers: those that point to others left of them, those without relations last."""
    kind_of = {entry: kind for kind, entries in network.kinds.items() for entry in entries}
    between = Counter((kind_of[r.source], kind_of[r.target]) for r in network.relations)
    between = Counter({pair: count for pair, count in between.items() if pair[0] != pair[1]})
    related = [kind for kind in network.kinds if any(kind in pair for pair in between)]
    order = {kind: number for number, kind in enumerate(_in_line(related, between))}
    layer: dict[str, int] = {}
    for kind, number in order.items():
        before = [layer[a] for a, b in between if b == kind and order[a] < number]
        layer[kind] = max(before, default=-1) + 1
    # A kind that is pointed to by nothing stands right beside the first that it points to.
    for kind in reversed(order):
        after = [layer[b] for a, b in between if a == kind and order[b] > order[kind]]
        if after and not any(b == kind and order[a] < order[kind] for a, b in between):
            layer[kind] = min(after) - 1
    alone = [kind for kind in network.kinds if kind not in layer]
    count = max(layer.values(), default=-1) + 1
    found = [[kind for kind in network.kinds if layer.get(kind) == number] for number in range(count)]
    return [*found, alone] if alone else found


def _in_line(kinds: Sequence[str], between: Mapping[tuple[str, str], int]) -> list[str]:
    """Put kinds in a line in which few relations point backwards (Eades, Lin and Smyth)."""
    left, right, rest = list[str](), list[str](), list(kinds)
    while rest:
        out = {k: sum(n for (a, b), n in between.items() if a == k and b in rest) for k in rest}
        come = {k: sum(n for (a, b), n in between.items() if b == k and a in rest) for k in rest}
        end = next((k for k in rest if not out[k]), None)
        if end is not None:
            right.insert(0, end)
            rest.remove(end)
            continue
        start = next((k for k in rest if not come[k]), None) or max(rest, key=lambda k: out[k] - come[k])
        left.append(start)
        rest.remove(start)
    return left + right


def _arranged(network: Network, layers: Sequence[Sequence[str]], order: Mapping[str, Sequence[str]]) -> Placed:
    """Put panels into columns, in the order given."""
    most = ceil(3.2 * sqrt(len(network.titles))) + 4
    ranked = {kind: number for number, kind in enumerate(order)}
    columns: list[list[tuple[str, str, tuple[str, ...]]]] = []
    for layer in layers:
        columns.append([])
        rows = 0
        for kind in sorted(layer, key=lambda kind: ranked[kind]):
            parts = _parts(order[kind], most)
            for number, part in enumerate(parts, 1):
                if rows and rows + len(part) + 2 > most:
                    columns.append([])
                    rows = 0
                rows += len(part) + 2
                several = f" {number}/{len(parts)}" if len(parts) > 1 else ""
                head = f"{network.called[kind]} ({len(order[kind])}){several}"
                columns[-1].append((kind, head, part))
    return _measured(network, columns)


def _parts(entries: Sequence[str], most: int) -> list[tuple[str, ...]]:
    """Cut many entries into parts of about the same length."""
    count = ceil(len(entries) / most)
    size = ceil(len(entries) / count)
    return [tuple(entries[start : start + size]) for start in range(0, len(entries), size)]


def _measured(network: Network, columns: Sequence[Sequence[tuple[str, str, tuple[str, ...]]]]) -> Placed:
    """Give panels their places; columns are centred."""
    heights = [sum(HEAD + PADDING + len(part) * ROW for _, _, part in c) + BELOW * max(len(c) - 1, 0) for c in columns]
    tallest = max(heights, default=0.0)
    panels: list[Panel] = []
    places: dict[str, Place] = {}
    x = 0.0
    for number, (column, height) in enumerate(zip(columns, heights, strict=True)):
        texts = [(shown(network.titles[entry]), SIZE, Face.REGULAR) for _, _, part in column for entry in part]
        texts += [(head, HEAD_SIZE, Face.BOLD) for _, head, _ in column]
        wide = ceil(max(width(*text) for text in texts)) + 4 * PADDING
        y = (tallest - height) / 2
        for kind, head, part in column:
            panel = Panel(kind, head, part, x, y, wide)
            panels.append(panel)
            for row, entry in enumerate(part):
                places[entry] = Place(x, x + wide, y + HEAD + (row + 0.5) * ROW, number)
            y += panel.height + BELOW
        x += wide + BETWEEN
    return Placed(tuple(panels), places, max(x - BETWEEN, 0.0), tallest)


def width(text: str, size: float, face: Face) -> float:
    """Return how wide a text is at most; letters that the typeface lacks are taken for as wide as they are high."""
    advances = letters(face).advances
    return size * sum(advances.get(letter, 1.0) for letter in text)


def _better(network: Network, order: Mapping[str, Sequence[str]], now: Placed) -> dict[str, tuple[str, ...]]:
    """Put each entry, and each kind, at the mean height of what it is related to."""
    heights: dict[str, list[float]] = {}
    for relation in network.relations:
        source, target = now.places[relation.source], now.places[relation.target]
        if source.column != target.column:
            heights.setdefault(relation.source, []).append(target.middle)
            heights.setdefault(relation.target, []).append(source.middle)
    mean = {entry: sum(found) / len(found) for entry, found in heights.items()}
    at = {entry: mean.get(entry, now.places[entry].middle) for entry in now.places}
    sorted_entries = {kind: tuple(sorted(entries, key=lambda e: at[e])) for kind, entries in order.items()}
    kinds = sorted(sorted_entries, key=lambda kind: sum(at[e] for e in order[kind]) / len(order[kind]))
    return {kind: sorted_entries[kind] for kind in kinds}


def _length(network: Network, now: Placed) -> float:
    """Return how far relations reach up and down, in all."""
    return sum(abs(now.places[r.source].middle - now.places[r.target].middle) for r in network.relations)
