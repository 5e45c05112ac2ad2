"""A network as text for Graphviz: entries in a box for each kind, relations labelled by their field."""

from __future__ import annotations

from knowledge.network import FACTS, Network


def dot(network: Network) -> str:
    """Return the network in Graphviz's language, the same for the same network.

    https://graphviz.org/doc/info/lang.html
    """
    lines = [
        "digraph knowledge {",
        f"  label={_quoted(network.title)};" if network.title else "  label=knowledge;",
        "  rankdir=LR;",
        '  node [shape=box, style=rounded, fontname="Helvetica"];',
        '  edge [fontname="Helvetica", fontsize=9];',
    ]
    for kind, entries in network.kinds.items():
        lines += [f"  subgraph {_quoted(f'cluster_{kind}')} {{", f"    label={_quoted(network.called[kind])};"]
        lines += [f"    {_quoted(entry)} [label={_quoted(network.titles[entry])}];" for entry in entries]
        lines.append("  }")
    for relation in network.relations:
        style = ", style=dashed" if relation.name == FACTS else ""
        lines.append(
            f"  {_quoted(relation.source)} -> {_quoted(relation.target)} [label={_quoted(relation.name)}{style}];"
        )
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    """Return a text in quotes; a backslash would begin an escape, and a line break end the line."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n") + '"'
