from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import rustworkx as rx

from benchmarks import estate_files
from benchmarks.peers import Counts

Graph = tuple["rx.PyDiGraph[str, tuple[str, ...]]", dict[str, int]]


def load(folder: Path) -> Graph:
    graph: rx.PyDiGraph[str, tuple[str, ...]] = rx.PyDiGraph()
    number = dict(zip(names := estate_files.nodes(folder), graph.add_nodes_from(names), strict=True))
    graph.add_edges_from(
        [(number[c], number[p], (s, g, k)) for c, p, s, g, k in estate_files.dependencies(folder)]
    )
    return graph, number


def underpinning(loaded: Graph, products: list[str]) -> Counts:
    graph, number = loaded
    services = np.zeros(len(number), np.int64)
    sizes = []
    for product in products:
        below = rx.descendants(graph, number[product])
        sizes.append(len(below))
        services[np.fromiter(below, np.int64, len(below))] += 1
    return sizes, Counter({name: int(k) for name, k in zip(number, services, strict=True) if k})
