"""Web addresses in the knowledge, by their domain: whoever has one in front of them may not know whose it is."""

from __future__ import annotations

from knowledge.models import FieldType, KnowledgeBase
from knowledge.text import tokens


def domain_of(address: str) -> str:
    """Return the domain of a web address as it is folded, without “www”; empty where it has none."""
    found = [token.text for token in tokens(address) if "." in token.text]
    return found[0] if found and not found[0][0].isdigit() else ""


def sites(knowledge: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """Return the entries that each domain stands for, by domain.

    Of several pages at one domain, the one with the shortest address is the site: "kestrel.example" is the publisher,
    and "kestrel.example/salt-road" what it says of a game.
    """
    found: dict[str, dict[str, int]] = {}
    for entry in knowledge.entries.values():
        for name, value in entry.values.items():
            if name not in knowledge.fields or knowledge.fields[name].type is not FieldType.URL:
                continue
            address = str(value).rstrip("/")
            if domain := domain_of(address):
                size = min(len(address), found.setdefault(domain, {}).get(entry.id, len(address)))
                found[domain][entry.id] = size
    return {
        domain: tuple(entry for entry, size in sizes.items() if size == min(sizes.values()))
        for domain, sizes in found.items()
    }
