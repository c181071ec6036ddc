"""A command has one driver of the server and one index of it, whatever it asks, draws and charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import neo4j as client

from graphmodel.diagrams import changes
from graphmodel.stores import derived
from tests.conftest import ROOT, run_cli

if TYPE_CHECKING:
    import pytest

ASKED = (
    (("impact", "sign-in"), 1),
    (("impact", "sign-in", "--diagram", "diagram.dot"), 1),
    (("underpinning", "--matrix", "types", "--chart", "chart.svg", "--diagram", "diagram.dot"), 1),
    (("gaps", "--chart", "chart.svg"), 1),
    (("list", "services"), 1),
    (("show", "sign-in"), 1),
    (("report", "-o", "report.html"), 1),
    (("query", "MATCH (p:Product) RETURN p.id"), 1),
    (("cypher", "run", "gm003"), 1),
    (("history",), 0),
    (("diff", "0", "1"), 0),
    (("diff", "0", "1", "--diagram", "diagram.dot"), 1),
    (("export", "folder"), 0),
)
"""Arguments → the indexes that are built: one of the catalogue, or of both states that are drawn in one."""


def test_a_command_has_one_driver_and_one_index(
    neo4j: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_cli("-c", neo4j, "import", ROOT / "examples" / "exercise-bike").code == 0
    found: list[str] = []
    driver, index, union = client.GraphDatabase.driver, derived.index, changes.build

    def counted(what: str, call: Any) -> Any:
        def wrapper(*args: Any, **named: Any) -> Any:
            found.append(what)
            return call(*args, **named)

        return wrapper

    monkeypatch.setattr(client.GraphDatabase, "driver", counted("driver", driver))
    monkeypatch.setattr(derived, "index", counted("index", index))
    monkeypatch.setattr(changes, "build", counted("index", union))
    for arguments, indexes in ASKED:
        found.clear()
        done = run_cli("-c", neo4j, *arguments, *(["--force"] if "--chart" in arguments else []))
        for file in tmp_path.glob("*.dot"):
            file.unlink()
        assert done.code == 0, done.err
        assert (found.count("driver"), found.count("index")) == (1, indexes), arguments
