"""A diagram as a page: its texts measured by Graphviz, laid out by ``render/layout``, and how readable that is."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from graphmodel.diagrams.spec import FOOT, Diagram
from graphmodel.render.diagrams.dot import FOOTERS, HEADING, boxes, footed, framed, labels
from graphmodel.render.diagrams.graphviz import run
from graphmodel.render.diagrams.ranks import ranks
from graphmodel.render.layout.bands import Fitted, fitted
from graphmodel.render.layout.measures import measured
from graphmodel.render.layout.page import TEXT, page_of
from graphmodel.render.layout.shapes import LOWEST, Arrangement, Band, Outline, Piece, Size, Wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.diagrams.spec import Cluster
    from graphmodel.render.layout.measures import Measures
    from graphmodel.render.layout.page import Page
    from graphmodel.render.theme import Theme

_SECONDS: Final = 5
"""Of processor time for measuring texts."""


@dataclass(frozen=True)
class PagedDiagram(Diagram):
    """A diagram of which everything has its place."""

    fitted: Fitted | None = None
    columns: int = 0
    """Of the legend."""

    @cached_property
    def layout(self) -> Arrangement:
        """In points from the top left."""
        return self.fitted.laid() if self.fitted else Arrangement()

    @property
    def page(self) -> Page:
        """What it is made for."""
        return page_of(self.setup.page, landscape=self.setup.landscape)

    @property
    def text(self) -> float:
        """How many points a node's name has on the page."""
        return self.page.text(self.fitted.size) if self.fitted else TEXT

    @property
    def fits(self) -> float:
        """How many points it would have if it were made larger, too, until it fills the page."""
        return TEXT * self.page.room(self.fitted.size) if self.fitted else TEXT

    def measures(self) -> Measures:
        """How readable it is, measured; takes a second where there are a thousand edges."""
        return measured(self.layout, self.page)


def lay(diagram: Diagram, theme: Theme) -> PagedDiagram:
    """The diagram laid out for its page; in layers without frames.

    Raises GraphmodelError where Graphviz is not there or fails.
    """
    if isinstance(diagram, PagedDiagram):
        return diagram
    if diagram.setup.layout == "layered":
        nodes = tuple(node if node.cluster == FOOT else replace(node, cluster="") for node in diagram.nodes)
        foot = tuple(cluster for cluster in diagram.clusters if cluster.key == FOOT)
        diagram = replace(diagram, nodes=nodes, clusters=foot, outer=())
    sizes = _sizes(diagram, theme)
    setup = diagram.setup
    page = page_of(setup.page, landscape=setup.landscape)
    outline = plan(diagram, sizes)
    footers = [sizes[footed(columns)] for columns in FOOTERS]
    found = fitted(outline, page, sizes[HEADING], footers, setup.direction)
    given = {field.name: getattr(diagram, field.name) for field in fields(diagram)}
    return PagedDiagram(**given, fitted=found, columns=[*FOOTERS][found.footer])


def plan(diagram: Diagram, sizes: dict[str, Size]) -> Outline:
    """What is laid out: products in ranks above all others, what many depend on below its consumers."""
    rank = ranks(diagram)
    nodes = {node.key: node for node in diagram.nodes}
    consumers: dict[str, list[str]] = defaultdict(list)
    for edge in diagram.edges:
        consumers[edge.provider].append(edge.consumer)
    # A requirement hangs from its consumer.
    above = {
        key: of[0]
        for key, of in consumers.items()
        if nodes[key].kind == "requirement"
        and len(of) == 1
        and nodes[of[0]].kind != "requirement"
        and nodes[of[0]].cluster == nodes[key].cluster
    }
    frames = (*diagram.outer, *diagram.clusters)
    outside = set() if diagram.ordered else _below_products(diagram, frames)
    pieces = [
        Piece(
            node.key,
            sizes[node.key],
            "" if node.key in outside else node.cluster,
            LOWEST
            if node.emphasis == "strong"
            else rank[node.key] - LOWEST
            if node.kind == "product"
            else rank[node.key],
            above.get(node.key, ""),
        )
        for node in diagram.nodes
    ]
    named = labels(diagram)
    wires = [
        Wire(
            edge.consumer,
            edge.provider,
            "soft" if edge.soft else "",
            sizes[named[edge.label]] if edge.label else None,
        )
        for edge in diagram.drawn
    ]
    bands = [Band(frame.key, sizes[framed(frame)], frame.parent, frame.key == FOOT) for frame in frames]
    joined = {(edge.consumer, edge.provider): max(edge.weight, 1) for edge in diagram.edges}
    return Outline(pieces, wires, bands, joined, diagram.ordered)


def _below_products(diagram: Diagram, frames: Sequence[Cluster]) -> set[str]:
    """What failed in a frame that products are in, too: it stands below without one, for these stand on top."""
    parent = {frame.key: frame.parent for frame in frames}

    def outermost(key: str) -> str:
        while above := parent.get(key, ""):
            key = above
        return key

    failed = {node.key: node.cluster for node in diagram.nodes if node.emphasis == "strong" and node.cluster}
    held = {
        outermost(node.cluster)
        for node in diagram.nodes
        if node.kind == "product" and node.cluster and node.key not in failed
    }
    return {key for key, cluster in failed.items() if outermost(cluster) in held}


def _sizes(diagram: Diagram, theme: Theme) -> dict[str, Size]:
    """Of every node, and of the texts of frames, edges, heading and footer."""
    found = json.loads(run(boxes(diagram, theme), "json0", "nop", _SECONDS))
    return {
        thing["name"]: Size(72 * float(thing["width"]), 72 * float(thing["height"]))
        for thing in found.get("objects", ())
        if "width" in thing
    }
