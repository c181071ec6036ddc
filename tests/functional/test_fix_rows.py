"""``gaps --fix-rows``: rows to review, which fix what they say when they are laid over the catalogue."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import folder, run_cli

FILES = {
    "services.csv": "id,name,category\nmail,Mail,workplace\nfiles,Files,workplace\n",
    "roles.csv": "id,name,holder\nit,IT,Ada\n",
    "responsibilities.csv": "role,service,responsibility\nit,mail,A\nit,files,A\n",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder(tmp_path / "estate", FILES)
    return tmp_path


def test_rows_are_written_beside_the_catalogue(here: Path) -> None:
    done = run_cli("-c", "estate", "gaps", "--rule", "GM024", "--fix-rows", "fixes", "-f", "json")
    assert (done.code, "1 row for 1 finding in fixes" in done.err) == (0, True)
    assert json.loads(done.out)["fixed"] == ["GM024:it"]
    rows = list(csv.DictReader((here / "fixes" / "roles.csv").read_text("utf-8").splitlines()))
    assert rows == [{"id": "it", "name": "IT", "holder": "Ada", "contact": ""}]
    assert {file.name: file.read_text("utf-8") for file in (here / "estate").iterdir()} == FILES


def test_a_folder_that_holds_something_is_left_alone(here: Path) -> None:
    done = run_cli("-c", "estate", "gaps", "--fix-rows", "estate")
    assert (done.code, "is not empty" in done.err) == (2, True)
    assert {file.name: file.read_text("utf-8") for file in (here / "estate").iterdir()} == FILES


def test_what_takes_a_decision_is_not_written(here: Path) -> None:
    done = run_cli("-c", "estate", "gaps", "--rule", "GM005", "--fix-rows", "fixes")
    assert "no row is written" in done.err
    assert not (here / "fixes").exists()


def test_a_spelling_is_made_the_usual_one(here: Path) -> None:
    rows = "id,name,supplier\na,A,Acme GmbH\nb,B,ACME GmbH\nc,C,Acme GmbH\n"
    (here / "estate" / "services.csv").write_text(rows, "utf-8")
    (here / "estate" / "responsibilities.csv").unlink()
    run_cli("-c", "estate", "gaps", "--rule", "GM038", "--fix-rows", "fixes")
    assert (here / "fixes" / "services.csv").read_text("utf-8") == "id,supplier\nb,Acme GmbH\n"
    laid_over = run_cli("-c", "estate", "--with", "fixes", "gaps", "--rule", "GM038")
    assert "0 gaps" in laid_over.out
