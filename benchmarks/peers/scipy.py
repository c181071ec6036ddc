from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from benchmarks import estate_files
from benchmarks.peers import Counts

if TYPE_CHECKING:
    Graph = tuple[csr_array[np.int8], dict[str, int]]


def load(folder: Path) -> Graph:
    number = {name: i for i, name in enumerate(estate_files.nodes(folder))}
    rows = estate_files.dependencies(folder)
    consumers = np.array([number[r[0]] for r in rows])
    providers = np.array([number[r[1]] for r in rows])
    ones = np.ones(len(rows), np.int8)
    return csr_array((ones, (consumers, providers)), shape=(len(number), len(number))), number


def underpinning(loaded: Graph, products: list[str]) -> Counts:
    graph, number = loaded
    services = np.zeros(len(number), np.int64)
    sizes = []
    for product in products:
        below = breadth_first_order(graph, number[product], return_predecessors=False)[1:]
        sizes.append(len(below))
        services[below] += 1
    return sizes, Counter({name: int(k) for name, k in zip(number, services, strict=True) if k})
