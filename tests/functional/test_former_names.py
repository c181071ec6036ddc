"""A field that was called otherwise, ``provider`` of a service, is still understood wherever it could be named."""

from __future__ import annotations

import json
from pathlib import Path

import networkx
import pytest

from graphmodel.interchange.nx import from_networkx
from graphmodel.model.table import from_records
from graphmodel.workbench import Workbench
from tests.conftest import folder, run_cli

FILES = {
    "services.csv": "id,name,provider\ndb,Database,ACME\nweb,Web,Other\nnet,Network,\n",
    "dependencies.csv": "service,depends_on\nweb,db\n",
}


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return folder(tmp_path / "estate", FILES)


def ids(where: Path, *arguments: str) -> list[str]:
    done = run_cli("-c", where, "list", "services", *arguments, "--format", "json")
    assert done.code == 0, done.err
    return [row["id"] for row in json.loads(done.out)["rows"]]


def test_in_a_file(where: Path) -> None:
    with Workbench.open(where) as bench:
        assert bench.catalogue().services.texts("supplier") == ["ACME", "", "Other"]
        assert bench.catalogue().services.free() == []


def test_beside_the_name_of_today_it_is_one_column_too_many(tmp_path: Path) -> None:
    both = folder(tmp_path / "estate", {"services.csv": "id,provider,supplier\ndb,a,b\n"})
    done = run_cli("-c", tmp_path / "c.db", "import", both)
    assert done.code != 0
    assert "E110" in done.out + done.err


def test_in_a_mapping(tmp_path: Path) -> None:
    files = folder(tmp_path / "estate", {"cis.csv": "CI,Vendor,provider\ndb,ACME,x\n"})
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[[file]]\nname = "cis.csv"\n\n[[file.table]]\nkind = "service"\n'
        'columns = { id = "CI", provider = "Vendor" }\n'
    )
    done = run_cli("-c", tmp_path / "c.db", "import", files / "cis.csv", "--mapping", mapping)
    assert done.code == 0, done.err
    with Workbench.open(tmp_path / "c.db") as bench:
        assert bench.catalogue().services.texts("supplier") == ["ACME"]


def test_in_a_selector(where: Path) -> None:
    assert ids(where, "provider:acme") == ids(where, "supplier:acme") == ["db"]
    assert ids(where, 'provider:""') == ["net"]


def test_in_columns_and_in_an_order(where: Path) -> None:
    done = run_cli(
        "-c",
        where,
        "list",
        "services",
        "--columns",
        "id,provider",
        "--sort",
        "provider:desc",
        "--format",
        "csv",
    )
    assert done.out.splitlines() == ["id,supplier", "web,Other", "db,ACME", "net,"]


def test_a_column_of_that_name_is_still_that_column(where: Path) -> None:
    """The end of a dependency."""
    with Workbench.open(where) as bench:
        assert [row.provider for row in bench.run("diagram").rows] == ["db"]


def test_in_a_cluster(where: Path) -> None:
    done = run_cli("-c", where, "diagram", "--cluster", "provider", "--format", "dot")
    assert (done.code, done.out) == (
        0,
        run_cli("-c", where, "diagram", "--cluster", "supplier", "--format", "dot").out,
    )
    assert "no supplier stated" in done.out
    with Workbench.open(where) as bench:
        report = bench.run("diagram")
        assert bench.diagram(report, cluster="provider") == bench.diagram(report, cluster="supplier")
        assert bench.draw(report, "dot", cluster="provider") == bench.draw(report, "dot", cluster="supplier")


def test_in_records_of_python() -> None:
    assert from_records("service", [{"id": "db", "provider": "ACME"}]).texts("supplier") == ["ACME"]
    both = from_records("service", [{"id": "db", "provider": "ACME", "supplier": "Us"}])
    assert (both.texts("supplier"), both.free()) == (["Us"], ["provider"])


def test_in_a_graph() -> None:
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.add_node("db", provider="ACME")
    assert from_networkx(graph).services.texts("supplier") == ["ACME"]


def test_named_by_both_names_a_column_is_shown_once(where: Path) -> None:
    both = run_cli("-c", where, "list", "services", "--columns", "id,provider,supplier", "--format", "csv")
    assert both.out.splitlines() == ["id,supplier", "db,ACME", "net,", "web,Other"]
