"""``python -m benchmarks.peers NAME FOLDER PRODUCT…``: one peer in a process of its own.

Prints what it measured as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path


def main() -> None:
    name, folder, *products = sys.argv[1:]
    peer = importlib.import_module(f"benchmarks.peers.{name}")
    start = time.perf_counter()
    graph = peer.load(Path(folder))
    loaded = time.perf_counter()
    sizes, services = peer.underpinning(graph, products) if products else ([], {})
    done = time.perf_counter()
    measured = {"load": loaded - start, "underpinning": done - loaded, "sizes": sizes, "services": services}
    if hasattr(peer, "all_sizes"):
        measured["all_sizes"] = peer.all_sizes(graph, products)
        measured["all"] = time.perf_counter() - done
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    main()
