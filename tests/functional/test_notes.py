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


def test_a_question_of_a_folder_tells_what_is_not_read_as_it_stands_there(estate: Path) -> None:
    (estate / "services.csv").write_text("id,name,availability,category\na,A,0.999,Own\n,,,\nb,B,0.9,Own\n")
    (estate / "dependencies.csv").unlink()
    told = "services.csv:2:availability [W202] 2 values above 0 and none above 1: read as fractions, 0.999 as 99.9%"
    done = run_cli("-c", estate, "list", "services")
    assert noted(done.err) == [f"{told} (1 more warning: a plan of this folder lists all)"]
    assert noted(run_cli("-c", estate, "list", "services", "-q").err) == []
    (estate / "services.csv").write_text("id,name,category\na,A,Own\n")  # a category of one's own is none
    assert noted(run_cli("-c", estate, "list", "services").err) == []
