"""A dependency is left out only where what is drawn says the same: asked of NetworkX, and of the states of failures."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms import reduction
from graphmodel.algorithms.states import fail
from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.spec import CLUSTERS, Diagram, Spec
from graphmodel.index.build import index as build
from graphmodel.index.index import Index
from graphmodel.model.catalogue import Catalogue
from tests.conftest import index
from tests.strategies import indexes

FEW = st.integers(1, 12)


def reached(made: Diagram, *, soft: bool) -> set[tuple[str, str]]:
    """The pairs that a path of drawn edges joins: of hard ones, or of any; through no alternatives and no cluster."""
    plain = {node.key for node in made.nodes if node.kind not in {"requirement", "cluster"}}
    graph = nx.DiGraph()
    graph.add_nodes_from(plain)
    graph.add_edges_from(
        (e.consumer, e.provider)
        for e in made.drawn
        if {e.consumer, e.provider} <= plain and (soft or not e.soft) and not e.mark
    )
    return {(a, b) for a in graph for b in nx.descendants(graph, a)}


@given(
    indexes(placeholders=True).filter(lambda found: found.n > 0),
    st.sampled_from(CLUSTERS),
    FEW,
    st.data(),
)
def test_what_is_left_out_is_said_by_what_is_drawn(
    found: Index, by: str, max_nodes: int, data: st.DataObject
) -> None:
    pairs = st.tuples(st.integers(0, found.n - 1), st.integers(0, found.n - 1))
    spec = Spec(
        np.arange(found.n, dtype=np.int32),
        highlight=data.draw(st.frozensets(pairs, max_size=3)),
        edge_marks=data.draw(st.dictionaries(pairs, st.just("added"), max_size=3)),
    )
    made = diagram(found, spec, cluster=by, max_nodes=max_nodes, max_edges=10_000)
    kinds = {node.key: node.kind for node in made.nodes}
    hard, any_path = reached(made, soft=False), reached(made, soft=True)
    for edge in made.edges:
        if edge.implied:
            assert not {kinds[edge.consumer], kinds[edge.provider]} & {"requirement", "cluster"}
            assert not edge.highlight
            assert not edge.mark
            assert (edge.consumer, edge.provider) in (any_path if edge.soft else hard)
    left_out = sum(edge.weight * edge.implied for edge in made.edges)
    assert any(sentence.startswith(f"{left_out} depend") for sentence in made.collapsed) == (left_out > 0)
    whole = diagram(found, spec, cluster=by, max_nodes=max_nodes, max_edges=10_000, all_dependencies=True)
    assert whole.edges == tuple(replace(edge, implied=False) for edge in whole.edges)
    if max_nodes >= len(made.nodes):
        assert {replace(edge, implied=False) for edge in made.edges} == set(whole.edges)


@given(indexes(placeholders=True).filter(lambda found: found.n > 0), st.data())
def test_every_failure_does_what_it_did(found: Index, data: st.DataObject) -> None:
    """The catalogue of what is drawn alone gives every service the same state, whatever fails."""
    made = diagram(found, Spec(np.arange(found.n, dtype=np.int32)), max_nodes=10_000, max_edges=10_000)
    ids = {node.key: node.id for node in made.nodes}
    gone = {(ids[edge.consumer], ids[edge.provider]) for edge in made.edges if edge.implied}
    catalogue = found.catalogue()
    table = catalogue.tables["dependency"]
    ends = zip(*(table.texts(name) for name in ("service", "depends_on", "group")), strict=True)
    kept = [row for row, (one, other, group) in enumerate(ends) if group or (one, other) not in gone]
    less = build(Catalogue({**catalogue.tables, "dependency": table.take(kept)}), found.revision)
    names = {found.service_id[v] for v in data.draw(st.sets(st.integers(0, found.n - 1), min_size=1))}

    def states(of: Index) -> dict[str, int]:
        state = fail(of, [v for v in range(of.n) if of.service_id[v] in names]).state
        return {of.service_id[v]: int(state[v]) for v in range(of.n)}

    assert states(less) == states(found)


@given(st.integers(1, 9), st.data())
def test_the_reduction_of_acyclic_graphs_is_that_of_networkx(n: int, data: st.DataObject) -> None:
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    chosen = sorted(data.draw(st.sets(st.sampled_from(pairs)))) if pairs else []
    name = data.draw(st.permutations(range(n)))
    source = np.array([name[a] for a, _ in chosen], np.int32)
    target = np.array([name[b] for _, b in chosen], np.int32)
    implied = reduction.implied(n, source, target, np.zeros(len(chosen), np.bool_)).tolist()
    links = list(zip(source.tolist(), target.tolist(), strict=True))
    kept = [link for link, left_out in zip(links, implied, strict=True) if not left_out]
    assert sorted(kept) == sorted(nx.transitive_reduction(nx.DiGraph(links)).edges)


def test_a_soft_way_implies_no_hard_dependency() -> None:
    rows = "service,depends_on,strength\na,c,hard\na,b,soft\nb,c,hard\n"
    found = index({"services.csv": "id\na\nb\nc\n", "dependencies.csv": rows})
    made = diagram(found, Spec(np.arange(3, dtype=np.int32)))
    assert not any(edge.implied for edge in made.edges)


def test_a_hard_way_implies_a_soft_dependency() -> None:
    rows = "service,depends_on,strength\na,c,soft\na,b,hard\nb,c,hard\n"
    found = index({"services.csv": "id\na\nb\nc\n", "dependencies.csv": rows})
    made = diagram(found, Spec(np.arange(3, dtype=np.int32)))
    assert [(e.consumer, e.provider) for e in made.edges if e.implied] == [("s0", "s2")]
    assert made.collapsed == ("1 dependency that others imply is not drawn",)
