"""Diagrams to draw in tests, and what each format's reader finds in the text."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from graphmodel.diagrams.spec import Cluster, Diagram, Edge, LegendEntry, Node
from graphmodel.render.diagrams.caption import caption
from graphmodel.render.diagrams.formats import DIAGRAMS
from graphmodel.render.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = ("service", "product", "placeholder", "cluster", "requirement")
_STATES = ("", "up", "at-risk", "degraded", "down", "added", "changed", "removed", "warning")


def drawn(format: str, diagram: Diagram) -> bytes:
    """The diagram as a file of that format."""
    out = io.BytesIO()
    DIAGRAMS[format].write(diagram, out, LIGHT)
    return out.getvalue()


def text(format: str, diagram: Diagram) -> str:
    """The diagram as a text of that format."""
    return drawn(format, diagram).decode()


def bare(label: str) -> str:
    """A label without what wrapping takes away or adds: white space, and joiners that cannot be seen."""
    return re.sub(r"[\s\u2060]", "", label)


def labels(diagram: Diagram) -> dict[str, str]:
    """Key → what must are in each node."""
    return {node.key: bare("".join(caption(node).lines)) for node in diagram.nodes}


def ends(diagram: Diagram, *, implied: bool = False) -> list[tuple[str, str]]:
    """The ends of all edges that a page shows; or of those too that others imply."""
    return sorted((edge.consumer, edge.provider) for edge in (diagram.edges if implied else diagram.drawn))


def named(names: Sequence[str]) -> Diagram:
    """A diagram that has every one of these names, and some of them everywhere else."""
    nodes = tuple(
        Node(
            f"s{i}",
            name,
            _KINDS[i % 4],
            id=name,
            cluster="c0" if i % 3 == 0 else "",
            state=("", "down", "at-risk")[i % 3],
            mark=name if i % 5 == 0 else "",
            link=name if i % 2 else "https://x.example/?a=%22&b=]]#end;",
        )
        for i, name in enumerate(names)
    )
    edges = tuple(
        Edge(f"s{i}", f"s{i + 1}", mark=names[i] if i % 7 == 0 else "") for i in range(0, len(names) - 1, 3)
    )
    inside = tuple(node.key for node in nodes if node.cluster)
    legend = (LegendEntry("mark", names[-4], names[-5]), LegendEntry("edge", "hard", names[-6]))
    return Diagram(
        names[-1], names[-2], nodes, edges, (Cluster("c0", names[-3], inside),), legend, (names[-7],)
    )


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    """Any diagram: cycles, loops, empty and crowded clusters, every kind and state."""
    count = draw(st.integers(0, 12))
    shelf = draw(st.lists(st.sampled_from(["", "c0", "c1"]), min_size=count, max_size=count))
    nodes = tuple(
        Node(
            f"s{i}",
            draw(st.text(min_size=1, max_size=30)),
            draw(st.sampled_from(_KINDS)),
            cluster=shelf[i],
            state=draw(st.sampled_from(_STATES)),
            count=draw(st.integers(0, 5000)),
        )
        for i in range(count)
    )
    places = st.integers(0, max(count - 1, 0))
    pairs = draw(st.sets(st.tuples(places, places), max_size=30)) if count else set()
    edges = tuple(
        Edge(
            f"s{a}",
            f"s{b}",
            *draw(st.tuples(*[st.booleans()] * 3)),
            weight=draw(st.integers(0, 2000)),
            implied=draw(st.booleans()),
        )
        for a, b in sorted(pairs)
    )
    clusters = tuple(
        Cluster(key, "Cluster", members)
        for key in ("c0", "c1")
        if (members := tuple(node.key for node in nodes if node.cluster == key))
    )
    return Diagram("Title", "revision 1", nodes, edges, clusters)
