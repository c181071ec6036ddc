"""``export`` and ``copy`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import networkx
import pytest

from graphmodel.model.catalogue import Catalogue
from graphmodel.workbench import Workbench
from tests.conftest import Result, folder, run_cli

FILES = {
    "services.csv": 'id,name\ndb,=cmd()\n"a,b","<b>"\n',
    "dependencies.csv": 'service,depends_on\n"a,b",db\n',
}


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    """Two revisions of one source, the second taken back."""
    store, source = tmp_path / "estate.db", folder(tmp_path / "in", FILES)
    done(run_cli("-c", store, "import", source))
    folder(source, {"services.csv": 'id,name\ndb,Database\n"a,b","<b>"\n'})
    done(run_cli("-c", store, "import", source))
    done(run_cli("-c", store, "undo"))
    return store


def done(result: Result) -> Result:
    assert result.code == 0, result.err
    return result


def refused(result: Result, message: str, code: int = 2) -> None:
    assert (result.code, result.out) == (code, "")
    assert message in result.err


def test_a_folder_that_imports_back(estate: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = done(run_cli("-c", estate, "export", out)).out.splitlines()
    assert said == [str(out / "services.csv"), str(out / "dependencies.csv")]
    assert (out / "services.csv").read_text() == 'id,name\n"a,b",<b>\ndb,=cmd()\n'
    again = done(
        run_cli("-c", estate, "plan", out, "--source", "in", "--detailed-exitcode", "--format", "json")
    )
    assert json.loads(again.out)["counts"] == {
        "added": 0,
        "changed": 0,
        "withdrawn": 0,
        "unchanged": 3,
        "rejected": 0,
    }
    refused(run_cli("-c", estate, "export", out), "is not empty")
    done(run_cli("-c", estate, "export", out, "--force"))
    refused(run_cli("-c", estate, "export", tmp_path / "x", "--source", "nobody"), "there are: in")
    refused(run_cli("-c", estate, "export", estate, "--force"), "is the catalogue that is read")
    (tmp_path / "link").symlink_to(out)
    for folder_ in (out, f"{out}/", out / ".." / "out", tmp_path / "link"):
        refused(run_cli("-c", out, "export", folder_, "--force"), "is the catalogue that is read")
    refused(run_cli("-c", estate, "export"), f"graphmodel -c {estate} export FOLDER")
    refused(run_cli("-c", estate, "export", out, "-o", "x"), "CSV files go into a folder")


def test_graph_files(estate: Path, tmp_path: Path) -> None:
    path = tmp_path / "estate.graphml"
    assert done(run_cli("-c", estate, "export", "--format", "graphml", "-o", path)).out == f"{path}\n"
    before = path.read_bytes()
    refused(run_cli("-c", estate, "export", "--format", "graphml", "-o", path), "exists")
    done(run_cli("-c", estate, "export", "-f", "graphml", "-o", path, "--force"))
    assert path.read_bytes() == before
    printed = json.loads(done(run_cli("-c", estate, "export", "--format", "json")).out)
    expected = Workbench.open(estate).catalogue().services.texts("name")
    for graph in (networkx.read_graphml(path), networkx.node_link_graph(printed, edges="edges")):
        assert Catalogue.from_networkx(graph).services.texts("name") == expected == ["<b>", "=cmd()"]
    refused(run_cli("-c", estate, "export", "--format", "json", tmp_path / "x"), "json is one file")


def test_copies(estate: Path, tmp_path: Path) -> None:
    store, place = tmp_path / "copy.db", f"{tmp_path / 'files'}/"
    said = done(run_cli("copy", estate, store))
    assert said.out == f"{estate} copied to {store}, 3 revisions\n"
    assert (
        run_cli("-c", store, "history", "-f", "csv").out == run_cli("-c", estate, "history", "-f", "csv").out
    )
    refused(run_cli("copy", estate, store), "the same catalogue already")
    refused(run_cli("copy", estate, estate, "--force"), "the same catalogue already")
    said = done(run_cli("copy", estate, place))
    assert "the history (3 revisions) is left" in said.err
    other = tmp_path / "other.db"
    said = done(run_cli("copy", place, other))
    assert "begins with revision 1" in said.err
    refused(run_cli("copy", other, store), "is not empty: it has 3 revisions")
    done(run_cli("copy", other, store, "--force"))
    assert json.loads(run_cli("-c", store, "history", "-f", "json").out)["rows"][0]["source"] == "files"
    refused(run_cli("copy", place, place, "--force"), "the same catalogue already")
    refused(run_cli("copy", tmp_path / "none.db", tmp_path / "new.db"), "does not exist", 5)
    assert not (tmp_path / "new.db").exists()


def test_a_folder_with_errors_is_not_copied(tmp_path: Path) -> None:
    bad = folder(tmp_path / "bad", {"services.csv": "id,criticality\na,high\n"})
    refused(run_cli("copy", bad, tmp_path / "new.db"), "fix the files", 3)
    assert not (tmp_path / "new.db").exists()
