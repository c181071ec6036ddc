"""What was found out about files and nobody had said is told once per file, also where nothing is imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import run_cli

SERVICES = "id;name\nshop;Web shop\ndb;Datenbank für alle\n".encode("utf-16")
DEPENDENCIES = b"service,depends_on\nWeb shop,db\n"
NOTES = [
    "services.csv: read with delimiter semicolon and as utf-16",
    "dependencies.csv: 1 reference by name, not by id: 'Web shop' is 'shop'",
]


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    path = tmp_path / "estate"
    path.mkdir()
    (path / "services.csv").write_bytes(SERVICES)
    (path / "dependencies.csv").write_bytes(DEPENDENCIES)
    return path


def noted(err: str) -> list[str]:
    return [line.removeprefix("note: ") for line in err.splitlines() if line.startswith("note: ")]


@pytest.mark.parametrize("command", ["plan", "import"])
def test_each_file_once(estate: Path, command: str) -> None:
    url = str(estate.parent / "c.db")
    if command == "plan":
        assert run_cli("-c", url, "import", estate).code == 0
    done = run_cli("-c", url, command, estate)
    assert (done.code, noted(done.err)) == (0, NOTES), done.err
    quiet = run_cli("-c", url, command, estate, "-q")
    assert noted(quiet.err) == []
    machine = run_cli("-c", url, command, estate, "-f", "json")
    assert json.loads(machine.out)["notes"] == NOTES


def test_also_where_rows_are_rejected(estate: Path) -> None:
    (estate / "dependencies.csv").write_bytes(DEPENDENCIES + b"shop,nobody\n")
    done = run_cli("-c", estate.parent / "c.db", "import", estate)
    assert (done.code, noted(done.err)) == (3, NOTES), done.err
