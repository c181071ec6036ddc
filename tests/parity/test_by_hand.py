"""What is said by hand makes the same catalogue in every store, and the same as files of the same rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.model.catalogue import Catalogue
from graphmodel.workbench import Workbench
from tests.conftest import catalogue, folder, run_cli
from tests.parity.stores import STORES

START = {
    "services.csv": "id,name,cost\ndb,Database,5\nsso,Sign-in,\n",
    "dependencies.csv": "service,depends_on\nsso,db\n",
}
COMMANDS = (
    [
        "add",
        "product",
        "shop",
        "--name",
        "Web shop",
        "--tags",
        "pci",
        "--tags",
        "core",
        "--attribute",
        "city=Bonn",
    ],
    ["add", "service", "db2", "--rto", "4h"],
    ["link", "shop", "db", "--group", "storage", "--needs", "1"],
    ["link", "shop", "Sign-in", "--strength", "soft"],
    ["link", "shop", "db2", "--group", "storage"],
    ["link", "dba", "db", "--type", "responsibility", "--responsibility", "A"],
    ["add", "service", "db", "--lifecycle", "live"],
    ["add", "service", "spare"],
    ["remove", "service", "spare"],
    ["add", "service", "db2", "--rto", "2h"],
    ["undo"],
    ["remove", "dependency", "shop", "sso"],
)
WANTED = {
    "products.csv": "id,name,tags,city\nshop,Web shop,pci;core,Bonn\n",
    "services.csv": "id,name,cost,rto,lifecycle\ndb,Database,5,,live\nsso,Sign-in,,,\ndb2,,,4h,\n",
    "dependencies.csv": "service,depends_on,group,needs\nsso,db,,\nshop,db,storage,1\nshop,db2,storage,\n",
    "responsibilities.csv": "role,service,responsibility\ndba,db,A\n",
}


@pytest.mark.parametrize("name", STORES)
def test_commands(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with STORES[name].fill(request)(folder(tmp_path / "cmdb", START)) as bench:
        url = bench.store.url
    for arguments in COMMANDS:
        done = run_cli("-c", url, *arguments)
        assert done.code == 0, (arguments, done)
    refused = run_cli("-c", url, "add", "service", "db", "--cost", "6")
    assert refused.code == 3
    assert "[E401]" in refused.err
    unknown = run_cli("-c", url, "remove", "service", "sso")
    assert unknown.code == 2
    assert "services.csv:3 (source cmdb)" in unknown.err
    with Workbench.open(url) as bench:
        assert bench.catalogue() == catalogue(WANTED)
        assert places(bench.catalogue())["db2"].startswith("command line: 20")


def places(found: Catalogue) -> dict[str, str]:
    return {own: found.services.origin(row).place for row, own in enumerate(found.services.texts("id"))}


@pytest.mark.parametrize("name", STORES)
def test_a_block_in_python(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with STORES[name].fill(request)(folder(tmp_path / "cmdb", START)) as bench:
        with bench.adding():
            bench.add("product", id="shop", name="Web shop", tags=["pci", "core"], city="Bonn")
            bench.add("service", id="db2", rto="4h")
            bench.depends("shop", on="db", group="storage", needs=1)
            bench.depends("shop", on=["db2"], group="storage")
            bench.assign("dba", to="db", responsibility="A")
            bench.add("service", id="db", lifecycle="live")
            bench.add("service", id="spare")
            bench.remove("service", "spare")
        assert bench.catalogue() == catalogue(WANTED)
        assert len(bench.history()) == 2
        bench.undo()
        assert bench.catalogue() == catalogue(START)
