"""Nothing is left out of a diagram: what it shows is counted against the records, dependency by dependency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graphmodel.algorithms import states
from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.spec import CLUSTERS, Cluster, Diagram, Edge, Node, Spec
from graphmodel.index.index import Index
from graphmodel.model.catalogue import Catalogue
from graphmodel.render.diagrams.caption import caption
from graphmodel.render.theme import LIGHT, line
from tests import oracles
from tests.conftest import index
from tests.strategies import indexes

NOWHERE = {"unclassified", "nobody responsible", "no supplier stated"}
Place = tuple[str, ...]


@st.composite
def specs(draw: st.DrawFn) -> tuple[Index, Spec]:
    """A selection of a random catalogue, with states, marks, a focus and highlights of anything."""
    found = draw(indexes(placeholders=True).filter(lambda found: found.n > 0))
    numbers = st.sampled_from(range(found.n))
    services = sorted(draw(st.sets(numbers)))
    pairs = st.tuples(numbers, numbers)
    return found, Spec(
        np.array(services, np.int32),
        states=np.array([draw(st.integers(0, 3)) for _ in services], np.uint8)
        if draw(st.booleans())
        else None,
        marks=draw(st.dictionaries(numbers, st.sampled_from(("failed", "a b")))),
        edge_marks=draw(st.dictionaries(pairs, st.sampled_from(("added", "removed")), max_size=3)),
        highlight=draw(st.frozensets(pairs, max_size=3)),
        focus=frozenset(draw(st.sets(numbers, max_size=2))),
    )


LIMITS = st.integers(1, 12)
BY = st.sampled_from(CLUSTERS)


def shelf(catalogue: Catalogue, service: str, by: str) -> str:
    """The id of what the service is put together by, naively."""
    record = next(r for r in oracles.records(catalogue.services) if r["id"] == service)
    if by == "supplier":
        return record.get("supplier", "")
    if by == "role":
        held = [
            (r["responsibility"], r["role"])
            for r in oracles.records(catalogue.responsibilities)
            if r["service"] == service and r["responsibility"] in "RA"
        ]
        return min(held, default=("", ""))[1]
    parents = {r["id"]: r.get("parent", "") for r in oracles.records(catalogue.categories)}
    at = record.get("category", "")
    while by == "type" and parents.get(at):
        at = parents[at]
    return at


def places(found: Index, made: Diagram, services: Collection[str], by: str) -> dict[str, Place]:
    """Where the diagram shows each service: itself, or the collapsed cluster that it must be counted in."""
    single = {node.id for node in made.nodes if node.kind in {"product", "service", "placeholder"}}
    clusters = [node for node in made.nodes if node.kind == "cluster"]
    known = {node.id: ("cluster", node.key) for node in clusters if node.id}
    known |= {node.id: ("cluster", node.key) for node in clusters if node.label in NOWHERE}
    others = [n for n in clusters if not n.id and n.label not in NOWHERE]
    # Several are made by structure, of which test_folding.py knows.
    assume(len(others) < 2 and not any(n.label.startswith(("level ", "what ", "cycle ")) for n in others))
    rest = ("cluster", others[0].key) if others else ("nothing",)
    catalogue = found.catalogue()
    return {s: ("service", s) if s in single else known.get(shelf(catalogue, s, by), rest) for s in services}


def expected(
    found: Index, services: Collection[str], at: dict[str, Place]
) -> tuple[Counter[tuple[Place, Place]], int]:
    """The dependencies between places, and those inside one that is collapsed."""
    weights: Counter[tuple[Place, Place]] = Counter()
    inside = 0
    for r in oracles.requirements(found.catalogue()):
        drawn = [m for m in r.members if m in services]
        if r.consumer not in services or not drawn:
            continue
        source = at[r.consumer]
        if len(r.members) > 1 and source[0] == "service":
            joint = ("requirement", r.consumer, r.group)
            weights[source, joint] += 0
            source = joint
        for m in drawn:
            if source == at[m] and source[0] == "cluster":
                inside += 1
            else:
                weights[source, at[m]] += 1
    return weights, inside


def shown(made: Diagram) -> dict[tuple[Place, Place], int]:
    """The diagram's edges, by what its keys stand for."""
    nodes = {node.key: node for node in made.nodes}
    owner = {e.provider: nodes[e.consumer].id for e in made.edges if nodes[e.provider].kind == "requirement"}

    def place(key: str) -> Place:
        node = nodes[key]
        if node.kind == "requirement":
            return ("requirement", owner[key], node.id)
        return ("cluster", key) if node.kind == "cluster" else ("service", node.id)

    return {(place(e.consumer), place(e.provider)): e.weight for e in made.edges}


@given(specs(), BY, LIMITS, LIMITS)
def test_every_service_and_dependency_is_drawn_or_counted(
    case: tuple[Index, Spec], by: str, max_nodes: int, max_edges: int
) -> None:
    found, spec = case
    made = diagram(found, spec, cluster=by, max_nodes=max_nodes, max_edges=max_edges)
    services = {found.service_id[v] for v in spec.services.tolist()}
    ways = []
    for way in dict.fromkeys((by, "type" if by in {"none", "category"} else by)):
        at = places(found, made, services, way)
        weights, inside = expected(found, services, at)
        ways.append((dict(weights), inside, Counter(at.values())))
    drawn = Counter(
        {
            ("cluster", n.key) if n.kind == "cluster" else ("service", n.id): n.count
            for n in made.nodes
            if n.count
        }
    )
    assert (shown(made), made.inside, drawn) in ways
    folded = any(sentence.startswith("to stay readable") for sentence in made.collapsed)
    assert folded == any(node.kind == "cluster" for node in made.nodes)


@given(specs(), BY, LIMITS, LIMITS)
def test_limits_hold_and_keys_fit(case: tuple[Index, Spec], by: str, max_nodes: int, max_edges: int) -> None:
    found, spec = case
    made = diagram(found, spec, cluster=by, max_nodes=max_nodes, max_edges=max_edges, details=True)
    assert len(made.nodes) <= max_nodes
    assert len(made.edges) <= max_edges
    keys = [node.key for node in made.nodes]
    assert len(set(keys)) == len(keys)
    ends = [(edge.consumer, edge.provider) for edge in made.edges]
    assert len(set(ends)) == len(ends)
    assert {key for pair in ends for key in pair} <= set(keys)
    assert {c.key: c.members for c in made.clusters} == {
        key: tuple(n.key for n in made.nodes if n.cluster == key)
        for key in sorted({n.cluster for n in made.nodes if n.cluster}, key=lambda key: int(key[1:]))
    }
    assert made == diagram(found, spec, cluster=by, max_nodes=max_nodes, max_edges=max_edges, details=True)


@given(specs())
def test_styles_are_those_of_the_dependencies(case: tuple[Index, Spec]) -> None:
    found, spec = case
    made = diagram(found, spec, cluster="none", max_nodes=10_000)
    circular = {
        frozenset(pair)
        for part in nx.strongly_connected_components(oracles.graph(found.catalogue()))
        for pair in ((a, b) for a in part for b in part)
    }
    by_pair: dict[tuple[str, str], list[oracles.Requirement]] = {}
    for r in oracles.requirements(found.catalogue()):
        if len(r.members) == 1:
            by_pair.setdefault((r.consumer, r.members[0]), []).append(r)
    ids = {node.key: node.id for node in made.nodes}
    single = [e for e in made.edges if e.consumer[0] == e.provider[0] == "s"]
    for edge in single:
        pair = ids[edge.consumer], ids[edge.provider]
        numbers = int(edge.consumer[1:]), int(edge.provider[1:])
        assert edge.soft == all(not r.hard for r in by_pair[pair])
        assert edge.cycle == (frozenset(pair) in circular)
        assert edge.highlight == (numbers in spec.highlight)
        mark = spec.edge_marks.get(numbers, "")
        assert edge.mark == (f"{edge.weight} {mark}" if mark and edge.weight > 1 else mark)


@given(specs(), LIMITS)
def test_states_and_marks_are_counted_where_they_are_collapsed(case: tuple[Index, Spec], most: int) -> None:
    found, spec = case
    made = diagram(found, spec, max_nodes=most)
    at = places(found, made, {found.service_id[v] for v in spec.services.tolist()}, "type")
    for node in made.nodes:
        inside = [
            (position, v)
            for position, v in enumerate(spec.services.tolist())
            if at[found.service_id[v]] == ("cluster", node.key)
        ]
        if node.kind != "cluster":
            continue
        words: Counter[str] = Counter()
        for position, v in inside:
            state = int(spec.states[position]) if spec.states is not None else 0
            words.update([states.NAMES[state]] if state else [])
            words.update(spec.marks.get(v, "").split())
        shown, more, rest = (
            node.mark.rpartition(" and ") if node.mark.endswith(" more") else (node.mark, "", "")
        )
        told = [part.split() for part in shown.split(", ") if part]
        counted = {part[-1]: int(part[0]) if len(part) > 1 else 1 for part in told}
        assert {word: words[word] for word in counted} == counted
        assert len(counted) == min(4, len(words))
        assert rest == (f"{len(words) - 4} more" if more else "")
        if spec.states is not None:
            assert node.state == states.NAMES[max(int(spec.states[position]) for position, _ in inside)]


FILES = {
    "products.csv": "id,name,category\nshop,Web shop,apps\n",
    "services.csv": "id,name,category,url,availability,supplier\n"
    "db1,Database,data,javascript:alert(1),99.9,Acme\ndb2,Database,data,https://db2.example/,,Acme\n"
    "mail,,,,,\nnet,Network,net,,,\n",
    "categories.csv": "id,name,availability\napps,Applications,\ndata,Data,99.5\nnet,Networks,\n",
    "roles.csv": "id,name\ndba,Database team\n",
    "responsibilities.csv": "role,service,responsibility\ndba,db1,A\ndba,db2,R\n",
    "dependencies.csv": "service,depends_on,strength,group,needs\n"
    "shop,db1,,copies,1\nshop,db2,,copies,1\nshop,mail,soft,,\nmail,cloud,,,\ndb1,net,,,\ndb2,net,,,\nnet,net,soft,,\n",
}
# cloud 0, db1 1, db2 2, mail 3, net 4, shop 5


@pytest.fixture(scope="module")
def found() -> Index:
    return index(FILES)


def whole(found: Index, **fields: object) -> Spec:
    return Spec(np.arange(found.n, dtype=np.int32), **fields)  # type: ignore[arg-type]


def test_a_small_one_drawn_by_hand(found: Index) -> None:
    outcome = states.fail(found, [found.find("db1")])
    made = diagram(
        found,
        whole(
            found,
            states=outcome.state,
            marks={1: "failed"},
            meanings={"failed": "what fails"},
            highlight=frozenset({(5, 1)}),
            strong=frozenset({1}),
            title="What if?",
            subtitle="Mail stays.",
        ),
    )
    requirement = f"r{int(found.requirement_at[5]) + 1}"
    assert made.title == "What if?"
    assert (made.subtitle, made.revision) == ("Mail stays.", "revision 1 of 2024-01-01T00:00:00Z")
    assert made.nodes == (
        Node("s0", "cloud", "placeholder", "cloud", "c3", "up", emphasis="faint"),
        Node("s1", "Database (db1)", "service", "db1", "c1", "down", "failed", emphasis="strong"),
        Node("s2", "Database (db2)", "service", "db2", "c1", "up", emphasis="faint"),
        Node("s3", "mail", "service", "mail", "c3", "up", emphasis="faint"),
        Node("s4", "Network", "service", "net", "c2", "up", emphasis="faint"),
        Node("s5", "Web shop", "product", "shop", "c0", "at-risk"),
        Node(requirement, "copies: 1 of 2", "requirement", "copies", "c0", "at-risk", count=0, quorum=(1, 2)),
    )
    assert made.edges == (
        Edge("s1", "s4", faint=True),
        Edge("s2", "s4", faint=True),
        Edge("s3", "s0", faint=True),
        Edge("s4", "s4", soft=True, cycle=True, faint=True),
        Edge("s5", "s3", soft=True, faint=True),
        Edge("s5", requirement, weight=0, highlight=True),
        Edge(requirement, "s1", highlight=True),
        Edge(requirement, "s2", faint=True),
    )
    assert made.clusters == (
        Cluster("c0", "Applications", ("s5", requirement)),
        Cluster("c1", "Data", ("s1", "s2")),
        Cluster("c2", "Networks", ("s4",)),
        Cluster("c3", "unclassified", ("s0", "s3")),
    )
    assert [(sample.of, sample.name) for sample in made.legend] == [
        *(("shape", kind) for kind in ("product", "service", "placeholder", "requirement")),
        *(("state", state) for state in ("up", "at-risk", "failed")),
        *(("edge", name) for name in ("hard", "soft", "highlight")),
    ]
    assert made.collapsed == ()
    assert made.inside == 0


def test_alternatives_show_how_many_are_up_and_not_drawn(found: Index) -> None:
    outcome = states.fail(found, [found.find("db1")])
    hit = np.flatnonzero(outcome.state).astype(np.int32)
    spec = Spec(hit, states=outcome.state[hit], everywhere=outcome.state)
    made = {node.kind: node.mark for node in diagram(found, spec).nodes}
    assert made["requirement"] == "+1 up"
    made = {node.kind: node.mark for node in diagram(found, Spec(hit)).nodes}
    assert made["requirement"] == "+1 not drawn"


def test_only_what_it_is_about_is_drawn(found: Index) -> None:
    made = diagram(found, whole(found, only=frozenset({(5, 3), (5, 1)})))
    requirement = next(node for node in made.nodes if node.kind == "requirement")
    assert {(e.consumer, e.provider) for e in made.edges} == {
        ("s5", "s3"),
        ("s5", requirement.key),
        (requirement.key, "s1"),
    }
    assert requirement.mark == "+1 not drawn"


def test_a_cluster_of_several_changes_is_changed(found: Index) -> None:
    marks = {(1, 4): "added", (2, 4): "added", (3, 0): "removed"}
    change = np.array([3, 2, 2, 0, 0, 0], np.uint8)  # cloud went, both databases came
    made = diagram(
        found,
        whole(
            found,
            states=change,
            scale=("", "changed", "added", "removed"),
            mixed="changed",
            edge_marks=marks,
        ),
        max_nodes=5,
    )
    nodes = {node.label: (node.state, caption(node).notes) for node in made.nodes if node.kind == "cluster"}
    assert nodes["Data"] == ("added", ("2 services · + 2 added",))
    assert nodes["unclassified"] == ("changed", ("2 services · ≠ 1 removed",))
    said = {edge.provider: (edge.label, line(edge, LIGHT)) for edge in made.edges if edge.consumer == "c1"}
    # That the databases are new says it of what leads to them.
    assert said["s4"] == ("2×", LIGHT.edge)


def test_what_several_dependencies_are_is_written_once() -> None:
    assert Edge("s1", "s2", mark="8 added", weight=8).label == "8 added"
    assert line(Edge("s1", "s2", mark="8 added", weight=8), LIGHT) == LIGHT.states["added"].line
    assert Edge("s1", "s2", mark="8 added", weight=9).label == "9× 8 added"
    assert line(Edge("s1", "s2", mark="8 added", weight=9), LIGHT) == LIGHT.edge


def test_the_legend_has_only_what_is_drawn(found: Index) -> None:
    def samples(**fields: object) -> set[tuple[str, str]]:
        return {(sample.of, sample.name) for sample in diagram(found, whole(found, **fields)).legend}

    assert {("edge", "cycle"), ("state", "cycle"), ("node", "service")} <= samples()
    stressed = samples(highlight=frozenset({(4, 4)}))
    assert {("edge", "highlight"), ("state", "cycle")} <= stressed
    assert ("edge", "cycle") not in stressed
    failed = samples(states=np.zeros(found.n, np.uint8), strong=frozenset({4}))
    assert {("state", "failed"), ("state", "up"), ("shape", "service")} <= failed
    assert not {("node", "service"), ("state", "cycle"), ("state", "down")} & failed


def test_of_ways_only_cycles_that_are_drawn_are_marked(found: Index) -> None:
    assert not any(edge.cycle for edge in diagram(found, whole(found, only=frozenset({(5, 3)}))).edges)
    assert [edge.cycle for edge in diagram(found, whole(found, only=frozenset({(4, 4)}))).edges] == [True]


def test_what_an_end_says_is_not_written_on_the_line(found: Index) -> None:
    change = np.array([0, 0, 0, 2, 0, 0], np.uint8)  # mail is new
    marks = {(5, 3): "added", (3, 0): "added", (1, 4): "added", (2, 4): "removed"}
    marks |= {(5, 1): "changed", (5, 2): "changed"}
    made = diagram(
        found, whole(found, states=change, scale=("", "changed", "added", "removed"), edge_marks=marks)
    )
    said = {(e.consumer, e.provider): (e.label, e.faint) for e in made.edges}
    assert said["s5", "s3"] == said["s3", "s0"] == ("", False)
    assert said["s1", "s4"] == ("added", False)
    assert said["s2", "s4"] == ("removed", False)
    requirement = made.nodes[-1]
    assert said["s5", requirement.key] == ("changed", False)
    assert requirement.emphasis == "faint"
    unmarked = diagram(found, whole(found, states=change, scale=("", "changed", "added", "removed")))
    assert [(e.consumer, e.provider) for e in unmarked.edges if not e.faint] == [("s4", "s4")]


def test_the_smallest_cluster_that_is_enough_goes_first(found: Index) -> None:
    made = diagram(found, whole(found), max_nodes=6)
    requirement = made.nodes[-1].key
    assert [(n.key, n.kind, n.label, n.count) for n in made.nodes] == [
        ("s1", "service", "Database (db1)", 1),
        ("s2", "service", "Database (db2)", 1),
        ("s4", "service", "Network", 1),
        ("s5", "product", "Web shop", 1),
        ("c3", "cluster", "unclassified", 2),
        (requirement, "requirement", "copies: 1 of 2", 0),
    ]
    assert Edge("s5", "c3", soft=True) in made.edges
    made = diagram(found, whole(found), max_nodes=5)
    assert [n.label for n in made.nodes if n.kind == "cluster"] == ["Data", "unclassified"]
    assert Edge("c1", "s4", weight=2) in made.edges
    assert Edge(requirement, "c1", weight=2) in made.edges
    assert made.inside == 1


def test_what_it_is_about_stands_apart(found: Index) -> None:
    made = diagram(found, whole(found, focus=frozenset({1})), max_nodes=3)
    assert [(n.key, n.label, n.count, n.cluster) for n in made.nodes] == [
        ("s1", "Database", 1, ""),
        ("c0", "Applications", 1, ""),  # of products
        ("c1", "3 others", 4, ""),
    ]


def test_one_node_for_everything(found: Index) -> None:
    made = diagram(found, whole(found), max_nodes=1)
    assert [(n.label, n.count) for n in made.nodes] == [("everything", 6)]
    assert made.edges == ()
    assert made.inside == 7
    assert made.collapsed == (
        "to stay readable, 6 services are drawn as 1: everything (6)",
        "7 dependencies inside them are not drawn",
        "with --page a3 or --max-nodes N there are more nodes",
    )


def test_nothing_is_an_empty_diagram(found: Index) -> None:
    made = diagram(found, Spec(np.array([], np.int32)))
    assert (made.nodes, made.edges, made.clusters, made.legend, made.collapsed) == ((), (), (), (), ())


@pytest.mark.parametrize(
    ("by", "clusters"),
    [
        ("type", ["Applications", "Data", "Networks", "unclassified"]),
        ("category", ["Applications", "Data", "Networks", "unclassified"]),
        ("supplier", ["Acme", "no supplier stated"]),
        ("role", ["Database team", "nobody responsible"]),
        ("none", []),
    ],
)
def test_clusters(found: Index, by: str, clusters: list[str]) -> None:
    made = diagram(found, whole(found), cluster=by)
    assert [cluster.label for cluster in made.clusters] == clusters


def test_details_tell_levels_links_and_who(found: Index) -> None:
    nodes = {node.id: node for node in diagram(found, whole(found), details=True).nodes}
    assert (nodes["db1"].level, nodes["db2"].level, nodes["net"].level) == ("99.9 %", "99.5 %", "")
    assert (nodes["db1"].link, nodes["db2"].link) == ("", "https://db2.example/")
    assert dict(nodes["db2"].details) == {
        "id": "db2",
        "kind": "service",
        "name": "Database",
        "category": "data",
        "supplier": "Acme",
        "url": "https://db2.example/",
        "availability": "99.5 (from data)",
        "R": "Database team",
    }
