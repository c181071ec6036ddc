from __future__ import annotations

from collections import Counter
from pathlib import Path

import networkx as nx

from benchmarks import estate_files
from benchmarks.peers import Counts


def load(folder: Path) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(estate_files.nodes(folder))
    graph.add_edges_from(
        (consumer, provider, {"strength": strength, "group": group, "needs": needs})
        for consumer, provider, strength, group, needs in estate_files.dependencies(folder)
    )
    return graph


def underpinning(graph: nx.DiGraph[str], products: list[str]) -> Counts:
    services: Counter[str] = Counter()
    sizes = []
    for product in products:
        below = nx.descendants(graph, product)
        sizes.append(len(below))
        services.update(below)
    return sizes, services
