from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import networkit as nk
import numpy as np

from benchmarks import estate_files
from benchmarks.peers import Counts

Graph = tuple[nk.Graph, dict[str, int]]


def load(folder: Path) -> Graph:
    number = {name: i for i, name in enumerate(estate_files.nodes(folder))}
    rows = estate_files.dependencies(folder)
    consumers = np.array([number[r[0]] for r in rows], np.uint64)
    providers = np.array([number[r[1]] for r in rows], np.uint64)
    ones = np.ones(len(rows))
    return nk.GraphFromCoo((ones, (consumers, providers)), len(number), directed=True), number


def underpinning(loaded: Graph, products: list[str]) -> Counts:
    """Breadth-first searches, on all processors."""
    graph, number = loaded
    services = np.zeros(len(number), np.int64)
    sizes = []

    def below(product: str) -> np.ndarray:
        search = nk.distance.BFS(graph, number[product], storePaths=False)
        search.run()
        reached: np.ndarray = np.asarray(search.getDistances(asarray=True)) < len(number)
        reached[number[product]] = False
        return reached

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for reached in pool.map(below, products):
            sizes.append(int(reached.sum()))
            services += reached
    return sizes, Counter({name: int(k) for name, k in zip(number, services, strict=True) if k})


def all_sizes(loaded: Graph, products: list[str]) -> list[int]:
    """The services below each of these products, from the library's count for every node, on all processors."""
    graph, number = loaded
    counted = nk.reachability.ReachableNodes(graph, True)
    counted.run()
    return [counted.numberOfReachableNodes(number[product]) - 1 for product in products]
