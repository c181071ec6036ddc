"""A catalogue with a field, kinds of node and relationships that only an edited copy of the metamodel knows.

``test_metamodel.py`` makes that copy of the package and runs this file with it; by itself it is not collected.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx
import pytest

import graphmodel
from graphmodel.interchange.nx import from_networkx
from graphmodel.model.catalogue import Catalogue
from graphmodel.model.metamodel import FILES as STEMS
from graphmodel.model.metamodel import KINDS
from graphmodel.stores.neo4j import Neo4jStore, statements
from graphmodel.workbench import Workbench, copy
from tests.conftest import ROOT, folder, run_cli

FILES = {
    "products.csv": "id,name,category\nshop,Shop,web\n",
    "services.csv": "id,name,category,uptime,colour\ndb,Database,data,99.50%,red\nmail,Mail,data,,\n",
    "categories.csv": "id,name,parent,uptime\nweb,Web,,\nstores,Stores,,90\ndata,Data,stores,\n",
    "roles.csv": "id,name,seat\nops,Operations,bonn\n",
    "dependencies.csv": "service,depends_on\nshop,db\n",
    "responsibilities.csv": "role,service,responsibility\nops,db,A\n",
    "locations.csv": "id,name,floors,colour\nbonn,Bonn am Rhein,3,blue\nhall,,,\n",
    "data_flows.csv": "service,receiver,format,colour\nshop,mail,csv,green\nmail,db,,\n",
    "placements.csv": "service,location,room\ndb,bonn,7\nshop,bonn,\nmail,oslo,\n",
}
NEW: dict[str, list[dict[str, str]]] = {
    "location": [
        {"id": "bonn", "name": "Bonn am Rhein", "floors": "3", "colour": "blue"},
        {"id": "hall"},
        {"id": "oslo"},  # only named
    ],
    "data_flow": [
        {"service": "mail", "receiver": "db"},
        {"service": "shop", "receiver": "mail", "format": "csv", "colour": "green"},
    ],
    "placement": [
        {"service": "db", "location": "bonn", "room": "7"},
        {"service": "mail", "location": "oslo"},
        {"service": "shop", "location": "bonn"},
    ],
}
DB = {
    "id": "db",
    "kind": "service",
    "name": "Database",
    "category": "data",
    "uptime": "99.5",
    "colour": "red",
}
KINDS_OF = {"products": "product"} | {stem: kind.name for stem, kind in STEMS.items() if stem != "products"}


def foreign(path: Path) -> tuple[Path, Path]:
    """The same in files of other names, with other columns, and the mapping that says what is what."""
    files, entries = {}, []
    for name, text in FILES.items():
        header, rows = text.split("\n", 1)
        columns = header.split(",")
        files[f"x_{name}"] = ",".join(f"Their {column}" for column in columns) + "\n" + rows
        said = ", ".join(f'{column} = "Their {column}"' for column in columns)
        kind = KINDS_OF[name.removesuffix(".csv")]
        entries.append(
            f'[[file]]\nname = "x_{name}"\n\n[[file.table]]\nkind = "{kind}"\ncolumns = {{ {said} }}\n'
        )
    mapping = path / "map.toml"
    mapping.write_text("\n".join(entries), encoding="utf-8")
    return folder(path / "foreign", files), mapping


def records(found: Catalogue) -> dict[str, list[dict[str, str]]]:
    """Every record of every kind, ordered."""
    return {name: sorted(found.table(name).records(), key=json.dumps) for name in KINDS}


def holds_all(found: Catalogue) -> bool:
    """Asserted in parts, so that a failure says which."""
    said = records(found)
    assert {name: said[name] for name in NEW} == NEW
    assert DB in said["service"]
    assert {"id": "stores", "name": "Stores", "uptime": "90"} in said["category"]
    assert said["role"] == [{"id": "ops", "name": "Operations", "seat": "bonn"}]
    return True


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return folder(tmp_path / "catalogue", FILES)


@pytest.fixture
def embedded(tmp_path: Path, files: Path) -> Path:
    with Workbench.open(tmp_path / "c.db", create=True) as bench:
        bench.import_(files)
    return tmp_path / "c.db"


@dataclass(frozen=True)
class Kept:
    """A catalogue in some store."""

    url: str

    def bench(self) -> Workbench:
        return Workbench.open(self.url)


@pytest.fixture(params=["folder", "embedded", "neo4j"])
def kept(request: pytest.FixtureRequest) -> Kept:
    if request.param == "folder":
        return Kept(str(request.getfixturevalue("files")))
    if request.param == "embedded":
        return Kept(str(request.getfixturevalue("embedded")))
    url = request.getfixturevalue("neo4j")
    with Workbench.open(url, create=True) as bench:
        bench.import_(request.getfixturevalue("files"))
    return Kept(url)


def ask(url: str, *arguments: object) -> list[dict[str, Any]]:
    """The rows of an answer on the command line."""
    done = run_cli("-c", url, *arguments, "--format", "json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["rows"]
    return found


def test_it_is_the_copy_that_is_tested() -> None:
    assert Path(graphmodel.__file__).is_relative_to(os.environ["GRAPHMODEL_COPY"])
    assert list(KINDS)[-3:] == ["location", "data_flow", "placement"]


def test_every_store_holds_it(kept: Kept) -> None:
    with kept.bench() as bench:
        assert holds_all(bench.catalogue())
        said = bench.index.records("data_flow")
        assert sorted(said.texts("format")) == ["", "csv"]


def test_every_importer_reads_it(tmp_path: Path, files: Path) -> None:
    theirs, mapping = foreign(tmp_path)
    mapped = str(tmp_path / "m.db")
    done = run_cli("-c", mapped, "import", *sorted(theirs.iterdir()), "--mapping", mapping)
    assert done.code == 0, done.err
    with Workbench.open(mapped) as bench, Workbench.open(files) as other:
        assert holds_all(bench.catalogue())
        assert records(bench.catalogue()) == records(other.catalogue())


def test_importing_it_again_changes_nothing_and_a_change_is_told(kept: Kept, tmp_path: Path) -> None:
    if kept.url.endswith("catalogue"):
        pytest.skip("a folder is not imported into")
    changed = FILES | {
        "locations.csv": FILES["locations.csv"].replace("Rhein,3", "Rhein,4"),
        "data_flows.csv": FILES["data_flows.csv"].replace("mail,db,,\n", ""),
        "placements.csv": FILES["placements.csv"].replace("mail,oslo,", "mail,hall,cellar"),
        "services.csv": FILES["services.csv"].replace("99.50%", "99.7"),
    }
    with kept.bench() as bench:
        assert bench.plan(tmp_path / "catalogue").empty
        bench.import_(folder(tmp_path / "next" / "catalogue", changed))
        rows = {(r.change, r.kind, r.id, r.field, r.before, r.after) for r in bench.diff("1", "2").rows}
        assert rows == {
            ("changed", "service", "db", "uptime", "99.5", "99.7"),
            ("changed", "location", "bonn", "floors", "3", "4"),
            ("removed", "data_flow", "mail -> db", "", "", ""),
            ("removed", "placement", "mail -> oslo", "", "", ""),
            ("added", "placement", "mail -> hall", "", "", ""),
        }
        assert holds_all(bench.catalogue(1))
        assert [check.name for check in bench.doctor().rows if not check.ok] == []
        bench.undo()
        assert holds_all(bench.catalogue())
        assert [check.name for check in bench.doctor().rows if not check.ok] == []


def test_a_file_of_before_is_led_to_it(tmp_path: Path, files: Path) -> None:
    """It was made by the package as it is, which knows none of this: ``uptime`` was a free attribute."""
    old = Path(shutil.copy(os.environ["GRAPHMODEL_OLD"], tmp_path / "old.db"))
    with Workbench.open(old) as bench:
        assert [r for r in records(bench.catalogue())["service"] if r["id"] == "db"] == [
            {
                "id": "db",
                "kind": "service",
                "name": "Database",
                "category": "data",
                "uptime": "99.5",
                "colour": "red",
            }
        ]
        bench.import_(files)
        assert holds_all(bench.catalogue())
        assert [check.name for check in bench.doctor().rows if not check.ok] == []


def test_networkx_and_back(kept: Kept) -> None:
    with kept.bench() as bench:
        before = bench.catalogue()
    graph = before.to_networkx()
    assert graph.nodes["location:bonn"]["floors"] == "3"
    assert graph.edges["shop", "mail", "DATA_FLOW"]["format"] == "csv"
    assert graph.edges["db", "location:bonn", "LOCATED_AT"]["room"] == "7"
    assert graph.edges["role:ops", "location:bonn", "SITS_IN"] == {"type": "SITS_IN"}
    assert holds_all(from_networkx(graph))
    assert from_networkx(graph) == before


def test_every_export_comes_back(kept: Kept, tmp_path: Path) -> None:
    with kept.bench() as bench:
        before = bench.catalogue()
        (tmp_path / "g.graphml").write_bytes(bench.graph("graphml"))
        data = json.loads(bench.graph("json"))
        bench.export(tmp_path / "out")
    assert from_networkx(networkx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)) == before
    assert from_networkx(networkx.node_link_graph(data, edges="edges")) == before
    assert {"locations.csv", "data_flows.csv", "placements.csv"} <= {
        f.name for f in (tmp_path / "out").iterdir()
    }
    with Workbench.open(tmp_path / "out") as bench:
        assert holds_all(bench.catalogue())
        assert bench.catalogue() == before
    with Workbench.open(folder(tmp_path / "less", {"services.csv": FILES["services.csv"]})) as bench:
        bench.export(tmp_path / "out", force=True)
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"services.csv"}


def test_every_copy_holds_it(kept: Kept, tmp_path: Path) -> None:
    copy(kept.url, tmp_path / "copy.db")
    copy(tmp_path / "copy.db", str(tmp_path / "copy") + "/")
    for target in (tmp_path / "copy.db", tmp_path / "copy"):
        with Workbench.open(target) as bench:
            assert holds_all(bench.catalogue())


def test_it_is_copied_into_neo4j(embedded: Path, neo4j: str) -> None:
    copy(embedded, neo4j)
    with Workbench.open(neo4j) as bench:
        assert holds_all(bench.catalogue())


def test_neo4j_shows_it(files: Path, neo4j: str) -> None:
    with Workbench.open(neo4j, create=True) as bench:
        bench.import_(files)
    store = Neo4jStore(neo4j)
    rows = store.connection.rows
    assert rows("MATCH (l:Location {id: 'bonn'}) RETURN l.floors AS floors, l.colour AS colour") == [
        {"floors": 3.0, "colour": "blue"}
    ]
    flows = "MATCH (a)-[f:DATA_FLOW]->(b) RETURN a.id AS a, b.id AS b, f.format AS format ORDER BY a"
    assert rows(flows) == [
        {"a": "mail", "b": "db", "format": None},
        {"a": "shop", "b": "mail", "format": "csv"},
    ]
    assert rows("MATCH (:Role {id: 'ops'})-[:SITS_IN]->(l:Location) RETURN l.id AS id") == [{"id": "bonn"}]
    assert rows("MATCH (:Service {id: 'db'})-[p:LOCATED_AT]->(:Location) RETURN p.room AS room") == [
        {"room": "7"}
    ]
    assert rows("MATCH (s:Service {id: 'db'}) RETURN s.uptime AS uptime") == [{"uptime": 99.5}]
    constraints = {row["name"] for row in rows("SHOW CONSTRAINTS YIELD name RETURN name")}
    assert {"graphmodel_location", "graphmodel_data_flow", "graphmodel_located_at"} <= constraints
    store.close()


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("uptime:99.5", {"db"}),
        ("colour:red", {"db"}),
        ("location:bonn", {"db", "shop"}),
        ("location:oslo", {"mail"}),
        ('location:"Bonn am Rhein"', {"db", "shop"}),
    ],
)
def test_selectors_select_by_it(kept: Kept, select: str, expected: set[str]) -> None:
    assert {row["id"] for row in ask(kept.url, "list", "services", select)} == expected


def test_list_shows_it(kept: Kept) -> None:
    assert [(r["id"], r["name"], r["floors"], r["colour"]) for r in ask(kept.url, "list", "locations")] == [
        ("bonn", "Bonn am Rhein", "3", "blue"),
        ("hall", "", "", ""),
        ("oslo", "", "", ""),
    ]
    assert ask(kept.url, "list", "data_flows", "shop") == [
        {
            "service": "shop",
            "service_name": "Shop",
            "receiver": "mail",
            "receiver_name": "Mail",
            "format": "csv",
            "colour": "green",
        }
    ]
    placed = [(r["service"], r["location_name"], r["room"]) for r in ask(kept.url, "list", "placements")]
    assert placed == [("db", "Bonn am Rhein", "7"), ("mail", "", ""), ("shop", "Bonn am Rhein", "")]
    assert {r["id"]: r["uptime"] for r in ask(kept.url, "list", "services")} == {
        "db": "99.5",
        "mail": "",
        "shop": "",
    }


def test_show_says_it(kept: Kept) -> None:
    def facts(name: str) -> set[tuple[str, str, str, str, str]]:
        rows = ask(kept.url, "show", name)
        return {(r["section"], r["field"], str(r["value"]), r["name"], r["note"]) for r in rows}

    assert ("level", "uptime", "90", "Stores", "of category stores") in facts("mail")
    assert ("level", "uptime", "99.5", "", "its own") in facts("db")
    shop = facts("shop")
    assert ("data flow to", "service", "mail", "Mail", "format: csv; colour: green") in shop
    assert ("placement to", "location", "bonn", "Bonn am Rhein", "") in shop
    assert ("data flow from", "service", "shop", "Shop", "format: csv; colour: green") in facts("mail")
    bonn = facts("location:bonn")
    assert ("record", "floors", "3", "", "") in bonn
    assert ("placement from", "service", "db", "Database", "room: 7") in bonn
    assert ("record", "seat", "bonn", "Bonn am Rhein", "") in facts("role:ops")
    assert facts("Bonn am Rhein") == bonn


def test_find_finds_it_and_stats_count_it(kept: Kept) -> None:
    assert [(row["id"], row["kind"]) for row in ask(kept.url, "find", "rhein")] == [("bonn", "location")]
    counts = {row["name"]: row["value"] for row in ask(kept.url, "stats")}
    assert (counts["locations"], counts["data_flows"], counts["placements"]) == (3, 2, 3)


def test_a_diagram_says_what_it_does_not_draw(kept: Kept) -> None:
    done = run_cli("-c", kept.url, "diagram", "--format", "mermaid")
    assert done.code == 0, done.err
    assert "2 data flows are not drawn" in done.out
    bonn = run_cli("-c", kept.url, "diagram", "location:bonn", "--format", "mermaid")
    assert "Shop" in bonn.out
    assert "data flow" not in bonn.out


def test_a_diagram_of_a_difference_marks_it(tmp_path: Path, files: Path) -> None:
    without = FILES | {
        "data_flows.csv": "service,receiver\nmail,db\n",
        "placements.csv": "service,location\n",
    }
    before = folder(tmp_path / "before", without)
    done = run_cli("diff", before, files, "--diagram", tmp_path / "d.dot")
    assert done.code in (0, 1), done.err
    drawn = (tmp_path / "d.dot").read_text(encoding="utf-8")
    assert "data_flow" in drawn
    assert "placement" in drawn


@pytest.mark.parametrize(
    ("file", "row", "code", "value"),
    [
        ("data_flows.csv", "shop,nobody,,\n", "E304", "nobody"),
        ("placements.csv", "nobody,bonn,\n", "E304", "nobody"),
        ("locations.csv", "x,X,many,\n", "E203", "many"),
        ("placements.csv", "db,bonn,8\n", "E301", "db"),
    ],
)
def test_what_is_wrong_with_it_is_told(tmp_path: Path, file: str, row: str, code: str, value: str) -> None:
    bad = folder(tmp_path / "catalogue", FILES | {file: FILES[file] + row})
    done = run_cli("-c", tmp_path / "c.db", "import", bad)
    assert done.code != 0
    assert code in done.err + done.out
    assert value in done.err + done.out
    named = run_cli("-c", tmp_path / "c.db", "import", folder(tmp_path / "good", FILES))
    assert "locations that no file defines are created: oslo" in named.err + named.out


def test_the_docs_that_are_generated_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import generate  # type: ignore[import-not-found]

    page = generate.reference()
    for cells in ("`locations.csv` | floors", "`data_flows.csv` | **receiver**", "`services.csv` | uptime"):
        assert cells in page
    assert "(:Service)-[:LOCATED_AT]->(:Location)" in statements.schema_page()
    assert "CREATE (a)-[r:DATA_FLOW {key" in statements.loading_page()


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
