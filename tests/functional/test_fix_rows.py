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


TWICE = {
    "services.csv": "id,name,category,supplier,criticality\nmail,Mail relay,workplace,Acme,1\n"
    "mail-2,Relay (mail),workplace,Acme,\nportal,Portal,workplace,,\nbackup,Backup,platform,,\n",
    "dependencies.csv": "service,depends_on,strength,note\nportal,mail,hard,\nportal,mail-2,soft,nightly\n"
    "backup,mail-2,,\n",
    "roles.csv": "id\nit\n",
    "responsibilities.csv": "role,service,responsibility\nit,mail,A\nit,mail-2,A\n",
}


def test_of_duplicates_one_is_proposed_to_stay_and_the_rows_are_imported_as_they_are(here: Path) -> None:
    folder(here / "twice", TWICE)
    assert run_cli("-c", "e.db", "import", "twice").code == 0
    done = run_cli("-c", "e.db", "gaps", "--rule", "GM030", "--fix-rows", "fixes", "-f", "json")
    assert json.loads(done.out)["fixed"] == ["GM030:mail-2:mail"]
    (row,) = csv.DictReader((here / "fixes" / "services.csv").read_text("utf-8").splitlines())
    why = row.pop("proposed_because")
    assert why == "Mail relay (mail) looks like mail-2, which stays: it has 3 relations, the others 2 at most"
    assert row == {"id": "mail-2", "aliases": "mail", "name": "Relay (mail)", "criticality": "1"}
    (again,) = csv.DictReader((here / "fixes" / "dependencies.csv").read_text("utf-8").splitlines())
    assert (again["service"], again["depends_on"], again["strength"]) == ("portal", "mail-2", "soft")
    assert "graphmodel -c e.db import fixes --source twice --add" in done.err
    assert run_cli("-c", "e.db", "import", "fixes", "--source", "twice", "--add").code == 0
    assert run_cli("-c", "e.db", "list", "services", "mail", "-f", "csv", "--columns", "id,supplier").out == (
        "id,supplier\nmail-2,Acme\n"
    )
    assert "0 gaps" in run_cli("-c", "e.db", "gaps", "--rule", "GM030").out


def test_of_a_duplicate_in_another_source_what_contradicts_is_cleared(here: Path) -> None:
    folder(here / "one", {"services.csv": "id,name,category,criticality\nmail,Mail relay,workplace,1\n"})
    rows = "id,name,category,criticality,tags\nm-9,relay Mail,workplace,3,old\n"
    folder(here / "two", {"services.csv": rows})
    for source in ("one", "two"):
        assert run_cli("-c", "e.db", "import", source).code == 0
    run_cli("-c", "e.db", "gaps", "--rule", "GM030", "--fix-rows", "fixes")
    assert run_cli("-c", "e.db", "import", "fixes", "--source", "one", "--add").code == 0
    found = json.loads(run_cli("-c", "e.db", "list", "services", "-f", "json").out)["rows"]
    assert [(row["id"], row["name"], row["criticality"], row["tags"]) for row in found] == [
        ("m-9", "relay Mail", "3", ["old"])
    ]


def test_duplicates_that_are_consumers_of_groups_of_one_name_are_left_to_people(here: Path) -> None:
    groups = "service,depends_on,group\nmail,portal,g\nmail,backup,g\nmail-2,portal,g\n"
    folder(here / "groups", {**TWICE, "dependencies.csv": groups})
    done = run_cli("-c", "groups", "gaps", "--rule", "GM030", "--fix-rows", "fixes")
    assert "no row is written" in done.err


def test_a_service_that_becomes_an_alias_has_no_row_of_its_own(here: Path) -> None:
    rows = "id,name,category,supplier\na,Mail relay,workplace,Acme\nb,Relay mail,workplace,ACME Ltd.\n"
    folder(here / "both", {"services.csv": rows + "c,Web,workplace,Acme\n"})
    done = run_cli("-c", "both", "gaps", "--fix-rows", "fixes", "-f", "json")
    assert json.loads(done.out)["fixed"] == ["GM030:b:a"]
    laid_over = json.loads(run_cli("-c", "both", "--with", "fixes", "gaps", "-f", "json").out)
    assert {"GM030", "GM038"}.isdisjoint(row["code"] for row in laid_over["rows"])
