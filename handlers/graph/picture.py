"""A network as an SVG: panels by kind, lines by relation, and a legend. Letters are letters, so one can search them."""

from __future__ import annotations

import html
import re
from collections import Counter

from handlers.graph.placing import HEAD, HEAD_SIZE, PADDING, ROW, SIZE, Panel, Place, placed, shown, width
from handlers.paper.fonts import Face
from knowledge.network import FACTS, Network, Relation

MARGIN = 32.0
"""Room around it all, in pixels."""
TITLE = 22.0
"""Size of the letters of the title."""
SAMPLE = 34.0
"""Length of a line in the legend."""
HALF = 0.5
"""Share of the way between two entries after which a line has turned."""

INKS = (
    "#1d4e68", "#b3541e", "#4a7c2c", "#7a3b8f", "#a3262f", "#0f7f7f", "#8a6d00", "#3a4fb0", "#c2407f", "#5f5f5f",
    "#2e8bc0", "#6b8e23",
)  # fmt: skip
"""Colours of relations, each dark enough on white; after the last they begin again, dashed."""

DASHES = ("", "6 3", "2 3")
"""How lines are broken, to tell relations of one colour apart."""

_FONT = "DejaVu Sans, Verdana, Geneva, sans-serif"
# What XML 1.0 has no way to write down.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def picture(network: Network) -> str:
    """Return the network as an SVG, the same for the same network."""
    where = placed(network)
    counts = Counter(relation.name for relation in network.relations)
    # Facts are dotted, whatever else there is.
    names = [*(name for name in counts if name != FACTS), *([FACTS] if FACTS in counts else [])]
    looks = {name: _look(number, name) for number, name in enumerate(names)}
    top = MARGIN + TITLE + 24
    legend, legend_height = _legend(counts, looks, max(where.width, 480.0))
    wide = max(where.width, 480.0) + 2 * MARGIN
    high = top + where.height + 32 + legend_height + MARGIN
    entries = len(network.titles)
    title = network.title or "Knowledge"
    said = f"{entries} {'entry' if entries == 1 else 'entries'}, {len(network.relations)} relations"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(wide)}" height="{_n(high)}" '
        f'viewBox="0 0 {_n(wide)} {_n(high)}" font-family="{_FONT}" font-size="{_n(SIZE)}" fill="#141414" role="img">'
        f"<title>{_escaped(title)}: {said}</title>"
        f"<defs>{''.join(_arrow(number, look[0]) for number, look in enumerate(looks.values()))}</defs>"
        "<style>.r{fill:none;stroke-opacity:.6}.r:hover{stroke-opacity:1;stroke-width:3}</style>"
        f'<rect width="{_n(wide)}" height="{_n(high)}" fill="#ffffff"/>'
        f'<text x="{_n(MARGIN)}" y="{_n(MARGIN + TITLE * 0.8)}" font-size="{_n(TITLE)}" font-weight="bold">'
        f'{_escaped(title)} <tspan font-size="{_n(SIZE)}" font-weight="normal" fill="#5c5c5c">{said}</tspan></text>'
    )
    parts = [
        head,
        f'<g transform="translate({_n(MARGIN)} {_n(top)})">',
        *(_line(r, where.places[r.source], where.places[r.target], names, looks, network) for r in network.relations),
        *(_panel(panel, network) for panel in where.panels),
        f'</g><g transform="translate({_n(MARGIN)} {_n(top + where.height + 32)})">{legend}</g></svg>',
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _look(number: int, name: str) -> tuple[str, str]:
    """Return colour and dashes of a relation."""
    if name == FACTS:
        return "#5c5c5c", DASHES[2]
    return INKS[number % len(INKS)], DASHES[number // len(INKS) % len(DASHES)]


def _arrow(number: int, ink: str) -> str:
    return (
        f'<marker id="a{number}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5L8 4L0 7.5z" fill="{ink}"/></marker>'
    )


def _line(
    relation: Relation,
    source: Place,
    target: Place,
    names: list[str],
    looks: dict[str, tuple[str, str]],
    network: Network,
) -> str:
    """Return the line of a relation, from the edge of one row to the edge of another."""
    if source.column == target.column:
        x1, x2, bend = source.right, target.right, 60.0
        control1, control2 = x1 + bend, x2 + bend
    else:
        forth = source.column < target.column
        x1, x2 = (source.right, target.left) if forth else (source.left, target.right)
        bend = (x2 - x1) * HALF
        control1, control2 = x1 + bend, x2 - bend
    y1, y2 = source.middle, target.middle
    path = f"M{_n(x1)} {_n(y1)}C{_n(control1)} {_n(y1)} {_n(control2)} {_n(y2)} {_n(x2)} {_n(y2)}"
    said = f"{network.titles[relation.source]} → {relation.name} → {network.titles[relation.target]}"
    return (
        f'<path class="r" d="{path}" {_stroke(looks[relation.name])} '
        f'marker-end="url(#a{names.index(relation.name)})"><title>{_escaped(said)}</title></path>'
    )


def _stroke(look: tuple[str, str]) -> str:
    ink, dashes = look
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'stroke="{ink}" stroke-width="1.3"{dashed}'


def _panel(panel: Panel, network: Network) -> str:
    """Return a panel with its head and entries."""
    rows = "".join(
        f'<text x="{_n(panel.x + 2 * PADDING)}" y="{_n(panel.y + HEAD + (row + 0.5) * ROW + SIZE * 0.35)}">'
        f"<title>{_escaped(f'{entry}: {network.titles[entry]}')}</title>{_escaped(shown(network.titles[entry]))}</text>"
        for row, entry in enumerate(panel.entries)
    )
    box = f'x="{_n(panel.x)}" y="{_n(panel.y)}" width="{_n(panel.width)}"'
    return (
        f'<g><rect {box} height="{_n(panel.height)}" rx="6" fill="#ffffff" fill-opacity=".88" stroke="#bdbdbd"/>'
        f'<rect {box} height="{_n(HEAD - 4)}" rx="6" fill="#e6edf1"/>'
        f'<text x="{_n(panel.x + 2 * PADDING)}" y="{_n(panel.y + 17)}" font-size="{_n(HEAD_SIZE)}" '
        f'font-weight="bold">{_escaped(panel.head)}</text>{rows}</g>'
    )


def _legend(counts: Counter[str], looks: dict[str, tuple[str, str]], room: float) -> tuple[str, float]:
    """Return the legend, in as many lines as it needs, and its height."""
    drawn, x, y = [], 0.0, 0.0
    for name, look in looks.items():
        text = f"{'facts about it' if name == FACTS else name} ({counts[name]})"
        wide = SAMPLE + 8 + width(text, SIZE, Face.REGULAR) + 24
        if x and x + wide > room:
            x, y = 0.0, y + ROW
        drawn.append(
            f'<path fill="none" d="M{_n(x)} {_n(y + 8)}h{_n(SAMPLE)}" {_stroke(look)}/>'
            f'<text x="{_n(x + SAMPLE + 8)}" y="{_n(y + 8 + SIZE * 0.35)}">{_escaped(text)}</text>'
        )
        x += wide
    return "".join(drawn), y + ROW if drawn else 0.0


def _escaped(text: str) -> str:
    return html.escape(_UNWRITABLE.sub("", text))


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
