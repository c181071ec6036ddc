"""Kinds of unusual shape, which only an edited copy of the metamodel knows: with words of SQL, without names, of roles.

``test_metamodel.py`` makes that copy of the package and runs this file with it; by itself it is not collected.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx
import pytest

from graphmodel.interchange.nx import from_networkx
from graphmodel.workbench import Workbench
from tests.conftest import folder, run_cli

FILES = {
    "services.csv": "id,name,category,staffed\ndb,Database,data,\nmail,Mail,,Mon-Fri 08:00-18:00\n",
    "categories.csv": "id,staffed\ndata,24x7\n",
    "roles.csv": "id,name\nops,Operations\nboss,Boss\n",
    "indices.csv": "id,select,within,main\no1,books,network,db\n",
    "groups.csv": "order,service,check\no1,db,one\no1,db,two\no2,mail,one\n",
    "lines.csv": "role,boss\nops,boss\n",
}


@pytest.fixture(params=["files", "c.db"])
def kept(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder, and the catalogue file made of it."""
    monkeypatch.chdir(tmp_path)
    done = run_cli("-c", "c.db", "import", folder(tmp_path / "files", FILES))
    assert done.code == 0, done.err
    name: str = request.param
    return name


def ask(url: str, *arguments: str) -> list[dict[str, Any]]:
    """The rows of an answer on the command line."""
    done = run_cli("-c", url, *arguments, "--format", "json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["rows"]
    return found


def ids(url: str, *select: str) -> set[str]:
    return {row["id"] for row in ask(url, "list", "services", *select)}


def facts(url: str, name: str) -> set[tuple[str, str, str, str]]:
    return {(r["section"], r["field"], str(r["value"]), r["note"]) for r in ask(url, "show", name)}


def test_stores_hold_it_and_graphs_bring_it_back(kept: str, tmp_path: Path) -> None:
    with Workbench.open(kept) as bench:
        before = bench.catalogue()
        assert {tuple(r.values()) for r in before.table("group").records()} == {
            ("o1", "db", "one"),
            ("o1", "db", "two"),
            ("o2", "mail", "one"),
        }
        assert from_networkx(before.to_networkx()) == before
        (tmp_path / "g.graphml").write_bytes(bench.graph("graphml"))
        bench.export("out")
    assert from_networkx(networkx.read_graphml("g.graphml", force_multigraph=True)) == before
    with Workbench.open("out") as bench:
        assert bench.catalogue() == before
    assert run_cli("copy", kept, "copy.db").code == 0
    with Workbench.open("copy.db") as bench:
        assert bench.catalogue() == before
        assert [check.name for check in bench.doctor().rows if not check.ok] == []


def test_it_is_changed_undone_and_led_back(kept: str, tmp_path: Path) -> None:
    changed = FILES | {
        "groups.csv": "order,service,check\no1,db,one\n",
        "indices.csv": "id,select,within,main\no1,maps,,\n",
    }
    with Workbench.open("c.db") as bench:
        first = bench.catalogue()
        bench.import_(folder(tmp_path / "next" / "files", changed))
        assert {(r.change, r.kind, r.id, r.field) for r in bench.diff(1, 2).rows} == {
            ("changed", "order", "o1", "select"),
            ("changed", "order", "o1", "within"),
            ("changed", "order", "o1", "main"),
            ("removed", "group", "o1 -> db (two)", ""),
            ("removed", "group", "o2 -> mail (one)", ""),
        }
        bench.undo()
        assert bench.catalogue() == first


def test_it_is_listed_and_shown_at_both_ends(kept: str) -> None:
    assert [row["id"] for row in ask(kept, "list", "indices")] == ["o1", "o2"]
    assert [row["check"] for row in ask(kept, "list", "groups", "db")] == ["one", "two"]
    assert ("level", "staffed", "24x7", "of category data") in facts(kept, "db")
    assert {("group to", "service", "db", "check: one"), ("group to", "service", "db", "check: two")} < facts(
        kept, "order:o1"
    )
    assert ("line to", "role", "boss", "") in facts(kept, "role:ops")
    assert ("line from", "role", "ops", "") in facts(kept, "role:boss")
    assert ("order", "main", "o1", "") in facts(kept, "db")
    assert ("order", "within", "o1", "") in facts(kept, "category:network")
    assert [row["id"] for row in ask(kept, "find", "o1")] == ["o1"]
    assert {row["name"] for row in ask(kept, "stats")} >= {"indices", "groups", "lines"}


def test_there_may_be_none_of_it(tmp_path: Path) -> None:
    url = str(folder(tmp_path / "few", {"services.csv": FILES["services.csv"]}))
    assert ("record", "id", "db", "services.csv:2 (source few)") in facts(url, "Database")
    assert ask(url, "list", "indices") == ask(url, "list", "groups") == []
    for arguments in (("show", "order:o1"), ("show", "nothing"), ("list", "services", "order:o1")):
        done = run_cli("-c", url, *arguments)
        assert (done.code, "there is no" in done.err) == (2, True), done.err


def test_it_selects_and_is_drawn(kept: str) -> None:
    assert ids(kept, "order:o1") == {"db"}
    assert ids(kept, "order:o2") == {"mail"}
    assert ids(kept, "order:*") == {"db", "mail"}
    assert ids(kept, "staffed:Mon-Fri 8:00-18:00") == {"mail"}
    done = run_cli("-c", kept, "show", "order:o1", "--diagram", "d.dot")
    assert done.code == 0, done.err
    assert "Database" in Path("d.dot").read_text(encoding="utf-8")
    done = run_cli("-c", kept, "list", "indices", "db")
    assert "list services order:ID" in done.err


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [("indices.csv", "o3,,,\n", "select"), ("groups.csv", "o1,mail, \n", "check")],
)
def test_what_it_must_have_is_asked_for(tmp_path: Path, file: str, row: str, column: str) -> None:
    bad = folder(tmp_path / "files", FILES | {file: FILES[file] + row})
    done = run_cli("-c", tmp_path / "c.db", "import", bad)
    assert done.code != 0
    assert f"{file}:{FILES[file].count(chr(10)) + 1}:{column} [E201] is empty" in done.err


def test_a_list_of_services_may_use_their_aliases_and_says_whom_nobody_defines(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,aliases\ndb,\nmail,postbox\n",
        "roles.csv": "id,knows\nops,db;postbox;maill\n",
    }
    done = run_cli("-c", tmp_path / "a.db", "import", folder(tmp_path / "more", files))
    assert done.code == 0, done.err
    assert "roles.csv:2:knows [W305] no service has this id" in done.err
    assert "did you mean 'mail'?" in done.err
    assert "postbox" not in done.err
    with Workbench.open(tmp_path / "a.db") as bench:
        (role,) = bench.catalogue().table("role").records()
    assert role["knows"] == "db;mail;maill"
