"""The preset for LeanIX: what its example says, and its siblings."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from graphmodel.importers import Incoming, read
from graphmodel.importers.checking.references import resolve
from tests.conftest import ROOT
from tests.unit.importers.helpers import errors, records, write

EXAMPLE = ROOT / "examples" / "leanix"

ROWS = [
    ["id", "type", "displayName", "businessCriticality", "lifecycle:phase", "relApplicationToITComponent",
     "subscriptions:Responsible", "tags"],
    ["8f1", "Application", "Web Shop", "businessCritical", "active", "SSO; Kubernetes", "Anna <a@x.ch>; Jon", "A; B"],
    ["8f3", "ITComponent", "SSO", "missionCritical", "phaseOut", "", "", ""],
    ["8f4", "ITComponent", "Kubernetes", "administrativeService", "plan", "", "Team", ""],
    ["8f9", "BusinessCapability", "Selling", "", "", "", "", ""],
]  # fmt: skip


def as_csv(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def found(file: Path) -> Incoming:
    return resolve(read([file]), {}, (), create_missing=False)


def linked(incoming: Incoming) -> set[tuple[str, str]]:
    """The dependencies by name."""
    names = {one: r["name"] for r in records(incoming) for one in (r["id"], r["name"])}
    return {(names[r["service"]], names[r["depends_on"]]) for r in records(incoming, "dependency")}


def test_the_example() -> None:
    incoming = found(EXAMPLE)
    assert errors(incoming) == []
    services = {r["name"]: r for r in records(incoming)}
    assert {n for n, r in services.items() if r["kind"] == "product"} == {
        "Order Portal", "Customer Master", "Warehouse", "Warehouse Next", "Payment Gateway", "Payroll",
    }  # fmt: skip
    assert {n for n, r in services.items() if r["kind"] == "service"} == {
        "Single Sign-On", "Kubernetes Cluster", "PostgreSQL", "Oracle Database", "Virtual Servers", "Data Centre",
        "Payment Service", "Message Broker", "Customer API", "Stock API",
    }  # fmt: skip
    warehouse = services["Warehouse"]
    assert (warehouse["criticality"], warehouse["lifecycle"], warehouse["lifecycle:phaseOut"]) == (
        "1", "retiring", "2026-06-30",
    )  # fmt: skip
    assert services["Oracle Database"]["supplier"] == "Oracle"
    assert services["Order Portal"]["tags"] == "Cloud;Customer facing"
    assert linked(incoming) == {
        ("Order Portal", "Single Sign-On"), ("Order Portal", "Kubernetes Cluster"), ("Order Portal", "Customer API"),
        ("Order Portal", "Stock API"), ("Order Portal", "Payment Gateway"), ("Customer Master", "PostgreSQL"),
        ("Warehouse", "Oracle Database"), ("Warehouse", "Virtual Servers"), ("Warehouse", "Customer API"),
        ("Warehouse Next", "PostgreSQL"), ("Warehouse Next", "Kubernetes Cluster"), ("Warehouse Next", "Customer API"),
        ("Warehouse Next", "Message Broker"), ("Payment Gateway", "Payment Service"), ("Payroll", "Oracle Database"),
        ("Payroll", "Single Sign-On"), ("Single Sign-On", "Virtual Servers"), ("Kubernetes Cluster", "Virtual Servers"),
        ("Kubernetes Cluster", "Data Centre"), ("PostgreSQL", "Kubernetes Cluster"),
        ("Oracle Database", "Virtual Servers"), ("Virtual Servers", "Data Centre"),
        ("Message Broker", "Kubernetes Cluster"), ("Customer API", "Customer Master"),
        ("Customer API", "Kubernetes Cluster"), ("Stock API", "Warehouse"),
    }  # fmt: skip
    portal = services["Order Portal"]["id"]
    held = {
        (r["role"], r["responsibility"])
        for r in records(incoming, "responsibility")
        if r["service"] == portal
    }
    assert held == {
        ("Nadia Fischer <nadia.fischer@meadow.example>", "A"), ("Tom Brandt <tom.brandt@meadow.example>", "R"),
        ("Web Team", "R"), ("Audit", "I"),
    }  # fmt: skip


def expected(incoming: Incoming) -> None:
    assert errors(incoming) == []
    assert {(r["id"], r["name"], r["kind"], r["criticality"], r["lifecycle"]) for r in records(incoming)} == {
        ("8f1", "Web Shop", "product", "2", "live"), ("8f3", "SSO", "service", "1", "retiring"),
        ("8f4", "Kubernetes", "service", "4", "planned"),
    }  # fmt: skip
    assert linked(incoming) == {("Web Shop", "SSO"), ("Web Shop", "Kubernetes")}
    held = {(r["role"], r["service"], r["responsibility"]) for r in records(incoming, "responsibility")}
    assert held == {("Anna <a@x.ch>", "8f1", "R"), ("Jon", "8f1", "R"), ("Team", "8f4", "R")}


LABELS = {
    "displayName": "Display name", "businessCriticality": "Business criticality", "lifecycle:phase": "Lifecycle",
    "subscriptions:Responsible": "subscriptions", "relApplicationToITComponent": "IT Components",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        as_csv(ROWS),
        "\ufeff" + as_csv(ROWS, ";"),
        as_csv([[*reversed(row)] for row in ROWS]),
        as_csv([[LABELS.get(name, name) if n > 1 or name != "displayName" else name for n, name in enumerate(ROWS[0])],
                *ROWS[1:]]).replace("Display name", "displayName"),
        as_csv([[name.upper() for name in ROWS[0]], *ROWS[1:]]),
    ],
)  # fmt: skip
def test_siblings(tmp_path: Path, text: str) -> None:
    expected(found(write(tmp_path, {"leanix.csv": text}) / "leanix.csv"))


@pytest.mark.parametrize("apart", [False, True])
def test_a_workbook_says_the_same_with_one_sheet_and_with_one_for_each_type(
    tmp_path: Path, apart: bool
) -> None:
    with xlsxwriter.Workbook(tmp_path / "leanix.xlsx") as book:
        parts = {
            kind: [ROWS[0], *(row for row in ROWS[1:] if row[1] == kind)] for kind in {r[1] for r in ROWS[1:]}
        }
        for name, rows in sorted(parts.items()) if apart else [("Inventory", ROWS)]:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    expected(found(tmp_path / "leanix.xlsx"))


def test_columns_that_are_lacking_are_not_said(tmp_path: Path) -> None:
    least = found(write(tmp_path, {"x.csv": "type,id,displayName\nApplication,1,Shop\n"}) / "x.csv")
    assert errors(least) == []
    assert [(r["id"], r["name"], r["kind"]) for r in records(least)] == [("1", "Shop", "product")]


def test_problems_have_their_place(tmp_path: Path) -> None:
    text = (
        as_csv(ROWS).replace("missionCritical", "vital").replace("SSO; Kubernetes", "Kubernetes; Mainframe")
    )
    bad = found(write(tmp_path, {"leanix.csv": text}) / "leanix.csv")
    assert {(p.code, p.line, p.value) for p in errors(bad)} == {
        ("E208", 3, "vital"),
        ("E304", 2, "Mainframe"),
    }
