"""``python -m benchmarks.ours CATALOGUE PRODUCT…``: underpinning of all products, warm, in a process of its own.

Prints JSON: seconds, all pairs, and for the products named the same counts as ``benchmarks.peers``.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter

import numpy as np

from graphmodel.algorithms.counts import underpinning_counts
from graphmodel.algorithms.reach import underpinning_pairs
from graphmodel.stores import open_store

REPEAT = 3


def main() -> None:
    index = open_store(sys.argv[1]).index()
    products = np.flatnonzero(index.product).astype(np.int32)
    seconds = []
    for _ in range(REPEAT):
        start = time.perf_counter()
        per_product = underpinning_counts(index, products).consumer[:, 0]
        seconds.append(time.perf_counter() - start)
    services: Counter[str] = Counter()
    sizes = []
    chosen = [index.find(product) for product in sys.argv[2:]]
    for product, below, _ in underpinning_pairs(index, np.array(chosen, np.int32)):
        assert len(below) == per_product[np.searchsorted(products, product)]
        sizes.append(len(below))
        services.update(index.service_id[i] for i in below.tolist())
    pairs = int(per_product.sum())
    json.dump(
        {"underpinning": min(seconds), "pairs": pairs, "sizes": sizes, "services": services}, sys.stdout
    )


if __name__ == "__main__":
    main()
