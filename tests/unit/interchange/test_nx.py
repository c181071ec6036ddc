from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model.catalogue import Catalogue, merge
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import from_records
from tests import strategies
from tests.conftest import ROOT, catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES = {
    "products.csv": "id,name,category,line,colour\nshop,Shop,sales,main,red\n",
    "services.csv": "id,category,aliases,availability\ndb-1,data,,99.9\ndb-2,data,,\nrole:odd,,odd,\n",
    "categories.csv": "id,name,parent,kind,rto\nsales,Sales,,shelf,\ndata,Data,platform,,4h\n",
    "roles.csv": "id,name,id_\ndba,DBA,7\n",
    "dependencies.csv": "service,depends_on,strength,group,needs,note,key,file_\n"
    "shop,db-1,hard,copies,1,,K,f\nshop,db-2,hard,copies,1,,,\nshop,odd,soft,,,by alias,,\nshop,lost,,,,,,\n",
    "responsibilities.csv": "role,service,responsibility,duty,source\ndba,db-1,A,tune,\n"
    "dba,db-1,R,,HR\nboss,shop,A,,\n",
}

TEXT = st.text("ab:;_é\"<& \t'", max_size=4)
IDS = st.sampled_from(
    ["a", "b", "c", "role:a", "category:a", "service:b", "service:service:a", "é", ":", "a:b"]
)
FREE = st.sampled_from(
    ["file", "line", "line_", "id_", "implied", "key", "type", "source_", "target", "kind_", "x"]
)


def content(found: Catalogue) -> dict[str, Any]:
    """All that a catalogue says: every record with its place; dependencies and responsibilities have no order."""
    return {
        name: sorted(
            (sorted(table.record(row).items()), table.origin(row).file, table.origin(row).line)
            for row in range(len(table))
        )
        for name in KINDS
        for table in [found.table(name)]
    }


@st.composite
def records(draw: st.DrawFn, kind: str, refs: Mapping[str, st.SearchStrategy[str]]) -> list[dict[str, str]]:
    fixed = {
        "strength": "soft",
        "group": "g",
        "responsibility": "A",
        "note": None,
        "duty": None,
        "name": None,
    }
    known = {f.name for f in KINDS[kind].fields}
    row = st.fixed_dictionaries(
        dict(refs),
        optional={n: st.just(v) if v else TEXT for n, v in fixed.items() if n in known and n not in refs},
    )
    free = st.dictionaries(FREE.filter(lambda n: n not in known), TEXT, max_size=2)
    rows = draw(st.lists(st.builds(lambda a, b: a | b, row, free), max_size=6))
    return list({tuple(r.get(k, "") for k in KINDS[kind].key): r for r in rows}.values())


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    refs = {
        "service": {
            "id": IDS,
            "kind": st.sampled_from(["service", "product"]),
            "category": IDS | st.just(""),
        },
        "category": {"id": IDS},
        "role": {"id": IDS},
        "dependency": {"service": IDS, "depends_on": IDS},
        "responsibility": {"role": IDS, "service": IDS, "responsibility": st.sampled_from("RACI")},
    }
    tables = {
        name: from_records(name, draw(records(name, fields)), f"{name}.csv") for name, fields in refs.items()
    }
    parents = tables["category"].columns.setdefault("parent", [None] * len(tables["category"]))
    for at, name in enumerate(tables["category"].texts("id")):
        if at and draw(st.booleans()):
            parents[at] = tables["category"].texts("id")[at - 1]
        assert name
    groups = tables["dependency"].texts("group")
    tables["dependency"].columns["strength"] = ["soft" if g else None for g in groups]
    return merge({"test": tables})


@given(catalogues())
def test_round_trip_is_equal(before: Catalogue) -> None:
    assert content(Catalogue.from_networkx(before.to_networkx())) == content(before)


@given(strategies.catalogues(placeholders=True))
def test_round_trip_with_groups_and_aliases(before: Catalogue) -> None:
    assert content(Catalogue.from_networkx(before.to_networkx())) == content(before)


@given(catalogues())
def test_round_trip_through_node_link_json(before: Catalogue) -> None:
    data = json.loads(json.dumps(networkx.node_link_data(before.to_networkx(), edges="edges")))
    after = Catalogue.from_networkx(networkx.node_link_graph(data, edges="edges"))
    assert content(after) == content(before)


@given(catalogues())
def test_round_trip_through_graphml(before: Catalogue) -> None:
    file = io.BytesIO()
    networkx.write_graphml_xml(before.to_networkx(), file)
    file.seek(0)
    after = Catalogue.from_networkx(networkx.read_graphml(file, force_multigraph=True))
    assert content(after) == content(before)


def test_nodes_and_edges_are_as_documented() -> None:
    graph = catalogue(FILES).to_networkx()
    assert graph.nodes["shop"] == {
        "kind": "product", "name": "Shop", "colour": "red", "line_": "main", "file": "products.csv", "line": 2,
    }  # fmt: skip
    assert graph.nodes["service:role:odd"] == {
        "kind": "service", "aliases": "odd", "file": "services.csv", "line": 4,
    }  # fmt: skip
    assert graph.nodes["lost"] == {
        "kind": "service", "placeholder": "yes", "file": "", "line": 0, "implied": True,
    }  # fmt: skip
    assert graph.nodes["category:sales"] == {
        "kind": "category", "name": "Sales", "kind_": "shelf", "file": "categories.csv", "line": 2,
    }  # fmt: skip
    assert graph.nodes["role:dba"] == {
        "kind": "role",
        "name": "DBA",
        "id__": "7",
        "file": "roles.csv",
        "line": 2,
    }
    assert graph.nodes["role:boss"]["implied"] is True
    assert dict(graph["shop"]["category:sales"]) == {"IN_CATEGORY": {"type": "IN_CATEGORY"}}
    assert dict(graph["category:data"]["category:platform"]) == {"PART_OF": {"type": "PART_OF"}}
    assert dict(graph["shop"]["db-1"]) == {
        "DEPENDS_ON:copies": {
            "type": "DEPENDS_ON", "strength": "hard", "group": "copies", "needs": "1", "key_": "K", "file__": "f",
            "file": "dependencies.csv", "line": 2,
        }
    }  # fmt: skip
    assert dict(graph["shop"]["service:role:odd"])["DEPENDS_ON"]["note"] == "by alias"
    assert dict(graph["role:dba"]["db-1"]) == {
        "RESPONSIBLE_FOR:A": {
            "type": "RESPONSIBLE_FOR", "responsibility": "A", "duty": "tune",
            "file": "responsibilities.csv", "line": 2,
        },
        "RESPONSIBLE_FOR:R": {
            "type": "RESPONSIBLE_FOR", "responsibility": "R", "source_": "HR",
            "file": "responsibilities.csv", "line": 3,
        },
    }  # fmt: skip


@pytest.mark.parametrize("name", ["exercise-bike", "university"])
def test_examples_go_round(name: str) -> None:
    folder = ROOT / "examples" / name
    before = catalogue({f.name: f.read_text(encoding="utf-8") for f in folder.glob("*.csv")})
    assert content(Catalogue.from_networkx(before.to_networkx())) == content(before)


def test_a_graph_made_by_hand_needs_no_attributes() -> None:
    graph: networkx.DiGraph[Any] = networkx.DiGraph()
    graph.add_edge("shop", "db", strength="soft")
    graph.add_node("shop", kind="product", availability=99.90, criticality=1, rto=None)
    graph.add_edge("shop", "category:sales")
    graph.add_edge("role:boss", "shop", responsibility="accountable")
    found = Catalogue.from_networkx(graph)
    assert found.services.texts("id") == ["db", "shop"]
    assert found.services.record(1) == {
        "id": "shop", "kind": "product", "category": "sales", "criticality": "1", "availability": "99.9",
    }  # fmt: skip
    assert found.services.record(0) == {"id": "db", "kind": "service"}
    assert found.dependencies.record(0) == {"service": "shop", "depends_on": "db", "strength": "soft"}
    assert found.responsibilities.record(0) == {"role": "boss", "service": "shop", "responsibility": "A"}
    assert "sales" in found.categories.texts("id")
    assert found.roles.texts("id") == ["boss"]


def test_alternatives_and_parallel_edges() -> None:
    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    graph.add_edge("shop", "a", group="copies", needs=1)
    graph.add_edge("shop", "b", group="copies")
    graph.add_edge("shop", "a")
    graph.add_edge("shop", "a")
    found = Catalogue.from_networkx(graph).dependencies
    assert sorted(found.keys()) == [("shop", "a", ""), ("shop", "a", "copies"), ("shop", "b", "copies")]


def test_an_edge_may_name_an_alias() -> None:
    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    graph.add_node("sso", aliases="login")
    graph.add_edge("shop", "login")
    found = Catalogue.from_networkx(graph)
    assert found.services.texts("id") == ["shop", "sso"]
    assert found.dependencies.record(0) == {"service": "shop", "depends_on": "sso"}


def test_what_is_no_graph_is_refused() -> None:
    with pytest.raises(UsageError, match="'x' is no graph"):
        Catalogue.from_networkx("x")  # type: ignore[arg-type]


def test_an_undirected_graph_is_refused() -> None:
    with pytest.raises(RejectedError, match="undirected"):
        Catalogue.from_networkx(networkx.MultiGraph([("a", "b")]))


def problems(graph: networkx.MultiDiGraph[Any]) -> list[tuple[str, int, str, str]]:
    with pytest.raises(RejectedError) as caught:
        Catalogue.from_networkx(graph)
    return [(p.file, p.line, p.column, p.value) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("node", "attributes", "expected"),
    [
        (7, {}, ("nodes", 1, "", "7")),
        ("", {}, ("nodes", 1, "id", "")),
        (" a", {}, ("nodes", 1, "id", " a")),
        ("a\u200b", {}, ("nodes", 1, "id", "a\u200b")),
        ("a", {"kind": "gadget"}, ("nodes", 1, "kind", "gadget")),
        ("a", {"kind": "role"}, ("nodes", 1, "kind", "role")),
        ("role:a", {"kind": "service"}, ("nodes", 1, "kind", "service")),
        ("a", {"category": "x"}, ("nodes", 1, "category", "x")),
        ("a", {"availability": 101}, ("nodes", 1, "availability", "101")),
        ("a", {"availability": float("nan")}, ("nodes", 1, "availability", "nan")),
        ("a", {"colour": ["red"]}, ("nodes", 1, "colour", "['red']")),
        ("a", {"line": "x"}, ("nodes", 1, "line", "x")),
        ("a", {3: "x"}, ("nodes", 1, "3", "x")),
    ],
)
def test_a_wrong_node(node: object, attributes: dict[object, object], expected: tuple[object, ...]) -> None:
    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    graph.add_nodes_from([(node, attributes)])
    assert problems(graph) == [expected]


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([("a", "role:b", {})], ("edges", 1, "type", "")),
        ([("a", "b", {"type": "IN_CATEGORY"})], ("edges", 1, "type", "IN_CATEGORY")),
        ([("a", "b", {"strength": "firm"})], ("edges", 1, "strength", "firm")),
        ([("role:a", "b", {})], ("edges", 1, "responsibility", "")),
        ([("a", "b", {"service": "c"})], ("edges", 1, "service", "c")),
        (
            [("a", "b", {"strength": "hard"}), ("a", "b", {"strength": "soft"})],
            ("edges", 2, "service", "a"),
        ),
        ([("a", "category:x", {}), ("a", "category:y", {})], ("edges", 2, "category", "y")),
        ([("a", "b", {"needs": 1})], ("edges", 1, "needs", "1")),
        ([("a", "b", {"group": "g", "needs": 2})], ("edges", 1, "needs", "2")),
        (
            [("a", "b", {"group": "g", "strength": "hard"}), ("a", "c", {"group": "g", "strength": "soft"})],
            ("edges", 2, "strength", "soft"),
        ),
        ([("category:x", "category:y", {}), ("category:y", "category:x", {})], ("nodes", 1, "parent", "y")),
    ],
)
def test_a_wrong_edge(edges: list[tuple[str, str, dict[str, str]]], expected: tuple[object, ...]) -> None:
    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    graph.add_edges_from(edges)
    assert problems(graph) == [expected]


@pytest.mark.parametrize("other", [{"aliases": "x"}, {"name": "Another"}, {"kind": "service"}])
def test_an_alias_is_one_services_own(other: dict[str, str]) -> None:
    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    graph.add_node("a", aliases="x")
    graph.add_node("b" if "aliases" in other else "x", **other)
    assert [(column, value) for _, _, column, value in problems(graph)] == [("aliases", "x")]


def test_every_problem_is_reported() -> None:
    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    graph.add_node("a", availability="much", criticality=9)
    graph.add_edge("a", "b", strength="firm")
    assert len(problems(graph)) == 3
