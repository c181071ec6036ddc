"""Cells that hold several items, each with attributes: ``id:1;role:owner|id:2``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphmodel.importers.mapping.document import Nested
from graphmodel.importers.names import folded


def items(said: Nested, cell: str) -> Sequence[Mapping[str, str]]:
    """The items of a cell: attribute (folded) → value. What has no name is the key's value, and never lost.

    >>> said = Nested("", "|", ";", ":", "ci id", "'")
    >>> items(said, "ci_id:db;'note:a;b'|k8s")
    [{'ci_id': 'db', 'note': 'a;b'}, {'ci_id': 'k8s'}]
    """
    found = [_attributes(said, item) for item in _cut(cell, said.items, said.quote)]
    return [item for item in found if any(item.values())]


def _attributes(said: Nested, item: str) -> dict[str, str]:
    key, found = folded(said.key), dict[str, str]()
    for part in _cut(item, said.attributes, said.quote):
        name, sign, value = _bare(part.strip(), said.quote).partition(said.pair)
        if sign:
            found.setdefault(folded(name), value.strip())
        elif name:
            found.setdefault(key, name.strip())
    if not found.get(key):
        found[key] = item.strip()  # so that it is seen: no service is called so
    return found


def _cut(text: str, sign: str, quote: str) -> list[str]:
    """A text divided at a sign, except inside quotes; a lone quote is a character like others."""
    parts = text.split(sign)
    if not quote or text.count(quote) % 2:
        return parts
    found: list[str] = []
    inside = False
    for part in parts:
        if inside:
            found[-1] += sign + part
        else:
            found.append(part)
        inside ^= part.count(quote) % 2 == 1
    return found


def _bare(text: str, quote: str) -> str:
    if quote and len(text) > 1 and text.startswith(quote) and text.endswith(quote):
        return text[len(quote) : -len(quote)].replace(quote * 2, quote)
    return text
