"""The legend of a diagram: what occurs in it, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.diagrams.labels import SIGNS
from graphmodel.diagrams.spec import LegendEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.diagrams.spec import Edge, Node, Spec

_NODES: Final = {
    "product": "product",
    "service": "service",
    "placeholder": "only named by others",
    "requirement": "alternatives: k of n must be up",
    "cluster": "services drawn as one",
}
_STATES: Final = {
    "up": "up",
    "at-risk": "at risk: works, redundancy is spent",
    "degraded": "degraded",
    "down": "down",
    "info": "gap: info",
    "warning": "gap: warning",
    "error": "gap: error",
    "added": "added",
    "changed": "changed",
    "removed": "removed",
}
_EDGES: Final = {
    "hard": "needs: goes down without it",
    "soft": "soft: degraded without it",
    "cycle": "part of a cycle",
    "highlight": "highlighted",
    "weight": "so many dependencies as one",
}


def legend(spec: Spec, nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[LegendEntry, ...]:
    """Kinds of nodes, states from the mildest, marks that have a meaning, then edges."""
    return (*_of_nodes(spec, nodes), *_of_edges(spec, edges))


def _of_nodes(spec: Spec, nodes: Sequence[Node]) -> Iterator[LegendEntry]:
    kinds = {node.kind for node in nodes}
    own = {node.kind for node in nodes if not node.state and node.emphasis not in {"faint", "cycle"}}
    for kind, text in _NODES.items():
        if kind in kinds:
            yield LegendEntry("node" if kind in own else "shape", kind, text)
    states = {node.state for node in nodes if node.emphasis != "strong"}
    for state in spec.scale:
        if state and state in states:
            yield LegendEntry("state", state, _STATES.get(state, state))
    if any(node.emphasis == "strong" for node in nodes):
        yield LegendEntry("state", "failed", spec.meanings.get("failed", "what it starts from"))
    if any(node.emphasis == "cycle" and not node.state for node in nodes):
        yield LegendEntry("state", "cycle", "member of a cycle")
    if any(node.emphasis == "faint" and not node.state for node in nodes):
        yield LegendEntry("state", "faint", spec.meanings.get("faint", "the rest"))
    marks = {word for node in nodes if node.kind != "cluster" for word in node.mark.split()}
    for mark in sorted(marks.intersection(spec.meanings) - {"failed"}):
        yield LegendEntry("mark", mark, spec.meanings[mark])
    if any(node.badge for node in nodes):
        yield LegendEntry("mark", "A", "a letter (↓ A) in place of an arrow to what many need (A · 9 ↑)")


def _of_edges(spec: Spec, edges: Sequence[Edge]) -> Iterator[LegendEntry]:
    occurs = {
        "hard": [edge for edge in edges if not edge.soft],
        "soft": [edge for edge in edges if edge.soft],
        "cycle": [edge for edge in edges if edge.cycle and not edge.highlight and not edge.faint],
        "highlight": [edge for edge in edges if edge.highlight],
        "weight": [edge for edge in edges if edge.weight > 1],
    }
    for name, text in _EDGES.items():
        if those := occurs[name]:
            plain = [edge for edge in those if not (edge.highlight or edge.change)]
            yield LegendEntry(
                "edge",
                name,
                spec.meanings.get(name, text),
                faint=name in {"hard", "soft"} and bool(plain) and all(edge.faint for edge in plain),
                weight=max(edge.weight for edge in those) if name == "weight" else 0,
            )
    if any(edge.mark[:1] in SIGNS.values() for edge in edges if edge.mark):
        yield LegendEntry("mark", "+2 −1", "so many dependencies added, removed")
    for mark in sorted({edge.mark for edge in edges if not edge.unsaid} & set(spec.edge_marks.values())):
        yield LegendEntry("edge", mark, spec.meanings.get(mark, mark))
