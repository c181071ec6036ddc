"""Sheets of people, sites and codes beside those of services: they become no services, and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers.suggestion import suggest
from graphmodel.workbooks.cells import Value
from graphmodel.workbooks.xlsx import write_xlsx
from tests.unit.importers.helpers import errors, ids, records, suggested, write

SERVICES = [("Service", "Owner", "Status"), ("Shop", "Ann", "L"), ("DB", "Bob", "P"), ("X", "Bob", "L")]


def workbook(path: Path, rows: list[tuple[Value, ...]]) -> Path:
    write_xlsx({"Applications": SERVICES, "Data": rows}, path / "a.xlsx")
    return path / "a.xlsx"


@pytest.mark.parametrize(
    "rows",
    [
        [("Standort", "Adresse"), ("Bonn", "A-Str. 1"), ("Köln", "B-Str. 2")],
        [("Holiday", "Country"), ("New Year", "all"), ("May Day", "DE")],
        [("Status", "Sens"), ("L", "en production"), ("P", "prévu"), ("R", "retiré")],
    ],
)
def test_what_is_not_called_after_services_is_left_out_and_said(
    tmp_path: Path, rows: list[tuple[Value, ...]]
) -> None:
    proposed, found = suggested(workbook(tmp_path, rows))
    assert errors(found) == []
    assert sorted(ids(found)) == ["DB", "Shop", "X"]
    assert any("nothing says" in one.why for one in proposed.left_out)
    assert any(problem.code == "W103" and problem.path == "Data" for problem in found.problems)


@pytest.mark.parametrize(
    "header", [("Person", "Mail"), ("Name", "Telefon"), ("Mitarbeiter", "Telefon"), ("Nombre", "Correo")]
)
def test_those_who_answer_for_services_are_roles(tmp_path: Path, header: tuple[str, str]) -> None:
    _, found = suggested(workbook(tmp_path, [header, ("Ann", "a1"), ("Bob", "b1"), ("Eva", "e1")]))
    assert errors(found) == []
    assert sorted(ids(found)) == ["DB", "Shop", "X"]
    assert [(one["id"], one[header[1]]) for one in records(found, "role")] == [
        ("Ann", "a1"),
        ("Bob", "b1"),
        ("Eva", "e1"),
    ]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Service;Owner;;Person;Mail\nShop;Ann;;Ann;a\nDB;Bob;;Bob;b\n;;;Eva;e\n", ["Ann", "Bob", "Eva"]),
        (
            "Service;Owner;Status;;Status;Meaning\nShop;Ann;L;;L;live\nDB;Bob;P;;P;planned\nX;Bob;L;;R;out\n",
            [],
        ),
    ],
)
def test_also_beside_each_other(tmp_path: Path, text: str, roles: list[str]) -> None:
    _, found = suggested(write(tmp_path, {"a.csv": text}) / "a.csv")
    assert errors(found) == []
    assert {"Ann", "Bob", "Eva", "live", "planned", "out"}.isdisjoint(ids(found))
    assert [one["id"] for one in records(found, "role")] == roles if roles else "role" not in found.tables


def test_servers_that_nothing_refers_to_are_services(tmp_path: Path) -> None:
    _, found = suggested(workbook(tmp_path, [("Server", "OS"), ("srv1", "Linux"), ("srv2", "Linux")]))
    assert sorted(ids(found)) == ["DB", "Shop", "X", "srv1", "srv2"]


@pytest.mark.parametrize(
    ("column", "rows"),
    [
        ("Standort", [("Standort", "Adresse"), ("Bonn", "A-Str. 1"), ("Köln", "B-Str. 2")]),
        ("Vendor", [("Name", "Country"), ("Bonn", "DE"), ("Köln", "DE")]),
        ("Department", [("Name", "Head"), ("Bonn", "Ann"), ("Köln", "Eva")]),
    ],
)
def test_what_a_column_names_that_is_no_reference_is_no_service(
    tmp_path: Path, column: str, rows: list[tuple[Value, ...]]
) -> None:
    apps: list[tuple[Value, ...]] = [("Service", column, "Uses"), ("Shop", "Bonn", "DB"), ("DB", "Köln", "")]
    write_xlsx({"Apps": apps, "Data": rows}, tmp_path / "a.xlsx")
    proposed, found = suggested(tmp_path / "a.xlsx")
    assert errors(found) == []
    assert sorted(ids(found)) == ["DB", "Shop"]
    assert [(one["service"], one["depends_on"]) for one in records(found, "dependency")] == [("Shop", "DB")]
    assert any("nothing says" in one.why for one in proposed.left_out)


@pytest.mark.parametrize(
    "rows",
    [
        [("Incident", "Application", "Opened"), ("I1", "Shop", "2025-01-01"), ("I2", "Shop", "2025-02-01")],
        [("Project", "Application", "End"), ("Migrate", "Shop", "2026-01-01"), ("Upgrade", "DB", "2026-02-01")],
        [("Risk ID", "Application", "Risk"), ("R1", "Shop", "outage"), ("R2", "DB", "loss"), ("R3", "DB", "x")],
    ],
)  # fmt: skip
def test_what_happens_to_services_is_none(tmp_path: Path, rows: list[tuple[Value, ...]]) -> None:
    apps = [("Application", "Owner"), ("Shop", "Ann"), ("DB", "Bob")]
    write_xlsx({"Apps": apps, "Data": rows}, tmp_path / "a.xlsx")
    _, found = suggested(tmp_path / "a.xlsx")
    assert errors(found) == []
    assert sorted({*ids(found)}) == ["DB", "Shop"]
    assert "dependency" not in found.tables


def test_a_lone_sheet_of_nobody_knows_what_is_a_guess_that_is_said(tmp_path: Path) -> None:
    told = suggest([write(tmp_path, {"p.csv": "Person,Mail\nAnn,a@x.ch\nBob,b@x.ch\n"}) / "p.csv"]).told
    assert any("Person is taken for services: a guess" in one for one in told)
    told = suggest([write(tmp_path, {"s.csv": "Server,OS\nsrv1,Linux\nsrv2,BSD\n"}) / "s.csv"]).told
    assert not any("a guess" in one for one in told)
