"""``python -m benchmarks.impact_networkx FOLDER SERVICE``: the script that a user of NetworkX would write.

It reads the same CSV files and answers the same question as ``graphmodel impact SERVICE``: state and distance of all
that is affected, alternatives and soft dependencies honoured. Prints ``id,state,distance`` sorted by id.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import networkx as nx

from benchmarks import estate_files

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


def main() -> None:
    folder, failed = Path(sys.argv[1]), sys.argv[2]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(estate_files.nodes(folder))
    for consumer, provider, strength, group, needs in estate_files.dependencies(folder):
        graph.add_edge(consumer, provider, strength=strength, group=group, needs=needs)
    distance = nx.single_source_shortest_path_length(graph.reverse(copy=False), failed)
    for service, state in sorted(impact(graph, failed).items()):
        print(f"{service},{STATES[state]},{distance[service]}")


if __name__ == "__main__":
    main()
