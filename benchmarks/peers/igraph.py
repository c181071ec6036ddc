from __future__ import annotations

from collections import Counter
from pathlib import Path

import igraph as ig
import numpy as np

from benchmarks import estate_files
from benchmarks.peers import Counts

Graph = tuple[ig.Graph, dict[str, int]]


def load(folder: Path) -> Graph:
    number = {name: i for i, name in enumerate(estate_files.nodes(folder))}
    rows = estate_files.dependencies(folder)
    graph = ig.Graph(n=len(number), edges=[(number[r[0]], number[r[1]]) for r in rows], directed=True)
    for at, name in enumerate(("strength", "group", "needs"), 2):
        graph.es[name] = [r[at] for r in rows]
    return graph, number


def underpinning(loaded: Graph, products: list[str]) -> Counts:
    graph, number = loaded
    services = np.zeros(len(number), np.int64)
    sizes = []
    for product in products:
        below = graph.subcomponent(number[product], mode="out")
        sizes.append(len(below) - 1)
        services[below] += 1
        services[number[product]] -= 1
    return sizes, Counter({name: int(k) for name, k in zip(number, services, strict=True) if k})
