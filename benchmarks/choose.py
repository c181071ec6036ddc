"""``python -m benchmarks.choose CATALOGUE``: a service whose failure affects about 7 % of the catalogue."""

from __future__ import annotations

import sys

import numpy as np

from graphmodel.algorithms.reach import distances
from graphmodel.stores import open_store

SHARE, SAMPLE, SEED = 0.07, 200, 1


def main() -> None:
    index = open_store(sys.argv[1]).index()
    chosen = np.random.Generator(np.random.PCG64(SEED)).integers(0, index.n, SAMPLE).tolist()
    affected = {v: int((distances(index, [v], up=True) >= 0).sum()) for v in chosen}
    print(index.service_id[min(chosen, key=lambda v: (abs(affected[v] - SHARE * index.n), v))])


if __name__ == "__main__":
    main()
