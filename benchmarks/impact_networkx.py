"""``python -m benchmarks.impact_networkx FOLDER SERVICE``: the script that a user of NetworkX would write.

It reads the same CSV files and answers the same question as ``graphmodel impact SERVICE``: state and distance of all
that is affected, alternatives and soft dependencies honoured. Prints id, kind, state, distance, name, by id.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import networkx as nx

STATES = ("up", "at-risk", "degraded", "down")
UP, AT_RISK, DEGRADED, DOWN = range(4)


def state_of(graph: nx.DiGraph[str], consumer: str, state: dict[str, int]) -> int:
    requirements = defaultdict(list)
    for provider, edge in graph.adj[consumer].items():
        requirements[edge["group"] or ("", provider)].append((state.get(provider, UP), edge))
    worst = UP
    for members in requirements.values():
        needs = int(members[0][1]["needs"] or 1)
        states = [s for s, _ in members]
        if sum(s < DOWN for s in states) < needs:
            worst = max(worst, DOWN if members[0][1]["strength"] != "soft" else DEGRADED)
        elif sum(s < DEGRADED for s in states) < needs:
            worst = max(worst, DEGRADED)
        elif any(s != UP for s in states):
            worst = max(worst, AT_RISK)
    return worst


def impact(graph: nx.DiGraph[str], failed: str) -> dict[str, int]:
    state = {failed: DOWN}
    waiting = [failed]
    while waiting:
        for consumer in graph.predecessors(waiting.pop()):
            if consumer != failed and (now := state_of(graph, consumer, state)) > state.get(consumer, UP):
                state[consumer] = now
                waiting.append(consumer)
    return state


def read(folder: Path) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name in ("product", "service"):
        for row in rows(folder / f"{name}s.csv"):
            graph.add_node(row["id"], kind=name, **row)
    for row in rows(folder / "dependencies.csv"):
        graph.add_edge(row["service"], row["depends_on"], **row)
    return graph


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def main() -> None:
    folder, failed = Path(sys.argv[1]), sys.argv[2]
    graph = read(folder)
    distance = nx.single_source_shortest_path_length(graph.reverse(copy=False), failed)
    out = csv.writer(sys.stdout, lineterminator="\n")
    for service, state in sorted(impact(graph, failed).items()):
        node = graph.nodes[service]
        out.writerow([service, node["kind"], STATES[state], distance[service], node["name"]])


if __name__ == "__main__":
    main()
