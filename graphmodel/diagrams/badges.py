"""What many need: where its arrows would hide all others, a letter stands for it at each of its consumers.

A provider with a badge is drawn where it belongs, with its letter and how many dependencies the letter stands for. The
consumers have the letter in place of an arrow, so that every dependency can still be read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphmodel.diagrams.spec import FOOT
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from graphmodel.diagrams.spec import Edge, Node

FOLLOWED: Final = 40
"""So many arrows can always be followed."""
_LEAST: Final = 3
"""What has fewer consumers keeps its arrows."""
_SHOWN: Final = 8
"""How many letters a box shows, …"""
_FEWER: Final = 5
"""… and one of services drawn as one, whose letters have numbers; what others stand for is counted."""


def badged(
    nodes: Sequence[Node], edges: Sequence[Edge], focus: Collection[str]
) -> tuple[list[Node], tuple[Edge, ...]]:
    """The nodes and edges, with badges for what has most consumers until there are no more arrows than nodes.

    ``focus`` are the keys of what the question is about: its arrows stay, as do those with a mark of
    their own, and where they are few those that are stressed and those of cycles.
    """
    few = sum(edge.highlight for edge in edges) <= FOLLOWED
    circular = sum(edge.cycle for edge in edges) <= FOLLOWED
    kinds = {node.key: node.kind for node in nodes}
    of: dict[str, list[int]] = defaultdict(list)
    for at, edge in enumerate(edges):
        asked = (
            (few and edge.highlight)
            or (edge.mark and not edge.unsaid)
            or (circular and edge.cycle)
            or (focus and {edge.consumer, edge.provider} & {*focus})
        )
        if not (edge.implied or asked) and kinds[edge.provider] != "requirement":
            of[edge.provider].append(at)
    arrows = sum(not edge.implied for edge in edges)
    letters: dict[str, str] = {}
    made = list(edges)
    for key in sorted(of, key=lambda key: -len(of[key])):
        if len(of[key]) < _LEAST or arrows <= max(len(nodes), FOLLOWED):
            break
        letters[key] = _letter(len(letters))
        arrows -= len(of[key])
        for at in of[key]:
            made[at] = replace(edges[at], badge=True)
    return _lettered(nodes, made, letters), tuple(made)


def _lettered(nodes: Sequence[Node], edges: Sequence[Edge], letters: dict[str, str]) -> list[Node]:
    needs: dict[str, list[tuple[int, str]]] = defaultdict(list)
    consumers: dict[str, int] = defaultdict(int)
    for edge in edges:
        if edge.badge:
            needs[edge.consumer].append((edge.weight, letters[edge.provider]))
            consumers[edge.provider] += edge.weight
    return [
        replace(
            node,
            badge=letters.get(node.key, ""),
            consumers=consumers[node.key],
            needs=_needs(needs[node.key], _FEWER if node.kind == "cluster" else _SHOWN),
        )
        if node.key in letters or node.key in needs
        else node
        for node in nodes
    ]


def _needs(found: Sequence[tuple[int, str]], most: int) -> tuple[str, ...]:
    """Letters with how many dependencies each stands for, in the order of letters; of many the heaviest.

    >>> _needs([(2, "B"), (1, "AA"), (1, "A")], 3)
    ('A', '2×B', 'AA')
    >>> _needs([(2, "B"), (1, "C"), (1, "A"), (3, "D")], 3)
    ('2×B', '3×D', 'and 2× of 2 others')
    """
    first = sorted(found, key=lambda need: (-need[0], len(need[1]), need[1]))
    kept = first if len(first) <= most else first[: most - 1]
    texts = [
        f"{several:,}×{letter}" if several > 1 else letter
        for several, letter in sorted(kept, key=lambda need: (len(need[1]), need[1]))
    ]
    rest = first[len(kept) :]
    if rest:
        texts.append(f"and {sum(several for several, _ in rest):,}× of {len(rest)} others")
    return tuple(texts)


def sentences(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Which letter is what, in the order of the letters."""
    of = sorted((node for node in nodes if node.badge), key=lambda node: (len(node.badge), node.badge))
    if not of:
        return ()
    several = count(sum(node.consumers for node in of), "arrow", "arrows")
    names = [f"{node.badge} {node.label} ({node.consumers:,})" for node in of if node.cluster != FOOT]
    if at_foot := [node.badge for node in of if node.cluster == FOOT]:
        names.append(f"{' '.join(at_foot)} in the frame of what nearly everything needs")
    return (f"letters stand for {several} to what many need: {', '.join(names)}",)


def _letter(number: int) -> str:
    """A, B … Z, AA, AB …

    >>> [_letter(n) for n in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    text = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("A") + digit) + text
    return text
