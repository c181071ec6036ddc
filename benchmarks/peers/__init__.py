"""The same two jobs in other libraries: ``load(folder)`` and ``underpinning(graph, products)``.

``load`` makes the graph ready to ask from the estate's CSV files. ``underpinning`` counts the services below each of
these products, and for each service those of the products that stand above it, in the fastest way the library has.
One that counts for all nodes at once has ``all_sizes(graph, products)``, too.
"""

from __future__ import annotations

from collections import Counter

Counts = tuple[list[int], Counter[str]]
"""Services of each product, and products of each service."""
