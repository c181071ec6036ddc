"""A page with an interactive diagram that holds all services: search, fold, filter, what if. It loads nothing.

The page lays out and draws what is unfolded; here it is given what it knows, as data, and its script and style.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.visible import visible
from graphmodel.render.diagrams import inline
from graphmodel.render.diagrams.caption import address
from graphmodel.render.markup import asset, data, escape, modules, page
from graphmodel.render.theme import LIGHT, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Cluster, Diagram, Edge, Node
    from graphmodel.render.theme import Theme

MODULES: Final = (
    "dom", "model", "states", "walks", "reduce", "view", "texts", "layout", "routes", "search", "address", "surfaces",
    "paint", "panel", "finder", "menus", "notes", "listbox", "stage", "stress", "keys", "save", "main",
)  # fmt: skip
"""The modules of the page's script in ``assets/diagram``, each after those that it imports."""


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """See ``WriteDiagram``."""
    style = asset("base.css") + inline.style(theme) + asset("diagram.css")
    script = modules("diagram", MODULES)
    out.write(page(diagram.title, _body(diagram), style=style, script=script).encode())


def _body(diagram: Diagram) -> Iterator[str]:
    head = (
        f"<h1>{escape(diagram.title)}</h1>\n",
        f'<p class="takeaway">{escape(diagram.subtitle)}</p>\n' if diagram.subtitle else "",
        f'<p class="revision">{escape(diagram.revision)}</p>\n',
    )
    text = asset("diagram.html").replace("<!-- head -->", "".join(head))
    yield text.replace("<!-- legend -->", inline.legend(diagram))
    yield f'<script id="data" type="application/json">{data(known(diagram))}</script>\n'


def known(diagram: Diagram) -> dict[str, object]:
    """What the script knows, as JSON has it; it shows it as text. Services are numbered, everything is a column."""
    # In the order of the index, by which a cause is chosen among equals.
    everything = sorted((*diagram.nodes, *diagram.outside), key=lambda node: int(node.key[1:]))
    nodes = [node for node in everything if node.kind != "requirement"]
    clusters = {cluster.key: i for i, cluster in enumerate(diagram.clusters)}
    names: dict[str, int] = {}
    labels = {cluster.key: cluster.label for cluster in diagram.clusters}
    outside = {node.key for node in diagram.outside}
    frames = {frame.key: frame for frame in (*diagram.outer, *diagram.clusters)}
    return {
        "title": visible(diagram.title),
        "revision": visible(diagram.revision),
        "labels": [visible(node.label) for node in nodes],
        "ids": [visible(node.id) for node in nodes],
        "aliases": [
            (visible(alias), i)
            for i, node in enumerate(nodes)
            for name, value in node.details
            if name == "aliases"
            for alias in value.split(";")
        ],
        "kinds": [node.kind for node in nodes],
        "clusters": [visible(cluster.label) for cluster in diagram.clusters],
        "around": [[visible(label) for label in _around(cluster, frames)] for cluster in diagram.clusters],
        "of": [clusters.get(node.cluster, -1) for node in nodes],
        "states": [node.state for node in nodes],
        "marks": [visible(node.mark) for node in nodes],
        "levels": [visible(node.level) for node in nodes],
        "links": [address(node.link) for node in nodes],
        "strong": [i for i, node in enumerate(nodes) if node.emphasis == "strong"],
        "faint": [i for i, node in enumerate(nodes) if node.emphasis == "faint"],
        "gone": [i for i, node in enumerate(nodes) if node.gone],
        "outside": [i for i, node in enumerate(nodes) if node.key in outside],
        "facets": [[(_number(names, f), visible(v)) for f, v in node.facets] for node in nodes],
        "facts": [[(_number(names, f), visible(v)) for f, v in _facts(node, labels) if v] for node in nodes],
        "names": [*names],
        "requirements": _requirements(everything, diagram),
        "looks": {
            "kinds": {name: asdict(look) for name, look in LIGHT.kinds.items()},
            "states": {name: asdict(look) for name, look in LIGHT.states.items()},
        },
        "colors": [*inline.colors(LIGHT)],
        "words": {**{state: word(state) for state in LIGHT.states}, "placeholder": "only named by others"},
        "sentences": [visible(sentence) for sentence in diagram.collapsed],
        "unfolded": diagram.unfolded,
        "all": not any(edge.implied for edge in diagram.edges),
    }


def _around(cluster: Cluster, frames: Mapping[str, Cluster]) -> list[str]:
    """The labels of the clusters around it, the outermost first."""
    labels: list[str] = []
    parent = cluster.parent
    while parent in frames and len(labels) < len(frames):
        labels.append(frames[parent].label)
        parent = frames[parent].parent
    return labels[::-1]


def _number(names: dict[str, int], name: str) -> int:
    """Names come again and again: each is written once."""
    return names.setdefault(visible(name), len(names))


def _requirements(nodes: Sequence[Node], diagram: Diagram) -> list[list[object]]:
    """(consumer, needs, size, hard, group, state, members, their marks, which are stressed, not drawn, in a cycle).

    By consumer: first the dependencies without a group, by provider, then the groups, as the index has them.
    """
    groups = {node.key: node for node in nodes if node.kind == "requirement"}
    number = {node.key: i for i, node in enumerate(n for n in nodes if n.kind != "requirement")}
    members: dict[str, list[Edge]] = {key: [] for key in groups}
    single: dict[str, list[Edge]] = {}
    joint: dict[str, list[Edge]] = {}
    for edge in (*diagram.edges, *diagram.passing):
        if edge.consumer in groups:
            members[edge.consumer].append(edge)
        else:
            (joint if edge.provider in groups else single).setdefault(edge.consumer, []).append(edge)
    aside = {(edge.consumer, edge.provider) for edge in diagram.passing}
    made: list[list[Any]] = []
    for key, consumer in number.items():
        plain = sorted(single.get(key, ()), key=lambda edge: number[edge.provider])
        made += [
            [consumer, 1, 1, int(not edge.soft), "", "", *_members([edge], number, aside)] for edge in plain
        ]
        for edge in joint.get(key, ()):
            group, of = groups[edge.provider], members[edge.provider]
            needs, size = group.quorum
            head = [
                consumer,
                needs or 1,
                max(size, len(of)),
                int(not edge.soft),
                visible(group.id),
                group.state,
            ]
            made.append([*head, *_members(of, number, aside)])
    return made


def _members(
    edges: Sequence[Edge], number: dict[str, int], aside: set[tuple[str, str]]
) -> tuple[list[int], list[str], list[int], list[int], list[int]]:
    """The providers of these edges, their marks, which are to be stressed, not drawn, and marked as of a cycle."""
    providers = [number[edge.provider] for edge in edges]
    marks = [visible(edge.mark) for edge in edges]
    stressed = [i for i, edge in enumerate(edges) if edge.highlight]
    hidden = [i for i, edge in enumerate(edges) if (edge.consumer, edge.provider) in aside]
    circular = [i for i, edge in enumerate(edges) if edge.cycle]
    return providers, marks if any(marks) else [], stressed, hidden, circular


def _facts(node: Node, clusters: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What the panel says of a service beside its name, id, kind and state."""
    yield "is in", clusters.get(node.cluster, "")
    yield "services", f"{node.count:,}" if node.kind == "cluster" else ""
    said = {"id", "name", "kind"}
    yield from ((name, value) for name, value in node.details if name not in said)
