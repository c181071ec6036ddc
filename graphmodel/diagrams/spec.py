"""A diagram to draw: what every drawing format takes. It knows no analysis.

Keys are our own (``s12``, ``r7``, ``c3``), never the user's text; all else is or may hold the user's text, verbatim,
which each format escapes. Everything is in the order in which it is written: equal catalogues give equal diagrams.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from graphmodel.index.index import Index

CLUSTERS: Final = ("type", "category", "supplier", "role", "none")
"""What services can be put together by; the first where nothing else is said."""
LAYOUTS: Final = ("bands", "layered")
"""How a page is laid out: a band over the full width for each cluster, or rows by dependency without frames."""
DIRECTIONS: Final = ("down", "up", "right", "left")
"""Where dependencies lead."""
PAGES: Final = ("a4", "a3", "letter", "16:9", "none")
"""What a page fits on."""
FOOT: Final = "foot"
"""The key of the cluster of what nearly everything needs, which stands below all others."""
READABLE: Final = 150
"""More nodes than this are collapsed unless the user says otherwise."""


@dataclass(frozen=True)
class Spec:
    """What an analysis wants drawn, as numbers of the index."""

    services: NDArray[np.int32]
    """int32: the services to draw, ascending, each once."""
    states: NDArray[np.uint8] | None = None
    """uint8, aligned with ``services``: the state of each, a position in ``scale``, where it shows states."""
    scale: tuple[str, ...] = ("up", "at-risk", "degraded", "down")
    """The names of the states, the mildest first, which a collapsed cluster does not count; by default of failures."""
    mixed: str = ""
    """How a collapsed cluster of several states is drawn, where none of them is worse than another."""
    everywhere: NDArray[np.uint8] | None = None
    """uint8[n]: the state of every service, those that are not drawn too: a requirement is judged by all its members.
    Without it, one of which not all members are drawn has no state."""
    marks: Mapping[int, str] = field(default_factory=dict)
    """Service → words to put on it (``failed``, ``GM001 GM005``)."""
    edge_marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(consumer, provider) → a word to put on that dependency (``added``)."""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """Word of a mark, or ``highlight`` → what the legend says of it."""
    highlight: frozenset[tuple[int, int]] = frozenset()
    """(consumer, provider): the dependencies to stress."""
    focus: frozenset[int] = frozenset()
    """What it is about: drawn one by one, if they are few, even where the rest of their cluster is collapsed."""
    strong: frozenset[int] = frozenset()
    """What it starts from, drawn so that nobody overlooks it: what failed."""
    only: frozenset[tuple[int, int]] | None = None
    """(consumer, provider): the dependencies to draw; None for all between these services."""
    closing: frozenset[tuple[int, int]] | None = None
    """(consumer, provider): the dependencies to mark as those that close cycles; None for all that are part of one."""
    cluster: str = CLUSTERS[0]
    """What its services are put together by where the reader says nothing else."""
    outside: frozenset[int] = frozenset()
    """Of ``services`` those that nobody asked for: they lie on ways between the others, and failure passes through."""
    band: NDArray[np.intp] | None = None
    """intp[n]: what each service stands under unless a cluster is chosen, a position in ``bands``; -1 elsewhere."""
    bands: tuple[str, ...] = ()
    ordered: bool = False
    """The bands stand in their order, the first at the bottom."""
    title: str = ""
    subtitle: str = ""
    """What a reader takes away, in one line."""
    index: Index | None = None
    """The index whose numbers these are, where it is not the one that ``diagram`` is given."""


@dataclass(frozen=True)
class Node:
    """One thing to draw."""

    key: str
    label: str
    """A renderer wraps and escapes it. Of a requirement ``k of n`` after its group's name."""
    kind: str
    """``product``, ``service``, ``placeholder``, ``requirement`` (k of n) or ``cluster`` (collapsed services)."""
    id: str = ""
    """The service's id; of a requirement its group; of a cluster the category's or role's id, where it has one."""
    cluster: str = ""
    """The key of the cluster that it is in, or empty."""
    state: str = ""
    """What colours it, or empty: ``up``, ``at-risk``, ``degraded``, ``down``; of gaps ``info``, ``warning``,
    ``error``; of differences ``added``, ``changed``, ``removed``. Of a cluster the worst in it."""
    mark: str = ""
    """Words beside colour (``failed``, ``GM005``); of a cluster how many are what (``3 down, 7 at-risk``); of a
    requirement how many of its members are not drawn (``+7 up``)."""
    level: str = ""
    """What it promises (``99.9 %, 24x7``); only where details were asked for."""
    count: int = 1
    """How many services it stands for; 0 of a requirement."""
    link: str = ""
    """A http, https or mailto address, or empty."""
    details: tuple[tuple[str, str], ...] = ()
    """(name, value): what a panel or a tooltip says of it; only where they were asked for …"""
    facets: tuple[tuple[str, str], ...] = ()
    """… and (name, value): what a reader may filter by; a name may come several times."""
    quorum: tuple[int, int] = (0, 0)
    """Of a requirement: how many of its members must be up, and how many it has, those that are not drawn too."""
    emphasis: str = ""
    """``strong`` (what failed; it stands at the bottom centre), ``faint`` (what the answer is not about), ``cycle`` (a
    member of a cycle) or empty."""
    badge: str = ""
    """A letter, where it has so many consumers that those have the letter in place of arrows, …"""
    consumers: int = 0
    """… and how many dependencies the letter stands for."""
    gone: bool = False
    """What is proposed takes it away: it is down for good."""
    needs: tuple[str, ...] = ()
    """The letters of what it depends on without an arrow, of several dependencies as one ``5×A``; of many letters the
    last text counts the others."""


@dataclass(frozen=True)
class Edge:
    """One dependency, from consumer to provider; or several, collapsed. No two have the same ends."""

    consumer: str
    provider: str
    soft: bool = False
    """All that it stands for are soft."""
    cycle: bool = False
    """The ends depend on each other (of some that it stands for)."""
    highlight: bool = False
    faint: bool = False
    """The answer is not about it."""
    mark: str = ""
    """A word beside colour (``added``)."""
    unsaid: bool = False
    """One of its ends says that word already, as whatever leads to what is new is new itself."""
    weight: int = 1
    """How many dependencies it stands for; 0 from a consumer to its requirement, whose members' edges count."""
    implied: bool = False
    """Others that are drawn say the same: a page leaves it out and counts it; what is read by programs has it."""
    badge: bool = False
    """The badge of its provider stands for it on a page; what is read by programs has it."""

    @property
    def label(self) -> str:
        """What is written at it; the same in every format. A cycle is told by its lines and the legend alone.

        >>> Edge("s1", "s2", mark="+3 −1", weight=4).label, Edge("s1", "s2", mark="+3 −1", weight=5).label
        ('+3 −1', '5× +3 −1')
        """
        told = not self.unsaid and (self.change or sum(_numbers(self.mark)) == self.weight)
        several = f"{self.weight:,}×" if self.weight > 1 and not told else ""
        return " ".join(word for word in (several, "" if self.unsaid else self.mark) if word)

    @property
    def change(self) -> str:
        """The word that marks all that it stands for, or empty.

        >>> Edge("s1", "s2", mark="3 added", weight=3).change, Edge("s1", "s2", mark="added").change
        ('added', 'added')
        >>> Edge("s1", "s2", mark="3 added, 1 removed", weight=4).change
        ''
        """
        number, _, word = self.mark.rpartition(" ")
        return word if number in {"", f"{self.weight:,}"} else ""


def _numbers(mark: str) -> list[int]:
    """How many of each kind there are, where a mark says it by signs."""
    return [int(number.replace(",", "")) for number in re.findall(r"(?:^| )[+≠−]([\d,]+)", mark)]


@dataclass(frozen=True)
class Cluster:
    """Things drawn together in a frame."""

    key: str
    label: str
    members: tuple[str, ...]
    """The keys of its nodes."""
    parent: str = ""
    """The key of the cluster around it, or empty."""


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend: a thing that occurs in the diagram, drawn small, and what it means."""

    of: str
    """``node``, ``shape`` (a kind whose colour is that of its state), ``state``, ``mark`` or ``edge``."""
    name: str
    """Kind, state (``failed``, ``faint`` and ``cycle``, too) or mark;
    of an edge ``hard``, ``soft``, ``cycle``, ``highlight``, ``weight`` or its mark."""
    text: str
    faint: bool = False
    """Of an edge: all that look so are those that the answer is not about."""
    weight: int = 0
    """Of ``weight``: how many dependencies the sample stands for."""


@dataclass(frozen=True)
class Setup:
    """How a page is set up."""

    layout: str = LAYOUTS[0]
    direction: str = DIRECTIONS[0]
    page: str = PAGES[0]
    landscape: bool = True
    scale: float = 0.0
    """Names are 11 points times this; 0: as fits the page, and 1 where it has none."""


SETUP: Final = Setup()
"""What a page is like where nothing else is said."""


@dataclass(frozen=True)
class Diagram:
    """All there is to draw."""

    title: str
    subtitle: str
    """What a reader takes away, in one line, or empty."""
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    clusters: tuple[Cluster, ...]
    legend: tuple[LegendEntry, ...] = ()
    collapsed: tuple[str, ...] = ()
    """What was put together or left out to keep it readable, a sentence each; shown below it and said on stderr."""
    inside: int = 0
    """Dependencies inside collapsed clusters, which no edge shows."""
    revision: str = ""
    """Which state of the catalogue it shows, and when that was."""
    outside: tuple[Node, ...] = ()
    """What nobody asked for, but failure passes through; only for a format that folds for itself …"""
    passing: tuple[Edge, ...] = ()
    """… with the dependencies that are not drawn: those that lead there and away, and those that nobody asked for."""
    unfolded: int = 0
    """So many nodes such a format shows at first, at most."""
    setup: Setup = SETUP
    outer: tuple[Cluster, ...] = ()
    """Clusters around others that have no nodes of their own, where a page draws frames within frames."""
    ordered: bool = False
    """The clusters follow each other, and a page shows them in that order from the bottom to the top."""

    @property
    def drawn(self) -> tuple[Edge, ...]:
        """The edges that a page shows as arrows: those that others do not imply, and no badge stands for."""
        return tuple(edge for edge in self.edges if not (edge.implied or edge.badge))

    def grouped(self) -> tuple[list[tuple[Cluster, list[Node]]], list[Node]]:
        """Each cluster with its nodes, and the nodes that are in none, in the order in which they are written."""
        nodes = {node.key: node for node in self.nodes}
        clusters = [(cluster, [nodes.pop(key) for key in cluster.members]) for cluster in self.clusters]
        return clusters, list(nodes.values())
