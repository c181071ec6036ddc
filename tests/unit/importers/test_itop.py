"""The preset for iTop: what its example says, and its siblings."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read
from graphmodel.importers.checking.references import resolve
from tests.conftest import ROOT
from tests.unit.importers.helpers import errors, pairs, records, suggested, write

EXAMPLE = ROOT / "examples" / "itop"

APPS = (
    "id,finalclass,name,business_criticity,status,functionalcis_list,contacts_list\n"
    "1,ApplicationSolution,Häuser,high,active,"
    "functionalci_id->name:web;functionalci_id->finalclass:WebServer|functionalci_id->name:db,"
    "contact_id->friendlyname:Ann Lee|contact_id->friendlyname:Team\n"
)
ITEMS = """\
id,finalclass,name,business_criticity,status,system_name
2,WebServer,web,low,active,db
3,Server,db,medium,obsolete,
"""


def found(path: Path, **files: str | bytes) -> Incoming:
    folder = write(path / "export", {f"{name}.csv": content for name, content in files.items()})
    return resolve(read([folder]), {}, (), create_missing=False)


def test_the_example() -> None:
    incoming = resolve(read([EXAMPLE]), {}, (), create_missing=False)
    assert errors(incoming) == []
    services = {r["id"]: r for r in records(incoming)}
    assert len(services) == 18
    assert {i for i, r in services.items() if r["kind"] == "product"} == {
        "Patient admission", "Laboratory", "Catering", "Hospital Information", "Appointments", "Lab Orders", "Pager",
    }  # fmt: skip
    assert services["his-db"] == {
        "id": "his-db", "name": "his-db", "kind": "service", "finalclass": "Database Schema",
        "org_name": "Clinic North",
        "criticality": "1", "lifecycle": "live", "aliases": "21",
    }  # fmt: skip
    lifecycles = {i: r["lifecycle"] for i, r in services.items() if r["lifecycle"] != "live"}
    assert lifecycles == {
        "Pager": "retired",
        "pager-rack": "retired",
        "lab-vm": "planned",
        "test-vm": "planned",
    }
    assert {(r["service"], r["depends_on"]) for r in records(incoming, "dependency")} == {
        # linked sets of business processes, of solutions, and of items (the other way)
        ("Patient admission", "Hospital Information"), ("Patient admission", "Appointments"),
        ("Laboratory", "Lab Orders"),
        ("Hospital Information", "his-app"), ("Hospital Information", "his-db"), ("Appointments", "web01"),
        ("Lab Orders", "lab-vm"), ("Lab Orders", "his-db"),
        ("Pager", "pager-rack"),
        # a lnk table
        ("Appointments", "his-db"),
        # what things run on
        ("his-app", "his-vm"), ("his-db", "db01"), ("db01", "db-vm"), ("web01", "web-vm"), ("his-vm", "esx-farm"),
        ("db-vm", "esx-farm"), ("web-vm", "esx-farm"), ("lab-vm", "esx-farm"), ("test-vm", "esx-farm"),
    }  # fmt: skip
    held = {(r["role"], r["service"], r["responsibility"]) for r in records(incoming, "responsibility")}
    assert held == {
        ("Elif Demir", "Hospital Information", "R"), ("Application Care", "Hospital Information", "R"),
        ("Application Care", "Appointments", "R"), ("Marek Novák", "Lab Orders", "R"),
        ("Infrastructure", "esx-farm", "R"), ("Database Team", "db01", "R"),
    }  # fmt: skip


def expected(incoming: Incoming) -> None:
    assert errors(incoming) == []
    assert {(r["id"], r["kind"], r["criticality"], r["lifecycle"]) for r in records(incoming)} == {
        ("Häuser", "product", "1", "live"), ("web", "service", "3", "live"), ("db", "service", "2", "retired"),
    }  # fmt: skip
    pairs = {(r["service"], r["depends_on"]) for r in records(incoming, "dependency")}
    assert pairs == {("Häuser", "web"), ("Häuser", "db"), ("web", "db")}
    held = {(r["role"], r["service"]) for r in records(incoming, "responsibility")}
    assert held == {("Ann Lee", "Häuser"), ("Team", "Häuser")}


LABELS = {
    "finalclass": "CI sub-class", "name,": "Name,", "business_criticity": "Business criticality", "status": "Status",
    "functionalcis_list": "CIs", "contacts_list": "Contacts", "system_name": "System->Name",
}  # fmt: skip


def labelled(text: str) -> str:
    head, rest = text.split("\n", 1)
    for code, label in LABELS.items():
        head = head.replace(code, label)
    return f"{head}\n{rest}"


@pytest.mark.parametrize(
    ("apps", "items"),
    [
        (APPS, ITEMS),
        (labelled(APPS), labelled(ITEMS)),
        (APPS.encode("iso-8859-15"), ITEMS.encode("utf-8-sig")),
        (APPS.replace(",", "\t"), ITEMS.replace("\n", "\r\n")),
        (APPS.replace("_id->name:", "_name:").replace("contact_id->friendlyname:", ""), ITEMS),
        (APPS.replace("functionalci_id->name:web;functionalci_id->finalclass:WebServer",
                      "'functionalci_id->name:web';'functionalci_id->finalclass:WebServer'"), ITEMS),
        (APPS.replace("functionalci_id->name:web", "functionalci_id:2").replace(
            "functionalci_id->name:db", "functionalci_id:3"), ITEMS),
    ],
)  # fmt: skip
def test_siblings(tmp_path: Path, apps: str | bytes, items: str | bytes) -> None:
    incoming = found(tmp_path, apps=apps, items=items)
    known = {alias: r["id"] for r in records(incoming) for alias in r.get("aliases", "").split(";")}
    table = incoming.tables["dependency"].columns["depends_on"]
    table[:] = [known.get(value or "", value) for value in table]
    expected(incoming)


@pytest.mark.parametrize(
    "header",
    [
        "id,applicationsolution_id,applicationsolution_name,functionalci_id,functionalci_name",
        "id,a,Application solution name,c,Functionalci name",
        "id,a,applicationsolution_id->name,c,functionalci_id->name",
    ],
)
def test_tables_of_links(tmp_path: Path, header: str) -> None:
    apps = "id,finalclass,name\n1,ApplicationSolution,App\n3,Server,db\n"
    incoming = found(tmp_path, ci=apps, lnk=f"{header}\n9,1,App,3,db\n")
    assert errors(incoming) == []
    assert [(r["service"], r["depends_on"]) for r in records(incoming, "dependency")] == [("App", "db")]


def test_labels_with_full_names_and_without_classes(tmp_path: Path) -> None:
    incoming = found(
        tmp_path,
        apps="Full name;CI sub-class;CIs\nApp;Application Solution;functionalci_id:3\n",
        items="id (Primary Key);Name\n3;db\n",
    )
    assert errors(incoming) == []
    assert pairs(incoming) == {("App", "3")}
    assert {r["id"]: r.get("aliases") for r in records(incoming)} == {"App": None, "db": "3"}


def test_linked_sets_of_one_attribute_are_proposed(tmp_path: Path) -> None:
    """Labels of a language that the preset does not know."""
    cell = "functionalci_id->name:{}"
    sheet = f"Nom;CIs\nPaie;{cell.format('pg')}|{cell.format('srv')}\nWeb;{cell.format('pg')}\npg;\nsrv;\n"
    (tmp_path / "ci.csv").write_text(sheet, encoding="utf-8")
    _, incoming = suggested(tmp_path / "ci.csv")
    assert errors(incoming) == []
    assert pairs(incoming) == {("Paie", "pg"), ("Paie", "srv"), ("Web", "pg")}


def test_problems_have_their_place(tmp_path: Path) -> None:
    bad = found(tmp_path, apps=APPS.replace("->name:db", "->name:dbx"), items=ITEMS.replace("medium", "huge"))
    assert {(p.code, p.file, p.line, p.value) for p in errors(bad)} >= {
        ("E208", "items.csv", 3, "huge"), ("E304", "apps.csv", 2, "dbx"),
    }  # fmt: skip
