"""Graph files: what graphmodel exports comes back as it was; those of others are nodes and edges for a mapping."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings

from graphmodel.exporters import EXPORTS
from graphmodel.importers import Incoming, read, resolve, write_rejects
from graphmodel.importers.suggestion import suggest
from graphmodel.model.catalogue import Catalogue, Tables, merge
from graphmodel.model.table import from_records
from graphmodel.planning.difference import difference
from tests import strategies
from tests.unit.importers.helpers import codes, errors, records, write

FORMATS = ["graphml", "json"]
HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'


def imported(path: Path, catalogue: Catalogue, format: str) -> Incoming:
    file = path / f"estate.{format}"
    file.write_bytes(EXPORTS[format].write(catalogue))
    found = read([file])
    return resolve(found, {}, found.allowed_missing, create_missing=False)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40)
@given(tables=strategies.tables(placeholders=True))
def test_an_export_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, format: str, tables: Tables
) -> None:
    catalogue = merge({"s": tables})
    found = imported(tmp_path_factory.mktemp("graph"), catalogue, format)
    assert errors(found) == []
    assert list(difference(catalogue, merge({"s": found.tables}))) == []


def test_an_export_has_nothing_below_its_tables(tmp_path: Path) -> None:
    """Though others stand between its edges, and the last fill fewer columns."""
    ends = {"strength": "soft", "source": "a"}
    edges = [{"type": "DEPENDS_ON", "target": t, **ends} for t in ("b", "c", "d")]
    answers = [
        {"type": "RESPONSIBLE_FOR", "source": "role:x", "target": t, "responsibility": "R"} for t in "ab"
    ]
    last = [{"type": "DEPENDS_ON", "source": s, "target": t} for s, t in (("name", "owner"), ("b", "c"))]
    names = ["a", "b", "c", "d", "name", "owner"]
    nodes = [{"id": "role:x", "kind": "role"}, *({"id": name, "kind": "service"} for name in names)]
    graph = nx.node_link_graph(
        {
            "directed": True,
            "multigraph": True,
            "graph": {},
            "nodes": nodes,
            "edges": [*edges, *answers, *last],
        },
        edges="edges",
    )
    nx.write_graphml(graph, tmp_path / "g.graphml")
    made = suggest([tmp_path / "g.graphml"])
    assert (made.own, made.left_out) == (True, ())
    assert "until" not in made.toml


HOSTILE = [
    "a\r",
    "a\r\nb\nc",
    "<&>\"'",
    "]]>",
    "a\tb ",
    "=cmd()",
    "\x85\u2028\u202e",
    "\U0001f6b2",
    "&#13;",
    "{}",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("format", FORMATS)
def test_texts_come_back_verbatim(tmp_path: Path, format: str, text: str) -> None:
    service = {"id": "a", "kind": "service", "name": text, "line": text, "file_": text, "kind_": text}
    catalogue = merge({"s": {"service": from_records("service", [service])}})
    (found,) = records(imported(tmp_path, catalogue, format))
    assert {name: value for name, value in found.items() if value} == service


@pytest.mark.parametrize("name", ["role:odd", "service:a", "category:", "a;b", "#1", "a]b", '"', "ß"])
@pytest.mark.parametrize("format", FORMATS)
def test_ids_that_look_like_something_else(tmp_path: Path, format: str, name: str) -> None:
    tables: Tables = {
        "service": from_records("service", [{"id": i, "kind": "product"} for i in (name, "z")]),
        "dependency": from_records("dependency", [{"service": "z", "depends_on": name, "note": name}]),
    }
    found = imported(tmp_path, merge({"s": tables}), format)
    assert errors(found) == []
    assert list(difference(merge({"s": tables}), merge({"s": found.tables}))) == []


GRAPH = {
    "nodes": [
        {"id": "shop", "kind": "product", "availability": "very"},
        {"id": "db", "kind": "service", "cost": 1.50},
        {"id": "category:net", "kind": "category", "name": "Net"},
        {"id": "role:ops", "kind": "role"},
        {"id": "role:odd", "kind": "category"},
    ],
    "edges": [
        {"source": "shop", "target": "db", "type": "DEPENDS_ON"},
        {"source": "db", "target": "category:net", "type": "IN_CATEGORY"},
        {"source": "role:ops", "target": "db", "type": "RESPONSIBLE_FOR", "responsibility": "A"},
        {"source": "role:ops", "target": "category:net", "type": "DEPENDS_ON"},
        {"source": "db", "target": "gone", "type": "DEPENDS_ON"},
    ],
}


def test_every_problem_has_its_path(tmp_path: Path) -> None:
    (tmp_path / "g.json").write_text(json.dumps(GRAPH))
    found = resolve(read([tmp_path / "g.json"]), {}, (), create_missing=False)
    assert {(p.code, p.path, p.value) for p in errors(found)} == {
        ("E203", "nodes[0].availability", "very"),
        ("E501", "nodes[4]", ""),
        ("E305", "edges[0].service", "shop"),
        ("E501", "edges[3]", ""),
        ("E304", "edges[4].depends_on", "gone"),
    }
    assert [(r["id"], r["category"], r["cost"]) for r in records(found)] == [("db", "net", "1.5")]


def graphml(path: Path, body: str, keys: str = "") -> Path:
    return (
        write(
            path, {"g.graphml": f'{HEAD}\n{keys}<graph edgedefault="directed">\n{body}</graph>\n</graphml>\n'}
        )
        / "g.graphml"
    )


def test_places_are_lines_where_each_record_has_its_own(tmp_path: Path) -> None:
    keys = '<key id="k" for="all" attr.name="kind"/><key id="r" for="node" attr.name="rto"/>\n'
    one, two = (
        f'<node id="{i}"><data key="k">service</data><data key="r">{rto}</data></node>'
        for i, rto in (("a", "4h"), ("b", "soon"))
    )
    (problem,) = errors(read([graphml(tmp_path, f"{one}\n{two}\n", keys)]))
    assert (problem.code, problem.place, problem.value) == ("E206", "g.graphml:5:rto", "soon")
    (problem,) = errors(read([graphml(tmp_path, f"{one}{two}\n", keys)]))
    assert (problem.code, problem.place, problem.value) == ("E206", "g.graphml: //node[2].rto", "soon")


def test_a_service_in_two_categories_is_refused(tmp_path: Path) -> None:
    graph = {
        "nodes": [{"id": "a", "kind": "service"}, {"id": "category:x"}, {"id": "category:y"}],
        "links": [{"source": "a", "target": f"category:{c}"} for c in "xy"],
    }
    (tmp_path / "g.json").write_text(json.dumps(graph))
    (problem,) = errors(read([tmp_path / "g.json"]))
    assert (problem.code, problem.path) == ("E301", "nodes[0].category")
    assert "x, y" in problem.message


@pytest.mark.parametrize("format", FORMATS)
def test_rejected_records_can_be_fixed_and_read_again(tmp_path: Path, format: str) -> None:
    tables: Tables = {
        "service": from_records(
            "service", [{"id": i, "kind": "service", "rto": "4h", "category": "net"} for i in "ab"]
        ),
        "dependency": from_records("dependency", [{"service": "a", "depends_on": "b"}]),
    }
    file = tmp_path / f"g.{format}"
    file.write_bytes(EXPORTS[format].write(merge({"s": tables})))
    file.write_text(file.read_text().replace("4h", "soon \u201d", 1))
    found = resolve(read([file]), {}, (), create_missing=False)
    assert sorted(codes(found)) == ["E206", "E305", "W303"]
    (made,) = write_rejects(found, tmp_path / "out")
    again = made.read_text(encoding="utf-8")
    assert again.count("rejected_because") == 2
    assert '"b"' in again  # the end of the dependency
    assert 'id="b"' not in again
    assert '"id": "b"' not in again
    made.write_text(again.replace("soon", "4h").replace(" \u201d", ""), encoding="utf-8")
    fixed = resolve(read([made]), {"s": merge({"s": tables}).tables}, (), create_missing=False)
    assert errors(fixed) == []
    (service,) = records(fixed)
    assert (service["id"], service["rto"], service["category"]) == ("a", "4h", "net")
    assert [(d["service"], d["depends_on"]) for d in records(fixed, "dependency")] == [("a", "b")]
    # … and once more, where the reasons are there already
    (twice,) = write_rejects(resolve(read([made]), {}, (), create_missing=False), tmp_path / "twice")
    assert twice.read_text(encoding="utf-8").count("rejected_because") == 1


YED = f"""{HEAD}
<key for="node" id="d0" yfiles.type="nodegraphics"/>
<key for="edge" id="d1" attr.name="since"><default>2020</default></key>
<key for="node" id="d2" attr.name="id"/>
<graph edgedefault="directed" id="G">
<node id="n0"><data key="d0"><y:ShapeNode xmlns:y="http://www.yworks.com/xml/graphml"><y:Geometry x="1"/>
<y:NodeLabel>Web shop<y:LabelModel/></y:NodeLabel></y:ShapeNode></data>
<graph><node id="n0::n0"><data key="d0"><y:NodeLabel xmlns:y="u">Inner</y:NodeLabel></data></node></graph></node>
<node id="n1"><data key="d0"><y:NodeLabel xmlns:y="u">Database</y:NodeLabel></data><data key="d2">7</data></node>
<edge source="n0" target="n1"/><hyperedge/>
</graph></graphml>
"""


def test_a_graph_of_others_is_nodes_and_edges(tmp_path: Path) -> None:
    file = write(tmp_path, {"yed.graphml": YED}) / "yed.graphml"
    mapping = """
[[file]]
name = "*.graphml"
sheet = "nodes"
[[file.table]]
kind = "service"
attributes = ["node id", "within"]
columns = { id = "id", name = "label" }
[[file]]
name = "*.graphml"
sheet = "edges"
[[file.table]]
kind = "dependency"
attributes = ["since"]
columns = { service = "source", depends_on = "target" }
"""
    write(tmp_path, {"m.toml": mapping})
    found = read([file], mapping=tmp_path / "m.toml")
    assert [(r["id"], r["name"], r.get("node id", ""), r.get("within", "")) for r in records(found)] == [
        ("n0", "Web shop", "", ""), ("n0::n0", "Inner", "", "n0"), ("n1", "Database", "7", ""),
    ]  # fmt: skip
    assert [(r["service"], r["depends_on"], r["since"]) for r in records(found, "dependency")] == [
        ("n0", "n1", "2020")
    ]
    assert codes(found) == ["W109"]


def test_a_mapping_is_proposed_for_a_graph_of_others(tmp_path: Path) -> None:
    graph = {
        "directed": True,
        "nodes": [{"id": i, "label": i.upper()} for i in ("shop", "db", "net")],
        "links": [{"source": "shop", "target": "db"}, {"source": "db", "target": "net"}],
    }
    (tmp_path / "d3.json").write_text(json.dumps(graph))
    made = suggest([tmp_path / "d3.json"])
    (tmp_path / "m.toml").write_text(made.toml)
    found = resolve(read([tmp_path / "d3.json"], mapping=tmp_path / "m.toml"), {}, (), create_missing=False)
    assert errors(found) == []
    assert {(r["service"], r["depends_on"]) for r in records(found, "dependency")} == {
        ("shop", "db"),
        ("db", "net"),
    }


def refused(path: Path, name: str, content: str | bytes) -> tuple[str, str]:
    (problem, *_) = errors(read([write(path, {name: content}) / name]))
    return problem.code, problem.message


BOMB = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f'<!DOCTYPE g [<!ENTITY l0 "lol">{BOMB}]>{HEAD}&l9;</graphml>', "E115"),
        (f'<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}<node id="&x;"/></graphml>', "E115"),
        (f"{HEAD}{'<a>' * 200}{'</a>' * 200}</graphml>", "E115"),
        (f"{HEAD}<node id='a'>", "E114"),
        (f"{HEAD}<node id='a' id='b'/></graphml>", "E114"),
        (f"{HEAD}<y:node id='a'/></graphml>", "E114"),
        (f"{HEAD}\x01</graphml>", "E114"),
        (f"<?xml version='1.0' encoding='klingon'?>{HEAD}</graphml>", "E102"),
        ("<graphml>\xe4</graphml>".encode("latin-1"), "E114"),
        ("", "E101"),
    ],
)
def test_graphml_that_is_refused(tmp_path: Path, content: str | bytes, code: str) -> None:
    assert refused(tmp_path, "g.graphml", content)[0] == code


@pytest.mark.parametrize(
    ("content", "code", "why"),
    [
        ('{"nodes": [{"id": "a"}', "E114", "not JSON"),
        ('{"nodes": [{"id": "a", "id": "b"}]}', "E114", "twice"),
        ('{"nodes": [], "nodes": []}', "E114", "twice"),
        ('{"nodes": [1]}', "E114", "nodes[0] is no object"),
        ('{"nodes": [{}]}', "E114", "nodes[0] has no id"),
        ('{"nodes": [{"id": "a"}], "edges": [{"source": "a"}]}', "E114", "edges[0] has no target"),
        ('{"directed": true}', "E114", "no list of nodes"),
        ('{"nodes": []} x', "E114", "Extra data"),
        ('{"nodes": ' + "[" * 100_000, "E115", "levels"),
        (b'{"nodes": [{"id": "\xff"}]}', "E102", "byte 0xff"),
        ('{"nodes": [{"id": "a", "kind": "service", "name": "\\ud83d"}]}', "E114", "half a character"),
    ],
)
def test_node_link_json_that_is_refused(tmp_path: Path, content: str | bytes, code: str, why: str) -> None:
    found = refused(tmp_path, "g.json", content)
    assert found[0] == code
    assert why in found[1]


def test_utf_16_is_read_whatever_the_document_says(tmp_path: Path) -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{HEAD}<graph><node id="\u00e9"/></graph></graphml>'
    file = write(tmp_path, {"g.graphml": text.encode("utf-16")}) / "g.graphml"
    write(
        tmp_path,
        {"m.toml": '[[file]]\nname = "*"\n[[file.table]]\nkind = "service"\ncolumns = { id = "id" }\n'},
    )
    assert [r["id"] for r in records(read([file], mapping=tmp_path / "m.toml"))] == ["\u00e9"]
