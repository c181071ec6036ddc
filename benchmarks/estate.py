"""The synthetic estate: the same files for the same scale, on every machine.

At scale 1: 10,000 products, 100,000 services in 8 layers, about 500,000 dependencies. Most go to the next layer or the
one below it, some stay inside a layer, a few close cycles; low numbers are chosen far more often (shared services);
about a fifth of the dependencies stand in groups of alternatives.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRODUCTS, SERVICES, LAYERS = 10_000, 100_000, 8
SEED = 20_240_601
CYCLES = 200
SKEW = 10
"""How much more often a layer's first services are chosen: position = random ** SKEW."""
TYPES = (
    "business-application", "data-integration", "workplace", "support",
    "platform", "platform", "security", "network", "network",
)  # fmt: skip
"""The category of the products and of each layer of services."""


def write(folder: Path, scale: float = 1) -> Path:
    """Write the catalogue folder of that scale, unless it is there already, and return it."""
    if (folder / "complete").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    products, services = int(PRODUCTS * scale), int(SERVICES * scale)
    layer = np.zeros(products + services, np.int64)
    layer[products:] = 1 + np.arange(services) * LAYERS // services
    names = [f"p{i:07}" for i in range(products)] + [f"s{i:07}" for i in range(services)]
    random = np.random.Generator(np.random.PCG64(SEED))

    levels = random.choice(np.array(["99.0", "99.5", "99.9", "99.95"]), len(names)).tolist()
    urgency = random.integers(1, 6, len(names)).tolist()
    nodes = [
        f"{name},{kind} {name[1:]},{TYPES[on]},{rank},{promise}"
        for name, kind, on, rank, promise in zip(
            names,
            ["Product"] * products + ["Service"] * services,
            layer.tolist(),
            urgency,
            levels,
            strict=True,
        )
    ]
    head = "id,name,category,criticality,availability"
    _write(folder / "products.csv", head, nodes[:products])
    _write(folder / "services.csv", head, nodes[products:])
    _write(
        folder / "dependencies.csv",
        "service,depends_on,strength,group,needs",
        _dependencies(layer, names, random),
    )
    (folder / "complete").touch()
    return folder


def _write(path: Path, head: str, lines: Iterable[str]) -> None:
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")


def _edges(
    layer: NDArray[np.int64], random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Consumer and provider of each dependency, sorted by consumer, each pair once, none on itself."""
    n = len(layer)
    at = np.searchsorted(layer, np.arange(LAYERS + 2))
    consumer = np.repeat(np.arange(n), random.integers(2, 13, n))
    m = len(consumer)
    below = layer[consumer] + random.choice(np.array([0, 1, 2]), m, p=[0.12, 0.5, 0.38])
    low, high = at[np.minimum(below, LAYERS)], at[np.minimum(below, LAYERS) + 1]
    provider = low + (random.random(m) ** SKEW * (high - low)).astype(np.int64)
    inside = below == layer[consumer]
    provider[inside] = consumer[inside] + random.integers(1, high[inside] - low[inside])
    fits = (below <= LAYERS) & (provider < high) & (provider >= at[1])

    first = random.choice(np.arange(at[1], n - 5), CYCLES * n // SERVICES, replace=False)
    length = random.integers(2, 5, len(first))
    step = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    start = np.repeat(first, length)
    ring = start * (n + 1) + step * (n + 1) + 1
    ring[step == np.repeat(length, length) - 1] = (first + length - 1) * n + first
    pairs = np.unique(np.concatenate([consumer[fits] * n + provider[fits], ring]))
    return pairs // n, pairs % n


def _dependencies(layer: NDArray[np.int64], names: list[str], random: np.random.Generator) -> list[str]:
    consumer, provider = _edges(layer, random)
    start = np.searchsorted(consumer, consumer)
    total = np.searchsorted(consumer, consumer, "right") - start
    size = np.minimum(random.integers(2, 4, len(layer))[consumer], total)
    chosen = (random.random(len(layer)) < 0.44)[consumer] & (size > 1)
    grouped = chosen & (np.arange(len(consumer)) - start < size)
    soft = (random.random(len(consumer)) < 0.1) & ~grouped
    two = (random.random(len(layer)) < 0.2)[consumer] & (size == 3)
    tail = np.where(
        grouped, np.where(two, "hard,any,2", "hard,any,1"), np.where(soft, "soft,,", "hard,,")
    ).tolist()
    return [
        f"{names[c]},{names[p]},{rest}"
        for c, p, rest in zip(consumer.tolist(), provider.tolist(), tail, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the synthetic estate as a catalogue folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1)
    asked = parser.parse_args()
    print(write(asked.folder, asked.scale))


if __name__ == "__main__":
    main()
